// SPDX-License-Identifier: MIT
/// Penalties of angles and of activations against loops.
#include <tests/gallery/naive.hpp>
#include <tests/gallery/structured.hpp>

namespace {

using namespace gallery_test;
namespace g = regula::gallery;

loop of_w(real factor, std::function<real(const cube&)> f) {
  return [=](const cubes& x) { return factor * f(x[0]); };
}
real mean_cosine(const cube& w) {
  const reals all = cosines(w);
  return all.empty() ? 0 : mean_of(all);
}
real off_diagonal_squares(const cube& a) {
  real s = 0;
  off_diagonals(a, [&](real x) { s += x * x; });
  return s;
}

void angles() {
  entry("orthogonal_rows", g::orthogonal_rows(0.3),
        {of_w(0.3L, [](const cube& w) { return mean_cosine(transposed(w)); }), zero_lines});
  entry("orthogonal_columns", g::orthogonal_columns(0.3), {of_w(0.3L, mean_cosine), zero_lines});
  entry("mutual_coherence", g::mutual_coherence(0.3),
        {of_w(0.3L, [](const cube& w) { return std::max(real{0}, highest_of(cosines(w))); }), zero_lines});
  entry("l1_orthogonal", g::l1_orthogonal(0.3),
        {of_w(0.3L, [](const cube& w) { return norm1_of(less_one(inner_products(transposed(w))).x); })});
  const auto soft = [](const cube& w) { return sum_of_squares(less_one(inner_products(w))); };
  entry("soft_orthogonal", g::soft_orthogonal(0.3), {of_w(0.3L, soft)});
  entry("double_soft_orthogonal", g::double_soft_orthogonal(0.3),
        {of_w(0.3L, [=](const cube& w) { return soft(w) + soft(transposed(w)); })});
}

void activations() {
  entry("spectral_decoupling", g::spectral_decoupling(0.3),
        {of_w(0.15L, [](const cube& w) { return sum_of_squares(w) / static_cast<real>(w.n[0]); })});
  entry("decov", g::decov(0.3), {of_w(0.15L, [](const cube& w) { return off_diagonal_squares(covariance(w)); })});
  entry("activity_covariance", g::activity_covariance(0.3),
        {of_w(0.3L, [](const cube& w) { return sum_of_squares(less_one(covariance(w))); })});
}

}  // namespace

TEST_CASE("penalties of angles and activations are their loops", "[gallery]") {
  angles();
  activations();
  for_each_orthogonal_entry(is_tested);
}

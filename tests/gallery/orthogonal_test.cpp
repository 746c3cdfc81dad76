// SPDX-License-Identifier: MIT
/// Penalties of angles and of partners against loops.
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
facts with(loop f, std::function<cubes(const cube&)> partners) {
  facts known{std::move(f)};
  known.partners = std::move(partners);
  return known;
}

}  // namespace

TEST_CASE("penalties of angles are their loops", "[gallery]") {
  entry("orthogonal_rows", g::orthogonal_rows(0.3),
        {of_w(0.3L, [](const cube& w) { return mean_cosine(transposed(w)); }), zero_lines});
  entry("orthogonal_columns", g::orthogonal_columns(0.3), {of_w(0.3L, mean_cosine), zero_lines});
  entry("mutual_coherence", g::mutual_coherence(0.3),
        {of_w(0.3L, [](const cube& w) { return std::max(real{0}, highest_of(cosines(w))); }), zero_lines});
  const auto soft = [](const cube& w) { return sum_of_squares(less_one(inner_products(w))); };
  entry("soft_orthogonal", g::soft_orthogonal(0.3), {of_w(0.3L, soft)});
  entry("double_soft_orthogonal", g::double_soft_orthogonal(0.3),
        {of_w(0.3L, [=](const cube& w) { return soft(w) + soft(transposed(w)); })});
}

TEST_CASE("penalties of activations are their loops", "[gallery]") {
  entry("spectral_decoupling", g::spectral_decoupling(0.3),
        {of_w(0.15L, [](const cube& w) { return sum_of_squares(w) / static_cast<real>(w.n[0]); })});
  entry("decov", g::decov(0.3), {of_w(0.15L, [](const cube& w) { return off_diagonal_squares(covariance(w)); })});
  entry("activity_covariance", g::activity_covariance(0.3),
        {of_w(0.3L, [](const cube& w) { return sum_of_squares(less_one(covariance(w))); })});
}

TEST_CASE("penalties of two matrices are their loops", "[gallery]") {
  entry("cross_orthogonal", g::cross_orthogonal(0.3),
        with([](const cubes& x) { return 0.3L * sum_of_squares(product(transposed(x[0]), x[1])); },
             [](const cube& w) { return cubes{numbers(shape(w.n[0], 3), 11)}; }),
        V);
  entry("tied_transpose", g::tied_transpose(0.3),
        with([](const cubes& x) { return 0.3L * sum_of_squares(minus(x[0], transposed(x[1]))); },
             [](const cube& w) { return cubes{numbers(shape(w.n[1], w.n[0]), 12)}; }),
        V);
  entry("mahalanobis", g::mahalanobis(0.3),
        with(
            [](const cubes& x) {
              const cube off = minus(x[0], x[1]), applied = product(x[2], off);
              return 0.15L * std::inner_product(off.x.begin(), off.x.end(), applied.x.begin(), real{0});
            },
            [](const cube& w) {
              return cubes{numbers(w.n, 13), numbers(shape(w.n[0], w.n[0]), 14)};
            }),
        W0, regula::symbols::A);
  entry("tikhonov", g::tikhonov(0.3),
        with([](const cubes& x) { return 0.15L * sum_of_squares(product(x[1], x[0])); },
             [](const cube& w) { return cubes{numbers(shape(2, w.n[0]), 15)}; }),
        regula::symbols::A);
}

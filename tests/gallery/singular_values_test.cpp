// SPDX-License-Identifier: MIT
/// Penalties of singular values against loops.
#include <tests/gallery/matrix_entries.hpp>
#include <tests/gallery/naive.hpp>
#include <tests/gallery/structured.hpp>

namespace {

using namespace gallery_test;
namespace g = regula::gallery;

loop of_sigma(real factor, std::function<real(const reals&)> f) {
  return [=](const cubes& x) { return factor * f(singular_values(x[0])); };
}

}  // namespace

TEST_CASE("penalties of singular values are their loops", "[gallery]") {
  entry("nuclear", g::nuclear(0.3), {of_sigma(0.3L, structure_test::sum_of)});
  entry("spectral", g::spectral(0.3), {of_sigma(0.3L, highest_of)});
  entry("schatten<3>", g::schatten<3>(0.3),
        {of_sigma(0.3L, [](const reals& s) { return std::cbrt(naive::sum(s, [](real x) { return x * x * x; })); })});
  entry(
      "low_rank_plus_sparse", g::low_rank_plus_sparse(0.3, 0.2),
      with_partners(
          [](const cubes& x) { return 0.3L * structure_test::sum_of(singular_values(x[0])) + 0.2L * norm1_of(x[1].x); },
          [](const cube& w) { return cubes{numbers(w.n, 21)}; }),
      V);
  for_each_singular_entry(is_tested);
}

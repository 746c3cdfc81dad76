// SPDX-License-Identifier: MIT
/// Penalties of the eigenvalues of the inner products against loops.
#include <tests/gallery/matrix_entries.hpp>
#include <tests/gallery/naive.hpp>
#include <tests/gallery/structured.hpp>

namespace {

using namespace gallery_test;
namespace g = regula::gallery;

}  // namespace

TEST_CASE("penalties of eigenvalues are their loops", "[gallery]") {
  entry("log_det_barrier", g::log_det_barrier(0.3, 0.25), {[](const cubes& x) {
          cube a = inner_products(x[0]);
          for_entries(a.n, [&](std::size_t i, const extents& at) { a.x[i] += at[0] == at[1] ? 0.25L : 0; });
          return -0.3L * log_determinant(a);
        }});
  // Where one eigenvalue of W'W - I stands out, power iteration finds it.
  entry("srip<32>", g::srip<200>(0.3),
        {[](const cubes& x) {
           const reals sigma = singular_values(x[0]);
           const real none = x[0].n[1] > x[0].n[0] ? 1 : 0;
           return 0.3L * std::max({none, std::fabs(squared(sigma.front()) - 1), std::fabs(squared(sigma.back()) - 1)});
         },
         tiny | all_zero});
  for_each_eigen_entry(is_tested);
}

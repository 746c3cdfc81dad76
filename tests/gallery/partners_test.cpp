// SPDX-License-Identifier: MIT
/// Penalties of several matrices against loops.
#include <tests/gallery/naive.hpp>
#include <tests/gallery/structured.hpp>

namespace {

using namespace gallery_test;
namespace g = regula::gallery;

void several_matrices() {
  entry("cross_orthogonal", g::cross_orthogonal(0.3),
        with_partners([](const cubes& x) { return 0.3L * sum_of_squares(product(transposed(x[0]), x[1])); },
                      [](const cube& w) { return cubes{numbers(shape(w.n[0], 3), 11)}; }),
        V);
  entry("contractive", g::contractive(0.3),
        with_partners(
            [](const cubes& x) {
              const auto& [w, y] = std::tie(x[0], x[1]);
              real s = 0;
              for_entries(y.n, [&](std::size_t i, const extents& at) {
                for (std::ptrdiff_t k = 0; k < w.n[0]; ++k) s += squared(y.x[i] * (1 - y.x[i]) * w(k, at[1]));
              });
              return 0.3L * s / static_cast<real>(y.n[0]);
            },
            [](const cube& w) { return cubes{numbers(shape(6, w.n[1]), 16)}; }),
        Y);
  entry("tied_transpose", g::tied_transpose(0.3),
        with_partners([](const cubes& x) { return 0.3L * sum_of_squares(minus(x[0], transposed(x[1]))); },
                      [](const cube& w) { return cubes{numbers(shape(w.n[1], w.n[0]), 12)}; }),
        V);
  entry("mahalanobis", g::mahalanobis(0.3),
        with_partners(
            [](const cubes& x) {
              const cube off = minus(x[0], x[1]), applied = product(x[2], off);
              return 0.15L * std::inner_product(off.x.begin(), off.x.end(), applied.x.begin(), real{0});
            },
            [](const cube& w) {
              return cubes{numbers(w.n, 13), numbers(shape(w.n[0], w.n[0]), 14)};
            }),
        W0, regula::symbols::A);
  entry("tikhonov", g::tikhonov(0.3),
        with_partners([](const cubes& x) { return 0.15L * sum_of_squares(product(x[1], x[0])); },
                      [](const cube& w) { return cubes{numbers(shape(2, w.n[0]), 15)}; }),
        regula::symbols::A);
}

}  // namespace

TEST_CASE("penalties of several matrices are their loops", "[gallery]") {
  several_matrices();
  for_each_partner_entry(is_tested);
}

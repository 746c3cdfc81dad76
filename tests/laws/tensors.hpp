// SPDX-License-Identifier: MIT
/// Atoms of whole tensors in the kernel: several in one formula, each with a coefficient of its own that turns it on
/// alone. A kernel for all of them is compiled in the time of a few.
#pragma once
#include <functional>
#include <regula/sparse.hpp>
#include <tests/catch.hpp>
#include <tests/laws/claims.hpp>

namespace laws {

using namespace regula::symbols;
using dense = Eigen::MatrixXd;

/// What the formulas are made of.
namespace tensor {
enum name : std::size_t { w, v, x, y, q, t, l, g, count };
}  // namespace tensor
inline constexpr auto Q = regula::symbol<"Q">;
inline constexpr auto T = regula::symbol<"T">;
inline constexpr auto L = regula::symbol<"L">;
inline constexpr auto G = regula::symbol<"G">;
using world = std::array<cube, tensor::count>;

/// W and V are m x n, X n x 2, Y m x 2, Q n x n, T n x m, the sparse L m x n and G 2 x m n.
inline world drawn_world(std::ptrdiff_t m, std::ptrdiff_t n) {
  using structure_test::shape;
  const extents shapes[] = {shape(m, n), shape(m, n), shape(n, 2), shape(m, 2),
                            shape(n, n), shape(n, m), shape(m, n), shape(2, m * n)};
  world all;
  for (std::size_t k = 0; k < tensor::count; ++k)
    all[k] = structure_test::numbers(shapes[k], static_cast<unsigned>(k + 1));
  for (const auto k : {tensor::l, tensor::g})
    for (std::size_t i = 0; i < all[k].x.size(); i += 3) all[k].x[i] = 0;
  return all;
}
inline dense matrix_of(const cube& c) {
  dense d(c.n[0], c.n[1]);
  for (std::size_t i = 0; i < c.x.size(); ++i) d.data()[i] = static_cast<double>(c.x[i]);
  return d;
}

/// One atom in the formula: what it is there as a loop, and in which tensors it is linear (bit k: tensor k).
struct term {
  std::string_view name;
  real (*loop)(const world&);
  unsigned linear_in = 0;
};
struct family {
  std::vector<term> terms;
  unsigned differentiated;  // bit k: tensor k
  double (*run)(std::size_t term, const std::array<dense, tensor::count>&, std::array<dense, tensor::count>& slopes);
};

/// 0 f + 0 g + ...: coefficients c0, c1, ...
template <class... F> constexpr auto switched(F... formulas) { return (... + (0.0 * formulas)); }
template <class P> P with_only(P p, std::size_t k) {
  p.set("c" + std::to_string(k), 1.0);
  return p;
}

/// Value and gradients of each term against its loop and differences; <A w, c> = <w, A' c> where it is linear in w.
inline void holds(const family& f, std::ptrdiff_t m, std::ptrdiff_t n) {
  world all = drawn_world(m, n);
  std::array<dense, tensor::count> in, slopes;
  for (std::size_t k = 0; k < tensor::count; ++k)
    in[k] = matrix_of(all[k]), slopes[k] = dense(in[k].rows(), in[k].cols());
  for (std::size_t i = 0; i < f.terms.size(); ++i) {
    const term& each = f.terms[i];
    const double value = f.run(i, in, slopes);
    CAPTURE(each.name, m, n, value);
    const real truth = each.loop(all);
    CHECK(std::fabs(value - truth) <= 1e-11L * std::max(1.0L, std::fabs(truth)));
    for (std::size_t k = 0; k < tensor::count; ++k) {
      if ((f.differentiated >> k & 1u) == 0) continue;
      const auto expected = naive::gradient(
          [&](const naive::reals& moved) {
            world there = all;
            there[k].x = moved;
            return each.loop(there);
          },
          all[k].x);
      CAPTURE(k, in[k], slopes[k]);
      CHECK(structure_test::error(slopes[k], expected) <= 1e-8);
      if ((each.linear_in >> k & 1u) == 0) continue;
      const double adjoint = (in[k].array() * slopes[k].array()).sum();
      CHECK(std::fabs(adjoint - value) <= 1e-12 * (1 + in[k].cwiseAbs().sum()));
    }
  }
}

}  // namespace laws

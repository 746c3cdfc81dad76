// SPDX-License-Identifier: MIT
/// Transposes and products of one matrix, and of two with both gradients.
#include <tests/structure/matrices.hpp>

namespace {

using namespace structure_test;
using regula::constant;

struct entry {
  const char* name;
  subject<double> p;
  std::function<real(const cube&)> value;
  bool square = false;
};
template <bool Adds = false, class F, class G> entry make(const char* name, F f, G value) {
  return {name, compiled<double, Adds>(f), value};
}
template <bool Adds = false, class F, class G> entry of_square(const char* name, F f, G value) {
  return {name, compiled<double, Adds>(f), value, true};
}

std::vector<entry> products() {
  return {
      make<true>("soft orthogonality", sum(square(gram(W) - identity)),
                 [](const cube& w) { return squares(minus(product(flip(w), w), unit(w.n[1]))); }),
      make("of rows", sum(square(outer_gram(W) - constant<2> * identity)),
           [](const cube& w) {
             return squares(zip(product(w, flip(w)), unit(w.n[0]), [](real a, real b) { return a - 2 * b; }));
           }),
      make("off the diagonal", sum(square(off_diagonal(gram(W)))),
           [](const cube& w) {
             const cube g = product(flip(w), w);
             return squares(minus(g, times(g, unit(w.n[1]))));
           }),
      make("trace of a gram", trace(gram(W)) + square(trace(outer_gram(W))),
           [](const cube& w) { return squares(w) + squares(w) * squares(w); }),
      make("cosines of rows", sum(square(row_cosines(W) - identity)),
           [](const cube& w) { return squares(minus(cosines(w), unit(w.n[0]))); }),
      make("cosines of columns", sum(square(off_diagonal(col_cosines(W)))),
           [](const cube& w) {
             const cube c = cosines(flip(w));
             return squares(minus(c, times(c, unit(w.n[1]))));
           }),
      make<true>("a product of three", sum(exp(constant<1, 8> * matmul(matmul(W, transpose(W)), W))),
                 [](const cube& w) {
                   return naive::sum(product(product(w, flip(w)), w).x, [](real x) { return std::exp(x / 8); });
                 }),
      make("norms of the columns of a gram", sum(norm2(colwise(gram(W) - identity))),
           [](const cube& w) {
             const cube d = minus(product(flip(w), w), unit(w.n[1]));
             const cube s = product(flip(d), d);
             return naive::sum(times(s, unit(s.n[0])).x, [](real x) { return std::sqrt(x); });
           }),
      make("a gram of a gram", sum(square(gram(gram(W)) - gram(W))),
           [](const cube& w) {
             const cube g = product(flip(w), w);
             return squares(minus(product(g, g), g));
           }),
      make("a gram of what is centered", sum(square(gram(W - mean(colwise(W))))),
           [](const cube& w) {
             const cube c = made(w.n, [&](const extents& at) {
               real m = 0;
               for (std::ptrdiff_t i = 0; i < w.n[0]; ++i) m += w(i, at[1]);
               return w(at[0], at[1]) - m / static_cast<real>(w.n[0]);
             });
             return squares(product(flip(c), c));
           }),
      make("a product of a shift and a square", sum(square(matmul(transpose(shifted<0, 1>(W)), square(W)))),
           [](const cube& w) {
             const cube s =
                 made(w.n, [&](const extents& at) { return at[0] + 1 < w.n[0] ? w(at[0] + 1, at[1]) : real{0}; });
             return squares(product(flip(s), times(w, w)));
           }),
      make<true>("quadratic", quadratic(W, outer_gram(W)), [](const cube& w) { return squares(product(flip(w), w)); }),
  };
}
std::vector<entry> of_square_matrices() {
  return {
      of_square<true>("symmetric part", sum(abs(W + transpose(W))),
                      [](const cube& w) { return magnitudes(plus(w, flip(w))); }),
      of_square("skew part", sum(square(W - transpose(W))) + sum(abs(upper<1>(W * transpose(W)))),
                [](const cube& w) {
                  const cube t = times(w, flip(w));
                  real above = 0;
                  for_entries(
                      w.n, [&](std::size_t i, const extents& at) { above += at[1] > at[0] ? std::fabs(t.x[i]) : 0; });
                  return squares(minus(w, flip(w))) + above;
                }),
      of_square("trace", square(trace(W)) + trace(square(W)),
                [](const cube& w) { return diagonal_sum(w) * diagonal_sum(w) + diagonal_sum(times(w, w)); }),
      of_square<true>("trace of a power", trace(matmul(matmul(W, W), W)),
                      [](const cube& w) { return diagonal_sum(product(product(w, w), w)); }),
      of_square("from the identity", sum(abs(W - identity)) + sum(square(matmul(W, W) - identity)),
                [](const cube& w) {
                  return magnitudes(minus(w, unit(w.n[0]))) + squares(minus(product(w, w), unit(w.n[0])));
                }),
      of_square("commutes with its transpose", sum(square(matmul(W, transpose(W)) - gram(W))),
                [](const cube& w) { return squares(minus(product(w, flip(w)), product(flip(w), w))); }),
      of_square("a transpose deep below", sum(exp(transpose(W * transpose(square(W) + constant<1>)) - W)),
                [](const cube& w) {
                  const cube s = made(w.n, [&](const extents& at) { return w(at[0], at[1]) * w(at[0], at[1]) + 1; });
                  return naive::sum(minus(flip(times(w, flip(s))), w).x, [](real x) { return std::exp(x); });
                }),
  };
}

void right_at_all_sizes(const std::vector<entry>& all) {
  for (const auto& f : all)
    for (const auto& [rows, columns] :
         {std::pair{1, 1}, {1, 5}, {5, 1}, {2, 2}, {3, 7}, {7, 3}, {9, 9}, {4, 17}, {17, 4}, {0, 3}, {3, 0}, {0, 0}}) {
      if (f.square && rows != columns) continue;
      const cube w = numbers(shape(rows, columns), static_cast<unsigned>(rows * 100 + columns));
      right(f.name, f.p, witness{f.value}, w, 2);
    }
}

}  // namespace

TEST_CASE("products of a matrix with itself", "[structure]") { right_at_all_sizes(products()); }
TEST_CASE("square matrices", "[structure]") { right_at_all_sizes(of_square_matrices()); }

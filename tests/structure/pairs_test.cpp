// SPDX-License-Identifier: MIT
/// Two tensors: products with both gradients, transposes beside each other, groups of one that weigh the other.
#include <tests/structure/groups.hpp>
#include <tests/structure/matrices.hpp>

namespace {

using namespace structure_test;
using regula::constant;
using regula::wrt;

/// A penalty of W and V without its type.
struct pair_subject {
  using input = const tensor<double>&;
  double (*value)(input, input);
  double (*both)(input, input, tensor<double>&, tensor<double>&);
  void (*first)(input, input, tensor<double>&);
  void (*add)(input, input, tensor<double>&, tensor<double>&);
};
struct entry {
  const char* name;
  pair_subject p;
  std::function<real(const cube&, const cube&)> loop;
  /// The shape of V for a W of so many rows and columns, and a third number.
  std::function<extents(std::ptrdiff_t, std::ptrdiff_t, std::ptrdiff_t)> other;
};
template <class F, class Loop, class Other> entry make(const char* name, F, Loop loop, Other other) {
  using input = const tensor<double>&;
  return {name,
          {[](input w, input v) { return regula::penalty(F{})(W = w, V = v); },
           [](input w, input v, tensor<double>& dw, tensor<double>& dv) {
             return regula::penalty(F{}).value_and_gradient(W = wrt(w, dw), V = wrt(v, dv));
           },
           [](input w, input v, tensor<double>& dw) { regula::penalty(F{}).gradient(V = v, W = wrt(w, dw)); },
           [](input w, input v, tensor<double>& dw, tensor<double>& dv) {
             regula::penalty(F{}).add_gradient(W = wrt(w, dw), V = wrt(v, dv));
           }},
          loop,
          other};
}

reals slopes(const std::function<real(const cube&)>& f, const cube& at) { return witness{f}.slopes(at); }

void right_in(const entry& e, const cube& w, const cube& v, const layout& of_w, const layout& of_v) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const tensor<double> x(w, 2, of_w, nan), y(v, 2, of_v, nan);
  tensor<double> dx(w.n, 2, of_v, -77), dy(v.n, 2, of_w, -77), alone(w.n, 2, by_columns, -77);
  const real value = e.loop(w, v);
  reals of_first = slopes([&](const cube& c) { return e.loop(c, v); }, w);
  reals of_second = slopes([&](const cube& c) { return e.loop(w, c); }, v);
  CAPTURE(e.name, w.n, v.n, of_w.name, of_v.name);
  CHECK(error(e.p.value(x, y), value) <= 1e-12);
  CHECK(error(e.p.both(x, y, dx, dy), value) <= 1e-12);
  CHECK(error(dx.entries(), of_first) <= 1e-9);
  CHECK(error(dy.entries(), of_second) <= 1e-9);
  CHECK((dx.rest_is_untouched() && dy.rest_is_untouched()));
  e.p.first(x, y, alone);
  CHECK(error(alone.entries(), of_first) <= 1e-9);
  dx.fill(1);
  dy.fill(-3);
  e.p.add(x, y, dx, dy);
  for (real& t : of_first) t += 1;
  for (real& t : of_second) t -= 3;
  CHECK(error(dx.entries(), of_first) <= 1e-9);
  CHECK(error(dy.entries(), of_second) <= 1e-9);
  CHECK((dx.rest_is_untouched() && dy.rest_is_untouched()));
}

std::vector<entry> pairs() {
  const auto inner = [](std::ptrdiff_t, std::ptrdiff_t m, std::ptrdiff_t k) { return shape(m, k); };
  const auto turned = [](std::ptrdiff_t n, std::ptrdiff_t m, std::ptrdiff_t) { return shape(m, n); };
  const auto same = [](std::ptrdiff_t n, std::ptrdiff_t m, std::ptrdiff_t) { return shape(n, m); };
  const auto same_rows = [](std::ptrdiff_t n, std::ptrdiff_t, std::ptrdiff_t k) { return shape(n, k); };
  const auto of_rows_of_w = [](std::ptrdiff_t n, std::ptrdiff_t, std::ptrdiff_t) { return shape(n, n); };
  return {
      make(
          "a product", sum(exp(constant<1, 4> * matmul(W, V))),
          [](const cube& w, const cube& v) {
            return naive::sum(product(w, v).x, [](real x) { return std::exp(x / 4); });
          },
          inner),
      make(
          "a product, squared and linear", sum(square(matmul(W, V))) + trace(matmul(V, transpose(V))) + sum(W),
          [](const cube& w, const cube& v) { return squares(product(w, v)) + squares(v) + total(w); }, inner),
      make(
          "products of all four turns",
          sum(square(matmul(transpose(V), transpose(W))) * matmul(transpose(V), transpose(W))),
          [](const cube& w, const cube& v) { return naive::sum(product(w, v).x, [](real x) { return x * x * x; }); },
          inner),
      make(
          "with a transpose", sum(exp(W - transpose(V))),
          [](const cube& w, const cube& v) {
            return naive::sum(minus(w, flip(v)).x, [](real x) { return std::exp(x); });
          },
          turned),
      make(
          "commutator", sum(square(matmul(W, V))) + sum(square(matmul(V, W))),
          [](const cube& w, const cube& v) { return squares(product(w, v)) + squares(product(v, w)); }, turned),
      make(
          "a quadratic form", quadratic(W, V),
          [](const cube& w, const cube& v) { return total(times(w, product(v, w))); }, of_rows_of_w),
      make(
          "a symmetric operand", sum(square(matmul(gram(transpose(V)), W)) * matmul(gram(transpose(V)), W)),
          [](const cube& w, const cube& v) {
            return naive::sum(product(product(v, flip(v)), w).x, [](real x) { return x * x * x; });
          },
          same_rows),
      make(
          "angles between two", sum(square(matmul(transpose(W), V))) / (constant<1> + norm2(W) * norm2(V)),
          [](const cube& w, const cube& v) {
            return squares(product(flip(w), v)) / (1 + std::sqrt(squares(w) * squares(v)));
          },
          same_rows),
      make(
          "rows of one weigh the other", sum(exp(V) * norm2(rowwise(W))),
          [](const cube& w, const cube& v) {
            real all = 0;
            for_entries(v.n, [&](std::size_t i, const extents& at) {
              real length = 0;
              for (std::ptrdiff_t j = 0; j < w.n[1]; ++j) length += squared(w(at[0], j));
              all += std::exp(v.x[i]) * std::sqrt(length);
            });
            return all;
          },
          same_rows),
      make(
          "one column of products for each row", sum(square(dot(rowwise(W), rowwise(V)))),
          [](const cube& w, const cube& v) {
            const cube t = times(w, v);
            return over(t, of_rows, [](const reals& x) { return squared(sum_of(x)); });
          },
          same),
  };
}

}  // namespace

TEST_CASE("two tensors and both their gradients", "[structure]") {
  for (const auto& e : pairs())
    for (const auto& [n, m, k] :
         {std::tuple{1, 1, 1}, {3, 4, 5}, {9, 2, 17}, {1, 8, 3}, {7, 7, 7}, {0, 3, 2}, {3, 0, 2}}) {
      const cube w = numbers(shape(n, m), 1), v = numbers(e.other(n, m, k), 2);
      for (const auto& of_w : {layouts[0], layouts[1], layouts[4]})
        for (const auto& of_v : {layouts[0], layouts[3]}) right_in(e, w, v, of_w, of_v);
    }
}

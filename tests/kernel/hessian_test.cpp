// SPDX-License-Identifier: MIT
/// Second derivatives against differences of the gradient.
#include <tests/kernel/kernel.hpp>

namespace {

using namespace kernel_test;
using regula::constant;
using regula::wrt;
using numbers = std::vector<double>;

/// A penalty without its type: the checks are compiled once.
struct subject {
  void (*gradient)(const numbers& w, numbers& g);
  void (*hessian_vector)(const numbers& w, const numbers& v, numbers& hv);
  void (*hessian_diagonal)(const numbers& w, numbers& h);
};
template <class F> subject of(F) {
  return {[](const numbers& w, numbers& g) { regula::penalty(F{}).gradient(w, g); },
          [](const numbers& w, const numbers& v, numbers& hv) { regula::penalty(F{}).hessian_vector(w, v, hv); },
          [](const numbers& w, numbers& h) { regula::penalty(F{}).hessian_diagonal(w, h); }};
}

/// d/dt gradient(w + t v) at 0, of sixth order.
reals along(const subject& p, const numbers& w, const numbers& v) {
  const auto at = [&](real t) {
    numbers x(w.size()), g(w.size());
    for (std::size_t i = 0; i < w.size(); ++i) x[i] = static_cast<double>(w[i] + t * v[i]);
    p.gradient(x, g);
    return g;
  };
  const real h = 0.005L;
  const real weights[] = {45, -9, 1};
  reals slope(w.size());
  for (int k = 1; k <= 3; ++k) {
    const numbers a = at(k * h), b = at(-k * h);
    for (std::size_t i = 0; i < w.size(); ++i) slope[i] += weights[k - 1] * (a[i] - b[i]) / (60 * h);
  }
  return slope;
}

void second_derivatives_hold(const char* name, const subject& p) {
  const std::size_t n = 21;
  const numbers w = naive::data<double>(n, 5), v = naive::data<double>(n, 6);
  numbers hv(n, 7), diagonal(n, 7);
  reals expected(n);
  p.hessian_vector(w, v, hv);
  p.hessian_diagonal(w, diagonal);
  for (std::size_t i = 0; i < n; ++i) {
    numbers unit(n);
    unit[i] = 1;
    expected[i] = along(p, w, unit)[i];
  }
  CAPTURE(name);
  CHECK(naive::error(hv, along(p, w, v)) <= 1e-7);
  CHECK(naive::error(diagonal, expected) <= 1e-7);
}

}  // namespace

TEST_CASE("second derivatives of separable penalties", "[kernel]") {
  second_derivatives_hold("elastic", of(sum(abs(W)) + sum(square(W))));
  second_derivatives_hold("smooth", of(sum(log_cosh(constant<2> * W)) + sum(exp(W) / (constant<1> + square(W)))));
}

TEST_CASE("second derivatives of coupled penalties", "[kernel]") {
  second_derivatives_hold("square of a sum", of(square(sum(W))));
  second_derivatives_hold("norm", of(norm2(W)));
  second_derivatives_hold("ratio", of(square(sum(W)) / sum(square(W))));
  second_derivatives_hold("from the maximum", of(sum(exp(W - max(W)))));
  second_derivatives_hold("variance", of(variance(W) + square(mean(square(W)))));
  second_derivatives_hold("log_sum_exp", of(log_sum_exp(W)));
  second_derivatives_hold("a sum inside", of(sum(square(W * sum(W)))));
}

TEST_CASE("second derivatives at large sizes", "[kernel]") {
  const std::size_t n = 4096 + 77;
  const numbers w = naive::data<double>(n, 5), v = naive::data<double>(n, 6);
  numbers hv(n, 7);
  const auto p = of(norm2(W));
  p.hessian_vector(w, v, hv);
  CHECK(naive::error(hv, along(p, w, v)) <= 1e-6);
}

TEST_CASE("a joint direction of two tensors", "[kernel]") {
  const auto p = regula::penalty(sum(square(W) * V) + square(sum(V)) * norm2(W));
  const std::size_t n = 19;
  const numbers w = naive::data<double>(n, 1), v = naive::data<double>(n, 2), a = naive::data<double>(n, 3),
                b = naive::data<double>(n, 4);
  numbers hw(n), hv(n), dw(n), dv(n);
  reals slope_w(n), slope_v(n);
  const real h = 0.005L, weights[] = {45, -9, 1};
  for (const int k : {1, 2, 3, -1, -2, -3}) {
    numbers x(n), y(n);
    for (std::size_t i = 0; i < n; ++i) {
      x[i] = static_cast<double>(w[i] + k * h * a[i]);
      y[i] = static_cast<double>(v[i] + k * h * b[i]);
    }
    p.gradient(W = wrt(x, dw), V = wrt(y, dv));
    const real weight = weights[std::abs(k) - 1] * (k < 0 ? -1 : 1) / (60 * h);
    for (std::size_t i = 0; i < n; ++i) slope_w[i] += weight * dw[i], slope_v[i] += weight * dv[i];
  }
  p.hessian_vector(W = wrt(w, a, hw), V = wrt(v, b, hv));
  CHECK(naive::error(hw, slope_w) <= 1e-9);
  CHECK(naive::error(hv, slope_v) <= 1e-9);

  // V held fixed: the direction of W alone.
  numbers alone(n), zero(n, 0.0), unused(n);
  p.hessian_vector(W = wrt(w, a, alone), V = v);
  p.hessian_vector(W = wrt(w, a, hw), V = wrt(v, zero, unused));
  CHECK(naive::error(alone, naive::widened(hw)) <= 1e-14);
}

// SPDX-License-Identifier: MIT
/// Plain loops in long double, their gradients by differences, and data to run them on.
#pragma once
#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace naive {

using real = long double;
using reals = std::vector<real>;

/// n numbers of both signs, none near 0 and no two alike.
template <class S> std::vector<S> data(std::size_t n, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> size(0.05, 2.0);
  std::vector<S> w(n);
  for (std::size_t i = 0; i < n; ++i) w[i] = static_cast<S>((random() & 1) != 0 ? size(random) : -size(random));
  return w;
}

template <class Tensor> reals widened(const Tensor& w) { return {w.data(), w.data() + w.size()}; }

template <class F> real sum(const reals& w, F f) {
  real total = 0;
  for (const real x : w) total += f(x);
  return total;
}

/// df/dx by differences of fourth order.
template <class F> real slope(F f, real x) {
  const real h = 1e-3L * (std::fabs(x) + 0.01L);
  return (8 * (f(x + h / 2) - f(x - h / 2)) - (f(x + h) - f(x - h))) / (6 * h);
}

/// df/dw of a function of a tensor.
template <class F> reals gradient(F f, reals w) {
  reals g(w.size());
  for (std::size_t i = 0; i < w.size(); ++i) {
    const real here = w[i];
    g[i] = slope(
        [&](real x) {
          w[i] = x;
          return f(w);
        },
        here);
    w[i] = here;
  }
  return g;
}

/// The largest distance between two tensors, as part of the largest true entry; NaN if one alone is NaN.
template <class Tensor> double error(const Tensor& got, const reals& truth) {
  real worst = 0, largest = std::numeric_limits<float>::min();
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const real x = static_cast<real>(got.data()[i]), off = std::fabs(x - truth[i]);
    if (std::isnan(x) && std::isnan(truth[i])) continue;
    worst = off <= worst ? worst : off;
    largest = std::max(largest, std::fabs(truth[i]));
  }
  return static_cast<double>(worst / largest);
}
inline double error(double got, real truth) { return error(reals{got}, reals{truth}); }

/// What is asked of values and gradients: double has the error of the differences, float its own.
template <class S> constexpr double tolerance = sizeof(S) == 4 ? 2e-6 : 1e-9;

}  // namespace naive

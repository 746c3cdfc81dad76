// SPDX-License-Identifier: MIT
/// The plain loop. What the compiler makes of it depends on its flags.
#include <cmath>

#include "api.hpp"

namespace {

using namespace bench;
namespace k = coefficient;

template <class T> T sign(T x) { return static_cast<T>((x > 0) - (x < 0)); }

template <class T> struct peer {
  static double l1(const arguments<T>& a) {
    const T* __restrict w = a.w;
    T* __restrict g = a.g;
    const std::size_t n = a.size();
    T size = 0;
    for (std::size_t i = 0; i < n; ++i) {
      size += std::abs(w[i]);
      g[i] = T(k::l1) * sign(w[i]);
    }
    return k::l1 * size;
  }

  static double l2(const arguments<T>& a) {
    const T* __restrict w = a.w;
    T* __restrict g = a.g;
    const std::size_t n = a.size();
    T square = 0;
    for (std::size_t i = 0; i < n; ++i) {
      square += w[i] * w[i];
      g[i] = T(2 * k::l2) * w[i];
    }
    return k::l2 * square;
  }

  static double l1_l2(const arguments<T>& a) {
    const T* __restrict w = a.w;
    T* __restrict g = a.g;
    const std::size_t n = a.size();
    T size = 0, square = 0;
    for (std::size_t i = 0; i < n; ++i) {
      size += std::abs(w[i]);
      square += w[i] * w[i];
      g[i] = T(k::l1) * sign(w[i]) + T(2 * k::l2) * w[i];
    }
    return k::l1 * size + k::l2 * square;
  }

  static double pseudo_huber(const arguments<T>& a) {
    const T* __restrict w = a.w;
    T* __restrict g = a.g;
    const std::size_t n = a.size();
    const T epsilon = T(k::huber_epsilon), at_zero = std::sqrt(epsilon);
    T sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const T root = std::sqrt(w[i] * w[i] + epsilon);
      sum += root - at_zero;
      g[i] = T(k::huber) * w[i] / root;
    }
    return k::huber * sum;
  }

  static double cauchy(const arguments<T>& a) {
    const T* __restrict w = a.w;
    T* __restrict g = a.g;
    const std::size_t n = a.size();
    T sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const T square = w[i] * w[i];
      sum += std::log(T(1) + square * T(1 / k::cauchy_epsilon));
      g[i] = T(2 * k::cauchy) * w[i] / (square + T(k::cauchy_epsilon));
    }
    return k::cauchy * sum;
  }

  static double composite(const arguments<T>& a) {
    const T* __restrict w = a.w, * __restrict w0 = a.w0, * __restrict mask = a.mask;
    T* __restrict g = a.g;
    const std::size_t n = a.size();
    const T epsilon = T(k::huber_epsilon), at_zero = std::sqrt(epsilon), log_2 = T(0.693147180559945309L);
    T sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const T x = w[i], size = std::abs(x), away = x - w0[i];
      const T root = std::sqrt(x * x + epsilon);
      const T tail = std::exp(T(-2) * size);
      const T log_cosh = size + std::log(T(1) + tail) - log_2;
      sum += T(k::a1) * size + T(k::a2) * x * x + T(k::a3) * (root - at_zero) + T(k::a4) * log_cosh +
             T(k::a5) * away * away + T(k::a6) * mask[i] * size;
      g[i] = (T(k::a1) + T(k::a6) * mask[i]) * sign(x) + T(2 * k::a2) * x + T(k::a3) * x / root +
             T(k::a4) * sign(x) * (T(1) - tail) / (T(1) + tail) + T(2 * k::a5) * away;
    }
    return sum;
  }
};

}  // namespace

void register_peer(registry& peers) { add_all<peer>(peers); }

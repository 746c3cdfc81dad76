// SPDX-License-Identifier: MIT
/// Eigen as a good user writes it: one expression for the value, one for the gradient, no temporaries.
#include <Eigen/Core>
#include <cmath>

#include "api.hpp"

namespace {

using namespace bench;
namespace k = coefficient;

template <class T> using input = Eigen::Map<const Eigen::ArrayXX<T>, Eigen::Aligned64>;
template <class T> using output = Eigen::Map<Eigen::ArrayXX<T>, Eigen::Aligned64>;

/// The entries and the gradient of the arguments as Eigen sees them.
template <class T> struct maps {
  explicit maps(const arguments<T>& a) : w(a.w, rows(a), columns(a)), g(a.g, rows(a), columns(a)) {}
  static Eigen::Index rows(const arguments<T>& a) { return static_cast<Eigen::Index>(a.rows); }
  static Eigen::Index columns(const arguments<T>& a) { return static_cast<Eigen::Index>(a.columns); }

  input<T> w;
  output<T> g;
};

template <class T> struct peer {
  static double l1(const arguments<T>& a) {
    auto [w, g] = maps<T>(a);
    g = T(k::l1) * w.sign();
    return T(k::l1) * w.abs().sum();
  }

  static double l2(const arguments<T>& a) {
    auto [w, g] = maps<T>(a);
    g = T(2 * k::l2) * w;
    return T(k::l2) * w.matrix().squaredNorm();
  }

  static double l1_l2(const arguments<T>& a) {
    auto [w, g] = maps<T>(a);
    g = T(k::l1) * w.sign() + T(2 * k::l2) * w;
    return (T(k::l1) * w.abs() + T(k::l2) * w.square()).sum();
  }

  static double pseudo_huber(const arguments<T>& a) {
    auto [w, g] = maps<T>(a);
    const T epsilon = T(k::huber_epsilon), at_zero = std::sqrt(epsilon);
    g = T(k::huber) * w / (w.square() + epsilon).sqrt();
    return T(k::huber) * ((w.square() + epsilon).sqrt() - at_zero).sum();
  }

  static double cauchy(const arguments<T>& a) {
    auto [w, g] = maps<T>(a);
    g = T(2 * k::cauchy) * w / (w.square() + T(k::cauchy_epsilon));
    return T(k::cauchy) * (T(1) + w.square() * T(1 / k::cauchy_epsilon)).log().sum();
  }

  static double composite(const arguments<T>& a) {
    auto [w, g] = maps<T>(a);
    const input<T> w0(a.w0, w.rows(), w.cols()), mask(a.mask, w.rows(), w.cols());
    const T epsilon = T(k::huber_epsilon), at_zero = std::sqrt(epsilon), log_2 = T(0.693147180559945309L);
    g = (T(k::a1) + T(k::a6) * mask) * w.sign() + T(2 * k::a2) * w + T(k::a3) * w / (w.square() + epsilon).sqrt() +
        T(k::a4) * w.tanh() + T(2 * k::a5) * (w - w0);
    return (T(k::a1) * w.abs() + T(k::a2) * w.square() + T(k::a3) * ((w.square() + epsilon).sqrt() - at_zero) +
            T(k::a4) * (w.abs() + (T(-2) * w.abs()).exp().log1p() - log_2) + T(k::a5) * (w - w0).square() +
            T(k::a6) * mask * w.abs())
        .sum();
  }
};

}  // namespace

void register_peer(registry& peers) { add_all<peer>(peers); }

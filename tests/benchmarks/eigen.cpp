// SPDX-License-Identifier: MIT
/// Eigen as a good user writes it: one expression for the value, one for the gradient, and no temporaries that can be
/// avoided.
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

  static double group_rows(const arguments<T>& a) {
    auto [w, g] = maps<T>(a);
    return scaled_rows(w, g);
  }

  static double group_rows_major(const arguments<T>& a) {
    using array = Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Eigen::Map<const array, Eigen::Aligned64> w(a.w, maps<T>::rows(a), maps<T>::columns(a));
    Eigen::Map<array, Eigen::Aligned64> g(a.g, w.rows(), w.cols());
    return scaled_rows(w, g);
  }

  static double total_variation(const arguments<T>& a) {
    auto [w, g] = maps<T>(a);
    const Eigen::Index rows = w.rows() - 1, columns = w.cols() - 1;
    Eigen::ArrayXX<T> dx(w.rows(), w.cols()), dy(w.rows(), w.cols()), root(w.rows(), w.cols());
    dx.topRows(rows) = w.bottomRows(rows) - w.topRows(rows);
    dx.row(rows).setZero();
    dy.leftCols(columns) = w.rightCols(columns) - w.leftCols(columns);
    dy.col(columns).setZero();
    root = (dx.square() + dy.square()).sqrt();
    const double value = k::variation * root.sum();
    root = (root > T(0)).select(T(k::variation) / root, T(0));
    dx *= root;
    dy *= root;
    g = -dx - dy;
    g.bottomRows(rows) += dx.topRows(rows);
    g.rightCols(columns) += dy.leftCols(columns);
    return value;
  }

  /// Half of the product W'W, and a product that knows it is symmetric.
  static double soft_orthogonal(const arguments<T>& a) {
    auto [w, g] = maps<T>(a);
    Eigen::MatrixX<T> off = -Eigen::MatrixX<T>::Identity(w.cols(), w.cols());
    off.template selfadjointView<Eigen::Lower>().rankUpdate(w.matrix().transpose());
    g.matrix().noalias() = T(4 * k::orthogonal) * w.matrix() * off.template selfadjointView<Eigen::Lower>();
    double squares = 0;
    for (Eigen::Index j = 0; j < off.cols(); ++j)
      squares += off(j, j) * off(j, j) + 2 * off.col(j).tail(off.rows() - j - 1).squaredNorm();
    return k::orthogonal * squares;
  }

private:
  static double scaled_rows(const auto& w, auto& g) {
    const Eigen::ArrayX<T> norms = w.matrix().rowwise().norm();
    g = w.colwise() * (norms > T(0)).select(T(k::group) / norms, T(0)).eval();
    return k::group * norms.sum();
  }
};

}  // namespace

void register_peer(registry& peers) { add_all<peer>(peers); }

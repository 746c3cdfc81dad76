// SPDX-License-Identifier: MIT
/// Regula: each workload as its formula.
#include <cmath>
#include <regula/penalty.hpp>

#if __has_include(<regula/gallery/groups.hpp>)
#define HAS_STRUCTURED 1
#include <regula/gallery/groups.hpp>
#else
#define HAS_STRUCTURED 0
#endif

#include "api.hpp"

namespace {

using namespace bench;
using namespace regula::symbols;
using regula::coef;
namespace k = coefficient;

template <class T> auto vector(const T* entries, std::size_t n) {
  return Eigen::Map<const Eigen::VectorX<T>>(entries, static_cast<Eigen::Index>(n));
}
template <class T> auto vector(T* entries, std::size_t n) {
  return Eigen::Map<Eigen::VectorX<T>>(entries, static_cast<Eigen::Index>(n));
}

template <class T> double answer(const auto& penalty, const arguments<T>& a) {
  auto g = vector(a.g, a.size());
  return penalty.value_and_gradient(vector(a.w, a.size()), g);
}

#if HAS_STRUCTURED
template <class T, int Order> double answer_matrix(const auto& penalty, const arguments<T>& a) {
  using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Order>;
  const auto rows = static_cast<Eigen::Index>(a.rows), columns = static_cast<Eigen::Index>(a.columns);
  const Eigen::Map<const matrix> w(a.w, rows, columns);
  Eigen::Map<matrix> g(a.g, rows, columns);
  return penalty.value_and_gradient(w, g);
}
#endif

/// The d of pseudo_huber(W, d) = d sqrt(w^2 + d^2) - d^2, which is d times the term of the workload.
const double d = std::sqrt(k::huber_epsilon);

template <class T> struct peer {
  static double l1(const arguments<T>& a) {
    static constexpr auto p = regula::penalty(coef<"l1">(k::l1) * sum(abs(W)));
    return answer(p, a);
  }

  static double l2(const arguments<T>& a) {
    static constexpr auto p = regula::penalty(coef<"l2">(k::l2) * sum(square(W)));
    return answer(p, a);
  }

  static double l1_l2(const arguments<T>& a) {
    static constexpr auto p = regula::penalty(coef<"l1">(k::l1) * sum(abs(W)) + coef<"l2">(k::l2) * sum(square(W)));
    return answer(p, a);
  }

  static double pseudo_huber(const arguments<T>& a) {
    static const auto p = regula::penalty(coef<"huber">(k::huber / d) * sum(regula::pseudo_huber(W, coef<"d">(d))));
    return answer(p, a);
  }

  static double cauchy(const arguments<T>& a) {
    static constexpr auto p =
        regula::penalty(coef<"cauchy">(k::cauchy) * sum(log1p(square(W) / coef<"e">(k::cauchy_epsilon))));
    return answer(p, a);
  }

  static double composite(const arguments<T>& a) {
    static const auto p = regula::penalty(                                    //
        coef<"a1">(k::a1) * sum(abs(W)) +                                     //
        coef<"a2">(k::a2) * sum(square(W)) +                                  //
        coef<"a3">(k::a3 / d) * sum(regula::pseudo_huber(W, coef<"d">(d))) +  //
        coef<"a4">(k::a4) * sum(log_cosh(W)) +                                //
        coef<"a5">(k::a5) * sum(square(W - W0)) +                             //
        coef<"a6">(k::a6) * sum(M * abs(W)));
    const std::size_t n = a.size();
    auto g = vector(a.g, n);
    return p.value_and_gradient(W = regula::wrt(vector(a.w, n), g), W0 = vector(a.w0, n), M = vector(a.mask, n));
  }

#if HAS_STRUCTURED
  static double group_rows(const arguments<T>& a) {
    static constexpr auto p = regula::penalty(coef<"group">(k::group) * sum(norm2(rowwise(W))));
    return answer_matrix<T, Eigen::ColMajor>(p, a);
  }

  static double group_rows_major(const arguments<T>& a) {
    static constexpr auto p = regula::penalty(coef<"group">(k::group) * sum(norm2(rowwise(W))));
    return answer_matrix<T, Eigen::RowMajor>(p, a);
  }

  static double total_variation(const arguments<T>& a) {
    static constexpr auto p = regula::penalty(coef<"variation">(k::variation) * sum(gradient_norm(W)));
    return answer_matrix<T, Eigen::ColMajor>(p, a);
  }

  static double soft_orthogonal(const arguments<T>& a) {
    static constexpr auto p =
        regula::penalty(coef<"orthogonal">(k::orthogonal) * sum(square(gram(W) - regula::identity)));
    return answer_matrix<T, Eigen::ColMajor>(p, a);
  }
#endif
};

}  // namespace

void register_peer(registry& peers) { add_all<peer>(peers); }

// SPDX-License-Identifier: MIT
/// abs, sign, copysign, min, max, greater, nonzero, is_equal of lanes: exact, subnormals and infinities included,
/// and NaN in any argument is the answer (of copysign: in its first).
#pragma once
#include <dsl/numbers/bits.hpp>
#include <dsl/numbers/one_lane.hpp>
#include <type_traits>

namespace regula {

template <class S> [[gnu::always_inline]] inline lanes<S> abs(lanes<S> x) {
  if constexpr (lanes<S>::size == 1)
    return abs(one_lane(x.v)).v;
  else
    return from_bits<S>(bits(x) & ~words<S>::top);
}

template <class S> [[gnu::always_inline]] inline lanes<S> copysign(lanes<S> size, std::type_identity_t<lanes<S>> sign) {
  if constexpr (lanes<S>::size == 1)
    return copysign(one_lane(size.v), one_lane(sign.v)).v;
  else
    return from_bits<S>((bits(size) & ~words<S>::top) | (bits(sign) & words<S>::top));
}
template <class S> [[gnu::always_inline]] inline lanes<S> copysign(double size, lanes<S> sign) {
  return copysign(lanes<S>(size), sign);
}

/// -1, 0 or 1; a zero keeps its sign.
template <class S> [[gnu::always_inline]] inline lanes<S> sign(lanes<S> x) {
#if defined(EIGEN_VECTORIZE_AVX512)
  return by_class<0xA9A9A122>(x, x);
#else
  if constexpr (lanes<S>::size == 1) return sign(one_lane(x.v)).v;
  // Lifted past 1, the smallest subnormal too.
  const double big = sizeof(S) == 4 ? 0x1p127 : 0x1p1023;
  return larger(lesser(x * big * big, 1.0), -1.0);
#endif
}

template <class S> [[gnu::always_inline]] inline lanes<S> min(lanes<S> a, std::type_identity_t<lanes<S>> b) {
#if defined(EIGEN_VECTORIZE_AVX512)
  return by_class<0x22>(b, lesser(a, b));
#else
  if constexpr (lanes<S>::size == 1)
    return min(one_lane(a.v), one_lane(b.v)).v;
  else
    return nan_where(b != b, lesser(a, b));
#endif
}
template <class S> [[gnu::always_inline]] inline lanes<S> max(lanes<S> a, std::type_identity_t<lanes<S>> b) {
#if defined(EIGEN_VECTORIZE_AVX512)
  return by_class<0x22>(b, larger(a, b));
#else
  if constexpr (lanes<S>::size == 1)
    return max(one_lane(a.v), one_lane(b.v)).v;
  else
    return nan_where(b != b, larger(a, b));
#endif
}
template <class S> [[gnu::always_inline]] inline lanes<S> min(double a, lanes<S> b) { return min(b, a); }
template <class S> [[gnu::always_inline]] inline lanes<S> max(double a, lanes<S> b) { return max(b, a); }

/// 1 for a > b, 1/2 for a == b, 0 for a < b.
template <class S> [[gnu::always_inline]] inline lanes<S> greater(lanes<S> a, std::type_identity_t<lanes<S>> b) {
  if constexpr (lanes<S>::size == 1)
    return greater(one_lane(a.v), one_lane(b.v)).v;
  else
    return nan_where((a != a) | (b != b), select(a > b, 1.0, select(a == b, 0.5, lanes<S>(0.0))));
}
template <class S> [[gnu::always_inline]] inline lanes<S> greater(double a, lanes<S> b) {
  return greater(lanes<S>(a), b);
}

/// 0 for zero, 1 for the rest.
template <class S> [[gnu::always_inline]] inline lanes<S> nonzero(lanes<S> x) {
#if defined(EIGEN_VECTORIZE_AVX512)
  return by_class<0xAAAAA822>(x, x);
#else
  if constexpr (lanes<S>::size == 1)
    return nonzero(one_lane(x.v)).v;
  else
    return nan_where(x != x, select(x == 0.0, 0.0, lanes<S>(1.0)));
#endif
}

/// 1 for a == b, 0 for a != b.
template <class S> [[gnu::always_inline]] inline lanes<S> is_equal(lanes<S> a, std::type_identity_t<lanes<S>> b) {
  if constexpr (lanes<S>::size == 1)
    return is_equal(one_lane(a.v), one_lane(b.v)).v;
  else
    return nan_where((a != a) | (b != b), select(a == b, 1.0, lanes<S>(0.0)));
}
template <class S> [[gnu::always_inline]] inline lanes<S> is_equal(double a, lanes<S> b) {
  return is_equal(lanes<S>(a), b);
}

}  // namespace regula

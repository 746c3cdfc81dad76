// SPDX-License-Identifier: MIT
/// Sums of logarithms as the logarithm of a product. It is kept to twice the digits: a fused multiply-add finds what each
/// multiplication loses, so that factors near 1 lose nothing.
#pragma once
#include <dsl/numbers/factor.hpp>
#include <dsl/numbers/math_log.hpp>

namespace regula {

/// Whether fused rounds once.
#if defined(EIGEN_VECTORIZE_FMA) || defined(EIGEN_VECTORIZE_AVX512)
template <class S> inline constexpr bool fuses = lanes<S>::size > 1;
#else
template <class S> inline constexpr bool fuses = false;
#endif

/// The product of four factors, lane by lane, or of eight, joined of two of these.
template <class S> class log_product {
  /// Four factors between these have a product, and products on the way, whose errors do not underflow; so have two products
  /// between those.
  static constexpr double high = sizeof(S) == 4 ? 0x1p28 : 0x1p240, low = 1.0 / high;
  static constexpr double high_product = high * high, low_product = 1.0 / high_product;

public:
  [[gnu::always_inline]] void begin(const auto& factor) { begin_with(long_of(factor)); }
  [[gnu::always_inline]] void multiply(const auto& factor) { multiply_by(long_of(factor)); }
  /// Whether all factors lie within the range; none does that is NaN.
  [[gnu::always_inline]] bool in_range() const {
    return all((least_ > low) & (most_ < high) & (product_.x == product_.x));
  }
  /// Whether all factors of both do, and the two may be joined.
  [[gnu::always_inline]] static bool in_range(const log_product& a, const log_product& b) {
    const auto x = a.product_.x, y = b.product_.x;
    return all((lesser(a.least_, b.least_) > low) & (larger(a.most_, b.most_) < high) & (x > low_product) &
               (x < high_product) & (y > low_product) & (y < high_product));
  }
  [[gnu::always_inline]] void join(const log_product& b) { multiply_by(b.product_); }
  [[gnu::always_inline]] lanes<S> logarithm() const { return log_inside(product_); }

private:
  [[gnu::always_inline]] static long_lanes<S> long_of(plus_one<lanes<S>> x) { return long_one_plus(x.grown); }
  [[gnu::always_inline]] static long_lanes<S> long_of(lanes<S> x) { return {x, 0.0}; }
  [[gnu::always_inline]] void begin_with(long_lanes<S> u) { product_ = u, least_ = most_ = u.x; }
  [[gnu::always_inline]] void multiply_by(long_lanes<S> u) {
    const lanes<S> p = product_.x * u.x, lost = fused(product_.x, u.x, -p);
    product_ = {p, fused(product_.lost, u.x, fused(product_.x, u.lost, lost))};
    least_ = lesser(u.x, least_), most_ = larger(u.x, most_);
  }

  long_lanes<S> product_;
  lanes<S> least_, most_;
};

/// so_far, and the logarithms of four vectors of factors as A weighs them: one of their product, or, where that is out of
/// range, what each(so_far, 0) makes of them one by one.
template <class A, class S, class Each>
[[gnu::always_inline]] inline lanes<S> add_logarithms(lanes<S> so_far, const log_product<S>& product,
                                                      const Each& each) {
  if (product.in_range()) [[likely]]
    return so_far + log_weighted<A>(product.logarithm());
  return each(so_far, 0);
}
/// Of eight: one of the product of all, else as of four and, from each(so_far, 4), four.
template <class A, class S, class Each>
[[gnu::always_inline]] inline lanes<S> add_logarithms(lanes<S> so_far, log_product<S> first,
                                                      const log_product<S>& second, const Each& each) {
  if (log_product<S>::in_range(first, second)) [[likely]] {
    first.join(second);
    return so_far + log_weighted<A>(first.logarithm());
  }
  so_far = add_logarithms<A>(so_far, first, each);
  return add_logarithms<A>(so_far, second, [&](lanes<S> x, int) { return each(x, 4); });
}

}  // namespace regula

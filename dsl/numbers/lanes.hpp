// SPDX-License-Identifier: MIT
/// As many numbers as one register of the target holds, under one type: an Eigen packet whose functions ADL finds.
/// A double mixes freely with lanes and is first rounded to their element type.
#pragma once
#include <Eigen/Core>
#include <dsl/numbers/mask.hpp>
#include <dsl/numbers/stream.hpp>
#include <type_traits>

namespace regula {

template <class S> struct lanes {
  using scalar = S;
  using packet = packet_of<S>;
  static constexpr int size = Eigen::internal::unpacket_traits<packet>::size;

  packet v;

  lanes() = default;
  [[gnu::always_inline]] lanes(double x) : v(Eigen::internal::pset1<packet>(static_cast<S>(x))) {}
  [[gnu::always_inline]] explicit lanes(packet p) requires(size > 1) : v(p) {}

  /// Neither load nor store asks for alignment; stream asks for that of the packet.
  [[gnu::always_inline]] static lanes load(const S* from) { return lanes(Eigen::internal::ploadu<packet>(from)); }
  [[gnu::always_inline]] static lanes all(double x) { return lanes(x); }
  [[gnu::always_inline]] void store(S* to) const { Eigen::internal::pstoreu(to, v); }
  [[gnu::always_inline]] void stream(S* to) const { stream_store(to, v); }

  [[gnu::always_inline]] friend lanes operator-(lanes a) { return lanes(-a.v); }
  [[gnu::always_inline]] friend lanes operator+(lanes a, lanes b) { return lanes(a.v + b.v); }
  [[gnu::always_inline]] friend lanes operator-(lanes a, lanes b) { return lanes(a.v - b.v); }
  [[gnu::always_inline]] friend lanes operator*(lanes a, lanes b) { return lanes(a.v * b.v); }
  [[gnu::always_inline]] friend lanes operator/(lanes a, lanes b) { return lanes(a.v / b.v); }

  [[gnu::always_inline]] friend mask<S> operator==(lanes a, lanes b) { return mask<S>::equal(a.v, b.v); }
  [[gnu::always_inline]] friend mask<S> operator!=(lanes a, lanes b) { return ~mask<S>::equal(a.v, b.v); }
  [[gnu::always_inline]] friend mask<S> operator<(lanes a, lanes b) { return mask<S>::less(a.v, b.v); }
  [[gnu::always_inline]] friend mask<S> operator>(lanes a, lanes b) { return mask<S>::less(b.v, a.v); }
  [[gnu::always_inline]] friend mask<S> operator<=(lanes a, lanes b) { return mask<S>::less_equal(a.v, b.v); }
  [[gnu::always_inline]] friend mask<S> operator>=(lanes a, lanes b) { return mask<S>::less_equal(b.v, a.v); }
};

template <class S>
[[gnu::always_inline]] inline lanes<S> select(mask<S> condition, std::type_identity_t<lanes<S>> a,
                                              std::type_identity_t<lanes<S>> b) {
  return lanes<S>(condition.choose(a.v, b.v));
}

/// a * b + c, rounded once where the target can.
template <class S>
[[gnu::always_inline]] inline lanes<S> fused(lanes<S> a, std::type_identity_t<lanes<S>> b,
                                             std::type_identity_t<lanes<S>> c) {
  return lanes<S>(Eigen::internal::pmadd(a.v, b.v, c.v));
}

/// 1 / x, correctly rounded.
template <class S> [[gnu::always_inline]] inline lanes<S> inverse(lanes<S> x) { return 1.0 / x; }

}  // namespace regula

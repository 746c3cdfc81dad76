// SPDX-License-Identifier: MIT
/// A number that writes down what happens to it: the function that an atom computes, as a list of steps.
#pragma once
#include <bit>
#include <cstdint>
#include <dsl/numbers/one_lane.hpp>
#include <utility>
#include <vector>

namespace regula {

/// The operators, then the functions of dsl/numbers.
enum class traced_step : std::int8_t {
  input,
  constant,
  add,
  subtract,
  multiply,
  divide,
  negate,
  less,
  less_equal,
  equal,
  both,
  either,
  negated,
  select,
  fused,
  abs,
  sign,
  copysign,
  min,
  max,
  greater,
  nonzero,
  is_equal,
  inverse,
  safe_inverse,
  sqrt,
  inverse_sqrt,
  safe_inverse_sqrt,
  exp,
  expm1,
  log,
  log1p,
  sin,
  cos,
  tanh,
  tanh_slope,
  atan,
  power
};
constexpr bool makes_mask(traced_step s) { return s >= traced_step::less && s <= traced_step::negated; }

/// Steps in order; operands are the numbers of earlier ones, -1 where there is none. bits: a constant as a double, the
/// number of an input, an exponent.
class step_list {
public:
  struct step {
    traced_step what = traced_step::input;
    int operands[3] = {-1, -1, -1};
    std::uint64_t bits = 0;

    bool operator==(const step&) const = default;
  };

  /// The number of a step, which may have been there.
  int record(const step& s) {
    for (std::size_t i = 0; i < steps_.size(); ++i)
      if (steps_[i] == s) return static_cast<int>(i);
    steps_.push_back(s);
    return static_cast<int>(steps_.size()) - 1;
  }
  const std::vector<step>& steps() const { return steps_; }

private:
  std::vector<step> steps_;
};

/// A constant while it has met no other number.
template <class Constant> struct traced_value {
  step_list* by = nullptr;
  int at = -1;
  Constant constant{};
};
struct traced_mask : traced_value<bool> {
  friend traced_mask operator&(traced_mask a, traced_mask b);
  friend traced_mask operator|(traced_mask a, traced_mask b);
  friend traced_mask operator~(traced_mask a);
};
struct traced : traced_value<double> {
  traced() = default;
  traced(double x) : traced_value{nullptr, -1, x} {}
  traced(step_list* list, int step) : traced_value{list, step, 0.0} {}
  static traced all(double x) { return x; }
  static traced input(step_list& by, int i) {
    return {&by, by.record({traced_step::input, {-1, -1, -1}, static_cast<std::uint64_t>(i)})};
  }

  /// To a power that no product or root gives.
  template <class Rational> traced to_power(Rational r) const;

  friend traced operator-(traced a);
  friend traced operator+(traced a, traced b);
  friend traced operator-(traced a, traced b);
  friend traced operator*(traced a, traced b);
  friend traced operator/(traced a, traced b);
  friend traced_mask operator==(traced a, traced b);
  friend traced_mask operator!=(traced a, traced b) { return ~(a == b); }
  friend traced_mask operator<(traced a, traced b);
  friend traced_mask operator<=(traced a, traced b);
  friend traced_mask operator>(traced a, traced b) { return b < a; }
  friend traced_mask operator>=(traced a, traced b) { return b <= a; }
};

namespace tracing {
inline int step_of(step_list& by, const traced& x) {
  if (x.by != nullptr) return x.at;
  return by.record({traced_step::constant, {-1, -1, -1}, std::bit_cast<std::uint64_t>(x.constant)});
}
/// A mask that is known is a comparison of zeros.
inline int step_of(step_list& by, const traced_mask& m) {
  if (m.by != nullptr) return m.at;
  const int zero = step_of(by, traced(0.0));
  return by.record({m.constant ? traced_step::equal : traced_step::less, {zero, zero, -1}});
}
/// Result{...} of a step, or of what `known` gives for constants.
template <class Result, class Known, class... X>
Result record(traced_step what, std::uint64_t bits, Known known, const X&... x) {
  step_list* by = nullptr;
  ((by = by == nullptr ? x.by : by), ...);
  if (by == nullptr) return known(x.constant...);
  step_list::step s{what, {-1, -1, -1}, bits};
  int k = 0;
  ((s.operands[k++] = step_of(*by, x)), ...);
  Result r;
  r.by = by, r.at = by->record(s);
  return r;
}
template <class F> auto in_numbers(F f) {
  return [f](auto... x) { return traced(f(one_lane(x)...).v); };
}
template <class F> auto in_masks(F f) {
  return [f](auto... x) {
    traced_mask m;
    m.constant = f(x...);
    return m;
  };
}
}  // namespace tracing

inline traced_mask operator&(traced_mask a, traced_mask b) {
  return tracing::record<traced_mask>(traced_step::both, 0, tracing::in_masks([](bool p, bool q) { return p && q; }), a,
                                      b);
}
inline traced_mask operator|(traced_mask a, traced_mask b) {
  return tracing::record<traced_mask>(traced_step::either, 0, tracing::in_masks([](bool p, bool q) { return p || q; }),
                                      a, b);
}
inline traced_mask operator~(traced_mask a) {
  return tracing::record<traced_mask>(traced_step::negated, 0, tracing::in_masks([](bool p) { return !p; }), a);
}
inline traced_mask operator==(traced a, traced b) {
  return tracing::record<traced_mask>(traced_step::equal, 0,
                                      tracing::in_masks([](double p, double q) { return p == q; }), a, b);
}
inline traced_mask operator<(traced a, traced b) {
  return tracing::record<traced_mask>(traced_step::less, 0, tracing::in_masks([](double p, double q) { return p < q; }),
                                      a, b);
}
inline traced_mask operator<=(traced a, traced b) {
  return tracing::record<traced_mask>(traced_step::less_equal, 0,
                                      tracing::in_masks([](double p, double q) { return p <= q; }), a, b);
}

namespace tracing {
template <class F> traced apply(traced_step what, F f, const traced& a) {
  return record<traced>(what, 0, in_numbers(f), a);
}
template <class F> traced apply(traced_step what, F f, const traced& a, const traced& b) {
  return record<traced>(what, 0, in_numbers(f), a, b);
}
}  // namespace tracing

inline traced operator-(traced a) {
  return tracing::apply(
      traced_step::negate, [](one_lane x) { return -x; }, a);
}
inline traced operator+(traced a, traced b) {
  return tracing::apply(
      traced_step::add, [](one_lane x, one_lane y) { return x + y; }, a, b);
}
inline traced operator-(traced a, traced b) {
  return tracing::apply(
      traced_step::subtract, [](one_lane x, one_lane y) { return x - y; }, a, b);
}
inline traced operator*(traced a, traced b) {
  return tracing::apply(
      traced_step::multiply, [](one_lane x, one_lane y) { return x * y; }, a, b);
}
inline traced operator/(traced a, traced b) {
  return tracing::apply(
      traced_step::divide, [](one_lane x, one_lane y) { return x / y; }, a, b);
}

inline traced select(traced_mask condition, traced a, traced b) {
  if (condition.by == nullptr) return condition.constant ? a : b;
  traced r;
  r.by = condition.by;
  const int yes = tracing::step_of(*r.by, a), no = tracing::step_of(*r.by, b);
  r.at = r.by->record({traced_step::select, {condition.at, yes, no}});
  return r;
}
inline traced fused(traced a, traced b, traced c) {
  return tracing::record<traced>(
      traced_step::fused, 0, [](double x, double y, double z) { return traced(x * y + z); }, a, b, c);
}

template <class Rational> traced traced::to_power(Rational r) const {
  return tracing::record<traced>(
      traced_step::power, r.bits(), [](double) { return traced(); }, *this);
}

}  // namespace regula

// SPDX-License-Identifier: MIT
/// What each atom is, said a second time in long double, by somebody who has not read its block: the laws hold value,
/// slope and claims against these lines. An atom without a witness fails a law.
#pragma once
#include <cmath>
#include <cstddef>
#include <dsl/atoms/library.hpp>
#include <numbers>

namespace laws {

using real = long double;

/// A function of entries, real f(real...), that of a parametric atom with its bits behind them; or of whole matrices
/// (tests/laws/witness_matrices.hpp).
template <class A> inline constexpr std::nullptr_t witness = nullptr;

/// NaN if one of them is, else f of them.
template <class F, class... X> real unless_nan(F f, X... x) {
  real sick = 0;
  ((sick = std::isnan(x) ? x : sick), ...);
  return std::isnan(sick) ? sick : f(x...);
}

// clang-format off
template <> inline constexpr auto witness<regula::add_atom> = +[](real a, real b) { return b + a; };
template <> inline constexpr auto witness<regula::subtract_atom> = +[](real a, real b) { return -(b - a); };
template <> inline constexpr auto witness<regula::excess_atom> = +[](real a, real b) { return a == b ? 0.0L : a - b; };
template <> inline constexpr auto witness<regula::over_root_atom> = +[](real x, real k, real s) {
  return x == 0 ? x : x / std::sqrt(s + k * x * x);
};
template <> inline constexpr auto witness<regula::tanh_slope_atom> = +[](real x, real) { return 1 / (std::cosh(x) * std::cosh(x)); };
template <> inline constexpr auto witness<regula::logistic_slope_atom> = +[](real x, real) { return 0.25L / (std::cosh(x / 2) * std::cosh(x / 2)); };
template <> inline constexpr auto witness<regula::multiply_atom> = +[](real a, real b) { return b * a; };
template <> inline constexpr auto witness<regula::divide_atom> = +[](real a, real b) { return a / b; };
template <> inline constexpr auto witness<regula::negate_atom> = +[](real x) { return -1.0L * x; };

template <> inline constexpr auto witness<regula::sign_atom> = +[](real x) { return std::isnan(x) ? x : real(x > 0) - real(x < 0); };
template <> inline constexpr auto witness<regula::abs_atom> = +[](real x) { return x < 0 ? -x : x; };
template <> inline constexpr auto witness<regula::square_atom> = +[](real x) { return std::pow(x, 2); };
template <> inline constexpr auto witness<regula::inverse_atom> = +[](real x) { return std::pow(x, -1); };
template <> inline constexpr auto witness<regula::safe_inverse_atom> = +[](real x) { return x == 0 ? 0 : std::pow(x, -1); };
template <> inline constexpr auto witness<regula::sqrt_atom> = +[](real x) { return std::sqrt(x); };
template <> inline constexpr auto witness<regula::inverse_sqrt_atom> = +[](real x) { return 1 / std::sqrt(x); };
template <> inline constexpr auto witness<regula::safe_inverse_sqrt_atom> = +[](real x) { return x == 0 ? 0 : 1 / std::sqrt(x); };
template <> inline constexpr auto witness<regula::nonzero_atom> = +[](real x) { return std::isnan(x) ? x : real(x != 0); };
template <> inline constexpr auto witness<regula::greater_atom> = +[](real a, real b) {
  return unless_nan([](real p, real q) { return p == q ? 0.5L : real(p > q); }, a, b);
};
template <> inline constexpr auto witness<regula::is_equal_atom> = +[](real a, real b) {
  return unless_nan([](real p, real q) { return real(p == q); }, a, b);
};
template <> inline constexpr auto witness<regula::detached_atom> = +[](real x) { return x; };

template <> inline constexpr auto witness<regula::max_atom> = +[](real a, real b) {
  return unless_nan([](real p, real q) { return std::fmax(p, q); }, a, b);
};
template <> inline constexpr auto witness<regula::min_atom> = +[](real a, real b) {
  return unless_nan([](real p, real q) { return std::fmin(p, q); }, a, b);
};
template <> inline constexpr auto witness<regula::clamp_atom> = +[](real x, real low, real high) {
  return unless_nan([](real t, real l, real h) { return t > h || l > h ? h : t < l ? l : t; }, x, low, high);
};
template <> inline constexpr auto witness<regula::positive_atom> = +[](real x) { return x < 0 ? 0 : x; };
template <> inline constexpr auto witness<regula::negative_atom> = +[](real x) { return x > 0 ? 0 : -x; };

template <> inline constexpr auto witness<regula::pow_atom> = +[](real x, std::uint64_t bits) {
  const auto r = regula::dsl::rational::from_bits(bits);
  if (r.q > 1 && x < 0) return std::numeric_limits<real>::quiet_NaN();
  if (x == 0 && (r.q == 2 || r.q == 4)) return r.p < 0 ? 1 / x : x;  // roots keep the sign of a zero
  const real size = std::pow(x, static_cast<real>(std::abs(r.p)) / static_cast<real>(r.q));
  return r.p < 0 ? 1 / size : size;
};
template <> inline constexpr auto witness<regula::cube_atom> = +[](real x) { return std::pow(x, 3); };

template <> inline constexpr auto witness<regula::exp_atom> = +[](real x) { return std::exp(x); };
template <> inline constexpr auto witness<regula::expm1_atom> = +[](real x) { return std::expm1(x); };
template <> inline constexpr auto witness<regula::log_atom> = +[](real x) { return std::log(x); };
template <> inline constexpr auto witness<regula::log1p_atom> = +[](real x) { return std::log1p(x); };
template <> inline constexpr auto witness<regula::sin_atom> = +[](real x) { return std::sin(x); };
template <> inline constexpr auto witness<regula::cos_atom> = +[](real x) { return std::cos(x); };
template <> inline constexpr auto witness<regula::tanh_atom> = +[](real x) { return std::tanh(x); };
template <> inline constexpr auto witness<regula::atan_atom> = +[](real x) { return std::atan(x); };

template <> inline constexpr auto witness<regula::logistic_atom> = +[](real x) {
  return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
};
template <> inline constexpr auto witness<regula::softplus_atom> = +[](real x) {
  return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
};
/// cosh x - 1 = 2 sinh^2(x / 2).
template <> inline constexpr auto witness<regula::log_cosh_atom> = +[](real x) {
  if (std::fabs(x) < 1) return std::log1p(2 * std::pow(std::sinh(x / 2), 2));
  return std::fabs(x) < 1000 ? std::log(std::cosh(x)) : std::fabs(x) - std::numbers::ln2_v<real>;
};
template <> inline constexpr auto witness<regula::huber_atom> = +[](real x, real d) {
  return std::fabs(x) <= d ? x * x / 2 : d * (std::fabs(x) - d / 2);
};
/// sqrt(1 + s^2) - 1 = cosh(asinh s) - 1 = 2 sinh^2(asinh(s) / 2).
template <> inline constexpr auto witness<regula::pseudo_huber_atom> = +[](real x, real d) {
  return 2 * std::pow(d * std::sinh(std::asinh(x / d) / 2), 2);
};
template <> inline constexpr auto witness<regula::xlogx_atom> = +[](real x) { return x == 0 ? 0 : x * std::log(x); };
template <> inline constexpr auto witness<regula::relative_entropy_atom> = +[](real x, real y) {
  return unless_nan([](real p, real q) { return p == 0 ? 0 : -p * std::log(q / p); }, x, y);
};
template <> inline constexpr auto witness<regula::spread_atom> = +[](real x) { return x; };
// clang-format on

template <class A> inline constexpr bool has_witness = !std::is_same_v<decltype(witness<A>), const std::nullptr_t>;

/// What the witness says of entries; NaN where there is none.
template <class A, std::uint64_t Bits, class... X> real truth_of(X... x) {
  if constexpr (!has_witness<A>)
    return std::numeric_limits<real>::quiet_NaN();
  else if constexpr (A::parametric)
    return witness<A>(static_cast<real>(x)..., Bits);
  else
    return witness<A>(static_cast<real>(x)...);
}

}  // namespace laws

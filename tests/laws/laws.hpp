// SPDX-License-Identifier: MIT
/// What the laws need: which atoms there are, where to try them, and the truth.
#pragma once
#include <array>
#include <tests/laws/witness.hpp>
#include <tests/numbers/sweep.hpp>
#include <vector>

namespace laws {

using numbers_test::awkward;
using numbers_test::ulps_between;
using regula::lanes;
using regula::one_lane;

/// An atom with its parameter, where it has one.
template <class A, std::uint64_t Bits = 0> struct law : A {
  using atom = A;
  static constexpr std::uint64_t bits = Bits;
  static constexpr bool takes_roots = A::parametric && regula::dsl::rational::from_bits(Bits).q > 1;
  static constexpr regula::interval domain = takes_roots ? regula::interval{0.0} : A::domain;

  template <class N, class... X> static N value(const X&... x) { return regula::dsl::evaluate<A, Bits, N>(x...); }
};
template <int P, int Q = 1> using power = law<regula::pow_atom, regula::dsl::rational{P, Q}.bits()>;
using powers = regula::type_list<power<0>, power<3>, power<4>, power<5>, power<-1>, power<-2>, power<1, 2>, power<3, 2>,
                                 power<-1, 2>, power<1, 4>, power<1, 3>, power<5, 3>>;

/// Whether the last arguments of an atom are known from the others: tests/derive/second_test.cpp has the laws of those.
struct has_known_name {
  void known();
};
template <class A>
concept has_known = !requires {
  &regula::dsl::probe<A, has_known_name>::known;
};

template <class List, int Arity> struct entry_by_entry;
template <class... A, int Arity> struct entry_by_entry<regula::type_list<A...>, Arity> {
  template <class Each>
  static constexpr bool belongs = Each::meets == regula::role::entries && !Each::parametric &&
                                  !regula::dsl::has_shape<Each> && Each::arity == Arity && !has_known<Each>;
  using type = typename regula::dsl::unite<
      regula::type_list<>, std::conditional_t<belongs<A>, regula::type_list<law<A>>, regula::type_list<>>...>::type;
};
/// An atom of a user's: the laws are the library's.
struct softsign_atom : regula::elementwise {
  static constexpr std::string_view name = "softsign", latex = "\\operatorname{softsign}\\left({#1}\\right)";
  static constexpr auto runs = regula::trend::increasing;
  static constexpr auto value(const auto& x) { return x / (1.0 + abs(x)); }
  static constexpr auto slope(const auto& x, const auto&) { return square(inverse(1.0 + abs(x))); }
};
template <> inline constexpr auto witness<softsign_atom> = +[](real x) { return x / (1 + std::fabs(x)); };

using known_atoms =
    regula::dsl::unite<regula::type_list<>, regula::library_atoms, regula::type_list<softsign_atom>>::type;
using plain_unary = entry_by_entry<known_atoms, 1>::type;
using binary = entry_by_entry<regula::library_atoms, 2>::type;
using unary = regula::dsl::unite<regula::type_list<>, plain_unary, powers>::type;

/// Where derivatives and shapes are tried: both signs, no whole numbers, so that no kink is near.
inline constexpr std::array calm = {-13.2,  -6.1,  -2.7, -1.3, -0.81, -0.37, -0.06, -0.0023,
                                    0.0017, 0.045, 0.33, 0.79, 1.4,   2.3,   5.7,   12.9};

template <class A> constexpr bool inside(double x) { return A::domain.low < x && x < A::domain.high; }
template <class A> constexpr bool away_from_kinks(double x) {
  if constexpr (A::kinks::count > 0)
    for (const double k : A::kinks::points)
      if (x == k) return false;
  return true;
}

/// The true value of a law.
template <class L, class... X> long double truth(X... x) { return truth_of<typename L::atom, L::bits>(x...); }

/// What an atom takes x for: a subnormal number is 0 to safe_inverse.
template <class L, class S> long double seen(S x) {
  const bool subnormal = std::fabs(x) < std::numeric_limits<S>::min();
  return std::is_same_v<typename L::atom, regula::safe_inverse_atom> && subnormal ? 0 : static_cast<long double>(x);
}

/// df/dx by differences, to about 1e-14 of f / x.
template <class F> long double difference(F f, long double x) {
  const auto central = [&](long double h) { return (f(x + h) - f(x - h)) / (2 * h); };
  const long double h = 1e-4L * std::fabs(x);
  return (4 * central(h / 2) - central(h)) / 3;
}

/// Whether a slope is `truth`, to 1e-7 of it in double and 1e-5 in float; what is left of a subtraction from 1 has an
/// absolute error.
template <class S> bool is_slope(S slope, long double truth, long double value) {
  const long double error = std::fabs(static_cast<long double>(slope) - truth);
  const long double relative = sizeof(S) == 4 ? 1e-5L : 1e-7L, absolute = 8 * std::numeric_limits<S>::epsilon();
  return error <= relative * std::fabs(truth) + absolute * (1 + std::fabs(value));
}

/// Units in the last place between them. Below the smallest normal number 0 is as good as the truth.
template <class S> double distance(S got, long double truth) {
  if (got == 0 && std::fabs(truth) < std::numeric_limits<S>::min()) return 0;
  return ulps_between(got, truth);
}

/// A slope may be a plain number.
template <class S> S first_of(double x) { return static_cast<S>(x); }
template <class S> S first_of(const lanes<S>& x) {
  S all[lanes<S>::size];
  x.store(all);
  return all[0];
}

}  // namespace laws

// SPDX-License-Identifier: MIT
#include <tests/catch.hpp>
#include <tests/laws/laws.hpp>

namespace {

using namespace laws;

/// What these atoms say of their digits: pseudo_huber squares x and x / d; ln(x / y) wants a quotient that is a normal
/// number, and near 1 the last digit of the quotient is all that is left of it.
template <class L, class S> bool steady(S a, S b) {
  using atom = typename L::atom;
  const S q = std::fabs(a / b);
  if (std::is_same_v<atom, regula::pseudo_huber_atom>)
    return std::isfinite(b) && std::max(q, std::fabs(a)) < std::sqrt(std::numeric_limits<S>::max());
  if (L::parameters > 0) return std::isfinite(b);
  if (!std::is_same_v<atom, regula::relative_entropy_atom> || a == b) return true;
  if (a == 0) return std::isfinite(b);
  return q >= std::numeric_limits<S>::min() && q <= std::numeric_limits<S>::max() && !(q > S(0.5) && q < S(2));
}

/// Both arguments inside the domain, parameters positive, no tie.
template <class L> bool fits(double a, double b) {
  return inside<L>(a) && inside<L>(b) && (L::parameters == 0 || b > 0);
}

template <class L, class S> void lanes_of_two_are_true() {
  double worst = 0, at[2] = {};
  const auto xs = awkward<S>();
  for (const S a : xs) {
    for (const S b : xs) {
      S out[lanes<S>::size];
      L::template value<lanes<S>>(lanes<S>(static_cast<double>(a)), lanes<S>(static_cast<double>(b))).store(out);
      if ((std::isnan(a) || std::isnan(b)) && !std::isnan(out[0]))
        FAIL(L::name << " of " << a << ", " << b << " is " << out[0]);
      if (L::parameters > 0 && !(b > 0)) continue;
      if (!steady<L>(a, b)) continue;
      if (L::range == regula::range::nonnegative && out[0] < 0)
        FAIL(L::name << " of " << a << ", " << b << " is " << out[0]);
      const double error = distance(out[0], truth<L>(static_cast<long double>(a), static_cast<long double>(b)));
      if (error > worst) worst = error, at[0] = static_cast<double>(a), at[1] = static_cast<double>(b);
    }
  }
  CAPTURE(L::name, sizeof(S), worst, at[0], at[1]);
  CHECK(worst <= L::ulps);
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("lanes of two arguments stay within the stated distance", "[laws]", laws::binary) {
  lanes_of_two_are_true<TestType, float>();
  lanes_of_two_are_true<TestType, double>();
}

TEMPLATE_LIST_TEST_CASE("both slopes are limits of differences", "[laws]", laws::binary) {
  using L = TestType;
  for (const double a : calm) {
    for (const double b : calm) {
      if (a == b || !fits<L>(a, b)) continue;
      const lanes<double> x(a), z(b), y = L::template value<lanes<double>>(x, z);
      const auto slopes = L::slope(x, z, y);
      const double dx = first_of<double>(slopes.first), dz = first_of<double>(slopes.second);
      const long double first = difference([&](long double t) { return truth<L>(t, b); }, a);
      const long double second = difference([&](long double t) { return truth<L>(a, t); }, b);
      CAPTURE(L::name, a, b, dx, static_cast<double>(first), dz, static_cast<double>(second));
      CHECK(is_slope(dx, first, truth<L>(a, b)));
      CHECK(is_slope(dz, second, truth<L>(a, b)));
    }
  }
}

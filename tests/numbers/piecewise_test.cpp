// SPDX-License-Identifier: MIT
#include <tests/catch.hpp>
#include <tests/numbers/sweep.hpp>
#include <type_traits>

namespace {

using namespace numbers_test;
using regula::lanes;
using regula::one_lane;

/// Equal, or both NaN.
template <class S> bool same(S a, S b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// f on lanes is what f on numbers is, for every pair of awkward inputs.
template <class S, class F> void agrees(const char* name, F f) {
  int wrong = 0;
  for (const S a : awkward<S>()) {
    for (const S b : awkward<S>()) {
      S out[lanes<S>::size];
      f(lanes<S>(static_cast<double>(a)), lanes<S>(static_cast<double>(b))).store(out);
      const S truth = static_cast<S>(f(one_lane(static_cast<double>(a)), one_lane(static_cast<double>(b))).v);
      for (const S lane : out) {
        if (same(lane, truth)) continue;
        ++wrong;
        UNSCOPED_INFO(name << " of " << a << " and " << b << " is " << lane << ", not " << truth);
      }
    }
  }
  CAPTURE(name);
  CHECK(wrong == 0);
}

constexpr double no_number = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
constexpr double tiny = std::numeric_limits<double>::denorm_min();
constexpr one_lane zero(0.0), one(1.0);

}  // namespace

static_assert(sign(one_lane(tiny)) == 1.0 && sign(one_lane(-tiny)) == -1.0 && sign(zero) == 0.0);
static_assert(sign(one_lane(-inf)) == -1.0 && sign(one_lane(no_number)) != sign(one_lane(no_number)));
static_assert(abs(one_lane(-3.0)) == 3.0 && copysign(one_lane(3.0), one_lane(-0.0)) == -3.0);
static_assert(min(one, 2.0) == 1.0 && max(2.0, one) == 2.0);
static_assert(min(one, no_number) != min(one, no_number) && max(no_number, one) != 1.0);
static_assert(greater(one, zero) == 1.0 && greater(one, one) == 0.5 && greater(zero, one) == 0.0);
static_assert(greater(one_lane(inf), one_lane(inf)) == 0.5 && greater(one, one_lane(no_number)) != 0.5);
static_assert(greater(one_lane(no_number), one) != greater(one_lane(no_number), one));
static_assert(nonzero(one_lane(-0.0)) == 0.0 && nonzero(one_lane(tiny)) == 1.0 && nonzero(one_lane(inf)) == 1.0);
static_assert(is_equal(one_lane(inf), one_lane(inf)) == 1.0 && is_equal(zero, one_lane(tiny)) == 0.0);
static_assert(inverse(zero) == inf && inverse(one_lane(-0.0)) == -inf && 0.0 / zero != 0.0 / zero);
static_assert(2.0 - one / 4.0 * 2.0 + -one == 0.5);
static_assert((one < 2.0) && 2.0 > one && !(no_number < one) && (no_number != one));
static_assert(select(one > zero, one, 7.0) == 1.0 && select(one < zero, 1.0, zero) == 0.0);
static_assert(!std::is_convertible_v<double, one_lane>);

TEMPLATE_TEST_CASE("lanes and numbers agree exactly", "[numbers]", float, double) {
  using S = TestType;
  agrees<S>("abs", [](auto a, auto) { return abs(a); });
  agrees<S>("sign", [](auto a, auto) { return sign(a); });
  agrees<S>("nonzero", [](auto a, auto) { return nonzero(a); });
  agrees<S>("inverse", [](auto a, auto) { return inverse(a); });
  agrees<S>("negate", [](auto a, auto) { return -a; });
  agrees<S>("copysign", [](auto a, auto b) { return copysign(a, b); });
  agrees<S>("min", [](auto a, auto b) { return min(a, b); });
  agrees<S>("max", [](auto a, auto b) { return max(a, b); });
  agrees<S>("greater", [](auto a, auto b) { return greater(a, b); });
  agrees<S>("is_equal", [](auto a, auto b) { return is_equal(a, b); });
  agrees<S>("1 / abs", [](auto a, auto) { return 1.0 / abs(a); });
  agrees<S>("1 / sign", [](auto a, auto) { return 1.0 / sign(a); });
  agrees<S>("1 / -a", [](auto a, auto) { return 1.0 / -a; });
  agrees<S>("1 / copysign", [](auto a, auto b) { return 1.0 / copysign(a, b); });
  agrees<S>("1 / min", [](auto a, auto b) { return 1.0 / min(a, b); });
  agrees<S>("1 / max", [](auto a, auto b) { return 1.0 / max(a, b); });
  agrees<S>("add", [](auto a, auto b) { return a + b; });
  agrees<S>("subtract", [](auto a, auto b) { return a - b; });
  agrees<S>("multiply", [](auto a, auto b) { return a * b; });
  agrees<S>("divide", [](auto a, auto b) { return a / b; });
}

TEMPLATE_TEST_CASE("every comparison and its mask", "[numbers]", float, double) {
  using S = TestType;
  agrees<S>("==", [](auto a, auto b) { return select(a == b, a + 1.0, b); });
  agrees<S>("!=", [](auto a, auto b) { return select(a != b, a, b + 1.0); });
  agrees<S>("<", [](auto a, auto b) { return select(a < b, 3.0, b); });
  agrees<S>("<=", [](auto a, auto b) { return select(a <= b, a, 3.0); });
  agrees<S>(">", [](auto a, auto b) { return select(a > b, a, b); });
  agrees<S>(">=", [](auto a, auto b) { return select(a >= b, a, b); });
  const lanes<S> x(2.0);
  CHECK(all((x > 1.0) & (x < 3.0)));
  CHECK(all((x < 1.0) | (3.0 > x)));
  CHECK(all(~(x == 1.0)));
  CHECK_FALSE(all(x != x));
  if constexpr (lanes<S>::size > 1) CHECK_FALSE(all(keep_first(x, 1, 0.0) > 1.0));
}

TEMPLATE_TEST_CASE("a double on either side is rounded to the lanes' type", "[numbers]", float, double) {
  using S = TestType;
  const S tenth = static_cast<S>(0.1), three(3);
  const lanes<S> x(3.0);
  const lanes<S> results[] = {x + 0.1,       0.1 + x,         x - 0.1,           0.1 - x,
                              x * 0.1,       0.1 * x,         x / 0.1,           0.1 / x,
                              min(x, 0.1),   min(0.1, x),     max(x, 0.1),       max(0.1, x),
                              greater(x, 3), greater(0.1, x), copysign(0.1, -x), is_equal(x, 3.0)};
  const S truths[] = {three + tenth, tenth + three, three - tenth, tenth - three, three * tenth, tenth * three,
                      three / tenth, tenth / three, tenth,         tenth,         three,         three,
                      S(0.5),        S(0),          -tenth,        S(1)};
  for (std::size_t i = 0; i < std::size(truths); ++i) {
    CAPTURE(i);
    CHECK(highest(results[i]) == static_cast<double>(truths[i]));
    CHECK(lowest(results[i]) == static_cast<double>(truths[i]));
  }
}

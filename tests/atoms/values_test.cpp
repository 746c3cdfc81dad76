// SPDX-License-Identifier: MIT
/// Known values of every atom, one row each: a new atom adds its row to its family.
#include <array>
#include <dsl/atoms/library.hpp>
#include <numbers>
#include <tests/catch.hpp>

namespace {

using regula::one_lane;

struct row {
  const char* what;
  one_lane value;
  double known;
};
void check(std::initializer_list<row> rows) {
  for (const row& r : rows) {
    CAPTURE(r.what);
    CHECK(r.value.v == Approx(r.known).epsilon(1e-15).margin(1e-300));
  }
}
constexpr one_lane n(double x) { return one_lane(x); }
constexpr double e = std::numbers::e, ln2 = std::numbers::ln2;

}  // namespace

TEST_CASE("known values: arithmetic", "[atoms]") {
  using namespace regula;
  check({{"add", call<add_atom>(n(2), n(3)), 5},
         {"subtract", call<subtract_atom>(n(2), n(3)), -1},
         {"multiply", call<multiply_atom>(n(2), n(3)), 6},
         {"divide", call<divide_atom>(n(3), n(2)), 1.5},
         {"negate", call<negate_atom>(n(3)), -3}});
}

TEST_CASE("known values: basic", "[atoms]") {
  using namespace regula;
  check({{"sign", call<sign_atom>(n(-2.5)), -1},
         {"abs", call<abs_atom>(n(-2.5)), 2.5},
         {"square", square(n(-3)), 9},
         {"inverse", call<inverse_atom>(n(4)), 0.25},
         {"safe_inverse", safe_inverse(n(4)), 0.25},
         {"safe_inverse", safe_inverse(n(0)), 0},
         {"sqrt", call<sqrt_atom>(n(9)), 3},
         {"inverse_sqrt", call<inverse_sqrt_atom>(n(4)), 0.5},
         {"safe_inverse_sqrt", call<safe_inverse_sqrt_atom>(n(4)), 0.5},
         {"safe_inverse_sqrt", call<safe_inverse_sqrt_atom>(n(0)), 0},
         {"nonzero", call<nonzero_atom>(n(-2)), 1},
         {"nonzero", call<nonzero_atom>(n(0)), 0},
         {"greater", call<greater_atom>(n(2), n(1)), 1},
         {"greater", call<greater_atom>(n(1), n(1)), 0.5},
         {"greater", call<greater_atom>(n(1), n(2)), 0},
         {"is_equal", call<is_equal_atom>(n(1), n(1)), 1},
         {"is_equal", call<is_equal_atom>(n(1), n(2)), 0},
         {"detached", detached(n(1.5)), 1.5}});
}

TEST_CASE("known values: piecewise", "[atoms]") {
  using namespace regula;
  check({{"max", call<max_atom>(n(2), n(-3)), 2},
         {"min", call<min_atom>(n(2), n(-3)), -3},
         {"clamp", clamp(n(5), n(-1), n(2)), 2},
         {"clamp", clamp(n(-5), n(-1), n(2)), -1},
         {"clamp", clamp(n(0.5), -1.0, 2.0), 0.5},
         {"positive", positive(n(2)), 2},
         {"positive", positive(n(-2)), 0},
         {"negative", negative(n(2)), 0},
         {"negative", negative(n(-2)), 2}});
}

TEST_CASE("known values: powers", "[atoms]") {
  using namespace regula;
  check({{"pow<0>", pow<0>(n(5)), 1},
         {"pow<1>", pow<1>(n(-5)), -5},
         {"pow<2>", pow<2>(n(-5)), 25},
         {"pow<3>", pow<3>(n(-2)), -8},
         {"pow<6, 2>", pow<6, 2>(n(-2)), -8},
         {"pow<7>", pow<7>(n(-2)), -128},
         {"pow<-2>", pow<-2>(n(-2)), 0.25},
         {"pow<1, 2>", pow<1, 2>(n(16)), 4},
         {"pow<3, 2>", pow<3, 2>(n(4)), 8},
         {"pow<-1, 2>", pow<-1, 2>(n(4)), 0.5},
         {"pow<3, 4>", pow<3, 4>(n(16)), 8},
         {"pow<2, 3>", pow<2, 3>(n(27)), 9},
         {"cube", cube(n(-2)), -8}});
}

TEST_CASE("known values: transcendental", "[atoms]") {
  using namespace regula;
  check({{"exp", call<exp_atom>(n(1)), e},
         {"expm1", call<expm1_atom>(n(1e-10)), 1.00000000005e-10},
         {"log", call<log_atom>(n(e)), 1},
         {"log1p", call<log1p_atom>(n(1e-10)), 9.9999999995e-11},
         {"sin", call<sin_atom>(n(std::numbers::pi / 6)), 0.5},
         {"cos", call<cos_atom>(n(std::numbers::pi / 3)), 0.5},
         {"tanh", call<tanh_atom>(n(1)), 0.76159415595576488812},
         {"atan", call<atan_atom>(n(1)), std::numbers::pi / 4}});
}

TEST_CASE("known values: smooth", "[atoms]") {
  using namespace regula;
  check({{"logistic", logistic(n(0)), 0.5},
         {"logistic", logistic(n(-std::log(3.0))), 0.25},
         {"softplus", softplus(n(0)), ln2},
         {"softplus", softplus(n(1000)), 1000},
         {"log_cosh", log_cosh(n(-1)), 0.43378083048302718703},
         {"log_cosh", log_cosh(n(1e-5)), 4.999999999916667e-11},
         {"log_cosh", log_cosh(n(1000)), 1000 - ln2},
         {"huber", huber(n(-3), 1.0), 2.5},
         {"huber", huber(n(0.5), 1.0), 0.125},
         {"pseudo_huber", pseudo_huber(n(-3), 4.0), 4},
         {"xlogx", xlogx(n(e)), e},
         {"xlogx", xlogx(n(0)), 0},
         {"relative_entropy", relative_entropy(n(2), n(1)), 2 * ln2},
         {"relative_entropy", relative_entropy(n(0), n(1)), 0}});
}

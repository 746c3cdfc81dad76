// SPDX-License-Identifier: MIT
/// The other 160 of 200 random formulas.
#include <tests/plan/random_formulas.hpp>

TEST_CASE("more random formulas have one plan, at compile time and at run time", "[plan]") {
  random_formulas::check_all<40, 160>();
}

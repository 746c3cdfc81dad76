// SPDX-License-Identifier: MIT
/// The first 40 of 200 random formulas.
#include <tests/plan/random_formulas.hpp>

TEST_CASE("random formulas have one plan, at compile time and at run time", "[plan]") {
  random_formulas::check_all<0, 40>();
}

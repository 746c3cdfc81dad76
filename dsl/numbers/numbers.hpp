// SPDX-License-Identifier: MIT
/// The words that formulas compute with, on plain numbers and on lanes.
#pragma once
#include <dsl/numbers/factor.hpp>
#include <dsl/numbers/lanes.hpp>
#include <dsl/numbers/math_exp.hpp>
#include <dsl/numbers/math_log.hpp>
#include <dsl/numbers/math_root.hpp>
#include <dsl/numbers/math_trig.hpp>
#include <dsl/numbers/one_lane.hpp>
#include <dsl/numbers/partial.hpp>
#include <dsl/numbers/piecewise.hpp>
#include <dsl/numbers/reduce.hpp>
#include <dsl/numbers/ulps.hpp>

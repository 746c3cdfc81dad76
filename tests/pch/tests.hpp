// SPDX-License-Identifier: MIT
/// What nearly every test includes, read once for all of them. A test includes what it uses all the same.
#define EIGEN_RUNTIME_NO_MALLOC  // Eigen says when it allocates
#include <fmt/format.h>

#include <Eigen/Core>
#include <regula/penalty.hpp>
#include <tests/catch.hpp>
#include <vector>

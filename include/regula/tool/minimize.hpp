// SPDX-License-Identifier: MIT
/// L-BFGS with backtracking: for the small problems of `regula fit`.
#pragma once
#include <functional>
#include <string>
#include <vector>

namespace regula::tool {

/// The value at x; writes the gradient.
using objective = std::function<double(const std::vector<double>& x, std::vector<double>& gradient)>;

struct minimum {
  std::vector<double> x;
  double value = 0, slope = 0;  ///< of the objective; the largest entry of its gradient
  int iterations = 0;
  std::string stopped;  ///< why
};
/// `told` of each step: its number, value and slope. Throws domain_error where the value at x is not finite.
minimum minimize(const objective& f, std::vector<double> x, int iterations,
                 const std::function<void(int, double, double)>& told);

}  // namespace regula::tool

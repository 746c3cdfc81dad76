// error: slope, adjoint and defined_as run on formulas, which are not compared: greater(x, 0.0) is 1 where x > 0
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

struct my_atom : regula::elementwise {
  static constexpr std::string_view name = "my_square", latex = "{#1}^{2}";
  static constexpr auto value(const auto& x) { return x * x; }
#ifdef TWIN
  static constexpr auto slope(const auto& x, const auto&) { return 2.0 * greater(x, 0.0) * x; }
#else
  static constexpr auto slope(const auto& x, const auto&) { return select(x > 0.0, 2.0 * x, 0.0); }
#endif
};
constexpr auto my_square(regula::argument auto x) { return regula::call<my_atom>(x); }

double refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {
  return regula::penalty(sum(my_square(W))).value_and_gradient(w, g);
}

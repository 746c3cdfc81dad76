// error: an atom has a fact under another name than bends, runs, range, domain, kinks, uses, ulps, arity, latex, value, slope, defined_as, adjoint, shape_of, compute
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

struct my_atom : regula::elementwise {
  static constexpr std::string_view name = "my_square", latex = "{#1}^{2}";
  static constexpr auto value(const auto& x) { return x * x; }
  static constexpr auto slope(const auto& x, const auto&) { return 2.0 * x; }
#ifdef TWIN
  static constexpr auto bends = regula::curvature::convex;
#else
  static constexpr auto bend = regula::curvature::convex;
#endif
};
constexpr auto my_square(regula::argument auto x) { return regula::call<my_atom>(x); }

double refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {
  return regula::penalty(sum(my_square(W))).value_and_gradient(w, g);
}

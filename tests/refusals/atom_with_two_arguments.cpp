// error: an atom is called with as many arguments as its arity says: norm2(W), max(W, V), clamp(W, 0.0, 1.0)
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

struct cube_atom : regula::elementwise {
  static constexpr std::string_view name = "my_cube", latex = "{#1}^{3}";
  static constexpr auto value(const auto& x) { return x * x * x; }
  static constexpr auto slope(const auto& x, const auto&) { return 3.0 * square(x); }
};
constexpr auto my_cube(regula::expression auto x) {
#ifdef TWIN
  return regula::call<cube_atom>(x);
#else
  return regula::call<cube_atom>(x, 3.0);
#endif
}

double refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {
  return regula::penalty(0.1 * sum(my_cube(W))).value_and_gradient(w, g);
}

// error: an atom derives from regula::elementwise, regula::reduction or regula::matrix_operation
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

#ifdef TWIN
struct cube_atom : regula::elementwise {
#else
struct cube_atom {
#endif
  static constexpr std::string_view name = "my_cube", latex = "{#1}^{3}";
  static constexpr auto value(const auto& x) { return x * x * x; }
  static constexpr auto slope(const auto& x, const auto&) { return 3.0 * square(x); }
};
constexpr auto my_cube(regula::expression auto x) { return regula::call<cube_atom>(x); }

double refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {
  return regula::penalty(0.1 * sum(my_cube(W))).value_and_gradient(w, g);
}

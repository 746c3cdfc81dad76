// error: an atom's value and defined_as take as many arguments as its arity says, slope y after them, adjoint y and a
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

struct my_atom : regula::elementwise {
  static constexpr std::string_view name = "my_square", latex = "{#1}^{2}";
  static constexpr auto value(const auto& x) { return x * x; }
#ifdef TWIN
  static constexpr auto slope(const auto& x, const auto&) { return 2.0 * x; }
#else
  static constexpr auto slope(const auto& x) { return 2.0 * x; }
#endif
};
constexpr auto my_square(regula::argument auto x) { return regula::call<my_atom>(x); }

double refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {
  return regula::penalty(sum(my_square(W))).value_and_gradient(w, g);
}

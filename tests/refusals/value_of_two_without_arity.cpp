// error: an atom's value and defined_as take as many arguments as its arity says, slope y after them, adjoint y and a
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

struct my_atom : regula::elementwise {
  static constexpr std::string_view name = "my_product", latex = "{#1} {#2}";
  static constexpr auto value(const auto& x, const auto& y) { return x * y; }
  static constexpr auto slope(const auto& x, const auto& y, const auto&) { return regula::partials{y, x}; }
#ifdef TWIN
  static constexpr int arity = 2;
#endif
};
template <class X, class Y>
  requires regula::arguments<X, Y>
constexpr auto my_product(X x, Y y) { return regula::call<my_atom>(x, y); }

double refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {
  return regula::penalty(sum(my_product(W, exp(W)))).value_and_gradient(w, g);
}

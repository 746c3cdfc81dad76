// SPDX-License-Identifier: MIT
// An atom of your own, in your own file: derived, printed and compiled as those of the library.
#include <fmt/format.h>

#include <regula/regula.hpp>

//[atom]
/// x^2 / (1 + x^2), flat far away. Slope 2 x / (1 + x^2)^2 = 2 x (1 - y)^2.
struct bounded_square_atom : regula::elementwise {
  static constexpr std::string_view name = "bounded_square", latex = "B\\left({#1}\\right)";
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto value(const auto& x) { return x * x / (1.0 + x * x); }
  static constexpr auto slope(const auto& x, const auto& y) { return 2.0 * x * square(1.0 - y); }
};
constexpr auto bounded_square(regula::argument auto x) { return regula::call<bounded_square_atom>(x); }
//[/atom]

int main() {
  //[use]
  using namespace regula::symbols;
  const auto p = regula::penalty(regula::coef<"lambda">(0.5) * sum(bounded_square(W)));
  fmt::print("{}\n", p);
  fmt::print("{:latex}\n", p);
  fmt::print("{}\n", p.gradient_formula(W));
  fmt::print("{}\n", p.hessian_formula(W));

  const Eigen::Vector3d w{-1.0, 0.0, 3.0};
  Eigen::Vector3d g, h;
  const double value = p.value_and_gradient(w, g);
  p.hessian_diagonal(w, h);
  //[/use]
  fmt::print("P  = {:.6f}\n", value);
  fmt::print("g  = {:8.4f} {:8.4f} {:8.4f}\n", g[0], g[1], g[2]);
  fmt::print("h  = {:8.4f} {:8.4f} {:8.4f}\n", h[0], h[1], h[2]);
}

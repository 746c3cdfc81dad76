// SPDX-License-Identifier: MIT
// What the README shows: one formula, its value, its gradient, and what it says of itself.
//[program]
#include <fmt/format.h>

#include <regula/regula.hpp>

int main() {
  using namespace regula::symbols;  // W: the name of a tensor
  using regula::coef;
  constexpr auto elastic = regula::penalty(coef<"l1">(0.01) * sum(abs(W)) + coef<"l2">(0.02) * sum(square(W)));

  const Eigen::MatrixXf w = Eigen::MatrixXf::Constant(512, 256, -0.5F);
  Eigen::MatrixXf g(512, 256);
  const double value = elastic.value_and_gradient(w, g);  // one read of w, one write of g

  fmt::print("P = {:.2f}, dP/dw = {:.2f} each\n", value, g(0, 0));
  fmt::print("P = {}\n", elastic);
  fmt::print("P = {:latex names}\n", elastic);
  fmt::print("dP/dW = {}\n", elastic.gradient_formula(W));
  fmt::print("{}\n", elastic.get_config());
}
//[/program]

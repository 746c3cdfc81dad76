// SPDX-License-Identifier: MIT
// Several tensors in one formula: weights stay near their old values where a mask says so.
#include <fmt/format.h>

#include <regula/regula.hpp>

void show(const char* name, const Eigen::VectorXf& v) {
  fmt::print("{:<6} =", name);
  for (const float x : v) fmt::print(" {:5.2f}", x + 0.0F);  // + 0: no -0
  fmt::print("\n");
}

int main() {
  //[formula]
  using namespace regula::symbols;
  const auto anchored = regula::penalty(regula::coef<"l2">(0.1) * sum(M * square(W - W0)));
  //[/formula]
  fmt::print("P      = {}\n", anchored);
  fmt::print("dP/dW  = {}\n", anchored.gradient_formula(W));
  fmt::print("dP/dW0 = {}\n", anchored.gradient_formula(W0));

  //[bind]
  const Eigen::VectorXf w{{1.0F, 2.0F, 3.0F}}, w0{{0.5F, 2.5F, -1.0F}}, mask{{1.0F, 1.0F, 0.0F}};
  Eigen::VectorXf g(3), g0(3);
  anchored.value_and_gradient(W = regula::wrt(w, g), W0 = w0, M = mask);  // a gradient for W alone
  //[/bind]
  show("g", g);

  //[both]
  using regula::wrt;
  const double value = anchored.value_and_gradient(W = wrt(w, g), W0 = wrt(w0, g0), M = mask);
  //[/both]
  show("g", g);
  show("g0", g0);
  fmt::print("value  =  {:.6f}\n", value);

  //[mismatch]
  const Eigen::VectorXf longer = Eigen::VectorXf::Ones(4);
  try {
    anchored(W = w, W0 = longer, M = mask);
  } catch (const regula::shape_error& e) {
    fmt::print("{}\n", e.what());
  }
  //[/mismatch]
}

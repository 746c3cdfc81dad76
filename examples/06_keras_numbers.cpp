// SPDX-License-Identifier: MIT
// The numbers of the Keras page on regularizers that need no layer.
#include <fmt/format.h>

#include <regula/regula.hpp>

int main() {
  using namespace regula::symbols;
  using regula::coef;
  const Eigen::MatrixXf ones = Eigen::MatrixXf::Ones(5, 5);

  //[keras]
  const auto builtin = regula::l2(2.0);                                       // L2(2.)
  const auto function = regula::penalty(0.01 * sum(abs(W)));                  // any function of the weights
  const auto class_like = regula::penalty(coef<"l2">(0.5) * sum(square(W)));  // a class with get_config

  fmt::print("L2(2.) on ones(5, 5):           {}\n", builtin(ones));
  fmt::print("0.01 * sum|W| on ones(5, 5):    {:.6f}\n", function(ones));
  fmt::print("a class with l2 = 0.5:          {}\n", class_like(ones));
  fmt::print("its config:                     {}\n", class_like.get_config());
  fmt::print("l1_l2():                        {}\n", regula::l1_l2());
  fmt::print("its config:                     {}\n", regula::l1_l2().get_config());
  //[/keras]
}

// SPDX-License-Identifier: MIT
// A penalty from its formula: value, gradient, text, config.
#include <fmt/format.h>

#include <regula/regula.hpp>

int main() {
  //[formula]
  using namespace regula::symbols;  // W, W0, M, V, X, Y: names of tensors
  using regula::coef;

  auto elastic = regula::penalty(coef<"l1">(0.01) * sum(abs(W)) + coef<"l2">(0.02) * sum(square(W)));
  //[/formula]

  //[call]
  const Eigen::MatrixXd w{{1.0, -2.0}, {0.0, 0.5}};
  Eigen::MatrixXd g(2, 2);
  const double value = elastic.value_and_gradient(w, g);
  //[/call]
  fmt::print("value     {}\n", value);
  fmt::print("gradient  {} {} / {} {}\n", g(0, 0), g(0, 1), g(1, 0), g(1, 1));

  //[text]
  fmt::print("formula   {}\n", elastic);
  fmt::print("names     {:names}\n", elastic);
  fmt::print("LaTeX     {:latex}\n", elastic);
  fmt::print("slope     {}\n", elastic.gradient_formula(W));
  fmt::print("config    {}\n", elastic.get_config());
  //[/text]

  //[change]
  elastic.set<"l1">(0.0);
  fmt::print("with l1 = 0: {}\n", elastic(w));

  using elastic_net = decltype(elastic);
  const auto again = elastic_net::from_config({{"l1", 0.01}, {"l2", 0.02}});
  fmt::print("from config: {}\n", again(w));
  //[/change]
}

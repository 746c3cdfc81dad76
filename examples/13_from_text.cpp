// SPDX-License-Identifier: MIT
// A penalty comes as text, while the program runs.
#include <fmt/format.h>

#include <Eigen/Core>
#include <regula/parse.hpp>

int main() {
  //[parse]
  auto elastic = regula::parse("l1 = 0.01; l2 = 0.02; l1 * sum(abs(W)) + l2 * sum(square(W))");

  const Eigen::MatrixXf w = Eigen::MatrixXf::Constant(512, 256, -0.5F);
  Eigen::MatrixXf g(512, 256);
  const double value = elastic.value_and_gradient(w, g);
  fmt::print("P = {:.2f}, dP/dw = {:.2f} each\n", value, g(0, 0));
  //[/parse]

  //[coefficients]
  elastic.set("l1", 0.0);
  fmt::print("{}\n{:text}\n", elastic, elastic.with_config({{"l2", 0.5}}));
  for (const auto& [name, slope] : elastic.coefficient_gradient(w)) fmt::print("dP/d{} = {}\n", name, slope);
  //[/coefficients]

  //[tensors]
  const auto anchored = regula::parse("0.1 * sum(M * square(W - W0))");
  const Eigen::MatrixXf w0 = Eigen::MatrixXf::Zero(512, 256), mask = Eigen::MatrixXf::Ones(512, 256);
  fmt::print("{}\n", anchored.value_and_gradient({{"W", w, g}, {"W0", w0}, {"M", mask}}));
  //[/tensors]

  //[texts]
  const auto rows = regula::parse("sum(norm2(rowwise(W)))");
  fmt::print("dP/dW = {}\n{}", rows.gradient_formula("W"), rows.plan_text());
  //[/texts]

  //[refused]
  try {
    regula::parse("0.01 * sum(sqare(W))");
  } catch (const regula::parse_error& e) {
    fmt::print("{}\n", e.what());
  }
  //[/refused]
}

// SPDX-License-Identifier: MIT
// A schedule: the strength of L1 grows while the weights shrink; nothing is rebuilt.
#include <fmt/format.h>

#include <regula/regula.hpp>

int main() {
  using namespace regula::symbols;
  using regula::coef;

  //[schedule]
  auto penalty = regula::penalty(coef<"l1">(0.0) * sum(abs(W)) + coef<"l2">(0.05) * sum(square(W)));
  Eigen::VectorXd w{{2.0, -1.0, 0.5, -0.1}}, g(4);

  for (int epoch = 0; epoch <= 8; ++epoch) {
    penalty.set<"l1">(0.02 * epoch);  // a misspelt name does not compile
    const double value = penalty.value_and_gradient(w, g);
    fmt::print("epoch {}: l1 = {:.2f}, P = {:.5f}, dP/dl1 = {:.5f}\n", epoch, penalty.coefficient<"l1">(), value,
               penalty.coefficient_gradient(w).at("l1"));
    w -= 0.5 * g;
  }
  //[/schedule]

  //[names]
  for (const auto& [name, value] : {std::pair{"l2", 0.0}, {"l1", -1.0}, {"L1", 0.1}}) {
    try {
      penalty.set(name, value);  // names and values that are known at run time only
      fmt::print("{} = {}\n", name, value);
    } catch (const regula::coefficient_error& e) {
      fmt::print("{}\n", e.what());
    }
  }
  //[/names]
}

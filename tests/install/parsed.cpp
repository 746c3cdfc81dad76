// SPDX-License-Identifier: MIT
/// A stranger's program with a penalty from text: it needs no library but the engine.
#include <regula/parse.hpp>

#include <cstdio>
#include <vector>

int main() {
  const auto p = regula::parse("l1 = 0.5; l1 * sum(abs(W))");
  const std::vector<double> w{1.0, -2.0};
  std::vector<double> g(2);
  const double v = p.value_and_gradient(w, g);
  std::printf("%s %g\n", p.text().c_str(), v);
  return v == 1.5 && g == std::vector<double>{0.5, -0.5} ? 0 : 1;
}

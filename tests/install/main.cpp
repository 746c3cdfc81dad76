// SPDX-License-Identifier: MIT
/// A stranger's program: it knows the installed library and nothing else.
#include <regula/regula.hpp>

#include <cmath>
#include <cstdio>

int main() {
  using namespace regula::symbols;
  const auto elastic =
      regula::penalty(regula::coef<"l1">(0.01) * sum(abs(W)) + regula::coef<"l2">(0.02) * sum(square(W)));

  const Eigen::MatrixXf w = Eigen::MatrixXf::Constant(5, 4, -2.0F);
  Eigen::MatrixXf g(5, 4);
  const double value = elastic.value_and_gradient(w, g);

  std::printf("%.6f %.6f\n", value, double(g(4, 3)));
  const double expected = 20 * (0.01 * 2 + 0.02 * 4), slope = -0.01 - 0.02 * 4;
  return std::abs(value - expected) < 1e-6 && std::abs(g(4, 3) - slope) < 1e-6 ? 0 : 1;
}

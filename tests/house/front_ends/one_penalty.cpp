// SPDX-License-Identifier: MIT
/// One penalty, its value and its gradient, for every front end: those of clang, and EDG's, which nvcc has.
#include <cmath>
#include <regula/penalty.hpp>

using namespace regula::symbols;

int main() {
  constexpr auto p = regula::penalty(coef<"l1">(0.5) * sum(abs(W)) + coef<"waves">(2.0) * sum(sin(W)));
  const Eigen::VectorXf w = Eigen::VectorXf::LinSpaced(101, -3.0F, 3.0F);
  Eigen::VectorXf g(101);
  const double value = p.value_and_gradient(w, g);
  double naive = 0.0, furthest = 0.0;
  for (Eigen::Index i = 0; i < w.size(); ++i) {
    const double x = static_cast<double>(w[i]), sign = x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : 0.0;
    naive += 0.5 * std::fabs(x) + 2.0 * std::sin(x);
    furthest = std::fmax(furthest, std::fabs(static_cast<double>(g[i]) - (0.5 * sign + 2.0 * std::cos(x))));
  }
  return std::fabs(value - naive) < 1e-4 && furthest < 1e-5 ? 0 : 1;
}

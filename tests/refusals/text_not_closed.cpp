// error: this text is no formula
// SPDX-License-Identifier: MIT
#include <regula/formula_text.hpp>
#include <regula/penalty.hpp>

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return regula::penalty(regula::formula<"0.01 * sum(abs(W))">)(w);
#else
  return regula::penalty(regula::formula<"0.01 * sum(abs(W)">)(w);
#endif
}

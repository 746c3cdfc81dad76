// error: sum(>>>pow<<<<3, 0>(W)):
// SPDX-License-Identifier: MIT
#include <regula/formula_text.hpp>
#include <regula/penalty.hpp>

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return regula::penalty(regula::formula<"sum(pow<3>(W))">)(w);
#else
  return regula::penalty(regula::formula<"sum(pow<3, 0>(W))">)(w);
#endif
}

// error: unknown name `nuclear_norm`:
// SPDX-License-Identifier: MIT
#include <regula/decompositions.hpp>
#include <regula/formula_text.hpp>
#include <regula/penalty.hpp>

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return regula::penalty(regula::formula<"nuclear_norm(W)", regula::nuclear_norm_atom>)(w);
#else
  return regula::penalty(regula::formula<"nuclear_norm(W)">)(w);
#endif
}

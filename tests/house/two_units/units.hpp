// SPDX-License-Identifier: MIT
/// Two translation units include everything and are linked: no header defines a thing twice, and both mean the same.
#pragma once
#include <regula/regula.hpp>

double in_one(const Eigen::MatrixXf& w, Eigen::MatrixXf& g);
double in_other(const Eigen::MatrixXf& w, Eigen::MatrixXf& g);

inline auto lasso() {
  using namespace regula::symbols;
  return regula::penalty(regula::coef<"l1">(0.01) * sum(abs(W)));
}

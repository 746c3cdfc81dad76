// SPDX-License-Identifier: MIT
#include "units.hpp"

double in_one(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) { return lasso().value_and_gradient(w, g); }

int main() {
  const Eigen::MatrixXf w = Eigen::MatrixXf::Random(8, 4);
  Eigen::MatrixXf here(8, 4), there(8, 4);
  return in_one(w, here) == in_other(w, there) && here == there ? 0 : 1;
}

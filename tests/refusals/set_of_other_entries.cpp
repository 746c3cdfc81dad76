// error: the tensors of a set have its entry type: penalty_set<float>
// SPDX-License-Identifier: MIT
#include <regula/penalty_set.hpp>

void refused(const Eigen::MatrixXd& w, Eigen::MatrixXd& g) {
#ifdef TWIN
  regula::penalty_set<double> set;
#else
  regula::penalty_set<float> set;
#endif
  set.tensor("w", w, g);
}

// error: a difference or shift along an axis of one entry: a row goes along axis 1, as in difference<1>(W), or is passed as w.transpose(); a column goes along axis 0
// SPDX-License-Identifier: MIT
#include <regula/gallery/variation.hpp>

double refused(const Eigen::RowVectorXd& w) {
#ifdef TWIN
  return regula::gallery::total_variation_1d<1>(1.0)(w);
#else
  return regula::gallery::total_variation_1d(1.0)(w);
#endif
}

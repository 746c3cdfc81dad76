// SPDX-License-Identifier: MIT
#include "units.hpp"

double in_other(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) { return lasso().value_and_gradient(w, g); }

// error: this word is in <regula/sparse.hpp>: include it, and give it as many arguments as it takes
// SPDX-License-Identifier: MIT
#include <Eigen/SparseCore>

#include <regula/penalty.hpp>
#ifdef TWIN
#include <regula/sparse.hpp>
#endif

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w, const Eigen::SparseMatrix<float>& l) {
  return regula::penalty(sum(W * apply(V, W)))(W = w, V = l);
}

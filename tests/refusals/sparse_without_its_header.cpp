// error: not a tensor: pass an Eigen matrix, array, map or block, a std::vector or std::span; an Eigen::TensorMap with <regula/tensor.hpp>, an Eigen::SparseMatrix with <regula/sparse.hpp>
// SPDX-License-Identifier: MIT
#include <Eigen/SparseCore>

#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::SparseMatrix<float>& l) {
  const auto p = regula::penalty(sum(abs(W)));
#ifdef TWIN
  return p(Eigen::MatrixXf(l));
#else
  return p(l);
#endif
}

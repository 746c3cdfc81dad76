// error: a sparse matrix is applied, as in apply(L, W): elsewhere bind a dense tensor
// SPDX-License-Identifier: MIT
#include <regula/sparse.hpp>

using namespace regula::symbols;

double refused(const Eigen::SparseMatrix<float>& l, const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(W * apply(V, W)));
#else
  const auto p = regula::penalty(sum(W * V));
#endif
  return p(W = w, V = l);
}

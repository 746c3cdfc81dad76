// error: no derivative is taken in a sparse matrix: bind it without a buffer
// SPDX-License-Identifier: MIT
#include <regula/sparse.hpp>

using namespace regula::symbols;

void refused(Eigen::SparseMatrix<float>& l, Eigen::SparseMatrix<float>& slopes, Eigen::MatrixXf& w,
             Eigen::MatrixXf& g) {
  const auto p = regula::penalty(sum(W * apply(V, W)));
#ifdef TWIN
  p.gradient(W = wrt(w, g), V = l);
#else
  Eigen::MatrixXf dense(slopes);
  p.gradient(W = wrt(w, g), V = wrt(l, dense));
#endif
}

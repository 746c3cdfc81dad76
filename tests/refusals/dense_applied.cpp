// error: apply(L, x) and group_sums(G, x) take an Eigen::SparseMatrix or regula::groups, used nowhere else
// SPDX-License-Identifier: MIT
#include <regula/sparse.hpp>

using namespace regula::symbols;

double refused(const Eigen::SparseMatrix<float>& l, const Eigen::MatrixXf& w) {
  const auto p = regula::penalty(sum(W * apply(V, W)));
#ifdef TWIN
  return p(W = w, V = l);
#else
  return p(W = w, V = w) + static_cast<double>(l.rows());
#endif
}

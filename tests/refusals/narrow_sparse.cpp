// error: the entries of a sparse matrix are float or double, and so are those of the tensors beside it
// SPDX-License-Identifier: MIT
#include <regula/sparse.hpp>

using namespace regula::symbols;

inline constexpr auto p = regula::penalty(sum(square(apply(V, W))));

#ifdef TWIN
using entry = float;
#else
using entry = Eigen::bfloat16;
#endif

double refused(const Eigen::SparseMatrix<entry>& l, const Eigen::MatrixX<entry>& w) { return p(V = l, W = w); }

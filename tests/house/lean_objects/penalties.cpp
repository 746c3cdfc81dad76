// SPDX-License-Identifier: MIT
/// Kernels of every kind, and nothing that prints or rewrites a formula.
#include <regula/penalty.hpp>

using namespace regula::symbols;

namespace {

double both(const auto& p, const Eigen::MatrixXf& w) {
  Eigen::MatrixXf g(w.rows(), w.cols());
  return p.value_and_gradient(w, g);
}

}  // namespace

double lean(const Eigen::MatrixXf& w) {
  return both(regula::penalty(sum(abs(W)) + sum(square(W))), w) + both(regula::penalty(sum(norm2(rowwise(W)))), w) +
         both(regula::penalty(sum(square(upper(W)))), w) +
         both(regula::penalty(sum(square(gram(W) - regula::identity))), w);
}

// SPDX-License-Identifier: MIT
/// Eigen's singular values, apart from eigen.cpp: they take longer to compile than all the rest.
#include <Eigen/SVD>

#include "api.hpp"

namespace {

using namespace bench;
namespace k = coefficient;

template <class T> using matrix = Eigen::MatrixX<T>;

template <class T> auto decomposed(const arguments<T>& a) {
  const Eigen::Map<const matrix<T>, Eigen::Aligned64> w(a.w, static_cast<Eigen::Index>(a.rows),
                                                        static_cast<Eigen::Index>(a.columns));
  return Eigen::BDCSVD<matrix<T>>(w, Eigen::ComputeThinU | Eigen::ComputeThinV);
}

template <class T> double svd(const arguments<T>& a) { return k::nuclear * decomposed(a).singularValues().sum(); }

template <class T> double nuclear(const arguments<T>& a) {
  const auto found = decomposed(a);
  Eigen::Map<matrix<T>, Eigen::Aligned64> g(a.g, found.rows(), found.cols());
  g.noalias() = T(k::nuclear) * found.matrixU() * found.matrixV().transpose();
  return k::nuclear * found.singularValues().sum();
}

}  // namespace

void register_peer(registry& peers) {
  peers.add(workload::svd, svd<float>);
  peers.add(workload::svd, svd<double>);
  peers.add(workload::nuclear, nuclear<float>);
  peers.add(workload::nuclear, nuclear<double>);
}

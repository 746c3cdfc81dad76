// SPDX-License-Identifier: MIT
/// Regula's nuclear norm, apart from regula.cpp as in eigen_svd.cpp.
#include "api.hpp"

#if __has_include(<regula/decompositions.hpp>)
#include <regula/decompositions.hpp>
#include <regula/penalty.hpp>

namespace {

using namespace bench;
using namespace regula::symbols;

template <class T> double nuclear(const arguments<T>& a) {
  static constexpr auto p = regula::penalty(regula::coef<"nuclear">(coefficient::nuclear) * nuclear_norm(W));
  const auto rows = static_cast<Eigen::Index>(a.rows), columns = static_cast<Eigen::Index>(a.columns);
  const Eigen::Map<const Eigen::MatrixX<T>> w(a.w, rows, columns);
  Eigen::Map<Eigen::MatrixX<T>> g(a.g, rows, columns);
  return p.value_and_gradient(w, g);
}

}  // namespace

void register_peer(bench::registry& peers) {
  peers.add(workload::nuclear, nuclear<float>);
  peers.add(workload::nuclear, nuclear<double>);
}
#else
void register_peer(bench::registry&) {}
#endif

// SPDX-License-Identifier: MIT
/// Eigen::Tensor and Eigen::TensorMap up to rank 6 as tensors of a formula, column- or row-major, also mixed.
#pragma once
#include <regula/penalty.hpp>
#include <unsupported/Eigen/CXX11/Tensor>

namespace regula {
namespace dsl {

/// The view of an Eigen tensor: strides follow from its extents and its layout.
template <class T> auto look_at_tensor(T& t) {
  using plain = std::remove_const_t<T>;
  constexpr int rank = plain::NumDimensions, kept = rank < max_rank ? rank : max_rank;
  static_assert(rank <= max_rank, "a tensor of a formula has at most 6 axes: join some of them in a TensorMap");
  view<std::remove_pointer_t<decltype(t.data())>> v{};
  v.data = t.data();
  v.rank = kept;
  std::ptrdiff_t stride = 1;
  for (int i = 0; i < kept; ++i) {
    const int k = static_cast<int>(plain::Layout) == static_cast<int>(Eigen::ColMajor) ? i : kept - 1 - i;
    v.extents[k] = static_cast<std::ptrdiff_t>(t.dimension(k));
    v.strides[k] = stride;
    stride *= v.extents[k];
  }
  return v;
}

}  // namespace dsl

template <class S, int Rank, int Options, class Index> struct tensor_access<Eigen::Tensor<S, Rank, Options, Index>> {
  template <class T> static auto of(T& t) { return dsl::look_at_tensor(t); }
};
template <class S, class Extents, int Options, class Index>
struct tensor_access<Eigen::TensorFixedSize<S, Extents, Options, Index>> {
  template <class T> static auto of(T& t) { return dsl::look_at_tensor(t); }
};
template <class Plain, int Options, template <class> class MakePointer>
struct tensor_access<Eigen::TensorMap<Plain, Options, MakePointer>> {
  template <class T> static auto of(T& t) { return dsl::look_at_tensor(t); }
};

}  // namespace regula

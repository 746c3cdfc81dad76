// SPDX-License-Identifier: MIT
/// Eigen::Tensor and Eigen::TensorMap up to rank 6 as tensors of a formula, column- or row-major, also mixed.
#pragma once
#include <regula/penalty.hpp>
#include <unsupported/Eigen/CXX11/Tensor>

namespace regula {
namespace dsl {

/// How to look at an Eigen tensor: strides follow from its extents and its layout.
template <class Tensor> struct access_by_layout {
  static constexpr int axes = Tensor::NumDimensions;

  template <class T> static auto of(T& t) {
    constexpr int rank = axes < max_rank ? axes : max_rank;
    view<std::remove_pointer_t<decltype(t.data())>> v{};
    v.data = t.data();
    v.rank = rank;
    std::ptrdiff_t stride = 1;
    for (int i = 0; i < rank; ++i) {
      const int k = static_cast<int>(Tensor::Layout) == static_cast<int>(Eigen::ColMajor) ? i : rank - 1 - i;
      v.extents[k] = static_cast<std::ptrdiff_t>(t.dimension(k));
      v.strides[k] = stride;
      stride *= v.extents[k];
    }
    return v;
  }
};

}  // namespace dsl

template <class S, int Rank, int Options, class Index>
struct tensor_access<Eigen::Tensor<S, Rank, Options, Index>>
    : dsl::access_by_layout<Eigen::Tensor<S, Rank, Options, Index>> {};
template <class S, class Extents, int Options, class Index>
struct tensor_access<Eigen::TensorFixedSize<S, Extents, Options, Index>>
    : dsl::access_by_layout<Eigen::TensorFixedSize<S, Extents, Options, Index>> {};
template <class Plain, int Options, template <class> class MakePointer>
struct tensor_access<Eigen::TensorMap<Plain, Options, MakePointer>>
    : dsl::access_by_layout<Eigen::TensorMap<Plain, Options, MakePointer>> {};

}  // namespace regula

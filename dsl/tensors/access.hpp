// SPDX-License-Identifier: MIT
/// Which containers are tensors, and how to look at their memory. A specialization of tensor_access adds one.
#pragma once
#include <Eigen/Core>
#include <concepts>
#include <dsl/tensors/view.hpp>
#include <span>
#include <vector>

namespace regula {

/// Specialize for a container: static view<const S or S> of(T&), with rank, extents and strides.
template <class T> struct tensor_access;

namespace dsl {

/// A segment is a block in Eigen: what counts is some DenseBase below.
template <class T> void as_dense(const Eigen::DenseBase<T>&);
template <class T>
concept eigen_dense = requires(const T& t) {
  as_dense(t);
};
template <class T>
concept eigen_stored = eigen_dense<T> &&(Eigen::internal::traits<T>::Flags& Eigen::DirectAccessBit) != 0;

template <class T>
concept tensor = requires(T& t) {
  tensor_access<std::remove_const_t<T>>::of(t);
};

template <class T>
using scalar_of = std::remove_const_t<
    std::remove_pointer_t<decltype(tensor_access<std::remove_const_t<T>>::of(std::declval<T&>()).data)>>;
template <class T>
inline constexpr bool is_writable = !std::is_const_v<
    std::remove_pointer_t<decltype(tensor_access<std::remove_const_t<T>>::of(std::declval<T&>()).data)>>;

/// Whether a temporary's entries end with it: an Eigen matrix or expression, or a container whose entries are const when
/// it is. Those of a map, a block or a span are elsewhere.
template <class T>
inline constexpr bool owns_entries = [] {
  if constexpr (eigen_dense<T>)
    return !eigen_stored<T> || std::is_base_of_v<Eigen::PlainObjectBase<T>, T>;
  else if constexpr (tensor<T> && tensor<const T>)
    return is_writable<T> && !is_writable<const T>;
  else
    return false;
}();

/// Extents known at compile time; -1 for the others. Rank -1: not known either.
struct static_shape {
  int rank = -1;
  std::ptrdiff_t extents[2] = {-1, -1};

  /// Beyond the rank an axis has one entry.
  constexpr std::ptrdiff_t extent(int axis) const {
    return rank < 0 ? -1 : axis < 2 ? extents[axis] : axis < rank ? -1 : 1;
  }
};
template <class T> inline constexpr static_shape static_shape_of{};
template <eigen_stored T>
inline constexpr static_shape static_shape_of<T> = {2, {T::RowsAtCompileTime, T::ColsAtCompileTime}};
template <class T>
  requires requires { tensor_access<T>::axes; }
inline constexpr static_shape static_shape_of<T> = {
    tensor_access<T>::axes, {tensor_access<T>::axes < 1 ? 1 : -1, tensor_access<T>::axes < 2 ? 1 : -1}};

constexpr bool may_agree(static_shape a, static_shape b) {
  if (a.rank < 0 || b.rank < 0) return true;
  for (int k = 0; k < 2; ++k)
    if (a.extents[k] >= 0 && b.extents[k] >= 0 && a.extents[k] != b.extents[k]) return false;
  return true;
}

}  // namespace dsl

/// Matrix, Array, Map, Ref, Block: whatever Eigen stores, with its strides. A compile-time column is a vector.
template <dsl::eigen_stored T> struct tensor_access<T> {
  template <class U> static auto of(U& t) {
    using S = std::remove_pointer_t<decltype(t.data())>;
    if constexpr (T::ColsAtCompileTime == 1)
      return dsl::view<S>{t.data(), 1, {t.rows()}, {t.rowStride()}};
    else
      return dsl::view<S>{t.data(), 2, {t.rows(), t.cols()}, {t.rowStride(), t.colStride()}};
  }
};

template <class S> struct tensor_access<dsl::view<S>> {
  static dsl::view<S> of(const dsl::view<S>& v) { return v; }
};

template <class S, std::size_t N> struct tensor_access<std::span<S, N>> {
  static constexpr int axes = 1;
  static auto of(const std::span<S, N>& t) {
    return dsl::view<S>{t.data(), 1, {static_cast<std::ptrdiff_t>(t.size())}, {1}};
  }
};

template <class S, class Allocator>
  requires(!std::is_same_v<S, bool>)
struct tensor_access<std::vector<S, Allocator>> {
  static constexpr int axes = 1;
  template <class U> static auto of(U& t) {
    return dsl::view<std::remove_pointer_t<decltype(t.data())>>{
        t.data(), 1, {static_cast<std::ptrdiff_t>(t.size())}, {1}};
  }
};

}  // namespace regula

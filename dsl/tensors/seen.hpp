// SPDX-License-Identifier: MIT
/// Containers looked at without knowing their type's header: what has data and strides, and what tensor_access knows.
#pragma once
#include <dsl/meta/error.hpp>
#include <dsl/tensors/view.hpp>
#include <type_traits>
#include <utility>

namespace regula {

template <class T> struct tensor_access;

namespace dsl {

template <class T>
concept known_tensor = requires(T& t) {
  tensor_access<std::remove_const_t<T>>::of(t);
};
/// A matrix, array, map or block of Eigen that has storage.
template <class T>
concept strided_matrix = requires(T& t) {
  t.data();
  { t.rows() } -> std::convertible_to<std::ptrdiff_t>;
  { t.cols() } -> std::convertible_to<std::ptrdiff_t>;
  { t.rowStride() } -> std::convertible_to<std::ptrdiff_t>;
  { t.colStride() } -> std::convertible_to<std::ptrdiff_t>;
};
/// A vector or a span.
template <class T>
concept straight_list = requires(T& t) {
  t.data();
  { t.size() } -> std::convertible_to<std::size_t>;
  t.begin();
}
&&!strided_matrix<T>;
/// A matrix that stands for itself: its pointer is the address of the object.
template <class T>
concept is_sparse_tensor = requires {
  requires tensor_access<std::remove_const_t<T>>::is_sparse;
};
template <class T>
concept seen_tensor = strided_matrix<T> || straight_list<T> || known_tensor<T>;

/// The view of a container; its entries are const where it is.
template <class T> auto see(T& t) {
  if constexpr (strided_matrix<T>) {
    using S = std::remove_pointer_t<decltype(t.data())>;
    bool column = false;
    if constexpr (requires { T::ColsAtCompileTime; }) column = T::ColsAtCompileTime == 1;
    return view<S>{t.data(), column ? 1 : 2, {t.rows(), t.cols()}, {t.rowStride(), t.colStride()}};
  } else if constexpr (straight_list<T>) {
    using S = std::remove_pointer_t<decltype(t.data())>;
    return view<S>{t.data(), 1, {static_cast<std::ptrdiff_t>(t.size())}, {1}};
  } else {
    return tensor_access<std::remove_const_t<T>>::of(t);
  }
}

}  // namespace dsl
}  // namespace regula

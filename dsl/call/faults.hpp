// SPDX-License-Identifier: MIT
/// What is wrong with a call, found from its types: the first fault has a sentence in call/answer.hpp.
#pragma once
#include <dsl/call/bind.hpp>
#include <dsl/tensors/entries.hpp>

namespace regula::dsl {

enum class fault : std::int8_t {
  none,
  // arguments
  nothing,
  half_named,
  nameless,
  surplus,
  unknown,
  twice,
  unbound,
  // a tensor, a direction or a buffer
  formula,
  unevaluated,
  not_a_tensor,
  axes,
  entries,
  constant,
  fleeting,
  mixed,
  buffer_entries,
  mixed_buffers,
  buffer_size,
  sizes,
  alone,
  sparse,
  not_sparse,
  sparse_buffer,
  narrow_sparse,
  // derivatives
  no_buffer,
  no_direction,
  needless_buffer,
  needless_direction,
};

template <class T> constexpr fault tensor_fault() {
  using plain = std::remove_const_t<T>;
  if constexpr (std::is_void_v<T>)
    return fault::none;
  else if constexpr (expression<plain>)
    return fault::formula;
  else if constexpr (eigen_dense<plain> && !tensor<plain>)
    return fault::unevaluated;
  else if constexpr (!tensor<plain>)
    return fault::not_a_tensor;
  else if constexpr (requires { requires tensor_access<plain>::axes > max_rank; })
    return fault::axes;
  else
    return is_entry<scalar_of<T>> ? fault::none : fault::entries;
}

/// Of one bound whose tensor, direction and buffer are each tensors.
template <class B> constexpr fault buffer_fault() {
  if constexpr (B::directed)
    if (!std::is_same_v<scalar_of<typename B::direction_type>, scalar_of<typename B::in_type>>)
      return fault::buffer_entries;
  if constexpr (B::wanted) {
    using out = typename B::out_type;
    if (!is_writable<out>) return fault::constant;
    using in = scalar_of<typename B::in_type>;
    if (!std::is_same_v<scalar_of<out>, in> && !std::is_same_v<scalar_of<out>, computed_with<in>>)
      return fault::buffer_entries;
    if (!may_agree(static_shape_of<std::remove_const_t<typename B::in_type>>, static_shape_of<out>))
      return fault::buffer_size;
  }
  return fault::none;
}

template <class T>
concept sparse_tensor = requires {
  requires tensor_access<T>::is_sparse;
};
/// Of a sparse matrix, or of a tensor where one is expected.
template <class Facts, class B> constexpr fault sparse_fault() {
  constexpr bool is_sparse = sparse_tensor<std::remove_const_t<typename B::in_type>>;
  if (is_sparse && is_narrow<scalar_of<typename B::in_type>>) return fault::narrow_sparse;
  if constexpr (B::tensor >= 0) {
    if ((Facts::written.applied >> B::tensor & 1) != 0) {
      if (!is_sparse || (Facts::written.used >> B::tensor & 1) != 0) return fault::not_sparse;
      return B::wanted ? fault::sparse_buffer : fault::none;
    }
  }
  return is_sparse ? fault::sparse : fault::none;
}

/// Of one bound by itself.
template <class B> constexpr fault bound_fault() {
  constexpr fault each[] = {tensor_fault<typename B::in_type>(), tensor_fault<typename B::direction_type>(),
                            tensor_fault<typename B::out_type>()};
  if constexpr (each[0] != fault::none)
    return each[0];
  else if constexpr (each[1] != fault::none)
    return each[1];
  else if constexpr (B::fleeting)
    return fault::fleeting;
  else if constexpr (each[2] != fault::none)
    return each[2];
  else
    return buffer_fault<B>();
}

template <class First, class... Rest>
inline constexpr bool entries_agree =
    (std::is_same_v<scalar_of<typename First::in_type>, scalar_of<typename Rest::in_type>> && ...);

template <class T> constexpr int entry_bytes() {
  if constexpr (std::is_void_v<T>)
    return 0;
  else
    return static_cast<int>(sizeof(scalar_of<T>));
}
/// Whether the buffers have entries of one type.
template <class... B> constexpr bool buffers_agree() {
  const int of[] = {B::wanted ? entry_bytes<typename B::out_type>() : 0 ...};
  int bytes = 0;
  for (const int n : of) {
    if (n != 0 && bytes != 0 && n != bytes) return false;
    if (n != 0) bytes = n;
  }
  return true;
}

/// Whether extents that the formula has equal can be: those that are known at compile time.
template <class Facts, class... B> constexpr bool shapes_may_agree() {
  constexpr int count = sizeof...(B);
  const int at[] = {B::tensor...};
  const static_shape in[] = {static_shape_of<std::remove_const_t<typename B::in_type>>...};
  const auto extent = [&](int i, int k) { return in[i].rank < 0 ? -1 : in[i].extents[k]; };
  const auto name = [&](int i, int k) { return Facts::written.table[at[i]].axes[k]; };
  for (int i = 0; i < 2 * count; ++i) {
    const auto n = extent(i / 2, i % 2);
    if (n < 0) continue;
    if (name(i / 2, i % 2) == unit_extent && n != 1) return false;
    for (int k = 0; k < i; ++k)
      if (const auto m = extent(k / 2, k % 2); m >= 0 && m != n && name(i / 2, i % 2) == name(k / 2, k % 2))
        return false;
  }
  return true;
}

/// Whether the formula has neighbours of the tensor's entries, and all of them along axes of which it has one entry.
template <class Facts, class B> constexpr bool is_alone() {
  constexpr unsigned neighbours = Facts::written.neighbours[B::tensor];
  constexpr static_shape own = static_shape_of<std::remove_const_t<typename B::in_type>>;
  for (int k = 0; k < max_axes; ++k)
    if ((neighbours >> k & 1) != 0 && own.extent(k) != 1) return false;
  return neighbours != 0;
}

/// Whether a call takes buffers for derivatives of tensors.
enum class buffers : std::int8_t { none, some, any };

/// Of the names and of what is asked for.
template <class Facts, buffers Buffers, order Order, class... B> constexpr fault names_fault() {
  const int at[] = {B::tensor...};
  const bool wanted[] = {B::wanted...}, directed[] = {B::directed...};
  std::uint64_t bound = 0;
  bool any = false;
  for (int i = 0; i < static_cast<int>(sizeof...(B)); ++i) {
    if (at[i] < 0) return fault::unknown;
    if ((bound >> at[i] & 1) != 0) return fault::twice;
    bound |= std::uint64_t{1} << at[i];
    any |= wanted[i];
  }
  if (bound != all_tensors(Facts::written.tensor_count)) return fault::unbound;
  if (any && Buffers == buffers::none) return fault::needless_buffer;
  if (!any && Buffers == buffers::some) return fault::no_buffer;
  for (int i = 0; i < static_cast<int>(sizeof...(B)); ++i)
    if (wanted[i] && directed[i] != (Order == order::hessian_vector))
      return directed[i] ? fault::needless_direction : fault::no_direction;
  return fault::none;
}

template <class Facts, buffers Buffers, order Order, class... B> constexpr fault bounds_fault() {
  constexpr fault of_names = names_fault<Facts, Buffers, Order, B...>();
  const fault each[] = {bound_fault<B>()...};
  for (const fault f : each)
    if (f == fault::formula) return f;
  if constexpr (of_names != fault::none) {
    return of_names;
  } else if constexpr (((bound_fault<B>() != fault::none) || ...)) {
    for (const fault f : each)
      if (f != fault::none) return f;
    return fault::none;
  } else {
    const fault of_sparse[] = {sparse_fault<Facts, B>()...};
    for (const fault f : of_sparse)
      if (f != fault::none) return f;
    if (!entries_agree<B...>) return fault::mixed;
    if (!buffers_agree<B...>()) return fault::mixed_buffers;
    if (!shapes_may_agree<Facts, B...>()) return fault::sizes;
    return (is_alone<Facts, B>() || ...) ? fault::alone : fault::none;
  }
}

/// The first fault of a call with these arguments. A formula with a fault of its own has been refused already.
template <class Facts, buffers Buffers, order Order, class... Args> constexpr fault call_fault() {
  constexpr int named = (0 + ... + int{is_binding<std::remove_cvref_t<Args>>});
  constexpr int count = sizeof...(Args);
  if constexpr (Facts::written.trouble != problem::none)
    return fault::none;
  else if constexpr (count == 0)
    return fault::nothing;
  else if constexpr (named == count)
    return bounds_fault<Facts, Buffers, Order, decltype(dsl::bind<Facts>(std::declval<Args&>()))...>();
  else if constexpr (named > 0)
    return fault::half_named;
  else if constexpr (Facts::written.tensor_count > 1)
    return fault::nameless;
  else if constexpr (count > 3)
    return fault::surplus;
  else
    return bounds_fault<Facts, Buffers, Order, decltype(bind_directly(std::declval<Args>()...))>();
}

}  // namespace regula::dsl

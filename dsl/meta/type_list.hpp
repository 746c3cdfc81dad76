// SPDX-License-Identifier: MIT
/// A list of types with cheap access by position and by type.
#pragma once
#include <cstddef>
#include <type_traits>
#include <utility>

namespace regula {

template <class... T> struct type_list { static constexpr int size = sizeof...(T); };

namespace dsl {

template <int I, class T> struct indexed { using type = T; };
template <class Indices, class... T> struct indexed_types;
template <int... I, class... T> struct indexed_types<std::integer_sequence<int, I...>, T...> : indexed<I, T>... {};

template <int I, class T> indexed<I, T> find_at(const indexed<I, T>*);

template <int I, class List> struct type_at_impl;
template <int I, class... T> struct type_at_impl<I, type_list<T...>> {
  using all = indexed_types<std::make_integer_sequence<int, sizeof...(T)>, T...>;
  using type = typename decltype(find_at<I>(static_cast<const all*>(nullptr)))::type;
};
template <int I, class List> using type_at = typename type_at_impl<I, List>::type;

/// Position of T in the list, or -1.
template <class T, class List> inline constexpr int position_of = -1;
template <class T, class... U>
inline constexpr int position_of<T, type_list<U...>> = [] {
  const bool same[] = {std::is_same_v<T, U>..., false};
  for (int i = 0; i < static_cast<int>(sizeof...(U)); ++i)
    if (same[i]) return i;
  return -1;
}();

/// The lists joined, each type kept once, first appearance first.
template <class Out, class... Lists> struct unite { using type = Out; };
template <class... Out, class... Rest>
struct unite<type_list<Out...>, type_list<>, Rest...> : unite<type_list<Out...>, Rest...> {};
template <class... Out, class Head, class... Tail, class... Rest>
struct unite<type_list<Out...>, type_list<Head, Tail...>, Rest...>
    : unite<std::conditional_t<(std::is_same_v<Head, Out> || ...), type_list<Out...>, type_list<Out..., Head>>,
            type_list<Tail...>, Rest...> {};

}  // namespace dsl
}  // namespace regula

// SPDX-License-Identifier: MIT
/// A text read in the compiler: the type that the operators make, and its values.
#pragma once
#include <dsl/grammar/parser.hpp>
#include <dsl/grammar/refusal.hpp>
#include <dsl/graph/lower.hpp>
#include <limits>

namespace regula::dsl {

/// The nodes of a text that is a formula, at most N.
template <int N> struct typed_nodes {
  parsed_node nodes[N]{};
  parse_result result;
};
template <fixed_string Text, class Users> struct typed_text {
  static constexpr int length = static_cast<int>(Text.view().size());
  using users = Users;
  static constexpr auto text = Text;
  static constexpr auto parsed = [] {
    parse_arena<length> arena;
    typed_nodes<nodes_for(length)> out;
    out.result = parse(Text.view(), words_of<Users>, arena.room());
    for (int i = 0; i < out.result.node_count; ++i) out.nodes[i] = arena.nodes[i];
    return out;
  }();
  static constexpr int root = parsed.result.node_count - 1;

  template <int I> static constexpr auto name() {
    constexpr auto& n = parsed.nodes[I];
    char characters[static_cast<std::size_t>(n.length) + 1]{};
    for (int k = 0; k < n.length; ++k) characters[k] = Text.text[n.position + k];
    return fixed_string{characters};
  }
};

template <int What> struct kind_of_operator { static constexpr auto kind = yap::expr_kind::call; };
template <> struct kind_of_operator<atom_id::add> { static constexpr auto kind = yap::expr_kind::plus; };
template <> struct kind_of_operator<atom_id::subtract> { static constexpr auto kind = yap::expr_kind::minus; };
template <> struct kind_of_operator<atom_id::multiply> { static constexpr auto kind = yap::expr_kind::multiplies; };
template <> struct kind_of_operator<atom_id::divide> { static constexpr auto kind = yap::expr_kind::divides; };
template <> struct kind_of_operator<atom_id::negate> { static constexpr auto kind = yap::expr_kind::negate; };

template <class T, int I> constexpr auto typed_leaf() {
  constexpr auto& n = T::parsed.nodes[I];
  constexpr double value = n.has_value ? n.value : std::numeric_limits<double>::quiet_NaN();
  if constexpr (n.what == constant_node)
    return terminal<constant_leaf<n.p, n.q>>{};
  else if constexpr (n.what == tensor_node)
    return terminal<tensor_leaf<T::template name<I>()>>{};
  else if constexpr (n.named)
    return make_node<yap::expr_kind::terminal>(coefficient_leaf<T::template name<I>(), n.free>{value});
  else
    return make_node<yap::expr_kind::terminal>(literal_leaf{value});
}
template <class T, int I> constexpr auto typed_node();

template <class T, int I, std::size_t... K> constexpr auto typed_call(std::index_sequence<K...>) {
  constexpr auto& n = T::parsed.nodes[I];
  constexpr auto kind = kind_of_operator<n.what>::kind;
  if constexpr (kind == yap::expr_kind::call)
    return make_node<kind>(terminal<atom_leaf<atom_at<n.what, typename T::users>, n.bits>>{},
                           typed_node<T, n.operands[K]>()...);
  else
    return make_node<kind>(typed_node<T, n.operands[K]>()...);
}
/// Node I and what is below it, as the operators make it.
template <class T, int I> constexpr auto typed_node() {
  constexpr auto& n = T::parsed.nodes[I];
  constexpr std::size_t arity = n.operands[0] < 0 ? 0 : n.operands[1] < 0 ? 1 : n.operands[2] < 0 ? 2 : 3;
  if constexpr (n.what < 0)
    return typed_leaf<T, I>();
  else
    return typed_call<T, I>(std::make_index_sequence<arity>());
}

template <fixed_string Text, class... Atoms>
using fault_of_text = typename fault_of<typed_text<Text, type_list<Atoms...>>>::type;

/// The formula, or a refused one after the sentence of what is wrong.
template <class T, fixed_string... Wrong> constexpr auto typed_formula(pieces<Wrong...>) {
  static_assert(text_is_formula<Wrong...>, "this text is no formula");
  if constexpr (sizeof...(Wrong) == 0)
    return typed_node<T, T::root>();
  else
    return refused_formula{};
}

}  // namespace regula::dsl

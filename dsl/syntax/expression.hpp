// SPDX-License-Identifier: MIT
/// The syntax tree of a formula: a Boost.YAP expression that owns its parts.
///
/// YAP's operator macros keep lvalue operands by reference, so a formula returned from a function would dangle. Here
/// operands come in by value and move into the node. The tree models yap::ExpressionTemplate: print, evaluate and
/// transform of <boost/yap/yap.hpp> work on it.
#pragma once
#include <boost/hana/tuple.hpp>
#include <boost/yap/algorithm_fwd.hpp>
#include <type_traits>
#include <utility>

namespace regula {
namespace yap = boost::yap;
namespace hana = boost::hana;

template <class...> inline constexpr bool always_false = false;

/// A node of the tree. `elements` holds the operands of an operator, the callee and arguments of a call, or a leaf.
template <yap::expr_kind Kind, class Tuple> struct expr {
  static constexpr yap::expr_kind kind = Kind;
  Tuple elements;

  /// Reached by std:: functions, comparisons and conditions on a formula; all of them want a number.
  constexpr operator double() const {
    static_assert(
        always_false<Tuple>,
        "a formula is not a number: call sin(W), max(W, V)... without std::, and bind tensors to evaluate it");
    return 0.0;
  }
};

template <class T> inline constexpr bool is_expression = false;
template <yap::expr_kind Kind, class Tuple> inline constexpr bool is_expression<expr<Kind, Tuple>> = true;

/// A formula or a part of one.
template <class T>
concept expression = is_expression<std::remove_cvref_t<T>>;

/// What an operator or an atom takes beside a formula: a formula or a plain number, which becomes a coefficient.
template <class T>
concept operand = expression<T> ||
    (std::is_arithmetic_v<std::remove_cvref_t<T>> && !std::is_same_v<std::remove_cvref_t<T>, bool>);

namespace dsl {

/// A reference into a graph under construction (rewrite/term.hpp).
template <class T>
concept symbolic = requires {
  typename T::symbolic_tag;
};

template <class Leaf> using terminal = expr<yap::expr_kind::terminal, hana::tuple<Leaf>>;

template <yap::expr_kind Kind, class... Parts> constexpr auto make_node(Parts... parts) {
  return expr<Kind, hana::tuple<Parts...>>{hana::tuple<Parts...>{std::move(parts)...}};
}

/// What stands for a formula that was refused: whatever is made of it has nothing more to say.
struct refused_leaf {};

}  // namespace dsl

template <> struct expr<yap::expr_kind::terminal, hana::tuple<dsl::refused_leaf>> {
  static constexpr yap::expr_kind kind = yap::expr_kind::terminal;
  hana::tuple<dsl::refused_leaf> elements;

  constexpr operator double() const { return 0.0; }
};

namespace dsl {
using refused_formula = terminal<refused_leaf>;
template <class T> inline constexpr bool is_refused = std::is_same_v<std::remove_cvref_t<T>, refused_formula>;
}  // namespace dsl
}  // namespace regula

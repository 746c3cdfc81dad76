// SPDX-License-Identifier: MIT
/// What an atom states about itself, and how it is called.
///
/// An atom is a struct derived from `elementwise`, `reduction` or `matrix_operation` that states
///   name, latex          text; in latex {#1}, {#2} stand for the arguments, in brackets where they need
///                        them; {#1+}, {#1*}, {#1.}: where a sum, a product, one factor needs none
///   value(x...)          the function itself, on numbers and on lanes of numbers; elementwise atoms only
///   slope(x..., y)       dy/dx, y being the value; `partials{dx1, dx2}` when there are two arguments
///   defined_as(x...)     instead of or beside `value`: the function written in other atoms
///   adjoint(x..., y, a)  instead of slope where one entry of y depends on several of x: sum_i a_i dy_i/dx
///   shape_of, compute    of a matrix operation: the shape of y, and how it is computed in memory
///   simplified(x...)     another form of the atom on x, or unchanged(x); see atoms/rule.hpp
///   on_arrays            how arrays compute it, of what neither value nor defined_as says: "{transpose}({#1}) @ {#1}" in
///                        the words of text/array_words.hpp; on_arrays_for(bits) where the node has bits
///   factor(x)            of a function that is a logarithm, summand(x) + weight ln factor(x): sums of it multiply the
///                        factors; one_plus(u) stands for 1 + u. Of atoms of the library, entry by entry, of one argument
///   reads_as(x...)       what is printed for it, in other atoms: of atoms that only slopes call
///   range_from(rx...)    the range of y from those of the arguments, instead of `range`
///   kinks_where          in words, where a derivative is missing, of what `kinks` cannot say: "entries of {#1} that tie";
///                        kinks_where_for(bits) where the node has bits. What has a definition has the kinks of that
///   words, read          how a text names it, where that is not `name` alone (atoms/word.hpp)
///   bends, runs, parameters, range, domain, kinks, ulps     where they differ from the defaults below; bends, runs and
///                        range are the strongest that hold, and the laws look for a counterexample
/// `value`, `slope` and `defined_as` are generic: the same line runs on numbers, on lanes and on formulas.
/// An atom with slope and defined_as is differentiated by its slope and then expanded; with defined_as alone it is
/// expanded first.
#pragma once
#include <cstdint>
#include <dsl/atoms/statements.hpp>
#include <dsl/atoms/word.hpp>
#include <dsl/meta/type_list.hpp>
#include <dsl/numbers/lanes.hpp>
#include <dsl/numbers/one_lane.hpp>
#include <dsl/syntax/along.hpp>
#include <limits>
#include <string_view>

namespace regula {

enum class curvature { affine, convex, concave, neither };
enum class trend { increasing, decreasing, neither };
enum class range { any, nonnegative, nonpositive };

/// Where a function is defined: the open interval and those of its ends at which it is finite.
struct interval {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

/// No point without a derivative.
struct no_kinks {
  static constexpr int count = 0;
};
/// The points without a derivative, where `slope` declares its choice.
template <int... X> struct kinks_at {
  static constexpr int count = sizeof...(X);
  static constexpr double points[] = {X...};
};

namespace dsl {
struct atom_defaults {
  static constexpr int arity = 1;
  // How many of the last arguments are settings, and positive. bends, runs: of all other arguments together, the
  // settings fixed, a sparse matrix (applies_first) too; runs when each of them grows or stays; range: of every entry, for
  // all arguments in the domain, the settings among them.
  static constexpr int parameters = 0;
  static constexpr auto bends = curvature::neither;
  static constexpr auto runs = trend::neither;
  static constexpr auto range = regula::range::any;
  static constexpr interval domain{};
  using kinks = no_kinks;
  using uses = type_list<>;         // atoms that slope or defined_as call and the library does not have
  static constexpr int ulps = 4;    // lanes may differ from the exact value by this many units in the last place;
                                    // 0 may stand for a value below the smallest normal number
  static constexpr int cost = 1;    // machine operations per entry, roughly
  static constexpr char infix = 0;  // an operator's character
  static constexpr bool parametric = false;
  static constexpr double weight = 1.0;     // of the logarithm of `factor`
  static constexpr bool by_axes = true;     // a reduction that takes rowwise(x) and the like
  static constexpr bool symmetric = false;  // a matrix operation's result always is
  /// The axes along which an entry meets its neighbours; bit k: axis k.
  static constexpr unsigned neighbours(std::uint64_t /*bits*/) { return 0; }
};
}  // namespace dsl

/// Base of atoms that work entry by entry.
struct elementwise : dsl::atom_defaults {
  static constexpr bool reduces = false;
  static constexpr auto meets = role::entries;
};
/// Base of atoms that make a scalar of a tensor, or of each row, each column... of it (syntax/along.hpp).
struct reduction : dsl::atom_defaults {
  static constexpr bool reduces = true;
  static constexpr auto meets = role::reduction;
};
/// Base of atoms whose operands and result are whole matrices in memory.
struct matrix_operation : dsl::atom_defaults {
  static constexpr bool reduces = false;
  static constexpr auto meets = role::operation;
  static constexpr bool applies_first = false;  // the first operand is a sparse matrix
  static constexpr bool packed =
      false;  // the result is no matrix but what other operations read: room(rows, cols) numbers
};

/// The slopes of an atom with several arguments, in their order.
template <class... X> struct partials;
template <class A, class B> struct partials<A, B> {
  A first;
  B second;
};
template <class A, class B, class C> struct partials<A, B, C> {
  A first;
  B second;
  C third;
};
template <class... X> partials(X...) -> partials<X...>;

namespace dsl {

template <class T> inline constexpr bool is_numeric = false;
template <> inline constexpr bool is_numeric<one_lane> = true;
template <class S> inline constexpr bool is_numeric<lanes<S>> = true;

template <class A, std::uint64_t Parameter> struct atom_leaf {};

template <class N, class X> constexpr N as_numeric(const X& x) {
  if constexpr (is_numeric<X>)
    return x;
  else if constexpr (std::is_same_v<N, one_lane>)
    return one_lane{static_cast<double>(x)};
  else
    return N::all(static_cast<double>(x));
}

/// The atom on numbers or lanes: its value, or its definition where it states none.
template <class A, std::uint64_t Parameter, class N, class... X> constexpr N evaluate(const X&... x) {
  if constexpr (A::parametric)
    return as_numeric<N>(A::template value<Parameter>(as_numeric<N>(x)...));
  else if constexpr (has_value<A>)
    return as_numeric<N>(A::value(as_numeric<N>(x)...));
  else if constexpr (A::meets != role::entries && requires { N::template of_whole<A>(); })
    return N::template of_whole<A>();
  else
    return as_numeric<N>(A::defined_as(as_numeric<N>(x)...));
}

template <class First, class... Rest>
struct first_argument
    : std::conditional_t<is_numeric<First> || symbolic<First>, std::type_identity<First>, first_argument<Rest...>> {};
template <class Last> struct first_argument<Last> : std::type_identity<Last> {};

}  // namespace dsl

/// What an atom takes: a formula, or, inside the library and inside user atoms, lanes, numbers and graph terms.
template <class T>
concept argument = expression<T> || dsl::is_numeric<T> || dsl::symbolic<T> ||(dsl::axes_of<T> != 0);

/// Several arguments, at least one of them more than a plain number.
template <class... T>
concept arguments = (argument<T> || ...) && ((argument<T> || operand<T>)&&...);

/// The atom A applied to x: a formula of a formula, a number of a number.
template <class A, std::uint64_t Parameter = 0, class... X>
  requires arguments<X...>
constexpr auto call(X... x) {
  using dsl::omission;
  constexpr unsigned axes = (0u | ... | dsl::axes_of<X>);
  static_assert(((dsl::axes_of<X> == 0 || dsl::axes_of<X> == axes) && ...),
                "the arguments name different axes: rowwise, colwise and axes<...> must agree");
  if constexpr (dsl::states_kind<A>)
    static_assert(axes == 0 || A::by_axes,
                  "this atom takes a whole matrix, not rowwise(x), colwise(x) or axes<...>(x)");
  constexpr auto missing = dsl::omission_of<A, static_cast<int>(sizeof...(X))>();
  static_assert(!(missing == omission::kind),
                "an atom derives from regula::elementwise, regula::reduction or regula::matrix_operation");
  static_assert(!(missing == omission::name), "an atom states its name and its latex");
  static_assert(!(missing == omission::misspelt),
                "an atom has a fact under another name than bends, runs, range, domain, kinks, uses, ulps, arity, "
                "latex, value, slope, defined_as, adjoint, shape_of, compute");
  static_assert(!(missing == omission::value),
                "an atom states its value: static auto value(const auto& x), or defined_as(const auto& x)");
  static_assert(!(missing == omission::definition),
                "a reduction states its value in other atoms: static auto defined_as(const auto& x)");
  static_assert(!(missing == omission::shape),
                "a matrix operation states its shape: static constexpr auto shape_of(auto& extents, "
                "const regula::dsl::shape* x, std::uint64_t bits)");
  static_assert(!(missing == omission::computation),
                "a matrix operation states how it is computed: template <class S> static void compute(const auto& "
                "out, const auto* x, std::uint64_t bits, auto& workspace)");
  static_assert(!(missing == omission::slope),
                "an atom states its slope: static auto slope(const auto& x, const auto& y), y being the value");
  static_assert(
      !(missing == omission::parameters),
      "an atom's value and defined_as take as many arguments as its arity says, slope y after them, adjoint y and a");
  static_assert(!(missing == omission::arguments),
                "an atom is called with as many arguments as its arity says: norm2(W), max(W, V), clamp(W, 0.0, 1.0)");
  using kind = typename dsl::first_argument<X...>::type;
  if constexpr (missing != omission::none)
    return dsl::refused_formula{};
  else if constexpr (axes != 0 && A::reduces)
    return call<A, axes>(dsl::without_axes(std::move(x))...);
  else if constexpr (axes != 0)
    return dsl::gather_along<axes>(call<A, Parameter>(dsl::without_axes(std::move(x))...));
  else if constexpr ((expression<X> || ...))
    return dsl::make_node<yap::expr_kind::call>(dsl::terminal<dsl::atom_leaf<A, Parameter>>{},
                                                dsl::lift(std::move(x))...);
  else if constexpr (dsl::symbolic<kind>)
    return kind::template apply<A>(Parameter, x...);
  else
    return dsl::evaluate<A, Parameter, kind>(x...);
}

}  // namespace regula

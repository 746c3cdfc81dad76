// SPDX-License-Identifier: MIT
/// The atoms' blocks as data and functions on graphs, for the passes that walk a graph of values.
#pragma once
#include <dsl/rewrite/term.hpp>

namespace regula::dsl {

/// f called with the arity's first terms and whatever follows. Terms of a reduction know the axes it gathers.
template <class A, class F, class... More>
constexpr auto with_arguments(builder& graph, const operand_list& x, std::uint64_t bits, F f, const More&... more) {
  const auto scope = A::reduces && bits != 0 ? static_cast<unsigned>(bits) & all_axes : all_axes;
  const auto at = [&](int k) { return term{graph, x.at[k], x.written[k], {0, scope}}; };
  if constexpr (A::arity == 0)
    return f(more...);
  else if constexpr (A::arity == 1)
    return f(at(0), more...);
  else if constexpr (A::arity == 2)
    return f(at(0), at(1), more...);
  else
    return f(at(0), at(1), at(2), more...);
}

template <class T> inline constexpr int slope_count = 1;
template <class... X> inline constexpr int slope_count<partials<X...>> = sizeof...(X);

template <class A, class T> constexpr void store_slopes(builder& graph, const T& t, std::int16_t* slopes) {
  const auto id = [&](const auto& x) { return as_index(term::id_in(x, graph)); };
  if constexpr (slope_count<T> != A::arity) {
    graph.report(problem::wrong_slopes);
  } else if constexpr (A::arity == 1) {
    slopes[0] = id(t);
  } else {
    slopes[0] = id(t.first);
    slopes[1] = id(t.second);
    if constexpr (A::arity == 3) slopes[2] = id(t.third);
  }
}

template <class A> constexpr void slope_rule(builder& graph, const operand_list& x, int self, std::int16_t* slopes) {
  const term y{graph, self};
  const auto bits = graph[self].bits;
  if constexpr (A::parametric)
    store_slopes<A>(graph, A::slope(term{graph, x.at[0]}, y, bits), slopes);
  else
    store_slopes<A>(graph,
                    with_arguments<A>(
                        graph, x, bits, [](auto... t) { return A::slope(t...); }, y),
                    slopes);
}

template <class A>
constexpr void adjoint_rule(builder& graph, const operand_list& x, int self, int adjoint, std::int16_t* shares) {
  const term y{graph, self}, a{graph, adjoint, graph.shape_of(self)};
  const auto bits = graph[self].bits;
  if constexpr (A::parametric)
    store_slopes<A>(graph,
                    with_arguments<A>(
                        graph, x, bits, [](auto... t) { return A::adjoint(t...); }, y, a, bits),
                    shares);
  else
    store_slopes<A>(graph,
                    with_arguments<A>(
                        graph, x, bits, [](auto... t) { return A::adjoint(t...); }, y, a),
                    shares);
}

template <class A> constexpr int definition_rule(builder& graph, const operand_list& x, std::uint64_t bits) {
  if constexpr (A::parametric)
    return term::id_in(with_arguments<A>(
                           graph, x, bits, [](auto... t) { return A::defined_as(t...); }, bits),
                       graph);
  else
    return term::id_in(with_arguments<A>(graph, x, bits, [](auto... t) { return A::defined_as(t...); }), graph);
}

/// The node that the atom's own rule finds; -1 where it leaves the call as it is.
template <class A> constexpr int simplified_rule(builder& graph, const operand_list& x, std::uint64_t bits) {
  const auto made = [&] {
    if constexpr (A::parametric)
      return with_arguments<A>(
          graph, x, bits, [](auto... t) { return A::simplified(t...); }, bits);
    else
      return with_arguments<A>(graph, x, bits, [](auto... t) { return A::simplified(t...); });
  }();
  return made.is_unchanged() ? -1 : made.id();
}

template <class A> constexpr int reading_rule(builder& graph, const operand_list& x, std::uint64_t bits) {
  return term::id_in(with_arguments<A>(graph, x, bits, [](auto... t) { return A::reads_as(t...); }), graph);
}

template <class A> constexpr range range_rule(const range* x, std::uint64_t bits) {
  if constexpr (A::arity == 2)
    return A::range_from(x[0], x[1]);
  else if constexpr (A::parametric)
    return A::range_from(x[0], bits);
  else
    return A::range_from(x[0]);
}

template <class A> constexpr atom_rules make_rules() {
  atom_rules r{};
  r.facts = facts_of<A>;
  r.has_slope = has_slope<A>;
  r.has_definition = has_definition<A>;
  r.has_adjoint = has_adjoint<A>;
  r.has_simplified = has_simplified<A>;
  r.has_reading = has_reading<A>;
  r.has_range = has_range_rule<A>;
  if constexpr (has_slope<A>) r.slope = &slope_rule<A>;
  if constexpr (has_adjoint<A>) r.adjoint = &adjoint_rule<A>;
  if constexpr (has_definition<A>) r.definition = &definition_rule<A>;
  if constexpr (has_simplified<A>) r.simplified = &simplified_rule<A>;
  if constexpr (has_reading<A>) r.reading = &reading_rule<A>;
  if constexpr (has_range_rule<A>) r.found_range = &range_rule<A>;
  return r;
}

template <class List> struct rules_table;
template <class... A> struct rules_table<type_list<A...>> {
  static constexpr const atom_rules* rows[sizeof...(A) + 1] = {&rules_of<A>..., nullptr};
};

/// Depends on Users: a file that includes penalties and calls none compiles no rules.
template <class Users> struct library_beside { using type = library_atoms; };
/// The library's atoms and a list of the user's.
template <class Users>
inline constexpr atom_set atoms_of{facts_table<Users>::rows, rules_table<Users>::rows, Users::size,
                                   rules_table<typename library_beside<Users>::type>::rows};
/// The same without their rules.
template <class Users> inline constexpr atom_set facts_of_atoms{facts_table<Users>::rows, nullptr, Users::size};

}  // namespace regula::dsl

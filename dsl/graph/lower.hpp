// SPDX-License-Identifier: MIT
/// From the syntax tree to nodes, as written.
#pragma once
#include <dsl/graph/written.hpp>

namespace regula::dsl {

template <class E, class Users> struct lower;

template <auto Name, class Users> struct lower<terminal<tensor_leaf<Name>>, Users> {
  static constexpr int run(writer& to) { return to.tensor(Name.view()); }
};
template <auto Name, bool Free, class Users> struct lower<terminal<coefficient_leaf<Name, Free>>, Users> {
  static constexpr int run(writer& to) { return to.coefficient(Name.view(), Free); }
};
template <class Users> struct lower<terminal<literal_leaf>, Users> {
  static constexpr int run(writer& to) { return to.coefficient({}, true); }
};
template <class Users> struct lower<refused_formula, Users> {
  static constexpr int run(writer& to) { return to.refuse(); }
};
template <long long P, long long Q, class Users> struct lower<terminal<constant_leaf<P, Q>>, Users> {
  static constexpr int run(writer& to) { return to.constant(static_cast<double>(P) / static_cast<double>(Q)); }
};

template <yap::expr_kind> struct operator_atom;
template <> struct operator_atom<yap::expr_kind::plus> { using type = add_atom; };
template <> struct operator_atom<yap::expr_kind::minus> { using type = subtract_atom; };
template <> struct operator_atom<yap::expr_kind::multiplies> { using type = multiply_atom; };
template <> struct operator_atom<yap::expr_kind::divides> { using type = divide_atom; };
template <> struct operator_atom<yap::expr_kind::negate> { using type = negate_atom; };

/// Operands in reading order, then the node.
template <class A, std::uint64_t Bits, class Users, class... X> constexpr int lower_call(writer& to) {
  const std::int16_t x[] = {as_index(lower<X, Users>::run(to))..., -1, -1, -1};
  return to.call(atom_index<A, Users>, Bits, {{x[0], x[1], x[2]}});
}
template <yap::expr_kind Kind, class... X, class Users> struct lower<expr<Kind, hana::tuple<X...>>, Users> {
  static constexpr int run(writer& to) { return lower_call<typename operator_atom<Kind>::type, 0, Users, X...>(to); }
};
template <class A, std::uint64_t Bits, class... X, class Users>
struct lower<expr<yap::expr_kind::call, hana::tuple<terminal<atom_leaf<A, Bits>>, X...>>, Users> {
  static constexpr int run(writer& to) { return lower_call<A, Bits, Users, X...>(to); }
};

/// The user's own atoms in E, with those that their slopes use; and how many nodes E has.
template <class A> struct own_atoms : unite<type_list<A>, typename A::uses> {};
template <class A>
  requires(position_of<A, library_atoms> >= 0)
struct own_atoms<A> {
  using type = type_list<>;
};
template <class E> struct survey {
  using users = type_list<>;
  static constexpr int nodes = 1;
};
template <yap::expr_kind Kind, class... X>
  requires(Kind != yap::expr_kind::terminal)
struct survey<expr<Kind, hana::tuple<X...>>> {
  using users = typename unite<type_list<>, typename survey<X>::users...>::type;
  static constexpr int nodes = 1 + (survey<X>::nodes + ...);
};
template <class A, std::uint64_t Bits> struct survey<terminal<atom_leaf<A, Bits>>> {
  using users = typename own_atoms<A>::type;
  static constexpr int nodes = 0;
};

template <class E> constexpr auto write_down() {
  using users = typename survey<std::remove_cv_t<E>>::users;
  constexpr int n = survey<std::remove_cv_t<E>>::nodes;
  written_formula<n> f;
  arena<n> graph;
  std::int16_t parents[extents_of(n)]{};
  shape node_shapes[n]{};
  writer to({graph.room(), f.nodes, f.table, f.shapes, f.tensors, f.coefficients, f.neighbours, f.leaf_slots, parents,
             node_shapes},
            {facts_table<users>::rows, nullptr, users::size}, f);
  lower<std::remove_cv_t<E>, users>::run(to);
  to.finish();
  return f;
}

/// What is known of the formula with syntax tree E.
template <class E> struct formula_facts {
  static constexpr auto written = [] {
    written_formula<1> f;
    f.trouble = problem::not_a_formula;
    return f;
  }();
};
template <expression E> struct formula_facts<E> {
  using users = typename survey<std::remove_cv_t<E>>::users;
  static constexpr auto written = write_down<E>();
};

}  // namespace regula::dsl

// SPDX-License-Identifier: MIT
/// From the syntax tree to nodes, as written: the printer reads them, rewrite/canonical.hpp simplifies them.
#pragma once
#include <dsl/rewrite/rules.hpp>
#include <string_view>

namespace regula::dsl {

/// A coefficient's name, or its number where it has none.
struct coefficient_name {
  std::string_view given;
  char automatic[8]{};
  bool free = true;

  constexpr bool named() const { return !given.empty(); }
  constexpr std::string_view view() const {
    if (named()) return given;
    std::size_t length = 0;  // not strlen: g++ 12 warns that these constants have no end
    while (length < sizeof automatic && automatic[length] != 0) ++length;
    return {automatic, length};
  }
};

/// A formula as written: its nodes, the last one the root, and its names. N bounds them all.
template <int N> struct written_formula {
  node nodes[N]{};
  shape table[N]{};          // the shapes that domains name: first those of the tensors
  std::int16_t shapes[N]{};  // by tensor: the first tensor of equal shape
  std::string_view tensors[N]{};
  coefficient_name coefficients[N]{};
  std::int16_t leaf_slots[N]{};  // by coefficient leaf in reading order
  int size = 0, tensor_count = 0, coefficient_count = 0, leaf_count = 0, shape_count = 0;
  problem trouble = problem::none;
  std::uint64_t applied = 0, used = 0;  // bit t: tensor t is a sparse matrix that is applied; is met entry by entry
};

/// Names met so far.
struct lowering {
  builder& graph;
  std::string_view* tensors;
  coefficient_name* coefficients;
  std::int16_t* leaf_slots;
  extents& sizes;
  shape* shapes;  // by node
  int tensor_count = 0, coefficient_count = 0, leaf_count = 0, automatic_count = 0;

  constexpr int tensor(std::string_view name) {
    int t = 0;
    while (t < tensor_count && tensors[t] != name) ++t;
    if (t == tensor_count) tensors[tensor_count++] = name;
    shape own;
    for (int k = 0; k < max_axes; ++k) own.axes[k] = first_extent(t, k);
    return record(graph.append({tensor_node, 0, {-1, -1, -1}, static_cast<std::uint64_t>(t)}, range::any), own);
  }
  /// The name of a tensor's extent.
  static constexpr std::int16_t first_extent(int tensor, int axis) {
    return static_cast<std::int16_t>(1 + max_axes * tensor + axis);
  }
  constexpr int coefficient(std::string_view name, bool free) {
    int slot = 0;
    while (slot < coefficient_count && (name.empty() || coefficients[slot].given != name)) ++slot;
    if (slot == coefficient_count) {
      auto& c = coefficients[coefficient_count++];
      c.given = name;
      c.free = free;
      if (name.empty()) write_automatic(c.automatic, automatic_count++);
    }
    leaf_slots[leaf_count++] = static_cast<std::int16_t>(slot);
    const bool is_free = coefficients[slot].free;
    return graph.append(coefficient_of(slot, is_free), is_free ? range::any : range::nonnegative);
  }
  constexpr int call(int what, std::uint64_t bits, operand_list x) {
    const auto& r = rules(graph, what);
    const auto& f = r.facts;
    shape of[max_operands]{}, made{};
    for (int k = 0; k < f.arity; ++k) of[k] = shapes[x.at[k]];
    if (r.has_shape) {
      made = r.found_shape(sizes, of, bits);
    } else {
      for (int k = 0; k < f.arity; ++k) made = fitted(made, of[k]);
      if (f.reduces) made = made.without(bits == 0 ? all_axes : static_cast<unsigned>(bits));
    }
    bool scalars = true;
    for (int k = 0; k < f.arity; ++k) scalars = scalars && of[k] == shape{};
    if (f.meets == role::reduction && scalars) return graph.report(problem::reduction_of_scalar);
    const std::int16_t domain = made == shape{} ? scalar_domain : std::int16_t{0};
    return record(
        graph.append({static_cast<std::int16_t>(what), domain, {x.at[0], x.at[1], x.at[2]}, bits}, range::any), made);
  }
  constexpr int record(int node, const shape& s) {
    shapes[node] = s;
    return node;
  }
  /// The shape of a + b: axes that both have are equal.
  constexpr shape fitted(const shape& a, const shape& b) {
    for (int k = 0; k < max_axes; ++k)
      if (a.axes[k] != unit_extent && b.axes[k] != unit_extent) sizes.same(a.axes[k], b.axes[k]);
    return broadcast(a, b);
  }

private:
  static constexpr void write_automatic(char* out, int n) {
    *out++ = 'c';
    char digits[8]{};
    int count = 0;
    do digits[count++] = static_cast<char>('0' + n % 10);
    while ((n /= 10) > 0);
    while (count > 0) *out++ = digits[--count];
  }
};

template <class E, class Users> struct lower;

template <auto Name, class Users> struct lower<terminal<tensor_leaf<Name>>, Users> {
  static constexpr int run(lowering& l) { return l.tensor(Name.view()); }
};
template <auto Name, bool Free, class Users> struct lower<terminal<coefficient_leaf<Name, Free>>, Users> {
  static constexpr int run(lowering& l) { return l.coefficient(Name.view(), Free); }
};
template <class Users> struct lower<terminal<literal_leaf>, Users> {
  static constexpr int run(lowering& l) { return l.coefficient({}, true); }
};
template <class Users> struct lower<refused_formula, Users> {
  static constexpr int run(lowering& l) { return l.graph.report(problem::refused); }
};
template <long long P, long long Q, class Users> struct lower<terminal<constant_leaf<P, Q>>, Users> {
  static constexpr int run(lowering& l) {
    const double v = static_cast<double>(P) / static_cast<double>(Q);
    return l.graph.append(constant_of(v), v < 0 ? range::nonpositive : range::nonnegative);
  }
};

template <yap::expr_kind> struct operator_atom;
template <> struct operator_atom<yap::expr_kind::plus> { using type = add_atom; };
template <> struct operator_atom<yap::expr_kind::minus> { using type = subtract_atom; };
template <> struct operator_atom<yap::expr_kind::multiplies> { using type = multiply_atom; };
template <> struct operator_atom<yap::expr_kind::divides> { using type = divide_atom; };
template <> struct operator_atom<yap::expr_kind::negate> { using type = negate_atom; };

/// Operands in reading order, then the node.
template <class A, std::uint64_t Bits, class Users, class... X> constexpr int lower_call(lowering& l) {
  const std::int16_t x[] = {static_cast<std::int16_t>(lower<X, Users>::run(l))..., -1, -1, -1};
  return l.call(atom_index<A, Users>, Bits, {{x[0], x[1], x[2]}});
}
template <yap::expr_kind Kind, class... X, class Users> struct lower<expr<Kind, hana::tuple<X...>>, Users> {
  static constexpr int run(lowering& l) { return lower_call<typename operator_atom<Kind>::type, 0, Users, X...>(l); }
};
template <class A, std::uint64_t Bits, class... X, class Users>
struct lower<expr<yap::expr_kind::call, hana::tuple<terminal<atom_leaf<A, Bits>>, X...>>, Users> {
  static constexpr int run(lowering& l) { return lower_call<A, Bits, Users, X...>(l); }
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

/// Names the shape of every node by its place in a table that begins with those of the tensors.
template <int N> constexpr void settle_shapes(written_formula<N>& f, const extents& sizes, const shape* shapes) {
  for (int t = 0; t < f.tensor_count; ++t) {
    shape own;
    for (int k = 0; k < max_axes; ++k) own.axes[k] = lowering::first_extent(t, k);
    f.table[t] = sizes.rooted(own);
  }
  f.shape_count = f.tensor_count;
  const auto place = [&](const shape& s) {
    int i = 0;
    while (i < f.shape_count && !(f.table[i] == s)) ++i;
    if (i == f.shape_count) f.table[f.shape_count++] = s;
    return static_cast<std::int16_t>(i);
  };
  for (int t = 0; t < f.tensor_count; ++t) f.shapes[t] = place(f.table[t]);
  for (int i = 0; i < f.size; ++i) {
    const auto s = sizes.rooted(shapes[i]);
    for (const auto e : s.axes)
      if (e > max_axes * f.tensor_count) f.trouble = problem::unknown_size;
    f.nodes[i].domain = s == shape{} ? scalar_domain : place(s);
  }
}

template <class E> constexpr auto write_down() {
  using users = typename survey<std::remove_cv_t<E>>::users;
  constexpr int n = survey<std::remove_cv_t<E>>::nodes;
  written_formula<n> f;
  arena<n> room;
  builder graph{room, rules_table<users>::rows, users::size};
  std::int16_t parents[(max_axes + 1) * n + 1]{};
  shape shapes[n]{};
  extents sizes{parents, max_axes * n + 1};
  lowering l{graph, f.tensors, f.coefficients, f.leaf_slots, sizes, shapes};
  const int root = lower<std::remove_cv_t<E>, users>::run(l);
  f.size = graph.size();
  f.tensor_count = l.tensor_count;
  f.coefficient_count = l.coefficient_count;
  f.leaf_count = l.leaf_count;
  f.trouble = graph.trouble();
  for (int i = 0; i < f.size; ++i) f.nodes[i] = graph[i];
  if (f.trouble == problem::none) settle_shapes(f, sizes, shapes);
  for (int i = 0; i < f.size; ++i)
    for (int k = 0; k < max_operands; ++k)
      if (const int x = f.nodes[i].operands[k];
          x >= 0 && f.nodes[x].what == tensor_node && f.nodes[x].bits < max_tensors)
        (k == 0 && f.nodes[i].what >= 0 && facts(graph, f.nodes[i].what).applies_first ? f.applied : f.used) |=
            std::uint64_t{1} << f.nodes[x].bits;
  if (f.trouble == problem::none && f.tensor_count == 0) f.trouble = problem::no_tensor;
  if (f.trouble == problem::none && !f.nodes[root].scalar()) f.trouble = problem::not_a_scalar;
  for (int t = 0; t < f.tensor_count; ++t)
    for (int c = 0; c < f.coefficient_count; ++c)
      if (f.tensors[t] == f.coefficients[c].given) f.trouble = problem::two_roles;
  if (f.tensor_count > max_tensors) f.trouble = problem::too_many_tensors;
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

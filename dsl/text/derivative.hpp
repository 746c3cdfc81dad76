// SPDX-License-Identifier: MIT
/// The simplified derivative of a formula as text: the graph is made at compile time, values are put in at run time.
#pragma once
#include <dsl/plan/request.hpp>
#include <dsl/reading/rebuild.hpp>
#include <dsl/text/style.hpp>

namespace regula::dsl {

/// The nodes that a derivative is computed from, in a room that may be too large for them.
template <int N> struct derivative_draft {
  node nodes[N]{};
  shape table[N]{};
  int size = 0, shape_count = 0;
  problem trouble = problem::none;
};

/// Keeps the nodes below `root`, which comes last.
template <int N> constexpr void copy_live(const builder& g, int root, derivative_draft<N>& out) {
  bool live[N]{};
  std::int16_t place[N]{};
  live[root] = true;
  for (int i = root; i >= 0; --i)
    for (const int x : g[i].operands)
      if (live[i] && x >= 0) live[x] = true;
  for (int i = 0; i <= root; ++i) {
    if (!live[i]) continue;
    node n = g[i];
    for (auto& x : n.operands)
      if (x >= 0) x = place[x];
    place[i] = static_cast<std::int16_t>(out.size);
    out.nodes[out.size++] = n;
  }
}

template <class Facts, int Tensor, order Order, int N> constexpr auto draft_derivative() {
  constexpr auto& f = Facts::written;
  using users = typename Facts::users;
  derivative_draft<N> d;
  arena<N> room;
  builder g{room, rules_table<users>::rows, users::size};
  g.seed_shapes(f.table, f.shape_count);
  std::int16_t place[N]{};
  output out[2]{};
  const int root = canonicalize(g, f.nodes, f.size, place);
  if (g.trouble() == problem::none) answer<N>(g, root, f, {false, std::uint64_t{1} << Tensor, false, Order}, out);
  d.trouble = g.trouble();
  if (d.trouble == problem::none) copy_live(g, out[0].node, d);
  d.shape_count = g.shape_count();
  for (int i = 0; i < d.shape_count; ++i) d.table[i] = g.shapes()[i];
  for (auto& n : d.nodes)
    if (n.what == extent_node && n.slot() == f.shapes[Tensor]) n.bits = Tensor;  // size(W), not that of its peer
  return d;
}

/// A derivative's nodes, and the shapes that they name.
template <int N, int S> struct derivative_graph {
  node nodes[N]{};
  shape table[S]{};
};

/// The room grows until the graph fits.
template <class Facts, int Tensor, order Order, int N> constexpr auto make_derivative() {
  if constexpr (N > 30000) {  // operands are 16-bit
    static_assert(N <= 30000, "the derivative of this formula is too large to print");
    return derivative_graph<1, 1>{};
  } else {
    constexpr auto d = draft_derivative<Facts, Tensor, Order, N>();
    static_assert(!(d.trouble == problem::undeclared_atom),
                  "an atom's slope calls another atom of yours: list it, using uses = regula::type_list<that_atom>");
    static_assert(!(d.trouble == problem::wrong_slopes),
                  "slope and adjoint return a derivative for each argument: partials{da, db}, partials{da, db, dc}");
    static_assert(
        !(d.trouble == problem::compared),
        "slope, adjoint and defined_as run on formulas, which are not compared: greater(x, 0.0) is 1 where x > 0");
    static_assert(!(d.trouble == problem::no_derivative), "the formula has an atom without this derivative");
    static_assert(!(d.trouble == problem::no_diagonal),
                  "the diagonal of the Hessian is known where entries do not meet their neighbours or matrix products");
    if constexpr (d.trouble == problem::too_large) {
      return make_derivative<Facts, Tensor, Order, 2 * N>();
    } else {
      derivative_graph<std::max(d.size, 1), d.shape_count> graph;
      for (int i = 0; i < d.size; ++i) graph.nodes[i] = d.nodes[i];
      for (int i = 0; i < d.shape_count; ++i) graph.table[i] = d.table[i];
      return graph;
    }
  }
}
template <class Facts, int Tensor, order Order>
inline constexpr auto derivative_nodes = make_derivative<Facts, Tensor, Order, 12 * Facts::written.size + 96>();

template <class Facts, int Tensor, order Order> formula_view derivative_view(const double* values) {
  auto f = written_view<Facts>(values);
  constexpr auto& graph = derivative_nodes<Facts, Tensor, Order>;
  f.nodes = graph.nodes;
  f.size = static_cast<int>(std::size(graph.nodes));
  f.table = graph.table;
  f.shape_count = static_cast<int>(std::size(graph.table));
  return f;
}

inline std::string derivative_text(formula_view f, text_style s) {
  const bool honest = s.form == text_form::cpp;
  const auto graph = honest ? as_it_is(f) : for_reading(f, s.coefficients == shown::values);
  f.table = graph.table.data();
  f.shape_count = static_cast<int>(graph.table.size());
  const auto shown_nodes = present(graph, honest);
  f.nodes = shown_nodes.data();
  f.size = static_cast<int>(shown_nodes.size());
  return text_of(f, s);
}

}  // namespace regula::dsl

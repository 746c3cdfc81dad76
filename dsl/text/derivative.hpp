// SPDX-License-Identifier: MIT
/// The simplified derivative of a formula as text: the graph is made at compile time, values are put in at run time.
#pragma once
#include <dsl/plan/request.hpp>
#include <dsl/text/present.hpp>
#include <dsl/text/style.hpp>
#include <memory>

namespace regula::dsl {

/// The nodes that a derivative is computed from, in a room that may be too large for them.
template <int N> struct derivative_draft {
  node nodes[N]{};
  int size = 0;
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
  for (auto& n : d.nodes)
    if (n.what == extent_node && static_cast<int>(n.bits) == f.shapes[Tensor])
      n.bits = Tensor;  // size(W), not that of its peer
  return d;
}

/// The room grows until the graph fits.
template <class Facts, int Tensor, order Order, int N> constexpr auto make_derivative() {
  constexpr auto d = draft_derivative<Facts, Tensor, Order, N>();
  if constexpr (d.trouble == problem::too_large && N < 30000 / 2) {
    return make_derivative<Facts, Tensor, Order, 2 * N>();
  } else {
    static_assert(d.trouble != problem::too_large, "the derivative of this formula is too large to print");
    static_assert(d.trouble != problem::undeclared_atom,
                  "an atom's slope calls another atom of yours: list it, using uses = regula::type_list<that_atom>");
    std::array<node, static_cast<std::size_t>(d.size)> nodes{};
    for (std::size_t i = 0; i < nodes.size(); ++i) nodes[i] = d.nodes[i];
    return nodes;
  }
}
template <class Facts, int Tensor, order Order>
inline constexpr auto derivative_nodes = make_derivative<Facts, Tensor, Order, 12 * Facts::written.size + 96>();

template <class Facts, int Tensor, order Order> formula_view derivative_view(const double* values) {
  auto f = written_view<Facts>(values);
  f.nodes = derivative_nodes<Facts, Tensor, Order>.data();
  f.size = static_cast<int>(derivative_nodes<Facts, Tensor, Order>.size());
  return f;
}

/// Nodes, the root last, and in which order a reader expects them as terms of a sum.
struct ranked_nodes {
  std::vector<node> nodes;
  std::vector<int> ranks;
};

/// Numbers first, then terms in reading order of their coefficients, then terms without any.
inline std::vector<int> ranks_of(const formula_view& f) {
  std::vector<int> ranks;
  for (int i = 0; i < f.size; ++i) {
    const node& n = f.nodes[i];
    int rank = n.what == constant_node ? -1 : n.what == coefficient_node ? n.slot() : no_slot;
    for (const int x : n.operands)
      if (x >= 0 && ranks[static_cast<std::size_t>(x)] >= 0) rank = std::min(rank, ranks[static_cast<std::size_t>(x)]);
    ranks.push_back(rank);
  }
  return ranks;
}

/// The graph with its coefficients as numbers, simplified again: 2 * 0.02 is 0.04. Terms keep the ranks that their
/// coefficients gave them. Empty if the room is too small.
template <int N> ranked_nodes with_values(const formula_view& f) {
  const auto room = std::make_unique<arena<N>>();
  std::vector<atom_rules> rules;
  std::vector<const atom_rules*> users;
  for (int u = 0; u < f.user_count; ++u) {
    atom_rules facts_only{};
    facts_only.facts = f.users[u].facts;
    rules.push_back(facts_only);
  }
  for (const auto& r : rules) users.push_back(&r);
  builder g{*room, users.data(), f.user_count};
  std::vector<std::int16_t> place;
  for (int i = 0; i < f.size; ++i) {
    const node& n = f.nodes[i];
    operand_list x{{-1, -1, -1}};
    for (int k = 0; k < max_operands; ++k)
      if (n.operands[k] >= 0) x.at[k] = place[static_cast<std::size_t>(n.operands[k])];
    const int at = n.what == constant_node      ? g.constant(n.number())
                   : n.what == coefficient_node ? g.constant(f.values[n.slot()])
                   : n.what < 0                 ? g.put(n, n.what == extent_node ? range::nonnegative : range::any)
                                                : normal(g, n.what, x, n.bits);
    place.push_back(static_cast<std::int16_t>(at));
  }
  if (g.trouble() != problem::none) return {};

  const auto before = ranks_of(f);
  const auto size = static_cast<std::size_t>(place.back()) + 1;
  ranked_nodes out{{}, std::vector<int>(size, no_slot)};
  for (std::size_t i = 0; i < size; ++i) out.nodes.push_back(g[static_cast<int>(i)]);
  for (std::size_t i = 0; i < place.size(); ++i)
    if (const auto at = static_cast<std::size_t>(place[i]); at < size)
      out.ranks[at] = std::min(out.ranks[at], before[i]);
  return out;
}

inline std::string derivative_text(formula_view f, text_style s) {
  ranked_nodes graph{{f.nodes, f.nodes + f.size}, ranks_of(f)};
  if (s.form != text_form::cpp && s.coefficients == shown::values) {
    auto simpler = with_values<1024>(f);
    if (simpler.nodes.empty()) simpler = with_values<30000>(f);
    if (!simpler.nodes.empty()) graph = std::move(simpler);
  }
  presenter show{graph.nodes.data(), static_cast<int>(graph.nodes.size()), s.form == text_form::cpp};
  show.order_terms(graph.ranks);
  const auto shown_nodes = show.run();
  f.nodes = shown_nodes.data();
  f.size = static_cast<int>(shown_nodes.size());
  return text_of(f, s);
}

}  // namespace regula::dsl

// SPDX-License-Identifier: MIT
/// A graph made again for a reader.
#pragma once
#include <dsl/reading/neighbours.hpp>
#include <dsl/reading/present.hpp>
#include <memory>

namespace regula::dsl {

/// The library's atoms, and others of which only the facts are known.
constexpr atom_set atoms_with_facts(const atom_facts* const* users, int count) {
  return {users, nullptr, count, rules_table<library_atoms>::rows};
}

/// Nodes, the root last, the shapes they name, and in which order a reader expects them as terms of a sum.
struct ranked_nodes {
  std::vector<node> nodes;
  std::vector<shape> table;
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

/// The graph g, in which image[i] is where node i of f went, the last one being the root.
inline ranked_nodes ranked(const builder& g, const formula_view& f, const std::vector<std::int16_t>& image) {
  const auto before = ranks_of(f);
  const auto size = static_cast<std::size_t>(image.back()) + 1;
  ranked_nodes out{{}, {g.shapes(), g.shapes() + g.shape_count()}, std::vector<int>(size, no_slot)};
  for (std::size_t i = 0; i < size; ++i) out.nodes.push_back(g[static_cast<int>(i)]);
  for (std::size_t i = 0; i < image.size(); ++i)
    if (const auto at = static_cast<std::size_t>(image[i]); at < size)
      out.ranks[at] = std::min(out.ranks[at], before[i]);
  return out;
}

/// Whether readers know the atom by another name.
inline bool has_other_name(const builder& g, int what) {
  return what >= 0 && what < library_atoms::size && rules(g, what).has_reading;
}

/// Node n of the old graph on operands x of the new one. What is not entry by entry keeps its domain.
inline int rebuilt_call(builder& g, const formula_view& f, const node& n, operand_list x) {
  const auto& facts = f.atom(n.what).facts;
  if (n.what == atom_id::kept) return neighbours{g}.keep(x.at[0], pattern::from_bits(n.bits), n.domain);
  if (n.what == atom_id::spread) return spread(g, x.at[0], n.domain);
  if (has_other_name(g, n.what)) return rules(g, n.what).reading(g, x, n.bits);
  bool whole = true;  // the operands have the axes they had
  for (int k = 0; k < facts.arity; ++k) whole = whole && g[x.at[k]].scalar() == f.nodes[n.operands[k]].scalar();
  const bool by_entries = facts.meets == role::entries && facts.arity > 0;
  if (by_entries || (whole && facts.meets == role::reduction && facts.arity == 1) || n.what == atom_id::transpose)
    return neighbours{g}.fold(normal(g, n.what, x, n.bits));
  if (n.what == atom_id::sum) {  // of what has become a number
    x.written[0] = g.shape_at(f.nodes[n.operands[0]].domain);
    return normal(g, n.what, x, n.bits);
  }
  node same = n;
  for (int k = 0; k < max_operands; ++k) same.operands[k] = x.at[k];
  return g.put(same, facts.range);
}

/// The graph made again for a reader: shifts and differences by name; with `values`, coefficients as numbers,
/// simplified: 2 * 0.02 is 0.04. Terms keep the ranks that their coefficients gave them. Empty if the room is too
/// small.
template <int N> ranked_nodes rebuilt(const formula_view& f, bool values) {
  const auto room = std::make_unique<arena<N>>();
  std::vector<const atom_facts*> users;
  for (int u = 0; u < f.user_count; ++u) users.push_back(&f.users[u].facts);
  builder g{room->room(), atoms_with_facts(users.data(), f.user_count)};
  if (f.shape_count > N) return {};
  g.seed_shapes(f.table, f.shape_count);
  std::vector<std::int16_t> image;
  for (int i = 0; i < f.size && g.trouble() == problem::none; ++i) {
    const node& n = f.nodes[i];
    operand_list x{{-1, -1, -1}};
    for (int k = 0; k < max_operands; ++k)
      if (n.operands[k] >= 0) x.at[k] = image[static_cast<std::size_t>(n.operands[k])];
    const bool sure = n.what == extent_node || (n.what == coefficient_node && (n.bits & never_negative) != 0);
    const int at = n.what == constant_node                ? g.constant(n.number())
                   : values && n.what == coefficient_node ? g.constant(f.values[n.slot()])
                   : n.what < 0                           ? g.put(n, sure ? range::nonnegative : range::any)
                                                          : rebuilt_call(g, f, n, x);
    image.push_back(as_index(at));
  }
  if (g.trouble() != problem::none) return {};

  return ranked(g, f, image);
}

/// The graph as it is, what only slopes call written as readers know it.
template <int N> ranked_nodes as_it_is(const formula_view& f) {
  const ranked_nodes same{{f.nodes, f.nodes + f.size}, {f.table, f.table + f.shape_count}, ranks_of(f)};
  const auto room = std::make_unique<arena<N>>();
  builder g{room->room(), atoms_of<type_list<>>};
  const auto known = [&](const node& n) { return !has_other_name(g, n.what); };
  if (std::all_of(f.nodes, f.nodes + f.size, known) || f.shape_count > N) return same;
  g.seed_shapes(f.table, f.shape_count);
  std::vector<std::int16_t> image;
  for (int i = 0; i < f.size && g.trouble() == problem::none; ++i) {
    node n = f.nodes[i];
    for (auto& x : n.operands)
      if (x >= 0) x = image[static_cast<std::size_t>(x)];
    const int at = known(n) ? g.put(n, range::any) : rules(g, n.what).reading(g, n.operands, n.bits);
    image.push_back(as_index(at));
  }
  return g.trouble() == problem::none ? ranked(g, f, image) : same;
}
inline ranked_nodes as_it_is(const formula_view& f) { return f.size < 128 ? as_it_is<1024>(f) : as_it_is<30000>(f); }

inline ranked_nodes for_reading(const formula_view& f, bool values) {
  auto graph = rebuilt<1024>(f, values);
  if (graph.nodes.empty()) graph = rebuilt<30000>(f, values);
  return graph.nodes.empty() ? as_it_is(f) : graph;
}
inline std::vector<node> present(const ranked_nodes& graph, bool honest) {
  presenter show{graph.nodes.data(), static_cast<int>(graph.nodes.size()), honest, graph.table};
  show.order_terms(graph.ranks);
  return show.run();
}

}  // namespace regula::dsl

// SPDX-License-Identifier: MIT
/// A formula with the library's definitions written out, until all that is left says itself how it is computed.
#pragma once
#include <dsl/reading/computed.hpp>
#include <dsl/reading/rebuild.hpp>

namespace regula::dsl {

/// Whether an atom is written as it is: of entries, or of arrays by a template of its own.
inline bool is_written_as_it_is(const formula_view& f, const node& n) {
  if (n.what < 0) return true;
  const auto& a = f.atom(n.what);
  if (computed_of(f, n.what) != nullptr || !a.on_arrays.empty() || a.on_arrays_for != nullptr) return true;
  return n.what < library_atoms::size ? !rules_table<library_atoms>::rows[n.what]->has_definition
                                      : a.definition == nullptr;
}

/// One definition deep; empty if the room is too small.
template <int N> ranked_nodes written_out_once(const formula_view& f) {
  const auto room = std::make_unique<arena<N>>();
  std::vector<const atom_facts*> users;
  for (int u = 0; u < f.user_count; ++u) users.push_back(&f.users[u].facts);
  builder g{room->room(), atoms_with_facts(users.data(), f.user_count)};
  g.keep_expanded();
  if (f.shape_count > N) return {};
  g.seed_shapes(f.table, f.shape_count);
  std::vector<std::int16_t> image;
  for (int i = 0; i < f.size && g.trouble() == problem::none; ++i) {
    node n = f.nodes[i];
    operand_list x{{-1, -1, -1}};
    for (int k = 0; k < max_operands; ++k) {
      if (n.operands[k] < 0) continue;
      const auto before = f.nodes[n.operands[k]].domain;
      int at = image[static_cast<std::size_t>(n.operands[k])];
      // What a reduction gathers and a matrix operation reads has all the axes that were written.
      if (n.what >= 0 && f.atom(n.what).facts.meets != role::entries && g[at].domain != before)
        at = spread(g, at, before);
      x.at[k] = n.operands[k] = as_index(at);
      x.written[k] = g.shape_at(before);
    }
    const bool sure = n.what == extent_node || (n.what == coefficient_node && (n.bits & never_negative) != 0);
    const int at = is_written_as_it_is(f, n)      ? g.put(n, sure ? range::nonnegative : range::any)
                   : n.what < library_atoms::size ? rules(g, n.what).definition(g, x, n.bits)
                                                  : f.atom(n.what).definition(g, x, n.bits);
    image.push_back(as_index(at));
  }
  if (g.trouble() != problem::none) return {};
  return ranked(g, f, image);
}

/// The nodes, the root last, and their shapes.
inline ranked_nodes written_out(formula_view f) {
  ranked_nodes now{{f.nodes, f.nodes + f.size}, {f.table, f.table + f.shape_count}, {}};
  const auto done = [&] {
    return std::all_of(now.nodes.begin(), now.nodes.end(), [&](const node& n) { return is_written_as_it_is(f, n); });
  };
  while (!done()) {
    f.nodes = now.nodes.data();
    f.size = static_cast<int>(now.nodes.size());
    f.table = now.table.data();
    f.shape_count = static_cast<int>(now.table.size());
    auto next = written_out_once<1024>(f);
    if (next.nodes.empty()) next = written_out_once<30000>(f);
    if (next.nodes.empty()) throw error("the formula is too large to be written out");
    now = std::move(next);
  }
  return now;
}

}  // namespace regula::dsl

// SPDX-License-Identifier: MIT
/// From a formula as written to the program that answers a request: one pass after the other, in memory of the caller's.
#pragma once
#include <dsl/plan/expand.hpp>
#include <dsl/plan/outputs.hpp>
#include <dsl/plan/program.hpp>
#include <dsl/plan/select.hpp>
#include <dsl/rewrite/canonical.hpp>

namespace regula::dsl {

/// The graphs between which the passes go, and their lists.
struct compile_room {
  graph_room canonical, expanded, chosen;
  scratch lists;
};
/// Numbers that the passes keep in lists, for each node that a graph has room for.
inline constexpr int list_numbers_per_node = 8;

/// The program's nodes and shapes are in the graph `chosen`, its outputs where the caller said; or why there is none.
struct draft {
  int size = 0, output_count = 0, shape_count = 0;
  problem trouble = problem::none;
};

constexpr draft compile(const written_nodes& f, const request& r, const atom_set& atoms, compile_room room,
                        output* outputs) {
  builder canonical{room.canonical, atoms}, expanded{room.expanded, atoms}, chosen{room.chosen, atoms};
  const auto why = [&](const builder& g) { return draft{0, 0, 0, g.trouble()}; };
  auto image = room.lists;
  std::int16_t* at = image.take(f.size, -1);
  if (at == nullptr || f.shape_count > canonical.capacity()) return {0, 0, 0, problem::too_large};

  canonical.seed_shapes(f.table, f.shape_count);
  const int root = canonicalize(canonical, f.nodes, f.size, at);
  if (canonical.trouble() != problem::none) return why(canonical);
  const int count = outputs_of(canonical, root, f, r, room.lists, outputs);
  if (canonical.trouble() != problem::none) return why(canonical);

  expanded.keep_expanded();
  expanded.seed_shapes(canonical.shapes(), canonical.shape_count());
  image = room.lists;
  at = image.take(canonical.size(), -1);
  for (int o = 0; o < count; ++o) outputs[o].node = as_index(expand(canonical, outputs[o].node, expanded, at));
  if (expanded.trouble() != problem::none) return why(expanded);

  chosen.seed_shapes(expanded.shapes(), expanded.shape_count());
  image = room.lists;
  at = image.take(expanded.size(), -1);
  std::int16_t* const uses = image.take(expanded.size());
  for (int o = 0; o < count; ++o) uses[outputs[o].node] = 2;
  for (int i = 0; i < expanded.size(); ++i)
    for (const int x : expanded[i].operands)
      if (x >= 0) ++uses[x];
  selection choose{expanded, chosen, at, uses};
  for (int o = 0; o < count; ++o) outputs[o].node = as_index(choose.choose(outputs[o].node));
  if (chosen.trouble() != problem::none) return why(chosen);
  return {chosen.size(), count, chosen.shape_count(), problem::none};
}

}  // namespace regula::dsl

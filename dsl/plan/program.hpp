// SPDX-License-Identifier: MIT
/// The nodes a kernel computes, chosen for the machine: definitions expanded, minus and division instead of products.
/// Two formulas with one program share one kernel; names are not in it.
#pragma once
#include <dsl/plan/request.hpp>

namespace regula::dsl {

/// N nodes in order of dependence, and O outputs. Structural: a template argument.
template <int N, int O> struct program {
  node nodes[N]{};
  output outputs[O]{};

  static constexpr int size = N, output_count = O;
  constexpr bool operator==(const program&) const = default;
};

/// The canonical nodes below the outputs with late definitions (norm2, pseudo_huber...) expanded, in a second graph.
constexpr int expand(const builder& from, int i, builder& to, std::int16_t* place) {
  if (place[i] >= 0 || to.trouble() != problem::none) return place[i] < 0 ? 0 : place[i];
  node n = from[i];
  if (n.what < 0) return place[i] = static_cast<std::int16_t>(to.put(n, from.range_of(i)));
  for (auto& x : n.operands)
    if (x >= 0) x = static_cast<std::int16_t>(expand(from, x, to, place));
  const auto& r = rules(from, n.what);
  if (r.has_definition) return place[i] = static_cast<std::int16_t>(r.definition(to, n.operands));
  n.domain = scalar_domain;
  if (!r.facts.reduces)
    for (const int x : n.operands)
      if (x >= 0 && n.domain == scalar_domain) n.domain = to[x].domain;
  return place[i] = static_cast<std::int16_t>(to.put(n, from.range_of(i)));
}

/// Chooses instructions for node i of `from`: a - b for a + (-1) b, -x for (-1) x, a / b for a * inverse(b).
class selection {
public:
  constexpr selection(const builder& from, builder& to, std::int16_t* place, const std::int16_t* uses)
      : from_(from), to_(to), place_(place), uses_(uses) {}

  constexpr int choose(int i) {
    if (place_[i] >= 0) return place_[i];
    node n = from_[i];
    if (n.what == atom_id::add && minus(n.operands[1])) {
      n.what = static_cast<std::int16_t>(atom_id::subtract);
      n.operands[1] = from_[n.operands[1]].operands[1];
    } else if (minus(i)) {
      n.what = static_cast<std::int16_t>(atom_id::negate);
      n.operands[0] = n.operands[1];
      n.operands[1] = -1;
    } else if (n.what == atom_id::multiply && !n.scalar()) {
      for (int k = 0; k < 2; ++k) {
        const int x = n.operands[k];
        if (from_[x].what != atom_id::inverse || uses_[x] > 1 || from_[x].scalar()) continue;
        const auto dividend = n.operands[1 - k];
        n.what = static_cast<std::int16_t>(atom_id::divide);
        n.operands[0] = dividend;
        n.operands[1] = from_[x].operands[0];
        break;
      }
    }
    for (auto& x : n.operands)
      if (x >= 0) x = static_cast<std::int16_t>(choose(x));
    return place_[i] = static_cast<std::int16_t>(to_.put(n, from_.range_of(i)));
  }

private:
  constexpr bool minus(int i) const {
    const node& n = from_[i];
    return n.what == atom_id::multiply && is_number(from_, n.operands[0], -1.0);
  }
  const builder& from_;
  builder& to_;
  std::int16_t* place_;
  const std::int16_t* uses_;
};

/// A program in a room that may be too large for it.
template <int N> struct draft {
  node nodes[N]{};
  output outputs[N]{};
  int size = 0, output_count = 0;
  problem trouble = problem::none;
};

template <int N> constexpr void seed_shapes(builder& g, const written_formula<N>& f) {
  for (int t = 0; t < f.tensor_count; ++t) g.unite(f.shapes[t], static_cast<std::int16_t>(t));
}

template <class Facts, request R, int N> constexpr auto make_draft() {
  constexpr auto& f = Facts::written;
  draft<N> d;
  arena<N> rooms[3];
  using users = typename Facts::users;
  builder canonical{rooms[0], rules_table<users>::rows, users::size},
      expanded{rooms[1], rules_table<users>::rows, users::size},
      chosen{rooms[2], rules_table<users>::rows, users::size};
  seed_shapes(canonical, f);
  seed_shapes(expanded, f);
  expanded.keep_expanded();

  std::int16_t place[N]{}, uses[N]{};
  const int root = canonicalize(canonical, f.nodes, f.size, place);
  d.output_count = answer<N>(canonical, root, f, R, d.outputs);
  for (auto& p : place) p = -1;
  for (int o = 0; o < d.output_count; ++o)
    d.outputs[o].node = static_cast<std::int16_t>(expand(canonical, d.outputs[o].node, expanded, place));
  for (auto& p : place) p = -1;
  for (int o = 0; o < d.output_count; ++o) uses[d.outputs[o].node] = 2;
  for (int i = 0; i < expanded.size(); ++i)
    for (const int x : expanded[i].operands)
      if (x >= 0) ++uses[x];
  selection chooser{expanded, chosen, place, uses};
  for (int o = 0; o < d.output_count; ++o)
    if (expanded.trouble() == problem::none)
      d.outputs[o].node = static_cast<std::int16_t>(chooser.choose(d.outputs[o].node));
  for (int i = 0; i < chosen.size(); ++i) d.nodes[i] = chosen[i];
  d.size = chosen.size();
  for (const auto t : {canonical.trouble(), expanded.trouble(), chosen.trouble()})
    if (d.trouble == problem::none) d.trouble = t;
  return d;
}

inline constexpr int largest_room = 30000;  // operands are 16-bit

/// The program that answers R; the room grows until the graph fits.
template <class Facts, request R, int N> constexpr auto compile_in() {
  if constexpr (N > largest_room) {
    static_assert(N <= largest_room, "this formula is too large");
    return program<1, 1>{};
  } else {
    constexpr auto d = make_draft<Facts, R, N>();
    static_assert(d.trouble != problem::undeclared_atom,
                  "an atom's slope calls another atom of yours: list it, using uses = regula::type_list<that_atom>");
    if constexpr (d.trouble == problem::too_large) {
      return compile_in<Facts, R, 2 * N>();
    } else {
      program<d.size, d.output_count> p;
      for (int i = 0; i < d.size; ++i) p.nodes[i] = d.nodes[i];
      for (int o = 0; o < d.output_count; ++o) p.outputs[o] = d.outputs[o];
      return p;
    }
  }
}

template <class Facts, request R>
inline constexpr auto program_of = compile_in<Facts, R, 12 * Facts::written.size + 96>();

}  // namespace regula::dsl

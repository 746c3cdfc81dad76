// SPDX-License-Identifier: MIT
/// The nodes a kernel computes, chosen for the machine: definitions expanded, minus and division instead of products.
/// Two formulas with one program share one kernel; names are not in it.
#pragma once
#include <dsl/plan/request.hpp>

namespace regula::dsl {

/// N nodes in order of dependence, and O outputs. Structural: a template argument.
/// S shapes that its domains name, or 0 where all domains are those of tensors: then it is one loop over entries after
/// the other (plan/stages.hpp), else it has panels and matrices (plan/panels.hpp).
template <int N, int O, int S> struct program {
  node nodes[N]{};
  output outputs[O]{};
  shape shapes[S == 0 ? 1 : S]{};

  static constexpr int size = N, output_count = O, shape_count = S;
  constexpr bool operator==(const program&) const = default;
  constexpr shape shape_at(std::int16_t domain) const { return domain == scalar_domain ? shape{} : shapes[domain]; }
};

/// The canonical nodes below the outputs with late definitions (norm2, pseudo_huber...) expanded, in a second graph.
constexpr int expand(const builder& from, int i, builder& to, std::int16_t* place) {
  if (place[i] >= 0 || to.trouble() != problem::none) return place[i] < 0 ? 0 : place[i];
  node n = from[i];
  if (n.what < 0) return place[i] = static_cast<std::int16_t>(to.put(n, from.range_of(i)));
  for (auto& x : n.operands)
    if (x >= 0) x = static_cast<std::int16_t>(expand(from, x, to, place));
  const auto& r = rules(from, n.what);
  if (r.has_definition) return place[i] = static_cast<std::int16_t>(r.definition(to, n.operands, n.bits));
  return place[i] = static_cast<std::int16_t>(to.put(n, from.range_of(i)));
}

/// Chooses instructions for node i of `from`: a - b for a + (-1) b, -x for (-1) x, a / b for a * inverse(b),
/// inverse_sqrt(x) for inverse(sqrt(x)) where nothing else needs the root.
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
        if (from_[x].what != atom_id::inverse || uses_[x] > 1 || from_[x].scalar() || of_root(x)) continue;
        const auto dividend = n.operands[1 - k];
        n.what = static_cast<std::int16_t>(atom_id::divide);
        n.operands[0] = dividend;
        n.operands[1] = from_[x].operands[0];
        break;
      }
    }
    if (of_root(i)) {
      n.what =
          static_cast<std::int16_t>(n.what == atom_id::inverse ? atom_id::inverse_sqrt : atom_id::safe_inverse_sqrt);
      n.operands[0] = from_[n.operands[0]].operands[0];
    }
    if (n.what == atom_id::multiply && from_[n.operands[0]].scalar() && !n.scalar()) {
      if (const auto made = narrow_first(i, n.operands[0], n.operands[1]); made >= 0) return place_[i] = made;
    }
    for (auto& x : n.operands)
      if (x >= 0) x = static_cast<std::int16_t>(choose(x));
    return place_[i] = static_cast<std::int16_t>(to_.put(n, from_.range_of(i)));
  }

private:
  /// s * (row * x) as (s * row) * x: one product per entry less.
  constexpr std::int16_t narrow_first(int i, int scalar, int product) {
    const node& inner = from_[product];
    if (inner.what != atom_id::multiply || uses_[product] > 1) return -1;
    const int narrow = from_[inner.operands[0]].domain != inner.domain ? 0 : 1;
    const auto row = inner.operands[narrow];
    if (from_[row].domain == inner.domain || from_[row].scalar()) return -1;
    const auto join = [&](int a, int b, std::int16_t domain, range r) {
      return static_cast<std::int16_t>(to_.put({static_cast<std::int16_t>(atom_id::multiply),
                                                domain,
                                                {static_cast<std::int16_t>(a), static_cast<std::int16_t>(b), -1},
                                                0},
                                               r));
    };
    const auto rows = join(choose(scalar), choose(row), from_[row].domain, range::any);
    return join(rows, choose(inner.operands[1 - narrow]), inner.domain, from_.range_of(i));
  }
  constexpr bool of_root(int i) const {
    const node& n = from_[i];
    return (n.what == atom_id::inverse || n.what == atom_id::safe_inverse) && !n.scalar() &&
           from_[n.operands[0]].what == atom_id::sqrt && uses_[n.operands[0]] == 1;
  }
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
  shape shapes[N]{};
  int size = 0, output_count = 0, shape_count = 0;
  problem trouble = problem::none;
};

/// Whether every part is a scalar or has the shape of one tensor, and nothing needs an entry beside its own.
template <int N> constexpr bool is_flat(const builder& g, const draft<N>& d, int tensors) {
  for (int i = 0; i < d.size; ++i) {
    const node& n = d.nodes[i];
    if (n.domain >= tensors || (n.what == extent_node && static_cast<int>(n.bits) >= tensors)) return false;
    if (n.what < 0) continue;
    const auto meets = facts(g, n.what).meets;
    if (meets == role::view || meets == role::operation || n.what == atom_id::kept || n.what == atom_id::spread)
      return false;
    if (meets == role::reduction && !n.scalar()) return false;
    for (const int x : n.operands)
      if (x >= 0 && meets == role::entries && !d.nodes[x].scalar() && d.nodes[x].domain != n.domain) return false;
  }
  for (int o = 0; o < d.output_count; ++o)
    if (const auto at = d.nodes[d.outputs[o].node].domain; at != scalar_domain && at != d.outputs[o].domain)
      return false;
  return true;
}

template <class Facts, request R, int N> constexpr auto make_draft() {
  constexpr auto& f = Facts::written;
  draft<N> d;
  arena<N> rooms[3];
  using users = typename Facts::users;
  builder canonical{rooms[0], rules_table<users>::rows, users::size},
      expanded{rooms[1], rules_table<users>::rows, users::size},
      chosen{rooms[2], rules_table<users>::rows, users::size};
  canonical.seed_shapes(f.table, f.shape_count);
  expanded.keep_expanded();

  std::int16_t place[N]{}, uses[N]{};
  const int root = canonicalize(canonical, f.nodes, f.size, place);
  d.output_count = answer<N>(canonical, root, f, R, d.outputs);
  expanded.seed_shapes(canonical.shapes(), canonical.shape_count());
  for (auto& p : place) p = -1;
  for (int o = 0; o < d.output_count; ++o)
    d.outputs[o].node = static_cast<std::int16_t>(expand(canonical, d.outputs[o].node, expanded, place));
  chosen.seed_shapes(expanded.shapes(), expanded.shape_count());
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
  if (!is_flat(chosen, d, f.tensor_count)) d.shape_count = chosen.shape_count();
  for (int i = 0; i < d.shape_count; ++i) d.shapes[i] = chosen.shapes()[i];
  for (const auto t : {canonical.trouble(), expanded.trouble(), chosen.trouble()})
    if (d.trouble == problem::none) d.trouble = t;
  return d;
}

inline constexpr int largest_room = 30000;  // operands are 16-bit

/// The program that answers R; the room grows until the graph fits.
template <class Facts, request R, int N> constexpr auto compile_in() {
  if constexpr (N > largest_room) {
    static_assert(N <= largest_room, "this formula is too large");
    return program<1, 1, 0>{};
  } else {
    constexpr auto d = make_draft<Facts, R, N>();
    static_assert(!(d.trouble == problem::undeclared_atom),
                  "an atom's slope calls another atom of yours: list it, using uses = regula::type_list<that_atom>");
    static_assert(!(d.trouble == problem::wrong_slopes),
                  "slope and adjoint return a derivative for each argument: partials{da, db}, partials{da, db, dc}");
    static_assert(
        !(d.trouble == problem::compared),
        "slope, adjoint and defined_as run on formulas, which are not compared: greater(x, 0.0) is 1 where x > 0");
    static_assert(!(d.trouble == problem::no_derivative && R.derivative == order::first),
                  "the formula has a matrix operation that states no adjoint: only its value is known");
    static_assert(!(d.trouble == problem::no_derivative && R.derivative != order::first),
                  "the formula has an atom without a second derivative: only its value and gradient are known");
    static_assert(!(d.trouble == problem::no_diagonal),
                  "the diagonal of the Hessian is known where entries do not meet their neighbours or matrix products: "
                  "ask for hessian_vector");
    if constexpr (d.trouble == problem::too_large) {
      return compile_in<Facts, R, 2 * N>();
    } else {
      program<d.size, d.output_count, d.shape_count> p;
      for (int i = 0; i < d.shape_count; ++i) p.shapes[i] = d.shapes[i];
      for (int i = 0; i < d.size; ++i) p.nodes[i] = d.nodes[i];
      for (int o = 0; o < d.output_count; ++o) p.outputs[o] = d.outputs[o];
      return p;
    }
  }
}

template <class Facts, request R>
inline constexpr auto program_of = compile_in<Facts, R, 12 * Facts::written.size + 96>();

}  // namespace regula::dsl

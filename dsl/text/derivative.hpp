// SPDX-License-Identifier: MIT
/// The simplified derivative of a formula as text: the graph is made at compile time, values are put in at run time.
#pragma once
#include <dsl/plan/program_of.hpp>
#include <dsl/plan/run_time.hpp>
#include <dsl/reading/rebuild.hpp>
#include <dsl/text/style.hpp>

namespace regula::dsl {

/// The nodes that a derivative is computed from, its root last, and the shapes that they name, in a room of N.
template <int N> struct derivative_draft {
  node nodes[N]{};
  shape table[N]{};
  int size = 0, shape_count = 0;
  problem trouble = problem::none;
};

/// Keeps the nodes below `root`, in `nodes`; size(W) is that of W, not of its peer `same`. live, image: room for the graph's
/// nodes. Returns how many.
constexpr int copy_live(const builder& g, int root, int tensor, int same, bool* live, std::int16_t* image,
                        node* nodes) {
  int size = 0;
  live[root] = true;
  for (int i = root; i >= 0; --i)
    for (const int x : g[i].operands)
      if (live[i] && x >= 0) live[x] = true;
  for (int i = 0; i <= root; ++i) {
    if (!live[i]) continue;
    node n = g[i];
    for (auto& x : n.operands)
      if (x >= 0) x = image[x];
    if (n.what == extent_node && n.slot() == same) n.bits = static_cast<std::uint64_t>(tensor);
    image[i] = as_index(size);
    nodes[size++] = n;
  }
  return size;
}
/// The derivative's root in g; g says what is wrong with it.
constexpr int derivative_root(builder& g, const written_nodes& f, int tensor, order derivative, scratch lists) {
  g.seed_shapes(f.table, f.shape_count);
  auto image = lists;
  output out[2]{};
  const int root = canonicalize(g, f.nodes, f.size, image.take(f.size));
  if (g.trouble() == problem::none)
    outputs_of(g, root, f, {false, std::uint64_t{1} << tensor, false, derivative}, lists, out);
  return out[0].node;
}

template <class Facts, int Tensor, order Order> struct derivative_maker {
  template <int N> struct in_room {
    static constexpr auto made = [] {
      constexpr written_nodes f = nodes_of<Facts>();
      derivative_draft<N> d;
      arena<N> room;
      std::int16_t numbers[list_numbers_per_node * N]{};
      builder g{room.room(), atoms_of<typename Facts::users>};
      const int root = derivative_root(g, f, Tensor, Order, {numbers, list_numbers_per_node * N});
      d.trouble = g.trouble();
      if (d.trouble != problem::none) return d;
      bool live[N]{};
      std::int16_t image[N]{};
      d.size = copy_live(g, root, Tensor, f.shapes[Tensor], live, image, d.nodes);
      d.shape_count = g.shape_count();
      for (int i = 0; i < d.shape_count; ++i) d.table[i] = g.shapes()[i];
      return d;
    }();
  };
};

/// The derivative's nodes; the room grows until its graph fits.
template <class Facts, int Tensor, order Order> constexpr auto& derivative_nodes() {
  constexpr auto& d =
      grown<derivative_maker<Facts, Tensor, Order>::template in_room, first_room(Facts::written.size)>();
  static_assert(!(d.trouble == problem::too_large || first_room(Facts::written.size) > largest_room),
                "the derivative of this formula is too large to print");
  static_cast<void>(atoms_fit<d.trouble>());
  static_assert(!(d.trouble == problem::no_derivative), "the formula has an atom without this derivative");
  static_assert(!(d.trouble == problem::no_diagonal),
                "the diagonal of the Hessian is known where entries do not meet their neighbours or matrix products");
  return d;
}

/// As derivative_nodes, at run time, in vectors.
struct derivative_at_run_time {
  std::vector<node> nodes;
  std::vector<shape> table;
  problem trouble = problem::none;
};
inline derivative_at_run_time make_derivative(const written_nodes& f, int tensor, order derivative,
                                              const atom_set& atoms) {
  for (int n = first_room(f.size);; n *= 2) {
    graph_vectors room(n);
    std::vector<std::int16_t> numbers(static_cast<std::size_t>(list_numbers_per_node * n));
    builder g{room.room(), atoms};
    const int root = derivative_root(g, f, tensor, derivative, {numbers.data(), list_numbers_per_node * n});
    if (grows(g.trouble(), n)) continue;
    derivative_at_run_time d{{}, {g.shapes(), g.shapes() + g.shape_count()}, g.trouble()};
    if (d.trouble != problem::none) return d;
    const auto live = std::make_unique<bool[]>(static_cast<std::size_t>(root) + 1);
    std::vector<std::int16_t> image(static_cast<std::size_t>(root) + 1);
    d.nodes.resize(image.size());
    const int size = copy_live(g, root, tensor, f.shapes[tensor], live.get(), image.data(), d.nodes.data());
    d.nodes.resize(static_cast<std::size_t>(size));
    return d;
  }
}

template <class Facts, int Tensor, order Order> formula_view derivative_view(const double* values) {
  auto f = written_view<Facts>(values);
  constexpr auto& graph = derivative_nodes<Facts, Tensor, Order>();
  f.nodes = graph.nodes;
  f.size = graph.size;
  f.table = graph.table;
  f.shape_count = graph.shape_count;
  return f;
}

/// A derivative as `Writer` writes formulas.
template <class Writer> std::string derivative_text(formula_view f, text_style s) {
  const bool honest = is_source(s.form);
  const auto graph = honest ? as_it_is(f) : for_reading(f, s.coefficients == shown::values);
  f.table = graph.table.data();
  f.shape_count = static_cast<int>(graph.table.size());
  f.is_derivative = true;
  const auto shown_nodes = present(graph, honest);
  f.nodes = shown_nodes.data();
  f.size = static_cast<int>(shown_nodes.size());
  return Writer::text(f, s);
}

}  // namespace regula::dsl

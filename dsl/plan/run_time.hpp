// SPDX-License-Identifier: MIT
/// Programs and plans made at run time, by the functions that the compiler runs too, in vectors.
#pragma once
#include <dsl/graph/written.hpp>
#include <dsl/plan/compile.hpp>
#include <dsl/plan/flat.hpp>
#include <dsl/plan/growth.hpp>
#include <dsl/plan/scheduler.hpp>
#include <dsl/rewrite/one_entry.hpp>
#include <string>
#include <vector>

namespace regula::dsl {

/// A graph's memory.
class graph_vectors {
public:
  explicit graph_vectors(int capacity)
      : nodes_(size(capacity)),
        chain_(size(capacity)),
        keys_(size(capacity)),
        shapes_(size(capacity)),
        ranges_(size(capacity)) {}
  graph_room room() {
    return {nodes_.data(),  chain_.data(),  keys_.data(),
            shapes_.data(), ranges_.data(), static_cast<int>(nodes_.size())};
  }
  std::vector<node> first_nodes(int n) const { return {nodes_.begin(), nodes_.begin() + n}; }
  std::vector<shape> first_shapes(int n) const { return {shapes_.begin(), shapes_.begin() + n}; }

private:
  static std::size_t size(int n) { return static_cast<std::size_t>(n); }
  std::vector<node> nodes_;
  std::vector<std::int16_t> chain_, keys_;
  std::vector<shape> shapes_;
  std::vector<range> ranges_;
};

/// A formula of at most `capacity` nodes: write it node by node, operands first, then finish.
class written_at_run_time : public written_summary {
public:
  written_at_run_time(int capacity, const atom_set& atoms)
      : graph_(capacity),
        nodes_(size_of(capacity)),
        table_(size_of(capacity)),
        shapes_(size_of(capacity)),
        tensors_(size_of(capacity)),
        coefficients_(size_of(capacity)),
        neighbours_(size_of(capacity)),
        leaf_slots_(size_of(capacity)),
        parents_(size_of(extents_of(capacity))),
        node_shapes_(size_of(capacity)),
        writer_({graph_.room(), nodes_.data(), table_.data(), shapes_.data(), tensors_.data(), coefficients_.data(),
                 neighbours_.data(), leaf_slots_.data(), parents_.data(), node_shapes_.data()},
                atoms, *this) {}
  written_at_run_time(const written_at_run_time&) = delete;
  written_at_run_time& operator=(const written_at_run_time&) = delete;

  /// Names live as long as the caller's text.
  writer& write() { return writer_; }
  written_nodes view() const {
    return {nodes_.data(), size, table_.data(), shape_count, shapes_.data(), tensor_count, coefficient_count};
  }

  /// By tensor, and by slot.
  struct name_lists {
    const std::string_view* tensors;
    const coefficient_name* coefficients;
  };
  name_lists names() const { return {tensors_.data(), coefficients_.data()}; }

private:
  static std::size_t size_of(int n) { return static_cast<std::size_t>(n); }
  graph_vectors graph_;
  std::vector<node> nodes_;
  std::vector<shape> table_;
  std::vector<std::int16_t> shapes_;
  std::vector<std::string_view> tensors_;
  std::vector<coefficient_name> coefficients_;
  std::vector<std::uint8_t> neighbours_;
  std::vector<std::int16_t> leaf_slots_, parents_;
  std::vector<shape> node_shapes_;
  writer writer_;
};

/// As trouble_of.
inline problem trouble_at_run_time(const written_nodes& f, const atom_set& atoms) {
  bool one_entry = false;
  for (int i = 0; i < f.size; ++i) one_entry = one_entry || meets_one_entry(atoms, f.nodes, f.nodes[i]);
  if (!one_entry) return problem::none;
  for (int n = first_room(f.size);; n *= 2) {
    graph_vectors room(n);
    builder g{room.room(), atoms};
    g.seed_shapes(f.table, f.shape_count);
    std::vector<std::int16_t> image(static_cast<std::size_t>(f.size));
    canonicalize(g, f.nodes, f.size, image.data());
    if (!grows(g.trouble(), n)) return g.trouble() == problem::matrix_of_one_entry ? g.trouble() : problem::none;
  }
}

/// As program_of, or why there is none.
struct program_at_run_time {
  std::vector<node> nodes;
  std::vector<output> outputs;
  std::vector<shape> shapes;
  problem trouble = problem::none;
  int tensor_count = 0;

  program_view view(const atom_set& atoms) const {
    return {nodes.data(),  static_cast<int>(nodes.size()),  outputs.data(), static_cast<int>(outputs.size()),
            shapes.data(), static_cast<int>(shapes.size()), tensor_count,   atoms};
  }
};
inline program_at_run_time make_program(const written_nodes& f, const request& r, const atom_set& atoms) {
  for (int n = first_room(f.size);; n *= 2) {
    graph_vectors canonical(n), expanded(n), chosen(n);
    std::vector<std::int16_t> numbers(static_cast<std::size_t>(list_numbers_per_node * n));
    std::vector<output> outputs(static_cast<std::size_t>(n));
    const auto d = compile(
        f, r, atoms, {canonical.room(), expanded.room(), chosen.room(), {numbers.data(), list_numbers_per_node * n}},
        outputs.data());
    if (grows(d.trouble, n)) continue;
    outputs.resize(static_cast<std::size_t>(d.output_count));
    return {chosen.first_nodes(d.size), std::move(outputs), chosen.first_shapes(d.shape_count), d.trouble,
            f.tensor_count};
  }
}

/// As plan_of.
class plan_at_run_time {
public:
  plan_at_run_time(const program_view& program, bool adds) {
    const auto n = static_cast<std::size_t>(std::max(program.size, program.output_count));
    std::vector<place> of(n), read(n);
    std::vector<std::int16_t> numbers[7];
    for (auto& each : numbers) each.resize(n);
    std::vector<sweep_group> groups(2 * n + 1);
    scheduler plan(program, adds,
                   {{of.data(), read.data(), numbers[0].data()},
                    numbers[1].data(),
                    numbers[2].data(),
                    numbers[3].data(),
                    numbers[4].data(),
                    numbers[5].data(),
                    numbers[6].data(),
                    groups.data()});
    plan_writer count({});
    plan.write(count);
    take(count.sizes());
    plan_writer out(room());
    plan.write(out);
  }
  plan_view view() const {
    return {sizes_,        phases_.data(), operations_.data(),    groups_.data(), sweeps_.data(),     code_.data(),
            nodes_.data(), loads_.data(),  accumulations_.data(), stores_.data(), temporaries_.data()};
  }

private:
  void take(const plan_sizes& z) {
    sizes_ = z;
    const auto resize = [](auto& list, int n) { list.resize(static_cast<std::size_t>(n)); };
    resize(phases_, z.phases), resize(operations_, z.operations), resize(groups_, z.groups), resize(sweeps_, z.sweeps);
    resize(code_, z.code), resize(nodes_, z.nodes), resize(loads_, z.loads), resize(accumulations_, z.accumulations);
    resize(stores_, z.stores), resize(temporaries_, z.temporaries);
  }
  plan_room room() {
    return {sizes_,        phases_.data(), operations_.data(),    groups_.data(), sweeps_.data(),     code_.data(),
            nodes_.data(), loads_.data(),  accumulations_.data(), stores_.data(), temporaries_.data()};
  }

  plan_sizes sizes_;
  std::vector<phase> phases_;
  std::vector<matrix_step> operations_;
  std::vector<sweep_group> groups_;
  std::vector<sweep> sweeps_;
  std::vector<instruction> code_;
  std::vector<std::int16_t> nodes_;
  std::vector<load> loads_;
  std::vector<accumulation> accumulations_;
  std::vector<store> stores_;
  std::vector<std::int16_t> temporaries_;
};

}  // namespace regula::dsl

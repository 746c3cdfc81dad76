// SPDX-License-Identifier: MIT
/// A formula's program and plan made at run time, against what the compiler made: node by node, sweep by sweep.
#pragma once
#include <dsl/plan/recipe.hpp>
#include <dsl/plan/run_time.hpp>
#include <tests/catch.hpp>

namespace plan_test {

using namespace regula::dsl;

template <class A, class B> bool equal(const A* a, const B* b, int n) { return std::equal(a, a + n, b); }
inline bool operator_equal(const list& a, const list& b) {
  return a.count == b.count && (a.count == 0 || a.first == b.first);
}

/// The formula of F written again, node by node, from its nodes, names and nothing else.
template <class Facts> void write_again(written_at_run_time& out) {
  constexpr auto& f = Facts::written;
  int leaf = 0;
  for (int i = 0; i < f.size; ++i) {
    const node& n = f.nodes[i];
    const auto& c = n.what == coefficient_node ? f.coefficients[f.leaf_slots[leaf++]] : f.coefficients[0];
    const int at = n.what == tensor_node        ? out.write().tensor(f.tensors[n.slot()])
                   : n.what == coefficient_node ? out.write().coefficient(c.given, c.free)
                   : n.what == constant_node
                       ? out.write().constant(n.number())
                       : out.write().call(n.what, n.bits, {{n.operands[0], n.operands[1], n.operands[2]}});
    REQUIRE(at == i);
  }
  out.write().finish();
}

template <class T> bool same_parts(const T* a, int n, const T* b, int m) {
  return n == m && std::equal(a, a + n, b, [](const T& x, const T& y) {
           if constexpr (std::is_same_v<T, phase>)
             return operator_equal(x.operations, y.operations) && operator_equal(x.scalars, y.scalars) &&
                    operator_equal(x.groups, y.groups);
           else if constexpr (std::is_same_v<T, matrix_step>)
             return x.node == y.node && x.output == y.output;
           else if constexpr (std::is_same_v<T, sweep_group>)
             return x.phase == y.phase && x.domain == y.domain && x.apart == y.apart &&
                    operator_equal(x.sweeps, y.sweeps) && operator_equal(x.rims, y.rims);
           else if constexpr (std::is_same_v<T, sweep>)
             return x.group == y.group && x.turn == y.turn && operator_equal(x.code, y.code) &&
                    operator_equal(x.scalars, y.scalars) && operator_equal(x.loads, y.loads) &&
                    operator_equal(x.sums, y.sums) && operator_equal(x.folds, y.folds) &&
                    operator_equal(x.stores, y.stores) && x.cost == y.cost;
           else if constexpr (std::is_same_v<T, instruction>)
             return x.what == y.what && x.slot == y.slot &&
                    std::equal(x.operands, x.operands + max_operands, y.operands) && x.node == y.node &&
                    x.bits == y.bits;
           else if constexpr (std::is_same_v<T, load>)
             return x.node == y.node && x.from == y.from;
           else if constexpr (std::is_same_v<T, accumulation>)
             return x.node == y.node && x.what == y.what && x.from == y.from;
           else if constexpr (std::is_same_v<T, store>)
             return x.kind == y.kind && x.index == y.index && x.from == y.from && x.node == y.node;
           else
             return x == y;
         });
}

template <class Facts, request R> void same_at_run_time() {
  using users = typename Facts::users;
  constexpr auto& f = Facts::written;
  written_at_run_time again(f.size, atoms_of<users>);
  write_again<Facts>(again);
  CHECK(again.trouble == f.trouble);
  CHECK((again.applied == f.applied && again.used == f.used));
  const auto view = again.view();
  CHECK(same_parts(view.nodes, view.size, f.nodes, f.size));
  CHECK(same_parts(view.table, view.shape_count, f.table, f.shape_count));
  CHECK(same_parts(view.shapes, view.tensor_count, f.shapes, f.tensor_count));

  static constexpr auto& compiled = program_of<Facts, R>;
  const auto program = make_program(view, R, atoms_of<users>);
  REQUIRE(program.trouble == problem::none);
  const auto p = program.view(atoms_of<users>);
  CHECK(same_parts(p.nodes, p.size, compiled.nodes, compiled.size));
  CHECK(same_parts(p.outputs, p.output_count, compiled.outputs, compiled.output_count));
  CHECK(same_parts(p.shapes, p.shape_count, compiled.shapes, compiled.shape_count));

  const plan_at_run_time made(p, false);
  const auto a = made.view(), b = recipe<compiled, users, false>::plan.view();
  CHECK(same_parts(a.phases, a.sizes.phases, b.phases, b.sizes.phases));
  CHECK(same_parts(a.operations, a.sizes.operations, b.operations, b.sizes.operations));
  CHECK(same_parts(a.groups, a.sizes.groups, b.groups, b.sizes.groups));
  CHECK(same_parts(a.sweeps, a.sizes.sweeps, b.sweeps, b.sizes.sweeps));
  CHECK(same_parts(a.code, a.sizes.code, b.code, b.sizes.code));
  CHECK(same_parts(a.nodes, a.sizes.nodes, b.nodes, b.sizes.nodes));
  CHECK(same_parts(a.loads, a.sizes.loads, b.loads, b.sizes.loads));
  CHECK(same_parts(a.accumulations, a.sizes.accumulations, b.accumulations, b.sizes.accumulations));
  CHECK(same_parts(a.stores, a.sizes.stores, b.stores, b.sizes.stores));
  CHECK(same_parts(a.temporaries, a.sizes.temporaries, b.temporaries, b.sizes.temporaries));
  CHECK(is_flat(p, a, f.tensor_count) == recipe<compiled, users, false>::template is_flat<f.tensor_count>());
}

/// Value and gradients in all tensors.
template <class Facts> constexpr request everything{true, (std::uint64_t{1} << Facts::written.tensor_count) - 1, true};

}  // namespace plan_test

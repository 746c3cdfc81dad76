// SPDX-License-Identifier: MIT
/// A loaded plan run phase by phase: its matrix operations, its scalars, its groups of sweeps.
#pragma once
#include <dsl/engine/engine_group.hpp>
#include <dsl/engine/flat_engine.hpp>

namespace regula::dsl {

template <class S> class engine_run {
public:
  static void run(const loaded_plan<S>& loaded, const panel_frame<S>& f) {
    auto& memory = this_thread_workspace();
    const scratch_scope scope(memory);
    const helpers_scope helped(memory, f.on);
    const auto p = loaded.program();
    run_state<S> state{p, f, memory, memory.take<double>(p.size), memory.take<view<S>>(p.size)};
    engine_run(loaded, state).phases();
    for (int o = 0; o < p.output_count; ++o)
      if (p.outputs[o].domain == scalar_domain) f.results[o] = state.values[p.outputs[o].node];
  }

private:
  engine_run(const loaded_plan<S>& loaded, run_state<S>& state)
      : loaded_(loaded), plan_(loaded.plan()), state_(state) {}

  void phases() {
    for (int t = 0; t < plan_.sizes.temporaries; ++t)
      if (const int i = plan_.temporaries[t]; room_of(i) == nullptr)
        state_.temporaries[i] = state_.temporary(state_.p[i].domain);
    engine_group<S> groups(loaded_, state_);
    const flat_engine<S> flat(loaded_, state_);
    for (int p = 0; p < plan_.sizes.phases; ++p) {
      const auto& now = plan_.phases[p];
      for (int j = 0; j < now.operations.count; ++j) operation(plan_.operations[now.operations.first + j]);
      for (int j = 0; j < now.scalars.count; ++j) scalar(plan_.nodes[now.scalars.first + j]);
      for (int g = 0; g < now.groups.count; ++g) {
        const int group = now.groups.first + g, sweep = plan_.groups[group].sweeps.first;
        if (loaded_.flat() && flat.can_run(sweep))
          flat.run(sweep);
        else
          groups.run(group);
      }
    }
  }
  /// Of a node that is packed.
  auto room_of(int i) const -> std::ptrdiff_t (*)(std::ptrdiff_t, std::ptrdiff_t) {
    return state_.p.is_operation(i) ? loaded_.atoms()[state_.p[i].what].room : nullptr;
  }
  void scalar(int i) {
    const node& n = state_.p[i];
    double& value = state_.values[i];
    if (n.what == constant_node) {
      value = n.number();
    } else if (n.what == coefficient_node) {
      value = state_.frame.coefficients[n.slot()];
    } else if (n.what == extent_node) {
      value = state_.entries_of(static_cast<std::int16_t>(n.bits));
    } else {
      one_lane x[max_operands];
      for (int k = 0; k < max_operands; ++k) x[k] = one_lane{n.operands[k] < 0 ? 0.0 : state_.values[n.operands[k]]};
      value = loaded_.atoms()[n.what].number(x, n.bits);
    }
  }
  void operation(const matrix_step& step) {
    const int i = step.node;
    const node& n = state_.p[i];
    const auto& code = loaded_.atoms()[n.what];
    matrix_ref<const S> x[max_operands];
    for (int k = 0; k < max_operands && n.operands[k] >= 0; ++k) x[k] = state_.matrix_of(n.operands[k]);
    if (n.scalar()) {
      state_.values[i] = code.compute_number(x, n.bits, state_.memory);
    } else if (code.room != nullptr) {
      const auto packed = state_.pack(i, code.room(x[0].rows, x[0].cols), x[0].rows, x[0].cols);
      code.compute(packed, x, n.bits, state_.memory);
    } else {
      const auto& out =
          step.output >= 0 ? state_.frame.outputs[state_.p.outputs[step.output].index] : state_.temporaries[i];
      code.compute(run_state<S>::as_matrix(out), x, n.bits, state_.memory);
    }
  }

  const loaded_plan<S>& loaded_;
  const plan_view plan_;
  run_state<S>& state_;
};

}  // namespace regula::dsl

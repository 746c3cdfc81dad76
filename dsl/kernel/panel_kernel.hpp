// SPDX-License-Identifier: MIT
/// A plan run phase by phase: its matrix operations, its scalars, its groups of sweeps. Temporaries come from the thread's
/// workspace; a second call of the same shapes allocates nothing.
#pragma once
#include <dsl/kernel/group.hpp>
#include <dsl/kernel/scalars.hpp>

namespace regula::dsl {

/// Shared: for calls that bring a crew.
template <class Recipe, class S, bool Shared = false> class panel_kernel {
  using state = panel_state<Recipe, S>;
  using users = typename Recipe::users;
  static constexpr auto& plan = Recipe::plan;
  static constexpr auto& nodes = Recipe::program.nodes;

public:
  static void run(const panel_frame<S>& f) {
    auto& memory = this_thread_workspace();
    const scratch_scope scope(memory);
    const helpers_scope helped(memory, f.on);
    panel_kernel kernel(f, memory);
    kernel.phases(upto<plan.sizes.phases>{});
    give_scalars<Recipe>(kernel.s_.values, f.results);
  }

private:
  panel_kernel(const panel_frame<S>& f, workspace& memory) : s_(f, memory) {
    take_temporaries(upto<plan.sizes.temporaries>{});
  }
  template <int... J> void take_temporaries(std::integer_sequence<int, J...>) {
    in_order({(take_temporary<plan.temporaries[J]>(), 0)...});
  }
  /// What is packed says itself how much it takes, when it is computed.
  template <int I> void take_temporary() {
    if constexpr (!is_packed<I>()) s_.temporaries[I] = s_.temporary(nodes[I].domain);
  }
  template <int I> static constexpr bool is_packed() {
    if constexpr (state::program.is_operation(I))
      return atom_at<nodes[I].what, users>::packed;
    else
      return false;
  }

  template <int... P> void phases(std::integer_sequence<int, P...>) {
    in_order({(phase<P>(upto<plan.phases[P].operations.count>{}, upto<plan.phases[P].groups.count>{}), 0)...});
  }
  template <int P, int... J, int... G> void phase(std::integer_sequence<int, J...>, std::integer_sequence<int, G...>) {
    constexpr auto& now = plan.phases[P];
    in_order({(operation<now.operations.first + J>(), 0)...});
    find_scalars<Recipe, P>(s_.frame.coefficients, s_.values,
                            [&](std::int16_t domain) { return s_.entries_of(domain); });
    in_order({(panel_group<Recipe, S, Shared>(s_).template run<now.groups.first + G>(), 0)...});
  }

  template <int J> void operation() {
    constexpr int i = plan.operations[J].node, output = plan.operations[J].output;
    constexpr node n = nodes[i];
    using atom = atom_at<n.what, users>;
    matrix_ref<const S> x[max_operands];
    for (int k = 0; k < atom::arity; ++k) x[k] = s_.matrix_of(n.operands[k]);
    if constexpr (n.scalar()) {
      s_.values[i] = atom::template compute<S>(x, n.bits, s_.memory);
    } else if constexpr (atom::packed) {
      const auto packed = s_.pack(i, atom::room(x[0].rows, x[0].cols), x[0].rows, x[0].cols);
      atom::template compute<S>(packed, x, n.bits, s_.memory);
    } else if constexpr (output >= 0) {
      const auto& out = s_.frame.outputs[Recipe::program.outputs[output].index];
      atom::template compute<S>(state::as_matrix(out), x, n.bits, s_.memory);
    } else {
      atom::template compute<S>(state::as_matrix(s_.temporaries[i]), x, n.bits, s_.memory);
    }
  }

  state s_;
};

}  // namespace regula::dsl

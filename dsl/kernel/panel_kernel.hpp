// SPDX-License-Identifier: MIT
/// A program with panels and matrices, run: phase by phase its matrix operations, its scalars, its groups of sweeps.
/// Temporaries come from the thread's workspace; a second call of the same shapes allocates nothing.
#pragma once
#include <dsl/kernel/panel_group.hpp>

namespace regula::dsl {

/// Which of a user's atoms are packed.
template <class List> struct packed_among;
template <class... A> struct packed_among<type_list<A...>> {
  template <class Each> static constexpr bool is = requires { requires Each::packed; };
  static constexpr bool rows[sizeof...(A) + 1] = {is<A>..., false};
};

template <auto Program, class Users, class S, bool Add> class panel_kernel {
  using state = panel_state<Program, Users, S>;

public:
  static void run(const panel_frame<S>& f) {
    auto& memory = this_thread_workspace();
    const scratch_scope scope(memory);
    panel_kernel k(f, memory);
    k.phases(std::make_integer_sequence<int, plan.phases>{});
    for (int o = 0; o < Program.output_count; ++o)
      if (Program.outputs[o].domain == scalar_domain) f.results[o] = k.s_.values[Program.outputs[o].node];
  }

private:
  static constexpr int N = Program.size;
  static constexpr auto& plan = panels_of<Program, Users, Add>;
  using all = places<Program, Users>;

  /// Nodes of a phase: operations, or other scalars.
  struct phase_list {
    int nodes[N + 1]{}, first[N + 2]{};
  };
  template <bool Operations>
  static constexpr phase_list nodes_by_phase = [] {
    phase_list list;
    int n = 0;
    for (int p = 0; p < plan.phases; ++p) {
      for (int i = 0; i < N; ++i) {
        const bool here = Operations
                              ? plan.operation_phase[i] == p
                              : plan.scalar_phase[i] == p && plan.operation_phase[i] < 0 && !all::is_reduction(i);
        if (here) list.nodes[n++] = i;
      }
      list.first[p + 1] = n;
    }
    return list;
  }();

  panel_kernel(const panel_frame<S>& f, workspace& memory) : s_(f, memory) {
    for (int i = 0; i < N; ++i)
      if (plan.in_memory[i] && !is_packed(i)) s_.temporaries[i] = s_.temporary(Program.nodes[i].domain);
  }
  static constexpr bool is_packed(int i) {
    return all::is_operation(i) && Program.nodes[i].what >= library_atoms::size &&
           packed_among<Users>::rows[Program.nodes[i].what - library_atoms::size];
  }

  template <int... P> void phases(std::integer_sequence<int, P...>) {
    (void)std::initializer_list<int>{0, (phase<P>(), 0)...};
  }
  template <int P> void phase() {
    constexpr auto& operations = nodes_by_phase<true>;
    constexpr auto& scalars = nodes_by_phase<false>;
    run_operations<operations.first[P]>(
        std::make_integer_sequence<int, operations.first[P + 1] - operations.first[P]>{});
    run_scalars<scalars.first[P]>(std::make_integer_sequence<int, scalars.first[P + 1] - scalars.first[P]>{});
    run_groups<P>(std::make_integer_sequence<int, plan.group_count>{});
  }
  template <int P, int... G> void run_groups(std::integer_sequence<int, G...>) {
    (void)std::initializer_list<int>{0, (run_group<P, G>(), 0)...};
  }
  template <int P, int G> void run_group() {
    if constexpr (plan.groups[G].phase == P) panel_group<Program, Users, S, Add>(s_).template run<G>();
  }

  template <int First, int... J> void run_scalars(std::integer_sequence<int, J...>) {
    constexpr auto& list = nodes_by_phase<false>;
    (void)std::initializer_list<int>{
        0, (s_.values[list.nodes[First + J]] =
                scalar<Program.nodes[list.nodes[First + J]].what, Program.nodes[list.nodes[First + J]].bits>(
                    Program.nodes[list.nodes[First + J]].operands),
            0)...};
  }
  template <int What, std::uint64_t Bits> double scalar(const std::int16_t* x) const {
    if constexpr (What == constant_node) {
      return std::bit_cast<double>(Bits);
    } else if constexpr (What == coefficient_node) {
      return s_.frame.coefficients[Bits & 0xffffffffu];
    } else if constexpr (What == extent_node) {
      double n = 1.0;
      for (const auto e : Program.shape_at(static_cast<std::int16_t>(Bits)).axes)
        n *= static_cast<double>(s_.extent_of(e));
      return n;
    } else {
      const auto at = [&](int k) { return x[k] < 0 ? number{0.0} : number{s_.values[x[k]]}; };
      const number operands[] = {at(0), at(1), at(2)};
      return operate<What, Bits, Users, number>(operands, 0, 1, 2).v;
    }
  }

  template <int First, int... J> void run_operations(std::integer_sequence<int, J...>) {
    (void)std::initializer_list<int>{0, (operation<nodes_by_phase<true>.nodes[First + J]>(), 0)...};
  }
  template <int I> void operation() {
    constexpr node n = Program.nodes[I];
    using atom = atom_at<n.what, Users>;
    matrix_ref<const S> x[max_operands];
    for (int k = 0; k < atom::arity; ++k) x[k] = s_.matrix_of(n.operands[k]);
    if constexpr (n.scalar()) {
      s_.values[I] = atom::template compute<S>(x, n.bits, s_.memory);
    } else if constexpr (atom::packed) {
      s_.temporaries[I].data = s_.memory.template take<S>(atom::room(x[0].rows, x[0].cols));
      atom::template compute<S>(matrix_ref<S>{s_.temporaries[I].data, x[0].rows, x[0].cols, 1, x[0].rows}, x, n.bits,
                                s_.memory);
      s_.temporaries[I].rank = 2;
      s_.temporaries[I].extents[0] = s_.temporaries[I].strides[1] = x[0].rows;
      s_.temporaries[I].extents[1] = x[0].cols;
      s_.temporaries[I].strides[0] = 1;
    } else {
      const auto& out = plan.direct[I] >= 0
                            ? s_.frame.outputs[Program.outputs[plan.direct[I] < 0 ? 0 : plan.direct[I]].index]
                            : s_.temporaries[I];
      atom::template compute<S>(state::as_matrix(out), x, n.bits, s_.memory);
    }
  }

  state s_;
};

}  // namespace regula::dsl

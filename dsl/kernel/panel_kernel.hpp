// SPDX-License-Identifier: MIT
/// A program with panels and matrices, run: phase by phase its matrix operations, its scalars, its groups of sweeps.
/// Temporaries come from the thread's workspace; a second call of the same shapes allocates nothing.
#pragma once
#include <dsl/kernel/panels.hpp>
#include <dsl/matrix/matrix_ref.hpp>

namespace regula::dsl {

/// What a program with panels reads and writes: tensors, then the directions of as many tensors.
template <class S> struct panel_frame {
  const double* coefficients;
  const view<const S>* inputs;
  const view<S>* outputs;
  double* results;
};

/// Which of a user's atoms are packed.
template <class List> struct packed_among;
template <class... A> struct packed_among<type_list<A...>> {
  template <class Each> static constexpr bool is = requires { requires Each::packed; };
  static constexpr bool rows[sizeof...(A) + 1] = {is<A>..., false};
};

template <auto Program, class Users, class S, bool Add> class panel_kernel {
public:
  static void run(const panel_frame<S>& f) {
    auto& memory = this_thread_workspace();
    const scratch_scope scope(memory);
    panel_kernel k(f, memory);
    k.phases(std::make_integer_sequence<int, plan.phases>{});
    for (int o = 0; o < Program.output_count; ++o)
      if (Program.outputs[o].domain == scalar_domain) f.results[o] = k.values_[Program.outputs[o].node];
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

  panel_kernel(const panel_frame<S>& f, workspace& memory) : f_(f), memory_(memory) {
    for (int i = 0; i < N; ++i)
      if (plan.in_memory[i] && !is_packed(i)) temporaries_[i] = temporary(Program.nodes[i].domain);
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

  std::ptrdiff_t extent_of(std::int16_t e) const {
    if (e == unit_extent) return 1;
    const auto& v = f_.inputs[(e - 1) / max_axes];
    const int k = (e - 1) % max_axes;
    return k < v.rank ? v.extents[k] : 1;
  }
  void extents_of(std::int16_t domain, position& n) const {
    const auto s = Program.shape_at(domain);
    for (int k = 0; k < max_axes; ++k) n[k] = extent_of(s.axes[k]);
  }
  view<S> temporary(std::int16_t domain) {
    position n;
    extents_of(domain, n);
    view<S> v;
    v.rank = max_axes;
    std::ptrdiff_t size = 1;
    for (int k = 0; k < max_axes; ++k) {
      v.extents[k] = n[k];
      v.strides[k] = size;
      size *= n[k];
    }
    v.data = memory_.take<S>(size);
    return v;
  }

  // Scalars

  template <int First, int... J> void run_scalars(std::integer_sequence<int, J...>) {
    constexpr auto& list = nodes_by_phase<false>;
    (void)std::initializer_list<int>{
        0, (values_[list.nodes[First + J]] =
                scalar<Program.nodes[list.nodes[First + J]].what, Program.nodes[list.nodes[First + J]].bits>(
                    Program.nodes[list.nodes[First + J]].operands),
            0)...};
  }
  template <int What, std::uint64_t Bits> double scalar(const std::int16_t* x) const {
    if constexpr (What == constant_node) {
      return std::bit_cast<double>(Bits);
    } else if constexpr (What == coefficient_node) {
      return f_.coefficients[Bits & 0xffffffffu];
    } else if constexpr (What == extent_node) {
      double n = 1.0;
      for (const auto e : Program.shape_at(static_cast<std::int16_t>(Bits)).axes)
        n *= static_cast<double>(extent_of(e));
      return n;
    } else {
      const auto at = [&](int k) { return x[k] < 0 ? number{0.0} : number{values_[x[k]]}; };
      const number operands[] = {at(0), at(1), at(2)};
      return operate<What, Bits, Users, number>(operands, 0, 1, 2).v;
    }
  }

  // Matrix operations

  template <int First, int... J> void run_operations(std::integer_sequence<int, J...>) {
    (void)std::initializer_list<int>{0, (operation<nodes_by_phase<true>.nodes[First + J]>(), 0)...};
  }
  static constexpr bool is_packed(int i) {
    return all::is_operation(i) && Program.nodes[i].what >= library_atoms::size &&
           packed_among<Users>::rows[Program.nodes[i].what - library_atoms::size];
  }
  template <int I> void operation() {
    constexpr node n = Program.nodes[I];
    using atom = atom_at<n.what, Users>;
    matrix_ref<const S> x[max_operands];
    for (int k = 0; k < atom::arity; ++k) x[k] = matrix_of(n.operands[k]);
    if constexpr (n.scalar()) {
      values_[I] = atom::template compute<S>(x, n.bits, memory_);
    } else if constexpr (atom::packed) {
      temporaries_[I].data = memory_.take<S>(atom::room(x[0].rows, x[0].cols));
      atom::template compute<S>(matrix_ref<S>{temporaries_[I].data, x[0].rows, x[0].cols, 1, x[0].rows}, x, n.bits,
                                memory_);
      temporaries_[I].rank = 2;
      temporaries_[I].extents[0] = temporaries_[I].strides[1] = x[0].rows;
      temporaries_[I].extents[1] = x[0].cols;
      temporaries_[I].strides[0] = 1;
    } else {
      const auto& out = plan.direct[I] >= 0 ? f_.outputs[Program.outputs[plan.direct[I] < 0 ? 0 : plan.direct[I]].index]
                                            : temporaries_[I];
      atom::template compute<S>(as_matrix(out), x, n.bits, memory_);
    }
  }
  template <class T> static matrix_ref<T> as_matrix(const view<T>& v) {
    return {v.data, v.rank > 0 ? v.extents[0] : 1, v.rank > 1 ? v.extents[1] : 1, v.rank > 0 ? v.strides[0] : 1,
            v.rank > 1   ? v.strides[1]
            : v.rank > 0 ? v.extents[0]
                         : 1};
  }
  matrix_ref<const S> matrix_of(int i) const {
    if (all::is_view(i)) return matrix_of(Program.nodes[i].operands[0]).transposed();
    return as_matrix(stored(i));
  }
  view<const S> stored(int i) const {
    const node& n = Program.nodes[i];
    if (n.what == tensor_node) return f_.inputs[n.slot()];
    const auto& t = temporaries_[i];
    view<const S> v;
    v.data = t.data;
    v.rank = t.rank;
    std::copy_n(t.extents, max_axes, v.extents);
    std::copy_n(t.strides, max_axes, v.strides);
    return v;
  }

  // Groups

  template <int P, int... G> void run_groups(std::integer_sequence<int, G...>) {
    (void)std::initializer_list<int>{0, (run_group_of<P, G>(), 0)...};
  }
  template <int P, int G> void run_group_of() {
    if constexpr (plan.groups[G].phase == P)
      run_group<G>(std::make_integer_sequence<int, plan.groups[G].sweep_count>{});
  }
  template <int G, int... K> void run_group(std::integer_sequence<int, K...>) {
    constexpr auto& group = plan.groups[G];
    const scratch_scope scope(memory_);
    rim_buffer<S> rims[N];
    bound_sweep<S> sweeps[sizeof...(K)] = {bind<group.first_sweep + K>(rims)...};
    position extents;
    extents_of(group.domain, extents);
    panel_run<S> panels(extents, static_cast<unsigned>(group.kept), sweeps, sizeof...(K), values_, memory_);
    for (int i = 0; i < N; ++i)
      if (plan.in_rim[i] || folds_in(i, group)) rims[i].data = memory_.take<S>(panels.step());
    panels.run();
    (void)std::initializer_list<int>{0, (collect(plan.sweeps[group.first_sweep + K], sweeps[K]), 0)...};
  }
  static constexpr bool folds_in(int i, const sweep_group& g) {
    return all::is_reduction(i) && places_of<Program, Users>.of[i].bound() &&
           places_of<Program, Users>.of[i].phase == g.phase;
  }
  void collect(const sweep<N>& s, const bound_sweep<S>& b) {
    for (int r = 0; r < s.reduction_count; ++r)
      values_[s.reductions[r]] = s.gathers[r] == atom_id::sum ? b.totals[r].result() : b.extremes[r];
  }

  template <int K> bound_sweep<S> bind(rim_buffer<S>* rims) {
    constexpr auto& s = plan.sweeps[K];
    constexpr bool both = s.fold_count > 0 || [] {
      for (int i = 0; i < s.input_count; ++i)
        if (s.sources[i] == source::rim) return true;
      return false;
    }();
    bound_sweep<S> b;
    b.along = &sweep_loops<Program, Users, Add, K, S, (both || s.is_rim())>::sweep;
    b.across = &sweep_loops<Program, Users, Add, K, S, (!both && s.is_rim())>::sweep;
    connect(s, b, rims);
    return b;
  }
  void connect(const sweep<N>& s, bound_sweep<S>& b, rim_buffer<S>* rims) {
    b.on_rim = s.is_rim();
    b.sources = s.sources;
    b.inputs = s.input_count;
    b.in = take_all<operand<const S>>(s.input_count);
    b.in_rim = memory_.take<rim_buffer<S>*>(s.input_count);
    for (int i = 0; i < s.input_count; ++i) {
      b.in_rim[i] = s.sources[i] == source::rim ? &rims[s.inputs[i]] : nullptr;
      if (s.sources[i] == source::memory) b.in[i] = operand_of(s.inputs[i]);
      if (s.sources[i] != source::pattern) continue;
      b.in[i].is_pattern = true;
      b.in[i].mask = pattern::from_bits(Program.nodes[s.inputs[i]].bits);
    }
    b.outputs = s.store_count;
    b.out = take_all<operand<S>>(s.store_count);
    b.out_rim = memory_.take<rim_buffer<S>*>(s.store_count);
    for (int k = 0; k < s.store_count; ++k) {
      const int target = s.stores[k];
      b.out_rim[k] = target >= 2 * N ? &rims[target - 2 * N] : nullptr;
      if (target < 2 * N)
        set_memory(b.out[k], target >= N ? temporaries_[target - N] : f_.outputs[Program.outputs[target].index],
                   all_axes);
    }
    b.folds = s.fold_count;
    b.rim_sums = memory_.take<double*>(s.fold_count);
    b.rim_parts = memory_.take<rim_buffer<S>*>(s.fold_count);
    auto* starts = memory_.take<double>(s.fold_count);
    for (int k = 0; k < s.fold_count; ++k) {
      b.rim_parts[k] = &rims[s.folds[k]];
      starts[k] = start_of(s.fold_gathers[k]);
    }
    b.starts = starts;
    b.totals = memory_.take<pairwise_total>(s.reduction_count);
    b.extremes = memory_.take<double>(s.reduction_count);
    for (int r = 0; r < s.reduction_count; ++r) {
      b.totals[r].clear();
      b.extremes[r] = start_of(s.gathers[r]);
    }
  }
  template <class T> T* take_all(int n) {
    T* const first = memory_.take<T>(n);
    std::uninitialized_default_construct_n(first, n);
    return first;
  }
  /// The memory that a chain of views shows.
  operand<const S> operand_of(int i) const {
    operand<const S> x;
    if (!all::is_view(i)) {
      set_memory(x, stored(i), all_axes);
      return x;
    }
    const node& n = Program.nodes[i];
    x = operand_of(n.operands[0]);
    if (n.what == atom_id::transpose) {
      std::swap(x.strides[0], x.strides[1]);
      std::swap(x.reach[0], x.reach[1]);
    } else {
      const auto by = offset::from_bits(n.bits);
      x.reach[by.axis] += by.steps;
      x.reaches = true;
    }
    return x;
  }

  const panel_frame<S>& f_;
  workspace& memory_;
  double values_[N];
  view<S> temporaries_[N];
};

}  // namespace regula::dsl

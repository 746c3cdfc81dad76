// SPDX-License-Identifier: MIT
/// A program as loops: every pass evaluates its nodes on lanes, adds up its reductions and stores its results in one
/// sweep. Sums run in a few registers per block and then in double; nothing is allocated.
#pragma once
#include <algorithm>
#include <dsl/kernel/channel.hpp>
#include <dsl/kernel/sums.hpp>
#include <dsl/numbers/reduce.hpp>
#include <dsl/plan/stages.hpp>
#include <initializer_list>

namespace regula::dsl {

/// What a kernel reads and writes. Inputs, counts and outputs by tensor, results by output of the program.
template <class S>
struct frame {
  const double* coefficients;
  const channel<const S>* inputs;
  const std::ptrdiff_t* counts;
  const channel<S>* outputs;
  double* results;
};

/// Entries per block: what lanes of float add up before double takes over.
inline constexpr std::ptrdiff_t block = 4096;

template <auto Program, class Users, class S, bool Add>
class kernel {
 public:
  static void run(const frame<S>& f) {
    double values[nodes];
    passes(f, values, std::make_integer_sequence<int, plan.stage_count>{});
    scalars<plan.stage_count>(f, values, every_node{});
    for (int o = 0; o < Program.output_count; ++o)
      if (Program.outputs[o].domain == scalar_domain) f.results[o] = values[Program.outputs[o].node];
  }

 private:
  static constexpr auto& plan = schedule_of<Program>;
  static constexpr int nodes = Program.size;
  using every_node = std::make_integer_sequence<int, nodes>;
  using vector = lanes<S>;
  static constexpr std::ptrdiff_t width = vector::size;
  static constexpr int tensors = [] {
    int n = 1;
    for (const auto& x : Program.nodes)
      if (x.what == tensor_node) n = std::max(n, x.slot() + 1);
    return n;
  }();

  template <int K>
  static constexpr int unroll = plan.stages[K].body_count + plan.stages[K].reduction_count <= 12   ? 4
                                : plan.stages[K].body_count + plan.stages[K].reduction_count <= 24 ? 2
                                                                                                    : 1;

  template <int... K>
  static void passes(const frame<S>& f, double* values, std::integer_sequence<int, K...>) {
    (void)std::initializer_list<int>{0, (scalars<K>(f, values, every_node{}), pass<K>(f, values), 0)...};
  }

  /// The scalars that can be computed once K passes are over.
  template <int K, int... I>
  static void scalars(const frame<S>& f, double* values, std::integer_sequence<int, I...>) {
    (void)std::initializer_list<int>{0, (scalar<K, I>(f, values), 0)...};
  }
  template <int K, int I>
  [[gnu::always_inline]] static void scalar(const frame<S>& f, double* values) {
    constexpr node n = Program.nodes[I];
    if constexpr (n.scalar() && plan.ready[I] == K) {
      if constexpr (n.what == constant_node)
        values[I] = n.number();
      else if constexpr (n.what == coefficient_node)
        values[I] = f.coefficients[n.slot()];
      else if constexpr (n.what == extent_node)
        values[I] = static_cast<double>(f.counts[n.bits]);
      else if constexpr (!is_primitive_reduction(n.what))
        values[I] = apply<I, number>([values](auto x) { return number{values[Program.nodes[I].operands[x]]}; }).v;
    }
  }

  /// Atom of node I on its operands, fetched by position.
  template <int I, class N, class Fetch>
  [[gnu::always_inline]] static N apply(Fetch fetch) {
    constexpr node n = Program.nodes[I];
    using atom = atom_at<n.what, Users>;
    using zero = std::integral_constant<int, 0>;
    using one = std::integral_constant<int, 1>;
    using two = std::integral_constant<int, 2>;
    if constexpr (atom::arity == 1)
      return evaluate<atom, n.bits, N>(fetch(zero{}));
    else if constexpr (atom::arity == 2)
      return evaluate<atom, n.bits, N>(fetch(zero{}), fetch(one{}));
    else
      return evaluate<atom, n.bits, N>(fetch(zero{}), fetch(one{}), fetch(two{}));
  }

  template <int K>
  [[gnu::always_inline]] static const channel<S>& destination(const frame<S>& f, int store) {
    return f.outputs[Program.outputs[plan.stages[K].stores[store]].index];
  }

  [[gnu::always_inline]] static vector identity(int what) {
    if (what == atom_id::sum) return vector::all(0.0);
    const double end = std::numeric_limits<double>::infinity();
    return vector::all(what == atom_id::highest ? -end : end);
  }
  template <int What>
  [[gnu::always_inline]] static vector combine(vector a, vector b) {
    if constexpr (What == atom_id::sum)
      return a + b;
    else if constexpr (What == atom_id::highest)
      return max(a, b);
    else
      return min(a, b);
  }

  /// One vector of entries through pass K.
  template <int K, class Body, class Reductions, class Stores>
  struct step;
  template <int K, int... B, int... R, int... T>
  struct step<K, std::integer_sequence<int, B...>, std::integer_sequence<int, R...>, std::integer_sequence<int, T...>> {
    static constexpr auto& s = plan.stages[K];

    template <int I>
    [[gnu::always_inline]] static vector fetch(const vector* at, const vector* scalar) {
      if constexpr (Program.nodes[I].scalar())
        return scalar[s.position[I]];
      else
        return at[s.position[I]];
    }
    template <int Q>
    [[gnu::always_inline]] static void compute(vector* at, const vector* scalar, const S* const* in, std::ptrdiff_t i) {
      constexpr int I = s.body[Q];
      constexpr node n = Program.nodes[I];
      if constexpr (n.what == tensor_node)
        at[Q] = vector::load(in[n.slot()] + i);
      else
        at[Q] = apply<I, vector>([at, scalar](auto x) { return fetch<Program.nodes[I].operands[decltype(x)::value]>(at, scalar); });
    }
    template <int Q>
    [[gnu::always_inline]] static void store(const vector* at, const vector* scalar, S* const* out, std::ptrdiff_t i) {
      const vector x = fetch<Program.outputs[s.stores[Q]].node>(at, scalar);
      S* to = out[Q] + i;
      if constexpr (Add)
        (vector::load(to) + x).store(to);
      else
        x.store(to);
    }
    [[gnu::always_inline]] static void run(const vector* scalar, vector* sums, const S* const* in, S* const* out,
                                           std::ptrdiff_t i) {
      vector at[sizeof...(B) + 1];
      (void)std::initializer_list<int>{0, (compute<B>(at, scalar, in, i), 0)...};
      (void)std::initializer_list<int>{
          0, (sums[R] = combine<Program.nodes[s.reductions[R]].what>(sums[R], fetch<Program.nodes[s.reductions[R]].operands[0]>(at, scalar)), 0)...};
      (void)std::initializer_list<int>{0, (store<T>(at, scalar, out, i), 0)...};
    }
    // Written as folds, not loops: g++ keeps small loops over registers in memory at -O2.
    [[gnu::always_inline]] static void clear(vector* sums) {
      (void)std::initializer_list<int>{0, (sums[R] = identity(Program.nodes[s.reductions[R]].what), 0)...};
    }
    [[gnu::always_inline]] static void copy(vector* to, const vector* from) {
      (void)std::initializer_list<int>{0, (to[R] = from[R], 0)...};
    }
    template <int... C>
    [[gnu::always_inline]] static void copy_scalars(vector* to, const vector* from, std::integer_sequence<int, C...>) {
      (void)std::initializer_list<int>{0, (to[C] = from[C], 0)...};
    }
    [[gnu::always_inline]] static void join(vector* a, const vector* b) {
      (void)std::initializer_list<int>{0, (a[R] = combine<Program.nodes[s.reductions[R]].what>(a[R], b[R]), 0)...};
    }
    [[gnu::always_inline]] static void cut(vector* sums, int m) {
      (void)std::initializer_list<int>{0, (sums[R] = keep_first(sums[R], m, identity(Program.nodes[s.reductions[R]].what)), 0)...};
    }
    template <int Q>
    [[gnu::always_inline]] static double gathered(const vector* sums) {
      constexpr int what = Program.nodes[s.reductions[Q]].what;
      if constexpr (what == atom_id::sum)
        return total(sums[Q]);
      else if constexpr (what == atom_id::highest)
        return highest(sums[Q]);
      else
        return lowest(sums[Q]);
    }
    [[gnu::always_inline]] static void finish(double* values, const vector* sums) {
      (void)std::initializer_list<int>{0, (values[s.reductions[R]] = gathered<R>(sums), 0)...};
    }
    template <int Q>
    [[gnu::always_inline]] static void flush(pairwise_total* totals, double* best, const vector* sums) {
      constexpr int what = Program.nodes[s.reductions[Q]].what;
      const double x = gathered<Q>(sums);
      if constexpr (what == atom_id::sum)
        totals[Q].add(x);
      else
        best[Q] = (what == atom_id::highest ? max(number{best[Q]}, number{x}) : min(number{best[Q]}, number{x})).v;
    }
    [[gnu::always_inline]] static void flush_all(pairwise_total* totals, double* best, const vector* sums) {
      (void)std::initializer_list<int>{0, (flush<R>(totals, best, sums), 0)...};
    }
    template <int... I>
    [[gnu::always_inline]] static bool is_straight(const frame<S>& f, std::integer_sequence<int, I...>) {
      bool all = true;
      (void)std::initializer_list<int>{0, (all &= f.inputs[s.reads[I]].straight(), 0)...};
      (void)std::initializer_list<int>{0, (all &= destination<K>(f, T).straight(), 0)...};
      return all;
    }
    template <int... I>
    [[gnu::always_inline]] static void point(const frame<S>& f, std::ptrdiff_t from, const S** in, S** out, std::integer_sequence<int, I...>) {
      (void)std::initializer_list<int>{0, (in[s.reads[I]] = f.inputs[s.reads[I]].base + from, 0)...};
      (void)std::initializer_list<int>{0, (out[T] = destination<K>(f, T).base + from, 0)...};
    }
    [[gnu::always_inline]] static void broadcast(vector* scalar, const double* values) {
      broadcast_each(scalar, values, std::make_integer_sequence<int, s.scalar_count>{});
    }
    template <int... C>
    [[gnu::always_inline]] static void broadcast_each(vector* scalar, const double* values, std::integer_sequence<int, C...>) {
      (void)std::initializer_list<int>{0, (scalar[C] = vector::all(values[s.scalars[C]]), 0)...};
    }
  };
  template <int K>
  using step_of = step<K, std::make_integer_sequence<int, plan.stages[K].body_count>,
                       std::make_integer_sequence<int, plan.stages[K].reduction_count>,
                       std::make_integer_sequence<int, plan.stages[K].store_count>>;

  template <int K>
  using reads = std::make_integer_sequence<int, plan.stages[K].read_count>;

  /// n entries through pass K; `sums` carries the reductions from stretch to stretch.
  template <int K>
  static void sweep(const vector* scalars_in, vector* sums, const S* const* inputs, S* const* outputs, std::ptrdiff_t n) {
    constexpr auto& s = plan.stages[K];
    constexpr int R = s.reduction_count, O = s.store_count, U = unroll<K>;
    // Lanes may alias anything: the loop keeps its own pointers, scalars and sums.
    vector scalar[s.scalar_count + 1];
    step_of<K>::copy_scalars(scalar, scalars_in, std::make_integer_sequence<int, s.scalar_count>{});
    const S* in[tensors];
    S* out[O + 1];
    vector sum[U][R + 1];
    std::copy_n(inputs, tensors, in);
    std::copy_n(outputs, O, out);
    step_of<K>::copy(sum[0], sums);
    if constexpr (U > 1) step_of<K>::clear(sum[1]);
    if constexpr (U > 2) step_of<K>::clear(sum[2]), step_of<K>::clear(sum[3]);
    std::ptrdiff_t i = 0;
    for (; i + U * width <= n; i += U * width) {
      step_of<K>::run(scalar, sum[0], in, out, i);
      if constexpr (U > 1) step_of<K>::run(scalar, sum[1], in, out, i + width);
      if constexpr (U > 2) step_of<K>::run(scalar, sum[2], in, out, i + 2 * width);
      if constexpr (U > 3) step_of<K>::run(scalar, sum[3], in, out, i + 3 * width);
    }
    for (; i < n; i += width) {
      const auto m = std::min(width, n - i);
      alignas(64) S padded_in[tensors][width], padded_out[O + 1][width];
      const S* from[tensors];
      S* to[O + 1];
      for (int t = 0; t < tensors; ++t) from[t] = in[t] == nullptr || m == width ? in[t] + i : std::fill_n(std::copy_n(in[t] + i, m, padded_in[t]), width - m, S(1)) - width;
      for (int o = 0; o < O; ++o) to[o] = m == width ? out[o] + i : std::fill_n(std::copy_n(out[o] + i, Add ? m : 0, padded_out[o]), width - (Add ? m : 0), S(0)) - width;
      vector one[R + 1];
      step_of<K>::clear(one);
      step_of<K>::run(scalar, one, from, to, 0);
      if (m < width) {
        step_of<K>::cut(one, static_cast<int>(m));
        for (int o = 0; o < O; ++o) std::copy_n(padded_out[o], m, out[o] + i);
      }
      step_of<K>::join(sum[0], one);
    }
    if constexpr (U > 2) step_of<K>::join(sum[0], sum[2]), step_of<K>::join(sum[1], sum[3]);
    if constexpr (U > 1) step_of<K>::join(sum[0], sum[1]);
    step_of<K>::copy(sums, sum[0]);
  }

  /// Pass K over all entries. One straight block, the case of small tensors, goes without totals of blocks.
  template <int K>
  static void pass(const frame<S>& f, double* values) {
    constexpr auto& s = plan.stages[K];
    vector scalar[s.scalar_count + 1];
    step_of<K>::broadcast(scalar, values);
    const auto n = f.counts[s.domain];
    if (n > block || !step_of<K>::is_straight(f, reads<K>{})) return blocks<K>(f, scalar, values, n);
    const S* in[tensors] = {};
    S* out[s.store_count + 1] = {};
    vector sums[s.reduction_count + 1];
    step_of<K>::clear(sums);
    step_of<K>::point(f, 0, in, out, reads<K>{});
    sweep<K>(scalar, sums, in, out, n);
    step_of<K>::finish(values, sums);
  }
  template <int K>
  [[gnu::noinline]] static void blocks(const frame<S>& f, const vector* scalar, double* values, std::ptrdiff_t n) {
    constexpr auto& s = plan.stages[K];
    constexpr int R = s.reduction_count;
    pairwise_total totals[R + 1];
    double best[R + 1];
    for (int r = 0; r < R; ++r)
      best[r] = (Program.nodes[s.reductions[r]].what == atom_id::highest ? -1.0 : 1.0) * std::numeric_limits<double>::infinity();
    const bool straight = step_of<K>::is_straight(f, reads<K>{});
    const S* in[tensors] = {};
    S* out[s.store_count + 1] = {};
    for (std::ptrdiff_t from = 0; from < n; from += block) {
      const auto m = std::min(block, n - from);
      vector sums[R + 1];
      step_of<K>::clear(sums);
      if (straight) {
        step_of<K>::point(f, from, in, out, reads<K>{});
        sweep<K>(scalar, sums, in, out, m);
      } else {
        buffered<K>(f, scalar, sums, from, m);
      }
      step_of<K>::flush_all(totals, best, sums);
    }
    for (int r = 0; r < R; ++r)
      values[s.reductions[r]] = Program.nodes[s.reductions[r]].what == atom_id::sum ? totals[r].result() : best[r];
  }

  /// A block whose tensors are not all straight in memory, stretch by stretch through buffers.
  template <int K>
  [[gnu::noinline]] static void buffered(const frame<S>& f, const vector* scalar, vector* sums, std::ptrdiff_t from, std::ptrdiff_t n) {
    constexpr auto& s = plan.stages[K];
    constexpr int O = s.store_count;
    alignas(64) S read[s.read_count + 1][stretch], written[O + 1][stretch];
    const S* in[tensors] = {};
    S* out[O + 1] = {};
    for (const auto end = from + n; from < end; from += stretch) {
      const auto m = std::min(stretch, end - from);
      for (int k = 0; k < s.read_count; ++k) in[s.reads[k]] = f.inputs[s.reads[k]].read(from, m, read[k]);
      for (int o = 0; o < O; ++o) {
        const auto& c = destination<K>(f, o);
        out[o] = c.straight() ? c.base + from : written[o];
        if (Add && !c.straight()) c.read(from, m, written[o]);
      }
      sweep<K>(scalar, sums, in, out, m);
      for (int o = 0; o < O; ++o)
        if (!destination<K>(f, o).straight()) destination<K>(f, o).write(from, m, written[o]);
    }
  }
};

}  // namespace regula::dsl

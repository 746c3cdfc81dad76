// SPDX-License-Identifier: MIT
/// A program as loops: every pass evaluates its nodes on lanes, adds up its reductions and stores its results in one
/// sweep. Sums run in a few registers per block and then in double; nothing is allocated.
#pragma once
#include <algorithm>
#include <dsl/kernel/step.hpp>

// A fold over an empty list uses none of its parameters.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-but-set-parameter"

namespace regula::dsl {

/// Entries per block: what lanes of float add up before double takes over.
inline constexpr std::ptrdiff_t block = 4096;

template <auto Program, class Users, class S, bool Add> class kernel {
public:
  static void run(const frame<S>& f) {
    double values[Program.size];
    passes(f, values, std::make_integer_sequence<int, plan.stage_count>{});
    scalars<plan.stage_count>(f, values);
    for (int o = 0; o < Program.output_count; ++o)
      if (Program.outputs[o].domain == scalar_domain) f.results[o] = values[Program.outputs[o].node];
  }

private:
  static constexpr auto& plan = schedule_of<Program>;
  using vector = lanes<S>;
  static constexpr std::ptrdiff_t width = vector::size;
  static constexpr int tensors = [] {
    int n = 1;
    for (const auto& x : Program.nodes)
      if (x.what == tensor_node) n = std::max(n, x.slot() + 1);
    return n;
  }();

  template <int N> using upto = std::make_integer_sequence<int, N>;
  template <int K>
  using step_of =
      step<Program, K, Users, S, Add, upto<plan.stages[K].code_count>, upto<plan.stages[K].scalar_count>,
           upto<plan.stages[K].reduction_count>, upto<plan.stages[K].read_count>, upto<plan.stages[K].store_count>>;
  /// Independent sums in flight: more of them hide the latency of adding, as long as the registers last.
  template <int K> static constexpr int unroll = plan.stages[K].cost <= 12 ? 4 : plan.stages[K].cost <= 24 ? 2 : 1;

  template <int... K> static void passes(const frame<S>& f, double* values, std::integer_sequence<int, K...>) {
    (void)std::initializer_list<int>{0, (scalars<K>(f, values), pass<K>(f, values), 0)...};
  }

  /// The scalars that can be computed once K passes are over.
  template <int K> static void scalars(const frame<S>& f, double* values) {
    scalars_from<plan.first_scalar[K]>(f, values, upto<plan.first_scalar[K + 1] - plan.first_scalar[K]>{});
  }
  template <int First, int... J>
  [[gnu::always_inline]] static void scalars_from(const frame<S>& f, double* values, std::integer_sequence<int, J...>) {
    (void)std::initializer_list<int>{
        0, (values[plan.scalars[First + J]] =
                scalar<Program.nodes[plan.scalars[First + J]].what, Program.nodes[plan.scalars[First + J]].bits>(
                    f, values, Program.nodes[plan.scalars[First + J]].operands),
            0)...};
  }
  template <int What, std::uint64_t Bits>
  [[gnu::always_inline]] static double scalar(const frame<S>& f, const double* values, const std::int16_t* x) {
    if constexpr (What == constant_node) {
      return std::bit_cast<double>(Bits);
    } else if constexpr (What == coefficient_node) {
      return f.coefficients[Bits & 0xffffffffu];
    } else if constexpr (What == extent_node) {
      return static_cast<double>(f.counts[Bits]);
    } else {
      const auto at = [&](int k) { return x[k] < 0 ? number{0.0} : number{values[x[k]]}; };
      const number operands[] = {at(0), at(1), at(2)};
      return operate<What, Bits, Users, number>(operands, 0, 1, 2).v;
    }
  }

  /// The reductions of pass K under way.
  template <int K> struct running {
    vector sum[unroll<K>][plan.stages[K].reduction_count + 1];

    [[gnu::always_inline]] void clear() {
      step_of<K>::clear(sum[0]);
      if constexpr (unroll < K >> 1) step_of<K>::clear(sum[1]);
      if constexpr (unroll < K >> 2) step_of<K>::clear(sum[2]), step_of<K>::clear(sum[3]);
    }
    /// All in sum[0].
    [[gnu::always_inline]] void join() {
      if constexpr (unroll < K >> 2) step_of<K>::join(sum[0], sum[2]), step_of<K>::join(sum[1], sum[3]);
      if constexpr (unroll < K >> 1) step_of<K>::join(sum[0], sum[1]);
    }
  };

  /// n entries through pass K.
  template <int K>
  [[gnu::always_inline]] static void sweep(const vector* scalar, running<K>& sums, const S* const* in, S* const* out,
                                           std::ptrdiff_t n, bool stream) {
    using one = step_of<K>;
    constexpr auto& s = plan.stages[K];
    constexpr int R = s.reduction_count, O = s.store_count, U = unroll<K>;
    std::ptrdiff_t i = 0;
    if constexpr (U > 1)
      for (; i + U * width <= n; i += U * width) {
        one::run(scalar, sums.sum[0], in, out, i, stream);
        one::run(scalar, sums.sum[1], in, out, i + width, stream);
        if constexpr (U > 2) one::run(scalar, sums.sum[2], in, out, i + 2 * width, stream);
        if constexpr (U > 2) one::run(scalar, sums.sum[3], in, out, i + 3 * width, stream);
      }
    for (; i < n; i += width) {
      const auto m = std::min(width, n - i);
      alignas(64) S padded_in[s.read_count + 1][width], padded_out[O + 1][width];
      const S* from[tensors];
      S* to[O + 1];
      for (int k = 0; k < s.read_count; ++k) {
        const int t = s.reads[k];
        from[t] = m == width ? in[t] + i : pad(in[t] + i, m, padded_in[k]);
      }
      for (int o = 0; o < O; ++o) to[o] = m == width ? out[o] + i : pad(out[o] + i, Add ? m : 0, padded_out[o]);
      vector last[R + 1];
      one::clear(last);
      one::run(scalar, last, from, to, 0, false);
      if (m < width) {
        one::cut(last, static_cast<int>(m));
        for (int o = 0; o < O; ++o) store_first(vector::load(padded_out[o]), out[o] + i, m);
      }
      one::join(sums.sum[0], last);
    }
  }
  /// m entries and then ones, as a full vector.
  static S* pad(const S* from, std::ptrdiff_t m, S* to) {
    load_first(from, m).store(to);
    return to;
  }

  /// Pass K over all entries: a block at a time where the tensors are straight in memory, else through buffers.
  /// One function, into which the sweep goes: what a call puts on the stack displaces small tensors from the first cache.
  template <int K> static void pass(const frame<S>& f, double* values) {
    using one = step_of<K>;
    constexpr auto& s = plan.stages[K];
    alignas(64) S read[s.read_count + 1][stretch], written[s.store_count + 1][stretch];
    vector scalar[s.scalar_count + 1];
    running<K> sums;
    pairwise_total totals[s.reduction_count + 1];
    one::broadcast(scalar, values);
    const auto n = f.counts[s.domain];
    const bool straight = one::is_straight(f), stream = straight && one::streams(f);
    const auto length = straight ? block : stretch;
    if (n > block) one::begin_blocks(values, totals);
    sums.clear();
    for (std::ptrdiff_t from = 0;;) {
      const auto m = std::min(length, n - from);
      const S* in[tensors] = {};
      S* out[s.store_count + 1] = {};
      if (straight)
        one::point(f, from, in, out);
      else
        gather<K>(f, from, m, in, out, read, written);
      sweep<K>(scalar, sums, in, out, m, stream);
      if (!straight) scatter<K>(f, from, m, written);
      from += m;
      if (from < n && from % block != 0) continue;
      sums.join();
      if (n > block) one::flush(totals, values, sums.sum[0]);
      if (from >= n) break;
      sums.clear();
    }
    if (n > block)
      one::end_blocks(values, totals);
    else
      one::finish(values, sums.sum[0]);
    if (stream) stream_fence();
  }

  /// Entries [from, from + m) of strided tensors into buffers.
  template <int K>
  [[gnu::noinline]] static void gather(const frame<S>& f, std::ptrdiff_t from, std::ptrdiff_t m, const S** in, S** out,
                                       S (*read)[stretch], S (*written)[stretch]) {
    constexpr auto& s = plan.stages[K];
    for (int k = 0; k < s.read_count; ++k) in[s.reads[k]] = f.inputs[s.reads[k]].read(from, m, read[k]);
    for (int o = 0; o < s.store_count; ++o) {
      const auto& c = step_of<K>::destination(f, o);
      out[o] = c.straight() ? c.base + from : written[o];
      if (Add && !c.straight()) c.read(from, m, written[o]);
    }
  }
  template <int K>
  [[gnu::noinline]] static void scatter(const frame<S>& f, std::ptrdiff_t from, std::ptrdiff_t m,
                                        const S (*written)[stretch]) {
    for (int o = 0; o < plan.stages[K].store_count; ++o)
      if (const auto& c = step_of<K>::destination(f, o); !c.straight()) c.write(from, m, written[o]);
  }
};

}  // namespace regula::dsl

#pragma GCC diagnostic pop

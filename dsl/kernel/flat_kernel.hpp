// SPDX-License-Identifier: MIT
/// A plan that only sweeps over whole tensors: each sweep is one loop, its sums run in a few registers per block and then
/// in double; nothing is allocated.
#pragma once
#include <algorithm>
#include <dsl/kernel/careful.hpp>
#include <dsl/kernel/logarithms.hpp>
#include <dsl/kernel/scalars.hpp>
#include <dsl/matrix/workspace.hpp>
#include <dsl/plan/accumulators.hpp>
#include <dsl/threads/shares.hpp>
#include <dsl/walk/channel.hpp>

namespace regula::dsl {

/// What a flat kernel reads and writes: inputs, counts and outputs by tensor, results by output of the program.
template <class S, class In = S, class Out = S> struct flat_frame {
  const double* coefficients;
  const channel<const In>* inputs;
  const std::ptrdiff_t* counts;
  const channel<Out>* outputs;
  double* results;
  const crew* on = nullptr;
};

/// S: computed with; In, Out: in memory. Shared: for calls that bring a crew.
template <class Recipe, class S, bool Shared = false, class In = S, class Out = S> class flat_kernel {
  using frame = flat_frame<S, In, Out>;
  static constexpr auto& program = Recipe::program;
  static constexpr auto& plan = Recipe::plan;
  using vector = lanes<S>;
  static constexpr std::ptrdiff_t width = vector::size;
  template <int K> using step_of = step<Recipe, K, S, route::flat, In, Out>;

public:
  static void run(const frame& f) {
    double values[program.size];
    phases(f, values, upto<plan.sizes.phases>{});
    give_scalars<Recipe>(values, f.results);
  }

private:
  template <int... P>
  [[gnu::always_inline]] static void phases(const frame& f, double* values, std::integer_sequence<int, P...>) {
    in_order({(phase<P>(f, values, upto<plan.phases[P].groups.count>{}), 0)...});
  }
  template <int P, int... G>
  [[gnu::always_inline]] static void phase(const frame& f, double* values, std::integer_sequence<int, G...>) {
    constexpr int first = plan.phases[P].groups.first;
    find_scalars<Recipe, P>(f.coefficients, values,
                            [&](std::int16_t tensor) { return static_cast<double>(f.counts[tensor]); });
    in_order({(pass<plan.groups[first + G].sweeps.first>(f, values), 0)...});
  }

  /// The tensor of load i, and the output of store t, of sweep K.
  template <int K> [[gnu::always_inline]] static const channel<const In>& input(const frame& f, int i) {
    return f.inputs[program.nodes[sweep_of<Recipe, K>::from(i).node].slot()];
  }
  template <int K> [[gnu::always_inline]] static const channel<Out>& output(const frame& f, int t) {
    return f.outputs[program.outputs[sweep_of<Recipe, K>::to(t).index].index];
  }

  /// The sums of sweep K under way.
  template <int K> struct running {
    static constexpr int together = step_of<K>::unroll;
    typename step_of<K>::gathering part[together];

    [[gnu::always_inline]] void clear() {
      part[0].clear();
      if constexpr (together > 1) part[1].clear();
      if constexpr (together > 2) part[2].clear(), part[3].clear();
    }
    /// All in the first.
    [[gnu::always_inline]] void join() {
      if constexpr (together > 2) part[0].join(part[2]), part[1].join(part[3]);
      if constexpr (together > 1) part[0].join(part[1]);
    }
  };

  /// n entries through sweep K.
  template <int K>
  [[gnu::always_inline]] static void vectors(const vector* scalar, running<K>& sums, const typename step_of<K>::line& p,
                                             std::ptrdiff_t n, bool stream) {
    using one = step_of<K>;
    constexpr int together = one::unroll;
    std::ptrdiff_t i = 0;
    if constexpr (fuses<S> && adds_logarithms(plan.view(), plan.sweeps[K])) {
      using factors = logarithms<Recipe, K, S, In, Out>;
      for (; i + 8 * width <= n; i += 8 * width) factors::run_eight(scalar, sums.part, p, i, stream);
      for (; i + 4 * width <= n; i += 4 * width) factors::run_four(scalar, sums.part, p, i, stream);
    }
    if constexpr (together > 1)
      for (; i + together * width <= n; i += together * width) {
        one::run(scalar, sums.part[0], p, i, stream);
        one::run(scalar, sums.part[1], p, i + width, stream);
        if constexpr (together > 2) one::run(scalar, sums.part[2], p, i + 2 * width, stream);
        if constexpr (together > 2) one::run(scalar, sums.part[3], p, i + 3 * width, stream);
      }
    for (; i + width <= n; i += width) one::run(scalar, sums.part[0], p, i, stream);
    if (i == n) return;
    typename one::gathering last;
    last.clear();
    one::run_padded(scalar, last, p, i, n - i);
    sums.part[0].join(last);
  }

  /// Sweep K over all entries, in shares of whole branches of the sums' tree where several threads take them: the bits
  /// are those of one thread.
  template <int K> static void pass(const frame& f, double* values) {
    using one = step_of<K>;
    constexpr int sums = plan.sweeps[K].sums.count;
    const auto n = f.counts[plan.groups[plan.sweeps[K].group].domain];
    scalar_sum totals[sums + 1];
    if (n > entries_per_flush) one::begin(totals);
    if constexpr (Shared) {
      const shares all(n, entries_per_flush, *f.on, plan.sweeps[K].cost);
      if (all.count() > 1) {
        auto& memory = this_thread_workspace();
        const scratch_scope scope(memory);
        scalar_sum* const parts = memory.template take<scalar_sum>(all.count() * sums);
        f.on->run(all.count(), [&](std::ptrdiff_t i) {
          one::begin(parts + i * sums);
          entries<K>(f, values, all.first(i), all.last(i), parts + i * sums);
        });
        for (std::ptrdiff_t i = 0; i < all.count(); ++i) one::append(totals, parts + i * sums);
      } else {
        entries<K>(f, values, 0, n, totals);
      }
    } else {
      entries<K>(f, values, 0, n, totals);
    }
    if (n > entries_per_flush) one::finish(values, totals);
    if constexpr (careful<K>::any_sum)
      if (careful<K>::is_due(values)) add_again<K>(f, values);
  }
  /// Sweep K over entries [first, last): a block at a time where the tensors are straight in memory, else through buffers.
  /// One function, into which the loop goes: what a call puts on the stack displaces small tensors from the first cache.
  template <int K>
  [[gnu::always_inline]] static void entries(const frame& f, double* values, std::ptrdiff_t first, std::ptrdiff_t last,
                                             scalar_sum* totals) {
    using one = step_of<K>;
    constexpr auto& s = plan.sweeps[K];
    alignas(64) In read[s.loads.count + 1][stretch];
    alignas(64) Out written[s.stores.count + 1][stretch];
    vector scalar[s.scalars.count + 1];
    running<K> sums;
    one::broadcast(scalar, values);
    const auto n = f.counts[plan.groups[s.group].domain];
    const bool straight = is_straight<K>(f), stream = straight && streams<K>(f);
    const auto length = straight ? entries_per_flush : stretch;
    sums.clear();
    for (std::ptrdiff_t from = first;;) {
      const auto m = std::min(length, last - from);
      typename one::line p;
      if (straight)
        point<K>(f, from, p);
      else
        gather<K>(f, from, m, p, read, written);
      vectors<K>(scalar, sums, p, m, stream);
      if (!straight) scatter<K>(f, from, m, written);
      from += m;
      if (from < last && from % entries_per_flush != 0) continue;
      sums.join();
      if (n > entries_per_flush) one::flush(totals, sums.part[0]);
      if (from >= last) break;
      sums.clear();
    }
    if (n <= entries_per_flush) one::finish(values, sums.part[0]);
    if (stream) stream_fence();
  }
  template <int K> using careful = careful_step<Recipe, K, S, route::flat>;
  /// The sums of squares of sweep K that left the range of their type.
  template <int K> [[gnu::noinline]] static void add_again(const frame& f, double* values) {
    constexpr auto& s = plan.sweeps[K];
    S read[s.loads.count + 1][stretch];
    vector scalar[s.scalars.count + 1];
    scalar_sum totals[s.sums.count + 1];
    careful<K>::broadcast(scalar, values);
    const auto n = f.counts[plan.groups[s.group].domain];
    for (const double scale : {squares_range<S>::shrink, squares_range<S>::grow}) {
      if (!careful<K>::is_due(values, scale)) continue;
      careful<K>::begin(totals);
      for (std::ptrdiff_t from = 0; from < n; from += stretch) {
        const auto m = std::min(stretch, n - from);
        typename careful<K>::line p;
        typename careful<K>::line_sums sums;
        for (int i = 0; i < s.loads.count; ++i) p.in[i] = input<K>(f, i).read_wide(from, m, read[i]);
        careful<K>::add_line(sums, scalar, p, m, scale);
        careful<K>::flush(totals, sums);
      }
      careful<K>::replace(values, totals, scale);
    }
  }
  template <int K> [[gnu::always_inline]] static bool is_straight(const frame& f) {
    bool all = true;
    for (int i = 0; i < plan.sweeps[K].loads.count; ++i) all &= input<K>(f, i).straight();
    for (int t = 0; t < plan.sweeps[K].stores.count; ++t) all &= output<K>(f, t).straight();
    return all;
  }
  template <int K> static bool streams(const frame& f) {
    bool all = plan.sweeps[K].stores.count > 0;
    for (int t = 0; t < plan.sweeps[K].stores.count; ++t) all &= output<K>(f, t).streams;
    return all;
  }
  template <int K>
  [[gnu::always_inline]] static void point(const frame& f, std::ptrdiff_t from, typename step_of<K>::line& p) {
    for (int i = 0; i < plan.sweeps[K].loads.count; ++i) p.in[i] = input<K>(f, i).base + from;
    for (int t = 0; t < plan.sweeps[K].stores.count; ++t) p.out[t] = output<K>(f, t).base + from;
  }

  /// Entries [from, from + m) of strided tensors into buffers.
  template <int K>
  [[gnu::noinline]] static void gather(const frame& f, std::ptrdiff_t from, std::ptrdiff_t m,
                                       typename step_of<K>::line& p, In (*read)[stretch], Out (*written)[stretch]) {
    for (int i = 0; i < plan.sweeps[K].loads.count; ++i) p.in[i] = input<K>(f, i).read(from, m, read[i]);
    for (int t = 0; t < plan.sweeps[K].stores.count; ++t) {
      const auto& c = output<K>(f, t);
      p.out[t] = c.straight() ? c.base + from : written[t];
      if (Recipe::adds && !c.straight()) c.read(from, m, written[t]);
    }
  }
  template <int K>
  [[gnu::noinline]] static void scatter(const frame& f, std::ptrdiff_t from, std::ptrdiff_t m,
                                        const Out (*written)[stretch]) {
    for (int t = 0; t < plan.sweeps[K].stores.count; ++t)
      if (const auto& c = output<K>(f, t); !c.straight()) c.write(from, m, written[t]);
  }
};

}  // namespace regula::dsl

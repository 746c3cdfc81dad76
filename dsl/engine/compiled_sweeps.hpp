// SPDX-License-Identifier: MIT
/// Sweeps over whole tensors that were compiled while the program runs, and how they are called.
#pragma once
#include <dsl/engine/engine_sweep.hpp>
#include <memory>

namespace regula::dsl {

/// What compiled code calls, one vector at a time in place: long functions, of which the engine has the only text.
template <class S> struct vector_calls {
  void (*sin)(S*);
  void (*cos)(S*);
  void (*atan)(S*);
  void (*power)(S*, unsigned long long exponent);
};
template <class S>
inline constexpr vector_calls<S> vector_calls_of = [] {
  using vector = lanes<S>;
  return vector_calls<S>{[](S* x) { sin(vector::load(x)).store(x); }, [](S* x) { cos(vector::load(x)).store(x); },
                         [](S* x) { atan(vector::load(x)).store(x); },
                         [](S* x, unsigned long long exponent) {
                           general_power_of(vector::load(x), rational::from_bits(exponent)).store(x);
                         }};
}();

/// At most entries_per_flush entries; sums: what these add up to, in double.
template <class S>
using sweep_function = void (*)(const S* const* in, S* const* out, const S* numbers, double* sums, long n,
                                int past_caches, const vector_calls<S>* calls);

template <class S> struct compiled_sweeps {
  std::vector<sweep_function<S>> functions;  // by sweep
  const vector_calls<S>* calls = nullptr;
  std::vector<int> kinds;         // by accumulation: its atom
  std::vector<int> first, count;  // by sweep: its sums
  std::shared_ptr<void> library;  // that they are in

  /// Sweep k over one line, of so many inputs and outputs.
  void run(int k, sweep_call<S>& c, const S* numbers, workspace& memory, int inputs, int outputs) const {
    const auto at = static_cast<std::size_t>(k);
    const int sums = count[at];
    const S** const in = memory.take<const S*>(inputs);
    S** const out = memory.take<S*>(outputs);
    double* const more = memory.take<double>(sums);
    for (int i = 0; i < inputs; ++i) in[i] = c.in[i].at;
    for (int t = 0; t < outputs; ++t) out[t] = c.out[t].at;
    for (std::ptrdiff_t from = 0; from < c.n; from += entries_per_flush) {
      const auto n = std::min(entries_per_flush, c.n - from);
      functions[at](in, out, numbers, more, static_cast<long>(n), c.stream, calls);
      for (int r = 0; r < sums; ++r)
        with_reduction(kinds[static_cast<std::size_t>(first[at] + r)],
                       [&](auto what) { add<what>(c.sums[r], more[r]); });
      for (int i = 0; i < inputs; ++i) in[i] += n;
      for (int t = 0; t < outputs; ++t) out[t] += n;
    }
  }
};

}  // namespace regula::dsl

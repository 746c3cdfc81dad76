// SPDX-License-Identifier: MIT
/// What the loops of a sweep are called with.
#pragma once
#include <dsl/walk/endpoint.hpp>

namespace regula::dsl {

/// Some lines of n entries. A rim lies along the lines (each entry has its own) or across them (each line has its own).
template <class S> struct sweep_call {
  const double* values;  // scalars, by node
  scalar_sum* sums;
  rim_sum<S>* folds;
  endpoint<const S>* in;
  endpoint<S>* out;
  std::ptrdiff_t n = 0, lines = 0;
  bool stream = false;     // results bypass the caches
  bool padded = false;     // whole vectors may be read and written
  bool by_blocks = false;  // the panel is in the cache: down its lines rather than along them
  double scale = 1.0;      // of entries whose squares are added up again: to the rim, or to scalars
  bool to_scalars = false;
  void* engine = nullptr;  // what runs it, where it is not compiled
};

/// A sweep as plain data: its loops, compiled, and what they read and write.
template <class S> struct live_sweep {
  using loops = void (*)(sweep_call<S>&);
  loops along, across;
  loops inside = nullptr;                               // where every pattern holds; null: nothing is gained there
  loops along_again = nullptr, across_again = nullptr;  // add up squares of scaled entries; null: there are none
  bool on_rim = false;
  int inputs = 0, outputs = 0, folds = 0;
  sweep_call<S> call;

  /// How its lines are reached: by pointers that step evenly, in the rim's buffers alone, or copied chunk by chunk.
  enum class way : std::int8_t { even, rims, copied } reached = way::copied;

  bool is_even() const { return reached == way::even; }
  bool is_of_rims() const { return reached == way::rims; }
  bool has_rims() const {
    bool any = on_rim || folds > 0;
    for_inputs([&](const auto& x) { any = any || x.rim != nullptr; });
    return any;
  }
  template <class F> void for_inputs(F f) const {
    for (int i = 0; i < inputs; ++i) f(call.in[i]);
  }
  template <class F> void for_outputs(F f) const {
    for (int i = 0; i < outputs; ++i) f(call.out[i]);
  }
  template <class F> void for_folds(F f) const {
    for (int i = 0; i < folds; ++i) f(call.folds[i]);
  }
};

}  // namespace regula::dsl

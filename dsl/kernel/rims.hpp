// SPDX-License-Identifier: MIT
/// The sums of a sweep along the rim of a panel: from registers to its parts, from parts to sums in double.
#pragma once
#include <dsl/kernel/step.hpp>

// A pack that is empty uses none of its parameters.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-but-set-parameter"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"

namespace regula::dsl {

template <class Step, class S, class Folds = upto<Step::folds>> struct rims;
template <class Step, class S, int... F> struct rims<Step, S, std::integer_sequence<int, F...>> {
  using vector = lanes<S>;
  using gathering = typename Step::gathering;
  static constexpr std::ptrdiff_t width = vector::size;
  template <int I> static constexpr int what = Step::fold(I).what;

  template <int What> [[gnu::always_inline]] static void gather(double& so_far, double more) {
    so_far = combine<What>(one_lane{so_far}, one_lane{more}).v;
  }
  /// Sums of line l, into its entry of the rim.
  [[gnu::always_inline]] static void end_line(const sweep_call<S>& c, std::ptrdiff_t l, const gathering& g) {
    in_order({(gather<what<F>>(c.folds[F].sums_at[l], gathered<what<F>>(g.to_rim[F])), 0)...});
  }
  /// Sums of a line as entry j of the rim; as the first also as all others, until theirs come: a turn of one line then
  /// reads the vector that was written, without waiting for the cache.
  [[gnu::always_inline]] static void put_line(const sweep_call<S>& c, const gathering& g, std::ptrdiff_t j) {
    in_order({(put(finished<what<F>>(gathered<what<F>>(g.to_rim[F])), c.folds[F].parts_at, j), 0)...});
  }
  [[gnu::always_inline]] static void put(double sum, S* rim, std::ptrdiff_t j) {
    if (j == 0)
      vector::all(sum).store(rim);
    else
      rim[j] = static_cast<S>(sum);
  }

  static void begin(const sweep_call<S>& c) {
    in_order({(std::fill_n(c.folds[F].parts_at, c.n, static_cast<S>(start_of(what<F>))), 0)...});
  }
  static void end(const sweep_call<S>& c) {
    in_order({(add_parts<what<F>>(c.folds[F].sums_at, c.folds[F].parts_at, c.n), 0)...});
  }
  template <int What, class To, class From> static void add_parts(To* sum, const From* part, std::ptrdiff_t n) {
    for (std::ptrdiff_t i = 0; i < n; ++i)
      sum[i] = static_cast<To>(
          combine<What>(one_lane{static_cast<double>(sum[i])}, one_lane{static_cast<double>(part[i])}).v);
  }
  /// Sums of a vector of entries of the rim.
  static void add_vector(const sweep_call<S>& c, const gathering& g, std::ptrdiff_t i) {
    alignas(64) S part[Step::folds + 1][width];
    in_order({(g.to_rim[F].store(part[F]), 0)...});
    in_order({(add_parts<what<F>>(c.folds[F].sums_at + i, part[F], width), 0)...});
  }
  /// Sums of the last m entries of a line, into the parts of the rim.
  static void add_tail(const sweep_call<S>& c, const gathering& g, std::ptrdiff_t i, std::ptrdiff_t m) {
    alignas(64) S tail[Step::folds + 1][width];
    in_order({(g.to_rim[F].store(tail[F]), 0)...});
    in_order({(add_parts<what<F>>(c.folds[F].parts_at + i, tail[F], m), 0)...});
  }
};

}  // namespace regula::dsl

#pragma GCC diagnostic pop

// SPDX-License-Identifier: MIT
/// One vector of entries through one sweep: load, compute, add up, store.
///
/// Everything runs over a sweep's lists as a pack, and what is instantiated depends on the atom, not on the node: a
/// formula of many terms stays cheap to compile. Packs also keep registers in registers, where g++ -O2 keeps small loops
/// in memory.
#pragma once
#include <dsl/kernel/parts.hpp>
#include <dsl/meta/in_order.hpp>
#include <dsl/numbers/narrow.hpp>
#include <dsl/run/sums.hpp>
#include <dsl/walk/sweep_call.hpp>

// A pack that is empty uses none of its parameters.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-but-set-parameter"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"

namespace regula::dsl {

/// S: computed with; In, Out: in memory.
template <class Recipe, int K, class S, route Route, class In = S, class Out = S,
          class Parts = part_numbers_of<Recipe, K>>
struct step;
template <class Recipe, int K, class S, route Route, class In, class Out, int... Q, int... C, int... R, int... F,
          int... I, int... T>
struct step<
    Recipe, K, S, Route, In, Out,
    part_numbers<std::integer_sequence<int, Q...>, std::integer_sequence<int, C...>, std::integer_sequence<int, R...>,
                 std::integer_sequence<int, F...>, std::integer_sequence<int, I...>, std::integer_sequence<int, T...>>>
    : sweep_of<Recipe, K> {
  using base = sweep_of<Recipe, K>;
  using base::code;
  using base::fold;
  using base::from;
  using base::is_rim;
  using base::sum;
  using base::to;
  using vector = lanes<S>;
  static constexpr bool Along = Route == route::along, Inside = Route == route::inside;
  static constexpr std::ptrdiff_t width = vector::size;
  static constexpr int folds = sizeof...(F), sums = sizeof...(R), inputs = sizeof...(I), outputs = sizeof...(T);

  /// A line: where its entries are, and what is the same for all of them.
  struct line {
    const In* in[inputs + 1];
    Out* out[outputs + 1];
    vector rim[Along ? 4 : 1][inputs + 1];

    line() = default;
    /// One by one: copied as a whole they would go through memory. A rim along the line stays where it is.
    [[gnu::always_inline]] line(const line& x) { *this = x; }
    [[gnu::always_inline]] line& operator=(const line& x) {
      go_to(x);
      if constexpr (!Along) in_order({(is_rim(I) ? void(rim[0][I] = x.rim[0][I]) : void(), 0)...});
      return *this;
    }
    /// The place of x, whose rims have not been looked at.
    [[gnu::always_inline]] void go_to(const line& x) {
      in_order({(in[I] = x.in[I], 0)...});
      in_order({(out[T] = x.out[T], 0)...});
    }
  };
  [[gnu::always_inline]] static void point(const sweep_call<S>& c, std::ptrdiff_t l, line& p) {
    in_order({(p.in[I] = c.in[I].at + l * c.in[I].step, 0)...});
    in_order({(p.out[T] = c.out[T].at + l * c.out[T].step, 0)...});
  }
  /// Rims across the lines: one number for the whole line.
  [[gnu::always_inline]] static void look_at_rims(line& p) {
    in_order({(look_at_rim < !Along && is_rim(I) > (p.in[I], p.rim[0][I]), 0)...});
  }
  template <bool IsRim> [[gnu::always_inline]] static void look_at_rim(const S* at, vector& rim) {
    if constexpr (IsRim) rim = vector(Eigen::internal::pset1<typename vector::packet>(*at));
  }
  /// The entries from i on of rims that lie along the lines, as the k-th of a block.
  [[gnu::always_inline]] static void load_rims(line& p, std::ptrdiff_t i, int k) {
    in_order({(is_rim(I) ? void(p.rim[k][I] = vector::load(p.in[I] + i)) : void(), 0)...});
  }
  /// From one line to the next.
  struct line_steps {
    std::ptrdiff_t in[inputs + 1], out[outputs + 1];
  };
  [[gnu::always_inline]] static line_steps steps_of(const sweep_call<S>& c) {
    return {{c.in[I].step..., 0}, {c.out[T].step..., 0}};
  }
  [[gnu::always_inline]] static void advance(line& p, const line_steps& by) {
    in_order({(p.in[I] += by.in[I], 0)...});
    in_order({(p.out[T] += by.out[T], 0)...});
  }
  /// The call without the first n entries of its lines.
  static void shift(sweep_call<S>& c, std::ptrdiff_t n) {
    in_order({(c.in[I].at += n, 0)...});
    in_order({(c.out[T].at += n, 0)...});
    in_order({(c.folds[F].sums_at += n, c.folds[F].parts_at += n, 0)...});
    c.n -= n;
  }
  /// Rims back by n lines.
  [[gnu::always_inline]] static void rewind_rims(line& p, std::ptrdiff_t n) {
    in_order({(p.in[I] -= is_rim(I) ? n : 0, 0)...});
  }

  /// What the sweep adds up: to scalars, and to the rim.
  struct gathering {
    vector to_scalars[sums + 1], to_rim[folds + 1];

    [[gnu::always_inline]] void clear() {
      in_order({(to_scalars[R] = identity<vector>(sum(R).what), 0)...});
      in_order({(to_rim[F] = identity<vector>(fold(F).what), 0)...});
    }
    [[gnu::always_inline]] void join(const gathering& b) {
      in_order({(to_scalars[R] = combine<sum(R).what>(to_scalars[R], b.to_scalars[R]), 0)...});
      in_order({(to_rim[F] = combine<fold(F).what>(to_rim[F], b.to_rim[F]), 0)...});
    }
    [[gnu::always_inline]] void cut(int m) {
      in_order({(to_scalars[R] = keep_first(to_scalars[R], m, identity<vector>(sum(R).what)), 0)...});
      in_order({(to_rim[F] = keep_first(to_rim[F], m, identity<vector>(fold(F).what)), 0)...});
    }
    [[gnu::always_inline]] void load_folds(const sweep_call<S>& c, std::ptrdiff_t i) {
      in_order({(to_rim[F] = vector::load(c.folds[F].parts_at + i), 0)...});
    }
    [[gnu::always_inline]] void store_folds(const sweep_call<S>& c, std::ptrdiff_t i) const {
      in_order({(to_rim[F].store(c.folds[F].parts_at + i), 0)...});
    }
  };

  /// In the place of loading a pattern that holds.
  static constexpr int in_pattern = -100;
  static constexpr int what_of(int q) {
    return Inside && code(q).what == tensor_node && from(code(q).slot).from == source::pattern ? in_pattern
                                                                                               : code(q).what;
  }
  static constexpr std::uint64_t bits_of(int q) { return code(q).what == atom_id::kept ? 0 : code(q).bits; }
  /// Left to itself g++ folds one load into every instruction that uses it, and the loop over a tensor waits for its loads.
  [[gnu::always_inline]] static vector load_entries(const In* at) {
    vector x = load_lanes<S>(at);
#if defined(__x86_64__)
    if constexpr (Route == route::flat) asm("" : "+v"(x.v));
#endif
    return x;
  }
  /// Block: which of a block's vectors this is, its rims being in registers; -1: none is.
  /// Not const vector*: g++ would call the registers uninitialized that later instructions write.
  template <int Block, int What, std::uint64_t Bits>
  [[gnu::always_inline]] static vector execute(vector* at, const instruction& x, const line& p, std::ptrdiff_t i) {
    if constexpr (What == tensor_node)
      return load_entries(p.in[x.slot] + i);
    else if constexpr (What == rim_node)
      return Along && Block < 0 ? vector::load(p.in[x.slot] + i) : p.rim[Block < 0 ? 0 : Block][x.slot];
    else if constexpr (What == in_pattern)
      return vector::all(1.0);
    else if constexpr (What == atom_id::kept && Inside)
      return at[x.operands[1]];
    else if constexpr (What == atom_id::kept)
      return kept_atom::value<0>(at[x.operands[0]], at[x.operands[1]]);
    else
      return operate<What, Bits, typename Recipe::users, vector>(at, x.operands[0], x.operands[1], x.operands[2]);
  }
  static constexpr bool adds(int t) { return Recipe::adds && to(t).kind == store_kind::output; }
  template <bool Adds> [[gnu::always_inline]] static void store(vector x, Out* at, bool stream) {
    if constexpr (Adds)
      store_lanes(load_lanes<S>(at) + x, at);
    else if (stream)
      stream_lanes(x, at);
    else
      store_lanes(x, at);
  }

  static constexpr int registers = sizeof...(C) + sizeof...(Q) + 1;
  template <int Block = -1>
  [[gnu::always_inline]] static void compute(vector* at, const vector* scalar, const line& p, std::ptrdiff_t i) {
    in_order({(at[C] = scalar[C], 0)...});
    in_order({(at[sizeof...(C) + Q] = execute<Block, what_of(Q), bits_of(Q)>(at, code(Q), p, i), 0)...});
  }
  template <int Block = -1>
  [[gnu::always_inline]] static void run(const vector* scalar, gathering& g, const line& p, std::ptrdiff_t i,
                                         bool stream) {
    vector at[registers];
    compute<Block>(at, scalar, p, i);
    in_order({(g.to_scalars[R] = gather<sum(R).what>(g.to_scalars[R], at[sum(R).from]), 0)...});
    in_order({(g.to_rim[F] = gather<fold(F).what>(g.to_rim[F], at[fold(F).from]), 0)...});
    in_order({(store<adds(T)>(at[to(T).from], p.out[T] + i, stream), 0)...});
  }
  /// The last m < width entries: copies as long as a vector, ones behind them. Gathers into a cleared g.
  [[gnu::always_inline]] static void run_padded(const vector* scalar, gathering& g, const line& p, std::ptrdiff_t i,
                                                std::ptrdiff_t m) {
    alignas(64) In copies[inputs + 1][width];
    alignas(64) Out results[outputs + 1][width];
    line padded = p;
    in_order({(copy_last<I>(p, i, m, copies[I], padded), 0)...});
    in_order({(make_room<T>(p, i, m, results[T], padded), 0)...});
    run(scalar, g, padded, 0, false);
    g.cut(static_cast<int>(m));
    in_order({(write_first<S>(results[T], p.out[T] + i, m), 0)...});
  }
  [[gnu::noinline]] static void run_last(const vector* scalar, gathering& g, const line& p, std::ptrdiff_t i,
                                         std::ptrdiff_t m) {
    run_padded(scalar, g, p, i, m);
  }
  template <int Input>
  [[gnu::always_inline]] static void copy_last(const line& p, std::ptrdiff_t i, std::ptrdiff_t m, In* copy,
                                               line& padded) {
    if constexpr (!Along && is_rim(Input)) return;  // one number for the whole line, in a register
    if constexpr (Inside && from(Input).from == source::pattern) return;
    copy_first<S>(p.in[Input] + i, m, copy);
    padded.in[Input] = copy;
  }
  template <int Output>
  [[gnu::always_inline]] static void make_room(const line& p, std::ptrdiff_t i, std::ptrdiff_t m, Out* result,
                                               line& padded) {
    if constexpr (adds(Output)) copy_first<S>(p.out[Output] + i, m, result);
    padded.out[Output] = result;
  }

  [[gnu::always_inline]] static void broadcast(vector* scalar, const double* values) {
    in_order({(scalar[C] = vector::all(
                   as_scalar<divides_by_norm(Recipe::program.nodes, base::scalar(C))>(values[base::scalar(C)])),
               0)...});
  }
  template <bool DividesByNorm> [[gnu::always_inline]] static double as_scalar(double x) {
    return DividesByNorm ? in_range<S>(x) : x;
  }
  /// Sums to scalars so far, into double.
  [[gnu::always_inline]] static void flush(scalar_sum* to, gathering& g) {
    in_order({(dsl::add<sum(R).what>(to[R], gathered<sum(R).what>(g.to_scalars[R])), 0)...});
    in_order({(g.to_scalars[R] = identity<vector>(sum(R).what), 0)...});
  }
  /// Of sums that were never flushed.
  [[gnu::always_inline]] static void finish(double* values, const gathering& g) {
    in_order({(values[sum(R).node] = finished<sum(R).what>(gathered<sum(R).what>(g.to_scalars[R])), 0)...});
  }
  static void begin(scalar_sum* sums_of) { in_order({(sums_of[R].begin(start_of(sum(R).what)), 0)...}); }
  /// The sums of the next share of the entries, behind those so far.
  static void append(scalar_sum* to, const scalar_sum* next) {
    in_order({(dsl::append<sum(R).what>(to[R], next[R]), 0)...});
  }
  static void finish(double* values, const scalar_sum* of) {
    in_order({(values[sum(R).node] = finished<sum(R).what>(adds_up(sum(R).what) ? of[R].total.result() : of[R].extreme),
               0)...});
  }
};

}  // namespace regula::dsl

#pragma GCC diagnostic pop

// SPDX-License-Identifier: MIT
/// One vector of entries through one sweep of a program with panels. As in kernel/step.hpp everything is a fold over the
/// sweep's lists, so that registers stay registers.
#pragma once
#include <dsl/kernel/step.hpp>
#include <dsl/plan/panels.hpp>
#include <dsl/walk/sweep_call.hpp>

// A fold over an empty list uses none of its parameters.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-but-set-parameter"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"

namespace regula::dsl {

/// Code, Scalars, Sums, Folds, Inputs, Stores: 0, 1, ... up to the sweep's counts.
template <auto Program, class Users, bool Add, int K, class S, route Route, class Code, class Scalars, class Sums,
          class Folds, class Inputs, class Stores>
struct sweep_step;
template <auto Program, class Users, bool Add, int K, class S, route Route, int... Q, int... C, int... R, int... F,
          int... I, int... T>
struct sweep_step<Program, Users, Add, K, S, Route, std::integer_sequence<int, Q...>, std::integer_sequence<int, C...>,
                  std::integer_sequence<int, R...>, std::integer_sequence<int, F...>, std::integer_sequence<int, I...>,
                  std::integer_sequence<int, T...>> {
  using vector = lanes<S>;
  static constexpr auto& s = panels_of<Program, Users, Add>.sweeps[K];
  static constexpr bool Along = Route == route::along, Inside = Route == route::inside;
  static constexpr std::ptrdiff_t width = vector::size;
  static constexpr int folds = sizeof...(F), sums = sizeof...(R);

  /// A line: where its entries are, and what is the same for all of them.
  struct line {
    const S* in[sizeof...(I) + 1];
    S* out[sizeof...(T) + 1];
    vector rim[Along ? 4 : 1][sizeof...(I) + 1];

    line() = default;
    /// One by one: copied as a whole they would go through memory. A rim along the line stays where it is.
    [[gnu::always_inline]] line(const line& x) { *this = x; }
    [[gnu::always_inline]] line& operator=(const line& x) {
      go_to(x);
      if constexpr (!Along)
        (void)std::initializer_list<int>{0, (is_rim(I) ? void(rim[0][I] = x.rim[0][I]) : void(), 0)...};
      return *this;
    }
    /// The place of x, whose rims have not been looked at.
    [[gnu::always_inline]] void go_to(const line& x) {
      (void)std::initializer_list<int>{0, (in[I] = x.in[I], 0)...};
      (void)std::initializer_list<int>{0, (out[T] = x.out[T], 0)...};
    }
  };
  static constexpr bool is_rim(int k) { return s.sources[k] == source::rim; }
  [[gnu::always_inline]] static void point(const sweep_call<S>& c, std::ptrdiff_t l, line& p) {
    (void)std::initializer_list<int>{0, (p.in[I] = c.in[I] + l * c.in_step[I], 0)...};
    (void)std::initializer_list<int>{0, (p.out[T] = c.out[T] + l * c.out_step[T], 0)...};
  }
  /// Rims across the lines: one number for the whole line.
  [[gnu::always_inline]] static void look_at_rims(line& p) {
    (void)std::initializer_list<int>{0, (look_at_rim < !Along && is_rim(I) > (p.in[I], p.rim[0][I]), 0)...};
  }
  /// The entries from i on of rims that lie along the lines, as the k-th of a block.
  [[gnu::always_inline]] static void load_rims(line& p, std::ptrdiff_t i, int k) {
    (void)std::initializer_list<int>{0, (is_rim(I) ? void(p.rim[k][I] = vector::load(p.in[I] + i)) : void(), 0)...};
  }
  /// From one line to the next.
  struct line_steps {
    std::ptrdiff_t in[sizeof...(I) + 1], out[sizeof...(T) + 1];
  };
  [[gnu::always_inline]] static line_steps steps_of(const sweep_call<S>& c) {
    return {{c.in_step[I]..., 0}, {c.out_step[T]..., 0}};
  }
  [[gnu::always_inline]] static void advance(line& p, const line_steps& by) {
    (void)std::initializer_list<int>{0, (p.in[I] += by.in[I], 0)...};
    (void)std::initializer_list<int>{0, (p.out[T] += by.out[T], 0)...};
  }
  static void shift(sweep_call<S>& c, std::ptrdiff_t n) {
    (void)std::initializer_list<int>{0, (c.in[I] += n, 0)...};
    (void)std::initializer_list<int>{0, (c.out[T] += n, 0)...};
    (void)std::initializer_list<int>{0, (c.rim_sums[F] += n, c.rim_parts[F] += n, 0)...};
    c.n -= n;
  }
  template <bool IsRim> [[gnu::always_inline]] static void look_at_rim(const S* from, vector& rim) {
    if constexpr (IsRim) rim = vector(Eigen::internal::pset1<typename vector::packet>(*from));
  }

  /// What the sweep adds up: to scalars, and to the rim.
  struct gathering {
    vector sum[sums + 1], fold[folds + 1];

    [[gnu::always_inline]] void clear() {
      (void)std::initializer_list<int>{0, (sum[R] = identity<vector>(s.gathers[R]), 0)...};
      (void)std::initializer_list<int>{0, (fold[F] = identity<vector>(s.fold_gathers[F]), 0)...};
    }
    [[gnu::always_inline]] void join(const gathering& b) {
      (void)std::initializer_list<int>{0, (sum[R] = combine<s.gathers[R]>(sum[R], b.sum[R]), 0)...};
      (void)std::initializer_list<int>{0, (fold[F] = combine<s.fold_gathers[F]>(fold[F], b.fold[F]), 0)...};
    }
    [[gnu::always_inline]] void cut(int m) {
      (void)std::initializer_list<int>{0, (sum[R] = keep_first(sum[R], m, identity<vector>(s.gathers[R])), 0)...};
      (void)std::initializer_list<int>{0,
                                       (fold[F] = keep_first(fold[F], m, identity<vector>(s.fold_gathers[F])), 0)...};
    }
    [[gnu::always_inline]] void load_folds(S* const* from, std::ptrdiff_t i) {
      (void)std::initializer_list<int>{0, (fold[F] = vector::load(from[F] + i), 0)...};
    }
    [[gnu::always_inline]] void store_folds(S* const* to, std::ptrdiff_t i) const {
      (void)std::initializer_list<int>{0, (fold[F].store(to[F] + i), 0)...};
    }
  };

  /// In the place of loading a pattern that holds.
  static constexpr int in_pattern = -100;
  static constexpr int what_of(int q) {
    const auto& x = s.code[q];
    return Inside && x.what == tensor_node && s.sources[x.slot] == source::pattern ? in_pattern : x.what;
  }
  /// Block: which of a block's vectors this is, its rims being in registers; -1: none is.
  template <int Block, int What, std::uint64_t Bits>
  [[gnu::always_inline]] static vector execute(vector* at, const instruction& x, const line& p, std::ptrdiff_t i) {
    if constexpr (What == tensor_node)
      return vector::load(p.in[x.slot] + i);
    else if constexpr (What == rim_node)
      return Along && Block < 0 ? vector::load(p.in[x.slot] + i) : p.rim[Block < 0 ? 0 : Block][x.slot];
    else if constexpr (What == in_pattern)
      return vector::all(1.0);
    else if constexpr (What == atom_id::kept && Inside)
      return at[x.operands[1]];
    else if constexpr (What == atom_id::kept)
      return kept_atom::value<0>(at[x.operands[0]], at[x.operands[1]]);
    else
      return operate<What, Bits, Users, vector>(at, x.operands[0], x.operands[1], x.operands[2]);
  }
  static constexpr bool adds(int k) { return Add && s.stores[k] < Program.size; }
  template <bool Adds> [[gnu::always_inline]] static void store(vector x, S* to, bool stream) {
    if constexpr (Adds)
      (vector::load(to) + x).store(to);
    else if (stream)
      x.stream(to);
    else
      x.store(to);
  }

  template <int Block = -1>
  [[gnu::always_inline]] static void run(const vector* scalar, gathering& g, const line& p, std::ptrdiff_t i,
                                         bool stream) {
    vector at[sizeof...(C) + sizeof...(Q) + 1];
    (void)std::initializer_list<int>{0, (at[C] = scalar[C], 0)...};
    (void)std::initializer_list<int>{
        0, (at[sizeof...(C) + Q] = execute < Block, what_of(Q),
            s.code[Q].what == atom_id::kept ? 0 : s.code[Q].bits > (at, s.code[Q], p, i), 0)...};
    (void)std::initializer_list<int>{0, (g.sum[R] = combine<s.gathers[R]>(g.sum[R], at[s.reduced[R]]), 0)...};
    (void)std::initializer_list<int>{0, (g.fold[F] = combine<s.fold_gathers[F]>(g.fold[F], at[s.folded[F]]), 0)...};
    (void)std::initializer_list<int>{0, (store<adds(T)>(at[s.stored[T]], p.out[T] + i, stream), 0)...};
  }
  /// The last m < width entries: copies as long as a vector, ones behind them. Gathers into a cleared g.
  [[gnu::noinline]] static void run_last(const vector* scalar, gathering& g, const line& p, std::ptrdiff_t i,
                                         std::ptrdiff_t m) {
    alignas(64) S from[sizeof...(I) + 1][width], to[sizeof...(T) + 1][width];
    line padded = p;
    (void)std::initializer_list<int>{0, (copy_last<I>(p, i, m, from[I], padded), 0)...};
    (void)std::initializer_list<int>{0, (make_room<T>(p, i, m, to[T], padded), 0)...};
    run(scalar, g, padded, 0, false);
    g.cut(static_cast<int>(m));
    (void)std::initializer_list<int>{0, (store_first(vector::load(to[T]), p.out[T] + i, m), 0)...};
  }
  template <int Input>
  [[gnu::always_inline]] static void copy_last(const line& p, std::ptrdiff_t i, std::ptrdiff_t m, S* to, line& copy) {
    if constexpr (!Along && is_rim(Input)) return;  // one number for the whole line, in a register
    if constexpr (Inside && s.sources[Input] == source::pattern) return;
    load_first(p.in[Input] + i, m).store(to);
    copy.in[Input] = to;
  }
  template <int Output>
  [[gnu::always_inline]] static void make_room(const line& p, std::ptrdiff_t i, std::ptrdiff_t m, S* to, line& copy) {
    if constexpr (adds(Output)) load_first(p.out[Output] + i, m).store(to);
    copy.out[Output] = to;
  }

  template <int What> [[gnu::always_inline]] static void gather(double& so_far, double more) {
    so_far = combine<What>(number{so_far}, number{more}).v;
  }
  [[gnu::always_inline]] static void broadcast(vector* scalar, const double* values) {
    (void)std::initializer_list<int>{0, (scalar[C] = vector::all(values[s.scalars[C]]), 0)...};
  }
  /// Sums to scalars so far, into double.
  static void flush(const sweep_call<S>& c, gathering& g) {
    (void)std::initializer_list<int>{
        0, (s.gathers[R] == atom_id::sum ? c.totals[R].add(gathered<s.gathers[R]>(g.sum[R]))
                                         : gather<s.gathers[R]>(c.extremes[R], gathered<s.gathers[R]>(g.sum[R])),
            0)...};
    (void)std::initializer_list<int>{0, (g.sum[R] = identity<vector>(s.gathers[R]), 0)...};
  }
  /// Sums of line l, into its entry of the rim.
  [[gnu::always_inline]] static void end_line(const sweep_call<S>& c, std::ptrdiff_t l, const gathering& g) {
    (void)std::initializer_list<int>{
        0, (gather<s.fold_gathers[F]>(c.rim_sums[F][l], gathered<s.fold_gathers[F]>(g.fold[F])), 0)...};
  }
  /// Sums of a line as entry j of the rim; as the first also as all others, until theirs come: a turn of one line then
  /// reads the vector that was written, without waiting for the cache.
  [[gnu::always_inline]] static void put_line(const sweep_call<S>& c, const gathering& g, std::ptrdiff_t j) {
    (void)std::initializer_list<int>{0, (put(gathered<s.fold_gathers[F]>(g.fold[F]), c.rim_parts[F], j), 0)...};
  }
  [[gnu::always_inline]] static void put(double sum, S* rim, std::ptrdiff_t j) {
    if (j == 0)
      vector::all(sum).store(rim);
    else
      rim[j] = static_cast<S>(sum);
  }
  /// Rims back by n lines.
  [[gnu::always_inline]] static void rewind_rims(line& p, std::ptrdiff_t n) {
    (void)std::initializer_list<int>{0, (p.in[I] -= is_rim(I) ? n : 0, 0)...};
  }
  static void begin_rim(const sweep_call<S>& c) {
    (void)std::initializer_list<int>{
        0, (std::fill_n(c.rim_parts[F], c.n, static_cast<S>(start_of(s.fold_gathers[F]))), 0)...};
  }
  static void end_rim(const sweep_call<S>& c) {
    (void)std::initializer_list<int>{0, (add_parts<s.fold_gathers[F]>(c.rim_sums[F], c.rim_parts[F], c.n), 0)...};
  }
  template <int What, class T2, class T3> static void add_parts(T2* sum, const T3* part, std::ptrdiff_t n) {
    for (std::ptrdiff_t i = 0; i < n; ++i)
      sum[i] =
          static_cast<T2>(combine<What>(number{static_cast<double>(sum[i])}, number{static_cast<double>(part[i])}).v);
  }
  /// Sums of a vector of entries of the rim.
  static void add_rim(const sweep_call<S>& c, const gathering& g, std::ptrdiff_t i) {
    alignas(64) S part[folds + 1][width];
    (void)std::initializer_list<int>{0, (g.fold[F].store(part[F]), 0)...};
    (void)std::initializer_list<int>{0, (add_parts<s.fold_gathers[F]>(c.rim_sums[F] + i, part[F], width), 0)...};
  }
  /// Sums of the last m entries of a line, into the parts of the rim.
  static void add_tail(const sweep_call<S>& c, const gathering& g, std::ptrdiff_t i, std::ptrdiff_t m) {
    alignas(64) S tail[folds + 1][width];
    (void)std::initializer_list<int>{0, (g.fold[F].store(tail[F]), 0)...};
    (void)std::initializer_list<int>{0, (add_parts<s.fold_gathers[F]>(c.rim_parts[F] + i, tail[F], m), 0)...};
  }
};

}  // namespace regula::dsl

#pragma GCC diagnostic pop

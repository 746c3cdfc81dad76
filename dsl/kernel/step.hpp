// SPDX-License-Identifier: MIT
/// One vector of entries through one pass: load, compute, add up, store.
///
/// Everything is a fold over a stage's lists, and what is instantiated depends on the atom, not on the node: a formula of
/// many terms stays cheap to compile. Folds also keep registers in registers, where g++ -O2 keeps small loops in memory.
#pragma once
#include <dsl/kernel/frame.hpp>
#include <dsl/numbers/pairwise_total.hpp>
#include <dsl/numbers/partial.hpp>
#include <dsl/numbers/reduce.hpp>
#include <dsl/plan/stages.hpp>
#include <initializer_list>

// A fold over an empty list uses none of its parameters.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-but-set-parameter"

namespace regula::dsl {

/// Atom `What` on the registers a, b, c.
template <int What, std::uint64_t Bits, class Users, class N>
[[gnu::always_inline]] inline N operate(const N* at, int a, int b, int c) {
  using atom = atom_at<What, Users>;
  if constexpr (atom::arity == 1)
    return evaluate<atom, Bits, N>(at[a]);
  else if constexpr (atom::arity == 2)
    return evaluate<atom, Bits, N>(at[a], at[b]);
  else
    return evaluate<atom, Bits, N>(at[a], at[b], at[c]);
}

/// What a reduction of nothing is.
constexpr double start_of(int what) {
  const double end = std::numeric_limits<double>::infinity();
  return what == atom_id::sum ? 0.0 : what == atom_id::highest ? -end : end;
}
template <class L> [[gnu::always_inline]] inline L identity(int what) { return L::all(start_of(what)); }
template <int What, class L> [[gnu::always_inline]] inline L combine(L a, L b) {
  if constexpr (What == atom_id::sum)
    return a + b;
  else if constexpr (What == atom_id::highest)
    return max(a, b);
  else
    return min(a, b);
}
template <int What, class L> [[gnu::always_inline]] inline double gathered(L x) {
  if constexpr (What == atom_id::sum)
    return total(x);
  else if constexpr (What == atom_id::highest)
    return highest(x);
  else
    return lowest(x);
}

/// Pass K of a program on lanes of S. Code, Scalars, Sums, Reads, Stores: 0, 1, ... up to the stage's counts.
template <auto Program, int K, class Users, class S, bool Add, class Code, class Scalars, class Sums, class Reads,
          class Stores>
struct step;
template <auto Program, int K, class Users, class S, bool Add, int... Q, int... C, int... R, int... I, int... T>
struct step<Program, K, Users, S, Add, std::integer_sequence<int, Q...>, std::integer_sequence<int, C...>,
            std::integer_sequence<int, R...>, std::integer_sequence<int, I...>, std::integer_sequence<int, T...>> {
  using vector = lanes<S>;
  static constexpr auto& s = schedule_of<Program>.stages[K];

  /// Left to itself g++ folds one load into every instruction that uses it, and the loop waits for its loads.
  [[gnu::always_inline]] static vector load_once(const S* from) {
    vector x = vector::load(from);
#if defined(__x86_64__)
    asm("" : "+v"(x.v));
#endif
    return x;
  }
  // Not const vector*: g++ would call the registers uninitialized that later instructions write.
  template <int What, std::uint64_t Bits>
  [[gnu::always_inline]] static vector execute(vector* at, const instruction& x, const S* const* in, std::ptrdiff_t i) {
    if constexpr (What == tensor_node)
      return load_once(in[x.slot] + i);
    else
      return operate<What, Bits, Users, vector>(at, x.operands[0], x.operands[1], x.operands[2]);
  }
  [[gnu::always_inline]] static void store(vector x, S* to, bool stream) {
    if constexpr (Add)
      (vector::load(to) + x).store(to);
    else if (stream)
      x.stream(to);
    else
      x.store(to);
  }
  [[gnu::always_inline]] static void run(const vector* scalar, vector* sums, const S* const* in, S* const* out,
                                         std::ptrdiff_t i, bool stream) {
    vector at[sizeof...(C) + sizeof...(Q) + 1];
    (void)std::initializer_list<int>{0, (at[C] = scalar[C], 0)...};
    (void)std::initializer_list<int>{
        0, (at[sizeof...(C) + Q] = execute<s.code[Q].what, s.code[Q].bits>(at, s.code[Q], in, i), 0)...};
    (void)std::initializer_list<int>{0, (sums[R] = combine<s.gathers[R]>(sums[R], at[s.reduced[R]]), 0)...};
    (void)std::initializer_list<int>{0, (store(at[s.stored[T]], out[T] + i, stream), 0)...};
  }

  [[gnu::always_inline]] static void broadcast(vector* scalar, const double* values) {
    (void)std::initializer_list<int>{0, (scalar[C] = vector::all(values[s.scalars[C]]), 0)...};
  }
  [[gnu::always_inline]] static void clear(vector* sums) {
    (void)std::initializer_list<int>{0, (sums[R] = identity<vector>(s.gathers[R]), 0)...};
  }
  [[gnu::always_inline]] static void join(vector* a, const vector* b) {
    (void)std::initializer_list<int>{0, (a[R] = combine<s.gathers[R]>(a[R], b[R]), 0)...};
  }
  [[gnu::always_inline]] static void cut(vector* sums, int m) {
    (void)std::initializer_list<int>{0, (sums[R] = keep_first(sums[R], m, identity<vector>(s.gathers[R])), 0)...};
  }
  [[gnu::always_inline]] static void finish(double* values, const vector* sums) {
    (void)std::initializer_list<int>{0, (values[s.reductions[R]] = gathered<s.gathers[R]>(sums[R]), 0)...};
  }
  /// A block's sums into the totals of blocks, its extremes into the extremes so far.
  [[gnu::always_inline]] static void flush(pairwise_total* totals, double* values, const vector* sums) {
    (void)std::initializer_list<int>{
        0, (s.gathers[R] == atom_id::sum
                ? totals[R].add(gathered<s.gathers[R]>(sums[R]))
                : void(values[s.reductions[R]] = combine<s.gathers[R]>(number{values[s.reductions[R]]},
                                                                       number{gathered<s.gathers[R]>(sums[R])})
                                                     .v),
            0)...};
  }
  static void begin_blocks(double* values, pairwise_total* totals) {
    (void)std::initializer_list<int>{0, (totals[R].clear(), 0)...};
    (void)std::initializer_list<int>{
        0, (values[s.reductions[R]] = s.gathers[R] == atom_id::highest ? -std::numeric_limits<double>::infinity()
                                                                       : std::numeric_limits<double>::infinity(),
            0)...};
  }
  static void end_blocks(double* values, const pairwise_total* totals) {
    (void)std::initializer_list<int>{
        0, (s.gathers[R] == atom_id::sum ? void(values[s.reductions[R]] = totals[R].result()) : void(), 0)...};
  }

  [[gnu::always_inline]] static const channel<S>& destination(const frame<S>& f, int store) {
    return f.outputs[Program.outputs[s.stores[store]].index];
  }
  [[gnu::always_inline]] static bool is_straight(const frame<S>& f) {
    bool all = true;
    (void)std::initializer_list<int>{0, (all &= f.inputs[s.reads[I]].straight(), 0)...};
    (void)std::initializer_list<int>{0, (all &= destination(f, T).straight(), 0)...};
    return all;
  }
  static bool streams(const frame<S>& f) {
    bool all = sizeof...(T) > 0;
    (void)std::initializer_list<int>{0, (all &= destination(f, T).streams, 0)...};
    return all;
  }
  [[gnu::always_inline]] static void point(const frame<S>& f, std::ptrdiff_t from, const S** in, S** out) {
    (void)std::initializer_list<int>{0, (in[s.reads[I]] = f.inputs[s.reads[I]].base + from, 0)...};
    (void)std::initializer_list<int>{0, (out[T] = destination(f, T).base + from, 0)...};
  }
};

}  // namespace regula::dsl

#pragma GCC diagnostic pop

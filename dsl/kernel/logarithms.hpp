// SPDX-License-Identifier: MIT
/// Sums of logarithms of a flat sweep, of a target that fuses: eight vectors of factors are multiplied before one logarithm is
/// taken.
#pragma once
#include <dsl/kernel/step.hpp>
#include <dsl/numbers/log_product.hpp>

// A pack that is empty uses none of its parameters.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-but-set-parameter"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"

namespace regula::dsl {

template <class Recipe, int K, class S, class In = S, class Out = S, class Parts = part_numbers_of<Recipe, K>>
struct logarithms;
template <class Recipe, int K, class S, class In, class Out, int... Q, int... C, int... R, int... F, int... I, int... T>
struct logarithms<
    Recipe, K, S, In, Out,
    part_numbers<std::integer_sequence<int, Q...>, std::integer_sequence<int, C...>, std::integer_sequence<int, R...>,
                 std::integer_sequence<int, F...>, std::integer_sequence<int, I...>, std::integer_sequence<int, T...>>>
    : step<Recipe, K, S, route::flat, In, Out> {
  using base = step<Recipe, K, S, route::flat, In, Out>;
  using users = typename Recipe::users;
  using base::code;
  using base::sum;
  using base::to;
  using base::unroll;
  using base::width;
  using typename base::gathering;
  using typename base::line;
  using typename base::vector;

  /// Whether sum r is of factors.
  static constexpr bool multiplies(int r) { return adds_logarithms(base::plan.view(), base::s, sum(r)); }

  /// Eight vectors from entry i on, or four. Sums of factors go to the first part, others to the parts in turn.
  [[gnu::always_inline]] static void run_eight(const vector* scalar, gathering* part, const line& p, std::ptrdiff_t i,
                                               bool stream) {
    log_product<S> first[sizeof...(R) + 1], second[sizeof...(R) + 1];
    multiply_four(scalar, part, first, p, i, stream);
    multiply_four(scalar, part, second, p, i + 4 * width, stream);
    in_order({(finish<R>(part[0].to_scalars[R], scalar, p, i, first[R], second[R]), 0)...});
  }
  [[gnu::always_inline]] static void run_four(const vector* scalar, gathering* part, const line& p, std::ptrdiff_t i,
                                              bool stream) {
    log_product<S> products[sizeof...(R) + 1];
    multiply_four(scalar, part, products, p, i, stream);
    in_order({(finish<R>(part[0].to_scalars[R], scalar, p, i, products[R]), 0)...});
  }

private:
  [[gnu::always_inline]] static void multiply_four(const vector* scalar, gathering* part, log_product<S>* products,
                                                   const line& p, std::ptrdiff_t i, bool stream) {
    run_one<0>(scalar, part, products, p, i, stream);
    run_one<1>(scalar, part, products, p, i + width, stream);
    run_one<2>(scalar, part, products, p, i + 2 * width, stream);
    run_one<3>(scalar, part, products, p, i + 3 * width, stream);
  }
  /// Place: which of the four.
  template <int Place>
  [[gnu::always_inline]] static void run_one(const vector* scalar, gathering* part, log_product<S>* products,
                                             const line& p, std::ptrdiff_t i, bool stream) {
    vector at[base::registers];
    base::compute(at, scalar, p, i);
    in_order({(gather_one<R, Place>(part, products[R], at), 0)...});
    in_order({(base::template store<base::adds(T)>(at[to(T).from], p.out[T] + i, stream), 0)...});
  }
  /// The logarithm that sum r adds up.
  static constexpr const instruction& made(int r) { return code(sum(r).from - static_cast<int>(sizeof...(C))); }
  template <int Sum> using atom_of = atom_at<made(Sum).what, users>;

  template <int Sum, int Place>
  [[gnu::always_inline]] static void gather_one(gathering* part, log_product<S>& product, const vector* at) {
    if constexpr (multiplies(Sum)) {
      const vector x = at[made(Sum).operands[0]];
      auto& so_far = part[0].to_scalars[Sum];
      if constexpr (has_summand<atom_of<Sum>>) so_far = so_far + atom_of<Sum>::summand(x);
      if constexpr (Place == 0)
        product.begin(atom_of<Sum>::factor(x));
      else
        product.multiply(atom_of<Sum>::factor(x));
    } else {
      auto& so_far = part[Place % unroll].to_scalars[Sum];
      so_far = gather<sum(Sum).what>(so_far, at[sum(Sum).from]);
    }
  }
  template <int Sum, class... Products>
  [[gnu::always_inline]] static void finish(vector& so_far, const vector* scalar, const line& p, std::ptrdiff_t i,
                                            const Products&... products) {
    if constexpr (multiplies(Sum))
      so_far = add_logarithms<atom_of<Sum>>(
          so_far, products..., [&](vector x, int from) __attribute__((always_inline)) {
            // Copies: what a call can see goes through memory for the whole loop.
            vector own[sizeof...(C) + 1];
            in_order({(own[C] = scalar[C], 0)...});
            const line near(p);
            return add_each<Sum>(x, own, near, i + from * width);
          });
  }
  /// A logarithm of each of the four. Not const vector*: where there is none g++ would call it uninitialized.
  template <int Sum>
  [[gnu::noinline]] static vector add_each(vector so_far, vector* scalar, const line& p, std::ptrdiff_t i) {
    for (int k = 0; k < 4; ++k) {
      vector at[base::registers];
      base::compute(at, scalar, p, i + k * width);
      so_far = so_far + log_weighted<atom_of<Sum>>(log(atom_of<Sum>::factor(at[made(Sum).operands[0]])));
    }
    return so_far;
  }
};

}  // namespace regula::dsl

#pragma GCC diagnostic pop

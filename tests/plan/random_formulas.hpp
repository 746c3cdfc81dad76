// SPDX-License-Identifier: MIT
/// Random formulas, at run time and at compile time: a seed each.
#pragma once
#include <regula/formula.hpp>
#include <tests/plan/run_time.hpp>

namespace random_formulas {

using namespace regula::symbols;
using regula::dsl::formula_facts;
using regula::dsl::problem;

/// A number below `n` that depends on the seed alone.
constexpr unsigned pick(unsigned seed, unsigned n) {
  seed ^= seed >> 16, seed *= 0x7feb352du, seed ^= seed >> 15, seed *= 0x846ca68bu;
  return (seed ^ seed >> 16) % n;
}
constexpr unsigned left(unsigned seed) { return seed * 2654435761u + 1; }
constexpr unsigned right(unsigned seed) { return seed * 2246822519u + 7; }

/// A matrix of W's shape.
template <unsigned Seed, int Depth> constexpr auto entries() {
  constexpr auto k = pick(Seed, Depth == 0 ? 3 : 22);
  if constexpr (k == 0) {
    return W;
  } else if constexpr (k == 1) {
    return V;
  } else if constexpr (k == 2) {
    return W - W0;
  } else {
    const auto x = entries<left(Seed), Depth - 1>();
    if constexpr (k == 3)
      return abs(x);
    else if constexpr (k == 4)
      return square(x);
    else if constexpr (k == 5)
      return exp(-square(x));
    else if constexpr (k == 6)
      return log1p(abs(x));
    else if constexpr (k == 7)
      return tanh(0.5 * x);
    else if constexpr (k == 8)
      return sqrt(square(x) + 1.0);
    else if constexpr (k == 9)
      return huber(x, regula::coef<"delta">(1.0));
    else if constexpr (k == 10)
      return positive(x);
    else if constexpr (k == 11)
      return difference<0>(x);
    else if constexpr (k == 12)
      return off_diagonal(x);
    else if constexpr (k == 13)
      return x / (1.0 + norm2(rowwise(x)));
    else if constexpr (k == 14)
      return x - mean(colwise(x));
    else if constexpr (k == 15)
      return x * max(x);
    else if constexpr (k == 16)
      return shifted<1, -1>(x);
    else if constexpr (k == 17)
      return pow<3>(x);
    else {
      const auto y = entries<right(Seed), Depth - 1>();
      if constexpr (k == 18)
        return x + y;
      else if constexpr (k == 19)
        return x * y;
      else if constexpr (k == 20)
        return x / (2.0 + square(y));
      else
        return max(x, 0.25 * y);
    }
  }
}
/// A scalar.
template <unsigned Seed, int Depth> constexpr auto scalar() {
  constexpr auto k = pick(Seed, Depth == 0 ? 9 : 12);
  if constexpr (k > 8) {
    const auto x = scalar<left(Seed), Depth - 1>();
    const auto y = scalar<right(Seed), Depth - 1>();
    if constexpr (k == 9)
      return x + 0.5 * y;
    else if constexpr (k == 10)
      return x * y;
    else
      return regula::coef<"c">(0.5) * sqrt(1.0 + square(x)) - y;
  } else {
    const auto x = entries<right(Seed), 1>();
    if constexpr (k == 0)
      return sum(x);
    else if constexpr (k == 1)
      return 0.01 * sum(square(x));
    else if constexpr (k == 2)
      return norm2(x);
    else if constexpr (k == 3)
      return mean(abs(x)) * max(x);
    else if constexpr (k == 4)
      return log_sum_exp(x);
    else if constexpr (k == 5)
      return sum(norm2(rowwise(x)));
    else if constexpr (k == 6)
      return sum(square(gram(x) - regula::identity));
    else if constexpr (k == 7)
      return sum(max(colwise(abs(x))));
    else
      return variance(x) + trace(matmul(transpose(x), W));
  }
}

template <unsigned Seed> void check() {
  INFO("seed " << Seed);
  using facts = formula_facts<decltype(scalar<Seed, 1>())>;
  static_assert(facts::written.trouble == problem::none);
  plan_test::same_at_run_time<facts, plan_test::everything<facts>>();
}

/// Those of the seeds [First, First + Count) have one plan, at compile time and at run time.
template <unsigned First, unsigned Count> void check_all() {
  [&]<unsigned... Seed>(std::integer_sequence<unsigned, Seed...>) { (check<First + Seed>(), ...); }
  (std::make_integer_sequence<unsigned, Count>());
}

}  // namespace random_formulas

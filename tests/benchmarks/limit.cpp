// SPDX-License-Identifier: MIT
/// The limit: each workload by hand in AVX-512 intrinsics, one to eight registers at a time, with ordinary stores and
/// with streaming ones; the structured ones in several blockings. The fastest is what the peers are compared with.
#include <algorithm>
#include <cmath>

#include "api.hpp"
#include "lanes.hpp"
#include "limit_groups.hpp"
#include "limit_sweep.hpp"
#include "limit_variation.hpp"

namespace {

using namespace bench;
namespace k = coefficient;

/// exp(x) - 1 for x <= 0: with x = n log 2 + r it is 2^n expm1(r) + (2^n - 1), and r is small enough for Taylor.
template <class T, class L = lanes<T>, class V = typename L::vector> V expm1(V x) {
  x = L::max(x, L::all(L::expm1_from));
  const V n = L::round(x * L::all(1 / log_of_2));
  const V r = L::fnma(n, L::all(L::log_2[1]), L::fnma(n, L::all(L::log_2[0]), x));
  double factorial = 1;
  for (int i = 2; i <= L::expm1_degree; ++i) factorial *= i;
  V taylor = L::all(1 / factorial);  // of (expm1(r) - r) / r^2
#pragma GCC unroll 16
  for (int i = L::expm1_degree; i > 2; --i) {
    factorial /= i;
    taylor = L::fma(taylor, r, L::all(1 / factorial));
  }
  const V power = L::power_of_2(n);
  return L::fma(power, L::fma(r * r, taylor, r), power - L::all(1));
}

/// What a register of the loop carries along: sums, and a product, whose logarithm is a sum of logarithms.
template <class T> struct chain {
  using L = lanes<T>;
  using V = typename L::vector;

  V sum[2] = {L::all(0), L::all(0)};
  V product = L::all(1), exponent = L::all(0);  // product 2^exponent

  /// Keeps the product in range.
  void normalize() {
    exponent += L::exponent(product);
    product = L::mantissa(product);
  }
};

/// A kernel whose chain has so many sums in use, and whose product takes so many factors before it is normalized.
template <class T, int Sums, int Factors> struct chained {
  using chain = ::chain<T>;
  static constexpr int factors = Factors;

  template <std::size_t Chains> [[gnu::always_inline]] static void collect(chain (&chains)[Chains], totals& t) {
    using L = lanes<T>;
    for (int s = 0; s < Sums; ++s) {
      auto sum = chains[0].sum[s];
      for (std::size_t j = 1; j < Chains; ++j) sum += chains[j].sum[s];
      t.sum[s] += L::sum(sum);
    }
    if constexpr (Factors > 0) {
      double product = 1;
      auto exponent = L::all(0);
      for (auto& c : chains) {
        c.normalize();
        exponent += c.exponent;
        alignas(64) T factor[L::width];
        L::store(factor, c.product);
        for (const T f : factor) product *= f;
      }
      t.log += std::log(product) + log_of_2 * L::sum(exponent);
    }
  }
};

// The kernels (limit_sweep.hpp).

template <class T> struct l1 : chained<T, 1, 0> {
  using L = lanes<T>;
  using V = typename L::vector;
  static V step(V w, chain<T>& c, const arguments<T>&, std::size_t) {
    c.sum[0] += L::abs(w);
    return L::with_sign(L::all(k::l1), w);
  }
  static double value(const totals& t) { return k::l1 * t.sum[0]; }
};

template <class T> struct l2 : chained<T, 1, 0> {
  using L = lanes<T>;
  using V = typename L::vector;
  static V step(V w, chain<T>& c, const arguments<T>&, std::size_t) {
    c.sum[0] = L::fma(w, w, c.sum[0]);
    return L::all(2 * k::l2) * w;
  }
  static double value(const totals& t) { return k::l2 * t.sum[0]; }
};

template <class T> struct l1_l2 : chained<T, 2, 0> {
  using L = lanes<T>;
  using V = typename L::vector;
  static V step(V w, chain<T>& c, const arguments<T>&, std::size_t) {
    c.sum[0] += L::abs(w);
    c.sum[1] = L::fma(w, w, c.sum[1]);
    return L::fma(L::all(2 * k::l2), w, L::with_sign(L::all(k::l1), w));
  }
  static double value(const totals& t) { return k::l1 * t.sum[0] + k::l2 * t.sum[1]; }
};

const double huber_at_zero = std::sqrt(k::huber_epsilon);

template <class T> struct pseudo_huber : chained<T, 1, 0> {
  using L = lanes<T>;
  using V = typename L::vector;
  static V step(V w, chain<T>& c, const arguments<T>&, std::size_t) {
    const V x = L::fma(w, w, L::all(k::huber_epsilon)), one_over_root = L::reciprocal_root(x);
    c.sum[0] += L::fma(x, one_over_root, L::all(-huber_at_zero));
    return L::all(k::huber) * w * one_over_root;
  }
  static double value(const totals& t) { return k::huber * t.sum[0]; }
};

template <class T> struct cauchy : chained<T, 0, 4> {
  using L = lanes<T>;
  using V = typename L::vector;
  static V step(V w, chain<T>& c, const arguments<T>&, std::size_t) {
    const V x = L::fma(w * w, L::all(1 / k::cauchy_epsilon), L::all(1));
    c.product *= x;
    return L::all(2 * k::cauchy / k::cauchy_epsilon) * w * L::reciprocal(x);
  }
  static double value(const totals& t) { return k::cauchy * t.log; }
};

/// With e = expm1(-2 |w|): log cosh w = |w| + log(1 + e/2), tanh |w| = -e / (2 + e).
template <class T> struct composite : chained<T, 1, 16> {
  using L = lanes<T>;
  using V = typename L::vector;
  static V step(V w, chain<T>& c, const arguments<T>& a, std::size_t i) {
    const V size = L::abs(w), away = w - L::load(a.w0 + i);
    const V x = L::fma(w, w, L::all(k::huber_epsilon)), one_over_root = L::reciprocal_root(x);
    const V e = expm1<T>(L::all(-2) * size);
    const V tanh = (L::all(0) - e) * L::reciprocal(L::all(2) + e);
    const V of_size = L::fma(L::all(k::a6), L::load(a.mask + i), L::all(k::a1));

    c.product *= L::fma(L::all(0.5), e, L::all(1));
    V term = size * (of_size + L::all(k::a4));
    term = L::fma(L::all(k::a2) * w, w, term);
    term = L::fma(L::all(k::a3), L::fma(x, one_over_root, L::all(-huber_at_zero)), term);
    c.sum[0] += L::fma(L::all(k::a5) * away, away, term);

    V slope = L::with_sign(L::fma(L::all(k::a4), tanh, of_size), w);
    slope = L::fma(L::fma(L::all(k::a3), one_over_root, L::all(2 * k::a2)), w, slope);
    return L::fma(L::all(2 * k::a5), away, slope);
  }
  static double value(const totals& t) { return t.sum[0] + k::a4 * t.log; }
};

template <class T, bool Streams> void add_structured(registry& peers) {
  constexpr std::size_t all = 4096;  // rows that most matrices have at most
  peers.add(workload::group_rows, group_rows<64, false, Streams, T>);
  peers.add(workload::group_rows, group_rows<128, false, Streams, T>);
  peers.add(workload::group_rows, group_rows<512, false, Streams, T>);
  peers.add(workload::group_rows, group_rows<512, true, Streams, T>);
  peers.add(workload::group_rows, group_rows<all, false, Streams, T>);
  peers.add(workload::group_rows_major, group_single_rows<Streams, T>);
  peers.add(workload::group_rows_major, group_many_rows<Streams, T>);
  peers.add(workload::total_variation, total_variation<1, all, Streams, T>);
  peers.add(workload::total_variation, total_variation<2, all, Streams, T>);
  peers.add(workload::total_variation, total_variation<4, all, Streams, T>);
  peers.add(workload::total_variation, total_variation<4, 512, Streams, T>);
  peers.add(workload::copy, copy<Streams, T>);
}

}  // namespace

void register_peer(registry& peers) {
  add_variants<l1>(peers, workload::l1);
  add_variants<l2>(peers, workload::l2);
  add_variants<l1_l2>(peers, workload::l1_l2);
  add_variants<pseudo_huber>(peers, workload::pseudo_huber);
  add_variants<cauchy>(peers, workload::cauchy);
  add_variants<composite>(peers, workload::composite);
  add_structured<float, false>(peers);
  add_structured<float, true>(peers);
  add_structured<double, false>(peers);
  add_structured<double, true>(peers);
}

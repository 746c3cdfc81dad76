// SPDX-License-Identifier: MIT
/// The limit of those who promise more: by hand in AVX-512 intrinsics as limit.cpp, for the workloads where that gives up
/// what the tests of the atoms state. Entries far below 1 stay in a product of 1 + q; a pseudo-Huber term is right near 0.
#include <algorithm>
#include <cmath>
#include <limits>

#include "api.hpp"
#include "lanes.hpp"

namespace {

using namespace bench;
namespace k = coefficient;

constexpr double log_of_2 = 0.693147180559945309;

/// What a register of the loop carries along: a sum, and product + lost, the product of all factors to twice the digits,
/// times 2^exponent.
template <class T> struct chain {
  using L = lanes<T>;
  using V = typename L::vector;

  V sum = L::all(0), product = L::all(1), lost = L::all(0), exponent = L::all(0), largest = L::all(0);

  /// By 1 + q, q >= 0. What adding 1 loses is known exactly, and by FMA what the product loses.
  void multiply(V q) {
    const V one = L::all(1), factor = q + one, high = L::max(q, one), low = -L::max(-q, -one);
    const V cut = low - (factor - high), next = product * factor;
    lost = L::fma(lost, factor, L::fma(product, cut, L::fma(product, factor, -next)));
    product = next;
    largest = L::max(largest, factor);
  }
  /// Keeps the product in range.
  void normalize() {
    const V n = L::exponent(product);
    product = L::mantissa(product);
    lost *= L::power_of_2(-n);
    exponent += n;
  }
};

struct totals {
  double sum = 0, log = 0;
};

// The kernels, as in limit.cpp; `multiplies`: the chain's product is in use.

template <class T> struct pseudo_huber {
  using L = lanes<T>;
  using V = typename L::vector;
  static constexpr bool multiplies = false;
  static V step(V w, chain<T>& c) {
    const V square = w * w, x = square + L::all(k::huber_epsilon), one_over_root = L::reciprocal_root(x);
    const V above = L::fma(x, one_over_root, L::all(std::sqrt(k::huber_epsilon)));
    c.sum = L::fma(square, L::reciprocal(above), c.sum);
    return L::all(k::huber) * w * one_over_root;
  }
  static double value(const totals& t) { return k::huber * t.sum; }
};

template <class T> struct cauchy {
  using L = lanes<T>;
  using V = typename L::vector;
  static constexpr bool multiplies = true;
  static V step(V w, chain<T>& c) {
    const V q = w * w * L::all(1 / k::cauchy_epsilon);
    c.multiply(q);
    return L::all(2 * k::cauchy / k::cauchy_epsilon) * w * L::reciprocal(q + L::all(1));
  }
  static double value(const totals& t) { return k::cauchy * t.log; }
};

/// Whether some lane is beyond what four factors together may be; a library takes them one by one then.
template <class T, class V> bool any_beyond(V x) {
  alignas(64) T each[lanes<T>::width];
  lanes<T>::store(each, lanes<T>::max(x, lanes<T>::all(sizeof(T) == 4 ? 0x1p24 : 0x1p200)));
  return *std::max_element(each, each + lanes<T>::width) > T(sizeof(T) == 4 ? 0x1p24 : 0x1p200);
}

template <template <class> class Kernel, int Chains, bool Streams, class T>
[[gnu::always_inline]] inline void sweep(const arguments<T>& a, std::size_t begin, std::size_t end, totals& t) {
  using L = lanes<T>;
  chain<T> chains[Chains];
  int factors = 0;
  for (std::size_t i = begin; i < end; i += Chains * L::width) {
#pragma GCC unroll 8
    for (int j = 0; j < Chains; ++j) {
      const std::size_t at = i + j * L::width;
      const auto slope = Kernel<T>::step(L::load(a.w + at), chains[j]);
      if constexpr (Streams)
        L::stream(a.g + at, slope);
      else
        L::store(a.g + at, slope);
    }
    if (Kernel<T>::multiplies && ++factors == 4) {
      factors = 0;
      for (auto& c : chains) c.normalize();
    }
  }
  auto sum = chains[0].sum, exponent = L::all(0), small = L::all(0), largest = chains[0].largest;
  double product = 1;
  for (auto& c : chains) {
    if (&c != chains) sum += c.sum;
    if constexpr (!Kernel<T>::multiplies) continue;
    c.normalize();
    largest = L::max(largest, c.largest);
    exponent += c.exponent;
    const auto part = c.lost / c.product;  // log1p of what is far below 1
    small += L::fma(part * part, L::all(-0.5), part);
    alignas(64) T factor[L::width];
    L::store(factor, c.product);
    for (const T f : factor) product *= f;
  }
  t.sum += L::sum(sum);
  if constexpr (Kernel<T>::multiplies) {
    t.log += std::log(product) + log_of_2 * L::sum(exponent) + L::sum(small);
    if (any_beyond<T>(largest)) t.log = std::numeric_limits<double>::quiet_NaN();
  }
}

/// All entries, in blocks, and what is left one register at a time.
template <template <class> class Kernel, int Chains, bool Streams, class T> double run(const arguments<T>& given) {
  constexpr std::size_t stride = Chains * lanes<T>::width, block = 4096;
  const auto a = given;  // a copy, which no store can alias
  const std::size_t n = a.size(), whole = n / stride * stride;
  totals t;
  for (std::size_t i = 0; i < whole; i += block) sweep<Kernel, Chains, Streams>(a, i, std::min(i + block, whole), t);
  if (whole < n) sweep<Kernel, 1, Streams>(a, whole, n, t);
  if (Streams) _mm_sfence();
  return Kernel<T>::value(t);
}

template <template <class> class Kernel, int Chains, bool Streams = false> void add(registry& peers, workload which) {
  peers.add(which, run<Kernel, Chains, Streams, float>);
  peers.add(which, run<Kernel, Chains, Streams, double>);
}
template <template <class> class Kernel> void add_variants(registry& peers, workload which) {
  add<Kernel, 1>(peers, which);
  add<Kernel, 2>(peers, which);
  add<Kernel, 4>(peers, which);
  add<Kernel, 8>(peers, which);
  add<Kernel, 2, true>(peers, which);
  add<Kernel, 4, true>(peers, which);
}

}  // namespace

void register_peer(registry& peers) {
  add_variants<pseudo_huber>(peers, workload::pseudo_huber);
  add_variants<cauchy>(peers, workload::cauchy);
}

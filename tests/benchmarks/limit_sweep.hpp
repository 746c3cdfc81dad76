// SPDX-License-Identifier: MIT
/// How the kernels of the limits go over a tensor. A kernel's `step` puts one register of w into its chain and returns its
/// slopes; `collect` adds the chains to the totals, `value` reads those. A chain can take `factors` factors before it is
/// normalized; 0: it has no product.
#pragma once
#include <algorithm>

#include "api.hpp"
#include "lanes.hpp"

namespace {

constexpr double log_of_2 = 0.693147180559945309;

struct totals {
  double sum[2] = {0, 0}, log = 0;
};

/// The entries from `begin` to `end`, `Chains` registers at a time. A call would cost small tensors half of their time.
template <template <class> class Kernel, int Chains, bool Streams, class T>
[[gnu::always_inline]] inline void sweep(const bench::arguments<T>& a, std::size_t begin, std::size_t end, totals& t) {
  using L = lanes<T>;
  typename Kernel<T>::chain chains[Chains];
  int factors = 0;
  for (std::size_t i = begin; i < end; i += Chains * L::width) {
#pragma GCC unroll 8
    for (int j = 0; j < Chains; ++j) {
      const std::size_t at = i + j * L::width;
      const auto slope = Kernel<T>::step(L::load(a.w + at), chains[j], a, at);
      if constexpr (Streams)
        L::stream(a.g + at, slope);
      else
        L::store(a.g + at, slope);
    }
    if (Kernel<T>::factors > 0 && ++factors == Kernel<T>::factors) {
      factors = 0;
      for (auto& c : chains) c.normalize();
    }
  }
  Kernel<T>::collect(chains, t);
}

/// All entries: in blocks, for the sums of a register stay exact enough, and what is left one register at a time.
template <template <class> class Kernel, int Chains, bool Streams, class T>
double run(const bench::arguments<T>& given) {
  constexpr std::size_t stride = Chains * lanes<T>::width, block = 4096;
  const auto a = given;  // a copy, which no store can alias
  const std::size_t n = a.size(), whole = n / stride * stride;
  totals t;
  for (std::size_t i = 0; i < whole; i += block) sweep<Kernel, Chains, Streams>(a, i, std::min(i + block, whole), t);
  if (whole < n) sweep<Kernel, 1, Streams>(a, whole, n, t);
  if (Streams) _mm_sfence();
  return Kernel<T>::value(t);
}

template <template <class> class Kernel, int Chains, bool Streams = false>
void add(bench::registry& peers, bench::workload which) {
  peers.add(which, run<Kernel, Chains, Streams, float>);
  peers.add(which, run<Kernel, Chains, Streams, double>);
}
template <template <class> class Kernel> void add_variants(bench::registry& peers, bench::workload which) {
  add<Kernel, 1>(peers, which);
  add<Kernel, 2>(peers, which);
  add<Kernel, 4>(peers, which);
  add<Kernel, 8>(peers, which);
  add<Kernel, 2, true>(peers, which);
  add<Kernel, 4, true>(peers, which);
}

}  // namespace

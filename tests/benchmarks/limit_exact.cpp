// SPDX-License-Identifier: MIT
/// The limit of those who promise more: by hand in AVX-512 intrinsics as limit.cpp, for the workloads where that gives up
/// what the tests of the atoms state. Entries far below 1 stay in a product of 1 + q; a pseudo-Huber term is right near 0.
#include <algorithm>
#include <cmath>
#include <limits>

#include "api.hpp"
#include "lanes.hpp"
#include "limit_sweep.hpp"

namespace {

using namespace bench;
namespace k = coefficient;

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

/// Whether some lane is beyond what four factors together may be; a library takes them one by one then.
template <class T, class V> bool any_beyond(V x) {
  alignas(64) T each[lanes<T>::width];
  lanes<T>::store(each, lanes<T>::max(x, lanes<T>::all(sizeof(T) == 4 ? 0x1p24 : 0x1p200)));
  return *std::max_element(each, each + lanes<T>::width) > T(sizeof(T) == 4 ? 0x1p24 : 0x1p200);
}

// The kernels (limit_sweep.hpp).

template <class T> struct pseudo_huber {
  using chain = ::chain<T>;
  using L = lanes<T>;
  using V = typename L::vector;
  static constexpr int factors = 0;
  static V step(V w, chain& c, const arguments<T>&, std::size_t) {
    const V square = w * w, x = square + L::all(k::huber_epsilon), one_over_root = L::reciprocal_root(x);
    const V above = L::fma(x, one_over_root, L::all(std::sqrt(k::huber_epsilon)));
    c.sum = L::fma(square, L::reciprocal(above), c.sum);
    return L::all(k::huber) * w * one_over_root;
  }
  template <std::size_t Chains> [[gnu::always_inline]] static void collect(chain (&chains)[Chains], totals& t) {
    auto sum = chains[0].sum;
    for (std::size_t j = 1; j < Chains; ++j) sum += chains[j].sum;
    t.sum[0] += L::sum(sum);
  }
  static double value(const totals& t) { return k::huber * t.sum[0]; }
};

template <class T> struct cauchy {
  using chain = ::chain<T>;
  using L = lanes<T>;
  using V = typename L::vector;
  static constexpr int factors = 4;
  static V step(V w, chain& c, const arguments<T>&, std::size_t) {
    const V q = w * w * L::all(1 / k::cauchy_epsilon);
    c.multiply(q);
    return L::all(2 * k::cauchy / k::cauchy_epsilon) * w * L::reciprocal(q + L::all(1));
  }
  template <std::size_t Chains> [[gnu::always_inline]] static void collect(chain (&chains)[Chains], totals& t) {
    auto exponent = L::all(0), small = exponent, largest = exponent;
    double product = 1;
    for (auto& c : chains) {
      c.normalize();
      largest = L::max(largest, c.largest);
      exponent += c.exponent;
      const auto part = c.lost / c.product;  // log1p of what is far below 1
      small += L::fma(part * part, L::all(-0.5), part);
      alignas(64) T factor[L::width];
      L::store(factor, c.product);
      for (const T f : factor) product *= f;
    }
    t.log += std::log(product) + log_of_2 * L::sum(exponent) + L::sum(small);
    if (any_beyond<T>(largest)) t.log = std::numeric_limits<double>::quiet_NaN();
  }
  static double value(const totals& t) { return k::cauchy * t.log; }
};

}  // namespace

void register_peer(registry& peers) {
  add_variants<pseudo_huber>(peers, workload::pseudo_huber);
  add_variants<cauchy>(peers, workload::cauchy);
}

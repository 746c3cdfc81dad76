// SPDX-License-Identifier: MIT
/// Witnesses of the atoms behind doors of their own: sorted, sparse and spectral ones.
#pragma once
#include <dsl/atoms/sorted.hpp>
#include <dsl/atoms/sparse.hpp>
#include <dsl/atoms/spectral.hpp>
#include <tests/gallery/naive.hpp>
#include <tests/laws/witness_matrices.hpp>

namespace laws {

inline real power_of_sigma(const cube& x, real p) {
  return naive::sum(gallery_test::singular_values(x), [p](real s) { return std::pow(s, p); });
}
inline cube column(const cube& x) { return {structure_test::shape(x.n[0] * x.n[1]), x.x}; }

// clang-format off
template <> inline constexpr auto witness<regula::sorted_l1_atom> = +[](const cube& x, const cube& v) {
  const auto sizes = by_size(x, true);
  return std::inner_product(sizes.begin(), sizes.end(), v.x.begin(), real{0});
};
template <> inline constexpr auto witness<regula::dsl::sorted_sizes_atom> = +[](const cube& x) { return cube{x.n, by_size(x, true)}; };
template <int K> inline constexpr auto witness<regula::top_k_sum_atom<K>> = +[](const cube& x) {
  const auto sorted = by_size(x, false);
  return std::accumulate(sorted.begin(), sorted.begin() + std::min<std::ptrdiff_t>(K, std::ssize(sorted)), real{0});
};
/// 1 for what is above the k-th entry; what equals it shares the rest.
template <int K> inline constexpr auto witness<regula::dsl::top_k_slope_atom<K>> = +[](const cube& x) {
  return made(x.n, [&](const extents& at) {
    const real mine = entry_of(x, at);
    const auto above = std::count_if(x.x.begin(), x.x.end(), [&](real e) { return e > mine; });
    const auto equal = std::count(x.x.begin(), x.x.end(), mine);
    return std::clamp<real>(static_cast<real>(K - above) / static_cast<real>(equal), 0, 1);
  });
};

template <> inline constexpr auto witness<regula::apply_atom> = witness<regula::matmul_atom>;
template <> inline constexpr auto witness<regula::dsl::apply_transposed_atom> = +[](const cube& l, const cube& x) {
  return structure_test::product(structure_test::flip(l), x);
};
template <> inline constexpr auto witness<regula::group_sums_atom> = +[](const cube& g, const cube& x) { return structure_test::product(g, column(x)); };
template <> inline constexpr auto witness<regula::dsl::group_spread_atom> = +[](const cube& g, const cube& y, const cube& x) {
  return cube{x.n, structure_test::product(structure_test::flip(g), y).x};
};

template <> inline constexpr auto witness<regula::nuclear_norm_atom> = +[](const cube& x) { return power_of_sigma(x, 1); };
template <> inline constexpr auto witness<regula::spectral_norm_atom> = +[](const cube& x) { return gallery_test::singular_values(x)[0]; };
template <int P, int Q> inline constexpr auto witness<regula::singular_powers_atom<P, Q>> = +[](const cube& x) {
  return power_of_sigma(x, static_cast<real>(P) / Q);
};
/// Of the matrix whose triplets the operand is.
template <int P, int Q> inline constexpr auto witness<regula::dsl::sigma_sum_atom<P, Q>> = +[](const cube& x) {
  return P == 0 ? gallery_test::singular_values(x)[0] : power_of_sigma(x, static_cast<real>(P) / Q);
};
template <> inline constexpr auto witness<regula::log_det_atom> = +[](const cube& x) { return gallery_test::log_determinant(x); };
// clang-format on

/// v after so many steps v = x v / |x v| from the start that the atom has, and one of x + |x v| or x - |x v|.
inline cube iterated(const cube& x, int iterations) {
  const auto times = [](const cube& v, real by) { return made(v.n, [&](const extents& at) { return by * v(at[0]); }); };
  const auto unit = [&](const cube& v) {
    const real length = structure_test::norm2_of(v.x);
    return times(v, length > 0 ? 1 / length : 1);
  };
  cube v{structure_test::shape(x.n[0]), {}};
  for (std::uint32_t i = 0, noise = 1; i < x.n[0]; ++i) {
    noise = noise * 1664525u + 1013904223u;
    v.x.push_back(1 + (static_cast<real>(noise >> 8) / (1 << 24) - 0.5L) / 4);
  }
  for (int i = 0; i <= iterations; ++i) v = unit(i == 0 ? v : structure_test::product(x, v));
  const cube y = structure_test::product(x, v), s = times(v, structure_test::norm2_of(y.x));
  const cube up = structure_test::plus(y, s), down = structure_test::minus(y, s);
  return unit(structure_test::squares(up) >= structure_test::squares(down) ? up : down);
}
/// v' x v.
inline real quotient(const cube& x, const cube& v) {
  return structure_test::total(structure_test::times(v, structure_test::product(x, v)));
}
template <int Iterations>
inline constexpr auto witness<regula::power_norm_atom<Iterations>> = +[](const cube& x) {
  return std::fabs(quotient(x, iterated(x, Iterations)));
};
template <>
inline constexpr auto witness<regula::dsl::dominant_slope_atom> = +[](const cube& x) {
  const cube v = iterated(x, 16);
  const real sign = quotient(x, v) < 0 ? -1 : 1;
  return made(x.n, [&](const extents& at) { return sign * v(at[0]) * v(at[1]); });
};
/// By Gauss and Jordan.
template <>
inline constexpr auto witness<regula::dsl::definite_inverse_atom> = +[](const cube& x) {
  cube a = x, b = structure_test::unit(x.n[0]);
  const auto n = x.n[0];
  const auto entry = [n](cube& m, auto i, auto j) -> real& { return m.x[static_cast<std::size_t>(i + n * j)]; };
  for (std::ptrdiff_t k = 0; k < n; ++k)
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      const real factor = i == k ? 1 - 1 / a(k, k) : a(i, k) / a(k, k);
      for (std::ptrdiff_t j = 0; j < n; ++j) {
        entry(a, i, j) -= factor * a(k, j);
        entry(b, i, j) -= factor * b(k, j);
      }
    }
  return b;
};
template <> inline constexpr auto witness<regula::dsl::dominant_size_atom> = witness<regula::power_norm_atom<16>>;

}  // namespace laws

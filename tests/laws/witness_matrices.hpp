// SPDX-License-Identifier: MIT
/// Witnesses of the atoms that meet whole tensors, as loops over matrices: reductions, views, products, sorted, sparse
/// and spectral ones. cube f(const cube&...), that of a parametric atom with its bits behind them; of a scalar, real.
#pragma once
#include <dsl/atoms/sorted.hpp>
#include <dsl/atoms/sparse.hpp>
#include <dsl/atoms/spectral.hpp>
#include <tests/gallery/naive.hpp>
#include <tests/laws/witness.hpp>
#include <tests/structure/matrices.hpp>

namespace laws {

using structure_test::cube;
using structure_test::extents;
using structure_test::made;

inline real entry_of(const cube& w, const extents& at) { return w(at[0], at[1], at[2], at[3], at[4], at[5]); }
/// w(i + steps) along an axis, `rest` where there is none.
inline cube moved(const cube& w, const regula::dsl::offset& by, real rest = 0) {
  return made(w.n, [&](extents at) {
    const auto axis = static_cast<std::size_t>(by.axis);
    at[axis] += by.steps;
    return at[axis] < 0 || at[axis] >= w.n[axis] ? rest : entry_of(w, at);
  });
}
/// One difference after the other; 0 in the last `order` entries of the axis.
inline cube differences(const cube& w, int axis, int order) {
  const auto k = static_cast<std::size_t>(axis);
  cube d = w;
  for (int i = 0; i < order; ++i) d = structure_test::minus(moved(d, {axis, 1}), d);
  return made(w.n, [&](const extents& at) { return at[k] + order < w.n[k] ? entry_of(d, at) : 0; });
}
inline std::vector<real> by_size(const cube& x, bool sizes) {
  std::vector<real> sorted = x.x;
  if (sizes)
    for (real& each : sorted) each = std::fabs(each);
  std::sort(sorted.rbegin(), sorted.rend());
  return sorted;
}
inline real power_of_sigma(const cube& x, real p) {
  return naive::sum(gallery_test::singular_values(x), [p](real s) { return std::pow(s, p); });
}
inline cube column(const cube& x) { return {structure_test::shape(x.n[0] * x.n[1]), x.x}; }

// clang-format off
template <> inline constexpr auto witness<regula::sum_atom> = +[](const cube& x) {
  real total = 0;
  for (const real each : x.x) total += each;
  return total;
};
template <> inline constexpr auto witness<regula::highest_atom> = +[](const cube& x) { return structure_test::highest_of(x.x); };
template <> inline constexpr auto witness<regula::lowest_atom> = +[](const cube& x) { return structure_test::lowest_of(x.x); };
template <> inline constexpr auto witness<regula::size_atom> = +[](const cube& x) { return real(x.n[0] * x.n[1] * x.n[2]); };
template <> inline constexpr auto witness<regula::mean_atom> = +[](const cube& x) { return structure_test::mean_of(x.x); };
/// Half the mean square of the differences of all pairs.
template <> inline constexpr auto witness<regula::variance_atom> = +[](const cube& x) {
  real total = 0;
  for (const real a : x.x)
    for (const real b : x.x) total += (a - b) * (a - b);
  return total / 2 / static_cast<real>(x.x.size() * x.x.size());
};
template <> inline constexpr auto witness<regula::norm1_atom> = +[](const cube& x) { return structure_test::magnitudes(x); };
template <> inline constexpr auto witness<regula::norm2_atom> = +[](const cube& x) {
  real length = 0;
  for (const real each : x.x) length = std::hypot(length, each);
  return length;
};
template <> inline constexpr auto witness<regula::norm_inf_atom> = +[](const cube& x) { return x.x.empty() ? 0 : by_size(x, true)[0]; };
template <> inline constexpr auto witness<regula::dot_atom> = +[](const cube& a, const cube& b) {
  return std::inner_product(a.x.begin(), a.x.end(), b.x.begin(), real{0});
};
template <> inline constexpr auto witness<regula::count_nonzero_atom> = +[](const cube& x) {
  return static_cast<real>(x.x.size()) - static_cast<real>(std::count(x.x.begin(), x.x.end(), real{0}));
};
template <> inline constexpr auto witness<regula::log_sum_exp_atom> = +[](const cube& x) { return structure_test::log_sum_exp_of(x.x); };

template <> inline constexpr auto witness<regula::transpose_atom> = +[](const cube& x) { return structure_test::flip(x); };
template <> inline constexpr auto witness<regula::reach_atom> = +[](const cube& x, std::uint64_t bits) {
  return moved(x, regula::dsl::offset::from_bits(bits));
};
template <> inline constexpr auto witness<regula::kept_atom> = +[](const cube& x, std::uint64_t bits) {
  const auto p = regula::dsl::pattern::from_bits(bits);
  return made(x.n, [&](const extents& at) {
    const auto n = x.n[static_cast<std::size_t>(p.axis)], i = at[static_cast<std::size_t>(p.axis)], d = at[1] - at[0];
    const bool in = p.kind == p.band ? p.low <= d && d <= p.high : p.low <= i && i < (p.from_end ? n - p.high : p.high);
    return in != p.outside ? entry_of(x, at) : 0;
  });
};
template <> inline constexpr auto witness<regula::identity_atom> = +[] { return structure_test::unit(3); };
template <> inline constexpr auto witness<regula::trace_atom> = +[](const cube& x) { return structure_test::diagonal_sum(x); };
template <> inline constexpr auto witness<regula::difference_atom> = +[](const cube& x, std::uint64_t bits) {
  const auto by = regula::dsl::offset::from_bits(bits);
  return differences(x, by.axis, by.steps);
};
template <> inline constexpr auto witness<regula::gradient_norm_atom> = +[](const cube& x) {
  return structure_test::zip(differences(x, 0, 1), differences(x, 1, 1), [](real a, real b) { return std::hypot(a, b); });
};

template <> inline constexpr auto witness<regula::matmul_atom> = +[](const cube& a, const cube& b) { return structure_test::product(a, b); };
template <> inline constexpr auto witness<regula::gram_atom> = +[](const cube& x) { return structure_test::product(structure_test::flip(x), x); };
template <> inline constexpr auto witness<regula::outer_gram_atom> = +[](const cube& x) { return structure_test::product(x, structure_test::flip(x)); };
template <> inline constexpr auto witness<regula::quadratic_atom> = +[](const cube& x, const cube& a) {
  return structure_test::diagonal_sum(structure_test::product(structure_test::flip(x), structure_test::product(a, x)));
};
template <> inline constexpr auto witness<regula::row_cosines_atom> = +[](const cube& x) { return structure_test::cosines(x); };
template <> inline constexpr auto witness<regula::col_cosines_atom> = +[](const cube& x) { return structure_test::cosines(structure_test::flip(x)); };

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

// SPDX-License-Identifier: MIT
/// Witnesses of the atoms that meet whole tensors, as loops: reductions, views, products. cube f(const cube&...), that of
/// a parametric atom with its bits behind them; real where the result is a scalar.
#pragma once
#include <tests/laws/witness.hpp>
#include <tests/structure/groups.hpp>
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
/// One entry after the other, as Welford has it: no term is negative.
template <> inline constexpr auto witness<regula::variance_atom> = +[](const cube& x) {
  real mean = 0, total = 0, n = 0;
  for (const real each : x.x) {
    const real before = each - mean;
    mean += before / ++n;
    total += before * (each - mean);
  }
  return total / n;
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
// clang-format on

}  // namespace laws

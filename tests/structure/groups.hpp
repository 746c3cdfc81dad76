// SPDX-License-Identifier: MIT
/// Reductions of a list of numbers, and the rows, columns... of a cube as such lists.
#pragma once
#include <tests/structure/structure.hpp>

namespace structure_test {

inline constexpr unsigned of_rows = 0b10, of_columns = 0b01;

/// The entries for each index of the axes that are not gathered (bit k: axis k is).
inline std::vector<reals> groups(const cube& w, unsigned gathered) {
  extents kept{}, all = w.n;
  std::ptrdiff_t count = 1;
  for (std::size_t k = 0; k < 6; ++k)
    if ((gathered >> k & 1u) == 0) kept[k] = count, count *= all[k];
  std::vector<reals> lists(static_cast<std::size_t>(count));
  for_entries(all, [&](std::size_t i, const extents& at) {
    const auto group = std::inner_product(at.begin(), at.end(), kept.begin(), std::ptrdiff_t{0});
    lists[static_cast<std::size_t>(group)].push_back(w.x[i]);
  });
  return lists;
}

/// sum over the groups of f(group).
template <class F> real over(const cube& w, unsigned gathered, F f) {
  real total = 0;
  for (const reals& group : groups(w, gathered)) total += f(group);
  return total;
}

inline real squared(real x) { return x * x; }
inline real sum_of(const reals& x) { return std::accumulate(x.begin(), x.end(), real{0}); }
inline real count_of(const reals& x) { return static_cast<real>(x.size()); }
inline real mean_of(const reals& x) { return sum_of(x) / count_of(x); }
inline real norm1_of(const reals& x) {
  return naive::sum(x, [](real t) { return std::fabs(t); });
}
inline real norm2_of(const reals& x) { return std::sqrt(naive::sum(x, squared)); }
inline real highest_of(const reals& x) {
  return std::accumulate(x.begin(), x.end(), -std::numeric_limits<real>::infinity(),
                         [](real a, real b) { return a > b ? a : b; });
}
inline real lowest_of(const reals& x) {
  return std::accumulate(x.begin(), x.end(), std::numeric_limits<real>::infinity(),
                         [](real a, real b) { return a < b ? a : b; });
}
inline real norm_inf_of(const reals& x) {
  return std::accumulate(x.begin(), x.end(), real{0},
                         [](real a, real b) { return a > std::fabs(b) ? a : std::fabs(b); });
}
inline real variance_of(const reals& x) {
  const real mean = mean_of(x);
  return naive::sum(x, [&](real t) { return squared(t - mean); }) / count_of(x);
}
inline real log_sum_exp_of(const reals& x) {
  return std::log(naive::sum(x, [](real t) { return std::exp(t); }));
}

}  // namespace structure_test

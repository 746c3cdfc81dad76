// SPDX-License-Identifier: MIT
/// Inputs that find mistakes, and the distance from the truth in units in the last place.
#pragma once
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <dsl/numbers/numbers.hpp>
#include <limits>
#include <type_traits>
#include <vector>

namespace numbers_test {

template <class S> std::vector<S> awkward() {
  using limit = std::numeric_limits<S>;
  std::vector<S> some = {S(0),
                         S(1e-8),
                         S(1e-3),
                         S(0.25),
                         S(0.5),
                         S(0.75),
                         S(1),
                         S(1.5),
                         S(2),
                         S(2.5),
                         S(3),
                         S(16.6),
                         S(18.7),
                         S(37.5),
                         S(87.3),
                         S(88.72),
                         S(88.73),
                         S(103.9),
                         S(104.1),
                         S(709.7),
                         S(709.8),
                         S(745.1),
                         S(745.2),
                         S(1e5),
                         S(1e8),
                         S(1e22),
                         limit::max(),
                         limit::min(),
                         limit::denorm_min(),
                         limit::epsilon(),
                         limit::infinity(),
                         limit::quiet_NaN(),
                         std::nextafter(S(1), S(0)),
                         std::nextafter(S(1), S(2)),
                         limit::min() - limit::denorm_min(),
                         limit::max() / 2};
  const auto count = some.size();
  for (std::size_t i = 0; i < count; ++i) some.push_back(-some[i]);
  return some;
}

/// Every exponent of both signs, the interval [-25, 25], the neighbourhoods of 0, of +-1 and of
/// multiples of pi / 2; a multiple of 64 values.
template <class S> std::vector<S> sweep(int each) {
  using word = std::conditional_t<sizeof(S) == 4, std::uint32_t, std::uint64_t>;
  std::vector<S> all = awkward<S>();
  const word step = std::numeric_limits<word>::max() / static_cast<word>(each);
  for (int i = 0; i < each; ++i) {
    const double t = 2.0 * i / each - 1.0;
    all.push_back(std::bit_cast<S>(static_cast<word>(step * static_cast<word>(i))));
    all.push_back(static_cast<S>(25.0 * t));
    all.push_back(static_cast<S>(t * t * t));
    all.push_back(static_cast<S>(1.0 + t * t * t));
    all.push_back(static_cast<S>(-1.0 + t * t * t));
    all.push_back(static_cast<S>(std::numeric_limits<S>::max_exponent * 0.75 * t));
  }
  for (int i = 1; i < each / 8; ++i) all.push_back(static_cast<S>(i * 1.57079632679489661923132L));
  while (all.size() % 64 != 0) all.push_back(S(0.5));
  return all;
}

/// Both NaN, or both the same infinity, is 0; a last place is never smaller than that of the smallest normal number.
template <class S> double ulps_between(S got, long double truth) {
  using limit = std::numeric_limits<S>;
  if (std::isnan(got) || std::isnan(truth)) return std::isnan(got) && std::isnan(truth) ? 0.0 : 1e30;
  if (static_cast<long double>(got) == truth) return 0.0;
  if (std::isinf(got) && static_cast<S>(truth) == got) return 0.0;
  if (std::isinf(got) || std::isinf(truth)) return 1e30;
  const int exponent = truth == 0 ? limit::min_exponent - 1 : std::max(std::ilogb(truth), limit::min_exponent - 1);
  const long double place = std::ldexp(1.0L, exponent - (limit::digits - 1));
  return static_cast<double>(std::abs(static_cast<long double>(got) - truth) / place);
}

struct worst {
  double ulps = 0.0, at = 0.0, got = 0.0;
};

/// The largest error of f over xs.
template <class S>
worst measure(regula::lanes<S> (*f)(regula::lanes<S>), long double (*truth)(long double), const std::vector<S>& xs) {
  constexpr std::size_t size = regula::lanes<S>::size;
  worst found;
  S out[size];
  for (std::size_t i = 0; i < xs.size(); i += size) {
    f(regula::lanes<S>::load(&xs[i])).store(out);
    for (std::size_t j = 0; j < size; ++j) {
      const double error = ulps_between(out[j], truth(static_cast<long double>(xs[i + j])));
      if (error > found.ulps) found = {error, static_cast<double>(xs[i + j]), static_cast<double>(out[j])};
    }
  }
  return found;
}

}  // namespace numbers_test

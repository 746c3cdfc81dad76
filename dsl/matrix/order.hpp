// SPDX-License-Identifier: MIT
/// Sums that depend on the order of the entries: the sorted, weighted one, and that of the k largest.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <dsl/matrix/workspace.hpp>
#include <functional>
#include <limits>

namespace regula::dsl {

/// A sum in double whose error does not grow with the number of terms [Neumaier 1974, doi:10.1002/zamm.19740540106].
class careful_sum {
public:
  void add(double x) {
    const double next = sum_ + x;
    lost_ += std::abs(sum_) >= std::abs(x) ? (sum_ - next) + x : (x - next) + sum_;
    sum_ = next;
  }
  /// Once the sum is infinite, what was lost is not a number.
  double value() const { return std::isfinite(lost_) ? sum_ + lost_ : sum_; }

private:
  double sum_ = 0.0, lost_ = 0.0;
};

/// Whether an entry is NaN; then the value is, and the slopes are.
template <class S> bool spoiled(S* slope_or_null, const S* x, std::ptrdiff_t n) {
  if (std::none_of(x, x + n, [](S e) { return e != e; })) return false;
  if (slope_or_null) std::fill_n(slope_or_null, n, std::numeric_limits<S>::quiet_NaN());
  return true;
}

template <class S> S sign_of_entry(S x) { return x > S(0) ? S(1) : x < S(0) ? S(-1) : S(0); }

/// sum_i weights[i] |x|_(i), |x|_(0) the largest [OWL: Zeng, Figueiredo 2014; SLOPE: Bogdan et al. 2015,
/// doi:10.1214/15-AOAS842]. The slope of an entry is its weight times its sign, and sign(0) = 0; entries of one
/// magnitude share their weights equally.
template <class S>
double sorted_weighted_sum(S* slope_or_null, const S* x, const S* weights, std::ptrdiff_t n, workspace& w) {
  if (spoiled(slope_or_null, x, n)) return std::numeric_limits<double>::quiet_NaN();
  struct entry {
    S size;
    std::ptrdiff_t at;
  };
  const scratch_scope scope(w);
  entry* const sorted = w.take<entry>(n);
  for (std::ptrdiff_t i = 0; i < n; ++i) sorted[i] = {std::abs(x[i]), i};
  std::sort(sorted, sorted + n, [](const entry& a, const entry& b) { return a.size > b.size; });
  careful_sum value;
  for (std::ptrdiff_t first = 0, last = 0; first < n; first = last) {
    careful_sum shared;
    for (; last < n && sorted[last].size == sorted[first].size; ++last) {
      value.add(static_cast<double>(weights[last]) * static_cast<double>(sorted[last].size));
      shared.add(static_cast<double>(weights[last]));
    }
    const auto each = static_cast<S>(shared.value() / static_cast<double>(last - first));
    if (slope_or_null)
      for (auto i = first; i < last; ++i) slope_or_null[sorted[i].at] = each * sign_of_entry(x[sorted[i].at]);
  }
  return value.value();
}

/// The sum of the k largest entries, or of the k largest |x|; of all where k > n. The slope is 1 (or the sign) for those
/// that count; entries equal to the smallest of them share the places that are left.
template <class S>
double largest_sum(S* slope_or_null, const S* x, std::ptrdiff_t n, std::ptrdiff_t k, bool of_absolute_values,
                   workspace& w) {
  if (spoiled(slope_or_null, x, n)) return std::numeric_limits<double>::quiet_NaN();
  k = std::min(k, n);
  if (k <= 0) {
    if (slope_or_null) std::fill_n(slope_or_null, n, S(0));
    return 0.0;
  }
  const auto size = [&](S e) { return of_absolute_values ? std::abs(e) : e; };
  const scratch_scope scope(w);
  S* const sizes = w.take<S>(n);
  std::transform(x, x + n, sizes, size);
  std::nth_element(sizes, sizes + (k - 1), sizes + n, std::greater<>());
  careful_sum value;
  for (std::ptrdiff_t i = 0; i < k; ++i) value.add(static_cast<double>(sizes[i]));
  if (slope_or_null) {
    const S border = sizes[k - 1];
    const auto left = k - std::count_if(sizes, sizes + k, [&](S e) { return e > border; });
    const auto share =
        static_cast<S>(static_cast<double>(left) / static_cast<double>(std::count(sizes, sizes + n, border)));
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      const S e = size(x[i]), place = e > border ? S(1) : e == border ? share : S(0);
      slope_or_null[i] = of_absolute_values ? place * sign_of_entry(x[i]) : place;
    }
  }
  return value.value();
}

}  // namespace regula::dsl

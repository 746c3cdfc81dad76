// SPDX-License-Identifier: MIT
/// Many pieces of work of different sizes, as the tensors of a model are, on several threads.
#pragma once
#include <regula/policy.hpp>
#include <vector>

namespace regula {

/// visit(i, policy) for each i below n, of size_of(i) entries. Large ones come one after the other, each with all threads;
/// the rest is handed out in batches, each for one thread.
template <class Size, class Visit>
void in_batches(const policy& how, std::size_t n, const Size& size_of, const Visit& visit) {
  constexpr std::ptrdiff_t large = std::ptrdiff_t{1} << 18, batch = std::ptrdiff_t{1} << 16;
  if (how.crew().threads() < 2) {
    for (std::size_t i = 0; i < n; ++i) visit(i, policy{});
    return;
  }
  std::vector<std::size_t> small, ends;
  std::ptrdiff_t in_last = batch;
  for (std::size_t i = 0; i < n; ++i) {
    const std::ptrdiff_t entries = size_of(i);
    if (entries >= large) {
      visit(i, how);
      continue;
    }
    if (in_last >= batch) ends.push_back(small.size()), in_last = 0;
    small.push_back(i);
    ends.back() = small.size();
    in_last += entries;
  }
  const auto work = [&](std::ptrdiff_t b) {
    const auto k = static_cast<std::size_t>(b);
    for (auto at = k == 0 ? 0 : ends[k - 1]; at < ends[k]; ++at) visit(small[at], policy{});
  };
  if (ends.size() > 1)
    how.crew().run(static_cast<std::ptrdiff_t>(ends.size()), work);
  else if (!ends.empty())
    work(0);
}

}  // namespace regula

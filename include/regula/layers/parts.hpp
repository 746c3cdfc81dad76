// SPDX-License-Identifier: MIT
/// Parts of a layer's work on the threads of a call; for the library's own sources.
#pragma once
#include <algorithm>
#include <cstddef>
#include <regula/policy.hpp>

namespace regula::layers {

/// How many parts work is cut into, which is of so many multiplications and additions: by its size alone, so that its bits
/// are the same on any number of threads.
inline std::ptrdiff_t parts_of(std::ptrdiff_t work, std::ptrdiff_t most) {
  constexpr std::ptrdiff_t least = std::ptrdiff_t{1} << 18;
  return std::clamp<std::ptrdiff_t>(work / least, 1, std::max<std::ptrdiff_t>(std::min<std::ptrdiff_t>(most, 8), 1));
}

/// The size of `parts` shares of n, a multiple of `grain`; the last is what is left.
inline std::ptrdiff_t size_of_part(std::ptrdiff_t n, std::ptrdiff_t parts, std::ptrdiff_t grain = 1) {
  return ((n + parts - 1) / parts + grain - 1) / grain * grain;
}
/// f(first, count) for each share of so many of n.
template <class F> void for_parts(const policy& on, std::ptrdiff_t n, std::ptrdiff_t each, const F& f) {
  const auto part = [&](std::ptrdiff_t i) { f(i * each, std::min(each, n - i * each)); };
  const auto count = each > 0 ? (n + each - 1) / each : 0;
  if (on.crew().threads() > 1 && count > 1)
    on.crew().run(count, part);
  else
    for (std::ptrdiff_t i = 0; i < count; ++i) part(i);
}

}  // namespace regula::layers

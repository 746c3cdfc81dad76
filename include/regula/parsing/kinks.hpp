// SPDX-License-Identifier: MIT
/// Where a parsed penalty may have no derivative, from what its atoms state.
///
///   for (const auto& k : regula::kinks_of(regula::parse("sum(abs(W))"))) fmt::print("{} at {}\n", k.part, k.place);
#pragma once
#include <regula/parsing/parsed_penalty.hpp>

namespace regula {

struct kink {
  std::string part;   ///< of the formula: "abs(W - W0)"
  std::string place;  ///< "W - W0 = 0"

  bool operator==(const kink&) const = default;
};

/// In reading order, each once. Parts that make each other smooth, as in square(max(W, 0)), are listed too.
std::vector<kink> kinks_of(const parsed_penalty& p);

}  // namespace regula

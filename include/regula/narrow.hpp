// SPDX-License-Identifier: MIT
/// Numbers of 16 bits: rounding at random, so that small steps are not lost on average.
#pragma once
#include <bit>
#include <cstdint>
#include <dsl/tensors/entries.hpp>
#include <regula/error.hpp>
#include <span>
#include <string>

namespace regula {

/// to[i] = from[i], rounded up or down to a neighbour with the probability that makes from[i] the mean: an update far below
/// a unit in the last place of a bfloat16 weight counts after many steps. Entry i depends on the seed and on i alone. What
/// is a bfloat16, infinite or NaN stays; beyond the largest one it is infinite. shape_error where the sizes differ.
inline void round_at_random(std::span<const float> from, std::span<Eigen::bfloat16> to, std::uint64_t seed) {
  if (from.size() != to.size())
    throw shape_error("rounding takes as many entries as it gives; given are " + std::to_string(from.size()) + " and " +
                      std::to_string(to.size()));
  for (std::size_t i = 0; i < from.size(); ++i) {
    // A number of splitmix64 [Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195].
    std::uint64_t z = seed + (i + 1) * 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    const auto random = static_cast<std::uint32_t>((z ^ (z >> 31)) & 0xffffu);
    auto bits = std::bit_cast<std::uint32_t>(from[i]);
    if ((bits & 0x7f800000u) != 0x7f800000u)
      bits += random;
    else if ((bits & 0x007fffffu) != 0)
      bits |= 0x00400000u;
    to[i] = std::bit_cast<Eigen::bfloat16>(static_cast<std::uint16_t>(bits >> 16));
  }
}

}  // namespace regula

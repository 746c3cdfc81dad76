// SPDX-License-Identifier: MIT
/// Which entries of a tensor an atom keeps: a slab of one axis, or diagonals of a matrix. Costs no memory.
#pragma once
#include <cstdint>
#include <dsl/meta/shape.hpp>

namespace regula::dsl {

/// slab: low <= i < high, or i < extent - high where `from_end`. band: low <= column - row <= high.
struct pattern {
  enum kind_of : std::uint8_t { slab, band };
  static constexpr int endless = 16000;  // no bound
  kind_of kind = slab;
  int axis = 0, low = 0, high = 0;
  bool from_end = true, outside = false;  // outside: the entries that are not in it

  constexpr bool operator==(const pattern&) const = default;
  constexpr std::uint64_t bits() const {
    const auto word = [](int x) { return static_cast<std::uint64_t>(static_cast<std::uint16_t>(x)); };
    return std::uint64_t{kind} | static_cast<std::uint64_t>(axis) << 1 | std::uint64_t{from_end} << 4 |
           std::uint64_t{outside} << 5 | word(low) << 16 | word(high) << 32;
  }
  static constexpr pattern from_bits(std::uint64_t b) {
    const auto word = [b](int at) { return int{static_cast<std::int16_t>(static_cast<std::uint16_t>(b >> at))}; };
    return {(b & 1) != 0 ? band : slab, static_cast<int>((b >> 1) & 7), word(16), word(32), ((b >> 4) & 1) != 0,
            ((b >> 5) & 1) != 0};
  }

  /// Whether the first entry is in it, of a tensor that has no other.
  constexpr bool has_first() const {
    const bool in = kind == band ? low <= 0 && high >= 0 : low <= 0 && (from_end ? high <= 0 : high > 0);
    return in != outside;
  }
  /// The pattern q with q(i) = p(i + steps) along an axis.
  constexpr pattern moved(int along, int steps) const {
    pattern p = *this;
    if (kind == band) {
      if (along > 1) return p;
      const int by = along == 0 ? steps : -steps;
      if (low > -endless) p.low += by;
      if (high < endless) p.high += by;
    } else if (along == axis) {
      p.low -= steps;
      p.high += from_end ? steps : -steps;
    }
    return p;
  }
  constexpr pattern transposed() const {
    pattern p = *this;
    if (kind == band) {
      p.low = -high;
      p.high = -low;
    } else if (axis < 2) {
      p.axis = 1 - axis;
    }
    return p;
  }
};

/// Of axis `axis`, the entries i for which i + steps exists too.
constexpr pattern reachable(int axis, int steps) {
  return {pattern::slab, axis, steps < 0 ? -steps : 0, steps > 0 ? steps : 0, true, false};
}
constexpr pattern on_diagonals(int low, int high) { return {pattern::band, 0, low, high, false, false}; }

/// An axis that exists, so that a wrong one is one error only.
constexpr int known_axis(int axis) { return axis < 0 || axis >= max_axes ? 0 : axis; }

/// A step along an axis as bits: i + steps.
struct offset {
  int axis = 0, steps = 0;
  constexpr std::uint64_t bits() const {
    return static_cast<std::uint64_t>(axis) | static_cast<std::uint64_t>(static_cast<std::uint16_t>(steps)) << 16;
  }
  static constexpr offset from_bits(std::uint64_t b) {
    return {static_cast<int>(b & 7), int{static_cast<std::int16_t>(static_cast<std::uint16_t>(b >> 16))}};
  }
};

}  // namespace regula::dsl

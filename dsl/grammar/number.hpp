// SPDX-License-Identifier: MIT
/// Decimal numbers to the nearest double, ties to even: the same in the compiler as at run time.
#pragma once
#include <bit>
#include <cstdint>
#include <dsl/grammar/limits.hpp>
#include <string_view>

namespace regula::dsl {

/// A whole number of any size that a text may hold.
class big_number {
public:
  constexpr void multiply_add(std::uint32_t factor, std::uint32_t addend) {
    std::uint64_t carry = addend;
    for (int i = 0; i < size_; ++i) {
      carry += std::uint64_t{word_[i]} * factor;
      word_[i] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) word_[size_++] = static_cast<std::uint32_t>(carry);
  }
  constexpr void shift_words(int words) {
    for (int i = size_; i-- > 0;) word_[i + words] = word_[i];
    for (int i = 0; i < words; ++i) word_[i] = 0;
    size_ += words;
  }
  /// The quotient stays; whether there is a remainder is the answer.
  constexpr bool divide(std::uint32_t divisor) {
    std::uint64_t rest = 0;
    for (int i = size_; i-- > 0;) {
      rest = rest << 32 | word_[i];
      word_[i] = static_cast<std::uint32_t>(rest / divisor);
      rest %= divisor;
    }
    while (size_ > 0 && word_[size_ - 1] == 0) --size_;
    return rest != 0;
  }
  constexpr int bits() const { return size_ == 0 ? 0 : 32 * size_ - std::countl_zero(word_[size_ - 1]); }
  constexpr bool bit(int k) const { return k >= 0 && (word_[k / 32] >> (k % 32) & 1u) != 0; }
  constexpr bool any_below(int k) const {
    for (int i = 0; i < k; ++i)
      if (bit(i)) return true;
    return false;
  }

private:
  static constexpr int room = 128;  // 1100 bits of exponent, their share of decimals, and what is shifted in
  std::uint32_t word_[room]{};
  int size_ = 0;
};

/// n * 2^exponent, and something smaller more where `sticky`, as the nearest double; infinity beyond the largest.
constexpr double nearest_double(const big_number& n, int exponent, bool sticky) {
  const int bits = n.bits();
  if (bits == 0) return 0.0;
  const int top = bits + exponent - 1;  // of the leading bit
  if (top > 1023) return std::bit_cast<double>(std::uint64_t{0x7ff} << 52);
  const int kept = top < -1022 ? 53 - (-1022 - top) : 53;  // subnormal numbers have fewer bits
  if (kept < 0) return 0.0;
  std::uint64_t mantissa = 0;
  for (int k = 0; k < kept; ++k) mantissa = mantissa << 1 | (n.bit(bits - 1 - k) ? 1u : 0u);
  const int half = bits - 1 - kept;
  const bool more = sticky || (half > 0 && n.any_below(half));
  if (n.bit(half) && (more || (mantissa & 1u) != 0)) ++mantissa;
  const auto biased = static_cast<std::uint64_t>(top < -1022 ? 0 : top + 1022);  // the leading bit adds the missing one
  const auto pattern = (biased << 52) + mantissa;
  return std::bit_cast<double>(pattern);
}

/// digits * 10^exponent; `digits` are digits and perhaps one point.
constexpr double decimal_value(std::string_view digits, int exponent) {
  big_number n;
  std::uint64_t small = 0;
  int used = 0;
  bool after_point = false;
  for (const char c : digits) {
    if (c == '.') {
      after_point = true;
      continue;
    }
    if (after_point) --exponent;
    if (used == 0 && c == '0') continue;
    if (++used <= 18) small = small * 10 + static_cast<std::uint64_t>(c - '0');
    n.multiply_add(10, static_cast<std::uint32_t>(c - '0'));
  }
  if (used == 0) return 0.0;
  if (used + exponent > 310) return std::bit_cast<double>(std::uint64_t{0x7ff} << 52);
  if (used + exponent < -330) return 0.0;
  if (small <= std::uint64_t{1} << 53 && used <= 18 && exponent >= -22 && exponent <= 22) {  // two exact numbers
    double power = 1.0;
    for (int k = exponent < 0 ? -exponent : exponent; k > 0; --k) power *= 10.0;
    return exponent < 0 ? static_cast<double>(small) / power : static_cast<double>(small) * power;
  }
  for (; exponent > 0; --exponent) n.multiply_add(10, 0);
  if (exponent == 0) return nearest_double(n, 0, false);
  const int words = (-exponent * 10 / 3 + 64) / 32 + 2;
  n.shift_words(words);
  bool sticky = false;
  for (; exponent <= -9; exponent += 9) sticky = n.divide(1'000'000'000) || sticky;
  for (; exponent < 0; ++exponent) sticky = n.divide(10) || sticky;
  return nearest_double(n, -32 * words, sticky);
}

}  // namespace regula::dsl

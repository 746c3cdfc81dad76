// SPDX-License-Identifier: MIT
/// Values of a config: quoted in messages, and as numbers.
#pragma once
#include <concepts>
#include <cstdint>
#include <regula/error.hpp>
#include <regula/json_fwd.hpp>
#include <string>
#include <utility>

namespace regula::regularizers {

/// A value as a message quotes it, cut after 200 characters. Lists and objects are entered three deep: a hostile one may
/// be nested deeper than the stack.
std::string shown(const json& value, int depth = 3);

/// The number that a config has under a name; true is 1. coefficient_error for everything else.
double number_from(const json& value, const std::string& name);

/// A whole number of 64 bits, those of an std::int64_t where it is negative, else of an std::uint64_t.
struct whole_number {
  bool is_negative;
  std::uint64_t bits;
};
/// true is 1, 3.0 is 3. Throws coefficient_error for what is no whole number.
whole_number whole_number_from(const json& value, const std::string& name);
[[noreturn]] void not_of_its_type(const json& value, const std::string& name);

/// A whole number that fits T. Throws coefficient_error.
template <std::integral T> T whole_from(const json& value, const std::string& name) {
  const auto n = whole_number_from(value, name);
  if (n.is_negative) {
    if (const auto i = static_cast<std::int64_t>(n.bits); std::in_range<T>(i)) return static_cast<T>(i);
  } else if (std::in_range<T>(n.bits)) {
    return static_cast<T>(n.bits);
  }
  not_of_its_type(value, name);
}

}  // namespace regula::regularizers

// SPDX-License-Identifier: MIT
/// Messages put together. A call of one function is less for the compiler than a sum of strings, in every file that has a
/// penalty.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>

namespace regula::dsl {

[[gnu::cold, gnu::noinline]] inline std::string message(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const auto part : parts) text.append(part.data(), part.size());
  return text;
}

}  // namespace regula::dsl

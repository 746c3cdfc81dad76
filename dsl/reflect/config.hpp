// SPDX-License-Identifier: MIT
/// The coefficients of a formula by name: a small ordered map with its storage inside, usable at compile time.
#pragma once
#include <array>
#include <dsl/meta/error.hpp>
#include <string_view>

namespace regula {
namespace dsl {
/// No constant expression: a compiler then repeats its name.
template <class Config> [[noreturn]] void no_such_coefficient(std::string_view name, const Config& known) {
  throw coefficient_error("no coefficient \"" + std::string{name} + "\"; known: " + known.names());
}
}  // namespace dsl

/// One coefficient. The name lives as long as the program.
struct config_entry {
  std::string_view name;
  double value = 0.0;

  constexpr bool operator==(const config_entry&) const = default;
};

/// Names and values in reading order of the formula.
template <std::size_t N> class config {
public:
  constexpr explicit config(std::array<config_entry, N> entries) : entries_(entries) {}

  static constexpr std::size_t size() { return N; }
  constexpr auto begin() const { return entries_.begin(); }
  constexpr auto end() const { return entries_.end(); }
  constexpr bool contains(std::string_view name) const {
    for (const auto& e : entries_)
      if (e.name == name) return true;
    return false;
  }
  /// The value under a name; coefficient_error lists the names when there is none such.
  constexpr double at(std::string_view name) const {
    for (const auto& e : entries_)
      if (e.name == name) return e.value;
    dsl::no_such_coefficient(name, *this);
  }
  std::string names() const {
    std::string text;
    for (const auto& e : entries_) text += (text.empty() ? "" : ", ") + std::string{e.name};
    return text.empty() ? "none" : text;
  }
  constexpr bool operator==(const config&) const = default;

private:
  std::array<config_entry, N> entries_;
};

}  // namespace regula

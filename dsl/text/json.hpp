// SPDX-License-Identifier: MIT
/// Named numbers as a JSON object.
#pragma once
#include <cmath>
#include <dsl/meta/number_text.hpp>
#include <string_view>

namespace regula::dsl {

/// Adds `"name": value` to an object under construction. JSON has no NaN and no infinity: null.
inline void add_member(std::string& object, std::string_view name, double value) {
  object += object.empty() ? "" : ", ";
  ((object += '"') += name) += "\": ";
  object += std::isfinite(value) ? number_text(value) : "null";
}

}  // namespace regula::dsl

// SPDX-License-Identifier: MIT
/// A JSON value as an error message quotes it.
#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace regula::layers {

/// A number, string, boolean or null as JSON text, cut after 80 characters; "an array" and "an object" are not entered,
/// for a hostile file may nest them deeper than the stack.
inline std::string shown(const nlohmann::ordered_json& value) {
  if (value.is_array()) return "an array";
  if (value.is_object()) return "an object";
  const auto text = value.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
  return text.size() > 80 ? text.substr(0, 80) + "..." : text;
}

}  // namespace regula::layers

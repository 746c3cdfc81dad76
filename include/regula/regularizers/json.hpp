// SPDX-License-Identifier: MIT
/// JSON as configs come in it: read with a limit of depth, and quoted in messages.
#pragma once
#include <cmath>
#include <nlohmann/json.hpp>
#include <regula/error.hpp>
#include <string>
#include <string_view>

namespace regula {

/// Objects keep the order of their keys, as Keras writes them.
using json = nlohmann::ordered_json;

/// JSON text as a value. Throws config_error for what is no JSON, and where lists and objects are nested deeper than 500:
/// a value is copied and printed by recursion.
inline json parse_json(std::string_view text) {
  const auto shallow = [](int depth, json::parse_event_t, const json&) {
    if (depth > 500) throw config_error("the JSON text is nested deeper than 500 lists and objects");
    return true;
  };
  try {
    return json::parse(text, shallow);
  } catch (const json::exception& e) {
    throw config_error(std::string{"this is no JSON: "} + e.what());
  }
}

namespace regularizers {

/// A value as a message quotes it, cut after 200 characters. Lists and objects are entered three deep: a hostile one may
/// be nested deeper than the stack.
inline std::string shown(const json& value, int depth = 3) {
  constexpr std::size_t most = 200;
  const auto plain = [](const json& x) {
    // JSON has no text for nan and inf; dump writes null.
    if (x.is_number_float() && !std::isfinite(x.get<double>())) return number_text(x.get<double>());
    return x.dump(-1, ' ', true, json::error_handler_t::replace);
  };
  std::string text;
  if (!value.is_structured()) {
    text = plain(value);
  } else {
    for (const auto& [key, item] : value.items()) {
      if (depth == 0) text = "...";
      if (depth == 0 || text.size() > most) break;
      text += (text.empty() ? "" : ",") + (value.is_object() ? plain(key) + ":" : "") + shown(item, depth - 1);
    }
    text = value.is_object() ? "{" + text + "}" : "[" + text + "]";
  }
  return text.size() > most ? text.substr(0, most) + "..." : text;
}

}  // namespace regularizers
}  // namespace regula

// SPDX-License-Identifier: MIT
#include <cmath>
#include <regula/regularizers/json.hpp>

namespace regula {

json parse_json(std::string_view text) {
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

std::string shown(const json& value, int depth) {
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

double number_from(const json& value, const std::string& name) {
  if (value.is_boolean()) return value.get<bool>() ? 1.0 : 0.0;
  if (!value.is_number())
    throw coefficient_error("Invalid value for argument " + name +
                            ": expected a non-negative float. Received: " + name + "=" + shown(value));
  return value.get<double>();
}

whole_number whole_number_from(const json& value, const std::string& name) {
  if (value.is_number_unsigned()) return {false, value.get<std::uint64_t>()};
  auto n = std::int64_t{0};
  if (value.is_number_integer()) {
    n = value.get<std::int64_t>();
  } else {
    const double x = number_from(value, name);
    if (!(std::abs(x) < 0x1p53 && x == std::trunc(x))) not_of_its_type(value, name);
    n = static_cast<std::int64_t>(x);
  }
  return {n < 0, static_cast<std::uint64_t>(n)};
}

void not_of_its_type(const json& value, const std::string& name) {
  throw coefficient_error("the member \"" + name + "\" is a whole number of its type; given is " + shown(value));
}

}  // namespace regularizers
}  // namespace regula

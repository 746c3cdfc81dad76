// SPDX-License-Identifier: MIT
#include <regula/models/json_text.hpp>
#include <set>
#include <vector>

namespace regula::models {
namespace {
constexpr std::size_t json_depth = 100, json_members = 1000;

/// The text with quotes around the numbers that JSON has not, outside of its strings.
std::string with_quoted_numbers(std::string_view text) {
  std::string made;
  bool inside = false;
  for (std::size_t k = 0; k < text.size(); ++k) {
    if (text[k] == '"') inside = !inside;
    if (inside && text[k] == '\\' && k + 1 < text.size()) made += text[k++];
    bool found = false;
    for (const std::string_view word : {"NaN", "Infinity", "-Infinity"})
      if (!inside && !found && text.substr(k).starts_with(word)) {
        made += '"' + std::string(word) + '"';
        k += word.size() - 1;
        found = true;
      }
    if (!found) made += text[k];
  }
  return made;
}

}  // namespace

json strict_json(std::string_view text, const std::string& name) {
  std::vector<std::set<std::string>> open;  // the names met in each object; one without names for an array
  const auto watch = [&](int, json::parse_event_t event, json& parsed) {
    using enum json::parse_event_t;
    if (event == object_start || event == array_start) {
      if (open.size() == json_depth)
        throw config_error(name + ": arrays and objects more than " + std::to_string(json_depth) + " deep");
      open.emplace_back();
    } else if (event == object_end || event == array_end) {
      open.pop_back();
    } else if (event == key) {
      if (!open.back().insert(parsed.get<std::string>()).second)
        throw config_error(name + ": an object has two members " + regularizers::shown(parsed));
      if (open.back().size() > json_members)
        throw config_error(name + ": an object of more than " + std::to_string(json_members) + " members");
    }
    return true;
  };
  try {
    return json::parse(text, watch);
  } catch (const json::exception& e) {
    throw config_error(name + ": no JSON: " + e.what());
  }
}

json read_json(std::string_view text, const std::string& name) {
  if (text.find("NaN") == text.npos && text.find("Infinity") == text.npos) return strict_json(text, name);
  return strict_json(with_quoted_numbers(text), name);
}

const json& member(const json& object, const char* key) {
  static const json none;
  if (!object.is_object()) return none;
  const auto found = object.find(key);
  return found == object.end() ? none : *found;
}

std::string text_member(const json& object, const char* key) {
  const auto& value = member(object, key);
  if (value.is_null()) return "";
  if (!value.is_string()) throw config_error(std::string{key} + " is a text, not " + regularizers::shown(value));
  return value.get<std::string>();
}

const json& list_member(const json& object, const char* key) {
  const auto& value = member(object, key);
  if (!value.is_array()) throw config_error(std::string{key} + " is a list, not " + regularizers::shown(value));
  return value;
}

}  // namespace regula::models

// SPDX-License-Identifier: MIT
/// JSON text from files, with the limits that a hostile one needs.
///
///   const json j = models::read_json(files::read_file("model.json"), "model.json");
#pragma once
#include <regula/regularizers/json.hpp>

namespace regula::models {

/// Refuses, with config_error, text that is no JSON, arrays and objects nested more than 100 deep, objects of more than
/// 1000 members, and a name that an object has twice.
json strict_json(std::string_view text, const std::string& name);
/// Likewise, but NaN and Infinity, which Python writes and JSON has not, become the texts "NaN", "Infinity" and
/// "-Infinity": who wants a number refuses them by name.
json read_json(std::string_view text, const std::string& name);

/// Runs f; what it throws begins with `where`. Refusals of a config, shape or number are config_error afterwards, those of
/// a file stay file_error.
template <class F> auto within(const std::string& where, F&& f) -> decltype(f()) {
  try {
    return f();
  } catch (const file_error& e) {
    throw file_error(where + ": " + e.what());
  } catch (const error& e) {
    throw config_error(where + ": " + e.what());
  } catch (const json::exception& e) {  // a member of another kind than it has to be
    throw config_error(where + ": " + e.what());
  }
}

/// A member of an object; null where there is none.
const json& member(const json& object, const char* key);
std::string text_member(const json& object, const char* key);
const json& list_member(const json& object, const char* key);

}  // namespace regula::models

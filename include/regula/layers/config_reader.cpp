// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>
#include <regula/layers/config_reader.hpp>
#include <regula/layers/initializer_config.hpp>

namespace regula::layers {

config_reader::config_reader(std::string of, json config, const custom_objects& custom)
    : of_(std::move(of)), config_(std::move(config)), custom_(custom) {
  if (!config_.is_object()) throw config_error(of_ + ": its config is an object, not " + regularizers::shown(config_));
}

bool config_reader::has(const char* key) const { return config_.contains(key) && !config_.at(key).is_null(); }

double config_reader::number(const char* key, double otherwise) {
  const auto& v = take(key);
  if (v.is_null()) return otherwise;
  if (!v.is_number()) refuse(key, v, "a number");
  return v.get<double>();
}

bool config_reader::flag(const char* key, bool otherwise) {
  const auto& v = take(key);
  if (v.is_null()) return otherwise;
  if (!v.is_boolean()) refuse(key, v, "true or false");
  return v.get<bool>();
}

std::string config_reader::word(const char* key, const std::string& otherwise) {
  const auto& v = take(key);
  if (v.is_null()) return otherwise;
  if (v.is_object() && v.value("class_name", json()) == "function" && v.contains("config") && v["config"].is_string())
    return v["config"].get<std::string>();
  if (!v.is_string()) refuse(key, v, "a name");
  return v.get<std::string>();
}

std::ptrdiff_t config_reader::count(const char* key, std::ptrdiff_t otherwise, std::ptrdiff_t least) {
  const auto& v = take(key);
  return v.is_null() && otherwise >= least ? otherwise : whole(key, v, least);
}

shape config_reader::extents(const char* key, std::size_t axes) {
  const auto& v = take(key);
  if (v.is_null()) return shape(axes, 1);
  if (!v.is_array()) return shape(axes, whole(key, v, 1));
  if (v.size() != axes) refuse(key, v, std::to_string(axes) + " whole numbers");
  shape s;
  for (const auto& n : v) s.push_back(whole(key, n, 1));
  return s;
}

shape config_reader::whole_numbers(const char* key) {
  constexpr std::ptrdiff_t lowest = -2147483647;
  const auto& v = take(key);
  shape s;
  if (v.is_null()) return s;
  if (!v.is_array()) return {whole(key, v, lowest)};
  if (v.size() > 6) refuse(key, v, "at most 6 whole numbers");
  for (const auto& n : v) s.push_back(whole(key, n, lowest));
  return s;
}

initializer_option config_reader::initializer(const char* key, const initializer_option& otherwise) {
  const auto& v = take(key);
  if (v.is_null()) return otherwise;
  if (v.is_string()) return v.get<std::string>();
  if (!v.is_object() || !v.value("class_name", json()).is_string()) refuse(key, v, "a name or a config");
  return initializers::from_config(v["class_name"].get<std::string>(), v.value("config", json::object()));
}

void config_reader::rules(const std::string& role, initializer_option& i, regularizer& r, constraints::constraint& c) {
  i = initializer((role + "_initializer").c_str(), i);
  r = penalty((role + "_regularizer").c_str());
  c = constraint((role + "_constraint").c_str());
}

regularizer config_reader::penalty(const char* key) {
  const auto& from = take(key);
  const auto named = [&](const auto& e) { return of_ + ": " + key + ": " + e.what(); };
  try {
    return regularizers::deserialize(from, custom_.regularizers);
  } catch (const coefficient_error& e) {
    throw coefficient_error(named(e));
  } catch (const config_error& e) {
    throw config_error(named(e));
  } catch (const parse_error& e) {
    throw config_error(named(e));
  }
}

constraints::constraint config_reader::constraint(const char* key) {
  auto known = custom_.constraints;
  for (const auto* scope : custom_objects::scopes())
    for (const auto& [name, c] : scope->constraints) known.insert_or_assign(name, c);
  try {
    return constraints::deserialize(take(key), known);
  } catch (const config_error& e) {
    throw config_error(of_ + ": " + key + ": " + e.what());
  }
}

void config_reader::only(const char* key, std::initializer_list<json> allowed) {
  const auto& v = take(key);
  if (v.is_null()) return;
  std::string list;
  for (const auto& a : allowed) {
    if (a == v) return;
    list += (list.empty() ? "" : " or ") + regularizers::shown(a);
  }
  refuse(key, v, list.empty() ? "null: this is not built" : list);
}

void config_reader::ignore(std::initializer_list<const char*> keys) {
  for (const auto* key : keys) take(key);
}

const json& config_reader::take(const char* key) {
  static const json none;
  taken_.insert(key);
  const auto found = config_.find(key);
  return found == config_.end() ? none : *found;
}

void config_reader::finish() const {
  for (const auto& [key, value] : config_.items())
    if (!taken_.contains(key)) {
      std::string known;
      for (const auto& k : taken_) known += (known.empty() ? "" : ", ") + k;
      throw config_error(of_ + ": unknown member \"" + key + "\"; known: " + known);
    }
}

void config_reader::refuse(const char* key, const json& given, const std::string& allowed) const {
  throw config_error(of_ + ": " + key + " is " + allowed + "; given is " + regularizers::shown(given));
}

std::ptrdiff_t config_reader::whole(const char* key, const json& v, std::ptrdiff_t least) const {
  constexpr double most = 2147483647.0;
  const double n = v.is_number() ? v.get<double>() : std::numeric_limits<double>::quiet_NaN();
  if (!(n >= static_cast<double>(least) && n <= most && n == std::floor(n)))
    refuse(key, v, least < -1 ? "a whole number" : "a whole number from " + std::to_string(least) + " up");
  return static_cast<std::ptrdiff_t>(n);
}

}  // namespace regula::layers

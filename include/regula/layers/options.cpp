// SPDX-License-Identifier: MIT
#include <regula/layers/initializer_config.hpp>
#include <regula/layers/options.hpp>
#include <regula/regularizers/json.hpp>

namespace regula::layers {

std::ptrdiff_t positive(const char* what, std::ptrdiff_t n) {
  if (n > 0) return n;
  throw config_error(std::string{what} + " is at least 1, not " + std::to_string(n));
}

json serialize(const initializers::initializer& i) {
  return {{"module", "keras.initializers"},
          {"class_name", i.class_name()},
          {"config", initializers::config(i)},
          {"registered_name", nullptr}};
}

void add_initializers(json& config, const named_rules& all) {
  for (const auto& [role, rules] : all) config[role + "_initializer"] = serialize(rules.initializer);
}

void add_constraints(json& config, const named_rules& all) {
  for (const auto& [role, rules] : all) config[role + "_constraint"] = constraints::serialize(rules.constraint);
}

void add_regularizers(json& config, const named_rules& all) {
  for (const auto& [role, rules] : all) config[role + "_regularizer"] = regularizers::serialize(rules.regularizer);
}
void add_regularizer(json& config, const char* key, const regularizer& r) {
  if (r && (!config.contains(key) || config[key].is_null())) config[key] = regularizers::serialize(r);
}

}  // namespace regula::layers

// SPDX-License-Identifier: MIT
#include <regula/layers/initializer_config.hpp>
#include <regula/layers/options.hpp>

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

void add_initializers(json& config, std::initializer_list<std::pair<const char*, initializers::initializer>> all) {
  for (const auto& [role, i] : all) config[std::string{role} + "_initializer"] = serialize(i);
}

void add_constraints(json& config, std::initializer_list<std::pair<const char*, constraints::constraint>> all) {
  for (const auto& [role, c] : all) config[std::string{role} + "_constraint"] = constraints::serialize(c);
}

void add_regularizers(json& config, std::initializer_list<std::pair<const char*, regularizer>> all) {
  for (const auto& [role, r] : all) config[std::string{role} + "_regularizer"] = regularizers::serialize(r);
}

}  // namespace regula::layers

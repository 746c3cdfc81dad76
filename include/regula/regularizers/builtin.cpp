// SPDX-License-Identifier: MIT
#include <fmt/ranges.h>
#include <algorithm>
#include <cmath>
#include <regula/regularizers/builtin.hpp>
#include <regula/regularizers/builtin_models.hpp>
#include <regula/regularizers/json.hpp>

namespace regula::regularizers {
namespace {

/// A member of a config of Keras: missing or null stands for the default.
double strength_in(const char* name, const json& config, double otherwise) {
  const auto found = config.find(name);
  return found == config.end() || found->is_null() ? otherwise : validated(name, number_from(*found, name));
}

}  // namespace

double validated(const char* name, double value) {
  if (std::isfinite(value) && value >= 0.0) return value;
  throw coefficient_error("Invalid value for argument " + std::string{name} +
                          ": expected a non-negative float. Received: " + name + "=" + number_text(value));
}

void only_members(const char* of, const json& config, std::initializer_list<std::string_view> allowed) {
  if (!config.is_object()) throw config_error(std::string{of} + ": its config is an object, not " + shown(config));
  for (const auto& [name, value] : config.items())
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end())
      throw config_error(std::string{of} + " got an unexpected argument \"" + name +
                         "\"; known: " + fmt::format("{}", fmt::join(allowed, ", ")));
}

L1::L1(double l1) : regularizer(gallery::l1(validated("l1", l1))) {}
L1 L1::from_config(const json& config) {
  only_members("L1", config, {"l1"});
  return L1(strength_in("l1", config, 0.01));
}

L2::L2(double l2) : regularizer(gallery::l2(validated("l2", l2))) {}
L2 L2::from_config(const json& config) {
  only_members("L2", config, {"l2"});
  return L2(strength_in("l2", config, 0.01));
}

L1L2::L1L2(double l1, double l2) : regularizer(gallery::l1_l2(validated("l1", l1), validated("l2", l2))) {}
L1L2 L1L2::from_config(const json& config) {
  only_members("L1L2", config, {"l1", "l2"});
  return L1L2(strength_in("l1", config, 0.0), strength_in("l2", config, 0.0));
}

OrthogonalRegularizer::OrthogonalRegularizer(double factor, const std::string& mode)
    : regularizer(std::make_unique<orthogonal_model>(factor, mode)) {}
OrthogonalRegularizer OrthogonalRegularizer::from_config(const json& config) {
  OrthogonalRegularizer made;
  made.set_config(config);
  return made;
}

Regularizer::Regularizer() : regularizer(std::make_unique<zero_model>()) {}
Regularizer Regularizer::from_config(const json& config) {
  only_members("Regularizer", config, {});
  return {};
}

L1 l1(double l1) { return L1(l1); }
L2 l2(double l2) { return L2(l2); }
L1L2 l1_l2(double l1, double l2) { return L1L2(l1, l2); }
OrthogonalRegularizer orthogonal_regularizer(double factor, const std::string& mode) {
  return OrthogonalRegularizer(factor, mode);
}

regularizer builtin(std::string_view name, const json& config) {
  if (name == "L1" || name == "l1") return L1::from_config(config);
  if (name == "L2" || name == "l2") return L2::from_config(config);
  if (name == "L1L2" || name == "l1l2") return L1L2::from_config(config);
  if (name == "OrthogonalRegularizer" || name == "orthogonal_regularizer")
    return OrthogonalRegularizer::from_config(config);
  if (name == "Regularizer" || name == "regularizer") return Regularizer::from_config(config);
  if (name != "l1_l2") return {};
  only_members("l1_l2", config, {"l1", "l2"});
  return l1_l2(strength_in("l1", config, 0.01), strength_in("l2", config, 0.01));
}

}  // namespace regula::regularizers

// SPDX-License-Identifier: MIT
#include <cmath>
#include <regula/parsing/described.hpp>
#include <regula/parsing/styled.hpp>
#include <regula/regularizers/json.hpp>
#include <regula/regularizers/parsed_model.hpp>

namespace regula::regularizers {

parsed_model::parsed_model(parsed_penalty p, json origin) : penalty_(std::move(p)), origin_(std::move(origin)) {
  const auto names = penalty_.tensor_names();
  if (names.size() == 1) return;
  std::string all;
  for (const auto& n : names) all += (all.empty() ? "" : ", ") + n;
  throw config_error("a regularizer is a penalty of one tensor: this formula has " + all);
}

void parsed_model::check(const shape& of) const { parsing::check_shapes(penalty_, std::span(&of, 1)); }

void parsed_model::write_config(json& config) const {
  for (const auto& [name, value] : penalty_.get_config()) config[name] = std::isnan(value) ? json() : json(value);
}

void parsed_model::set_config(const json& config) {
  auto p = penalty_;
  auto origin = origin_;
  for (const auto& [name, value] : config.items()) {
    const double before = p.coefficient(name);
    if (value.is_null() && std::isnan(before)) continue;
    p.set(name, number_from(value, name));
    if (p.coefficient(name) == before || !origin.is_object() || !origin["config"].is_object()) continue;
    // A class whose members are other numbers than the formula's cannot follow.
    if (origin["config"].contains(name))
      origin["config"][name] = p.coefficient(name);
    else
      origin = {};
  }
  penalty_ = std::move(p);
  origin_ = std::move(origin);
}

std::string parsed_model::text(text_style style) const { return to_string(penalty_, style); }

}  // namespace regula::regularizers

// SPDX-License-Identifier: MIT
#include <regula/layers/initializer_config.hpp>
#include <regula/regularizers/json.hpp>

namespace regula::initializers {

nlohmann::ordered_json config(const initializer& i) {
  nlohmann::ordered_json c = nlohmann::ordered_json::object();
  const auto& given = i.arguments();
  if (given.is_random()) {
    c["seed"] = nullptr;
    if (i.seed()) c["seed"] = *i.seed();
  }
  for (const auto& [name, value] : {given.first, given.second})
    if (!name.empty()) c[std::string(name)] = value;
  if (given.states_scale()) {
    c["mode"] = fan_mode_names[static_cast<std::size_t>(given.mode)];
    c["distribution"] = distribution_names[static_cast<std::size_t>(given.draws)];
  }
  if (given.how == method::variance_scaling) {
    c["input_axes"] = nullptr;
    c["output_axes"] = nullptr;
  }
  return c;
}

initializer from_config(std::string_view class_name) { return from_config(class_name, json::object()); }

initializer from_config(std::string_view class_name, const nlohmann::ordered_json& config) {
  auto given = get(class_name).arguments();
  const auto refuse = [&](const std::string& key, const nlohmann::ordered_json& value, const std::string& allowed) {
    throw config_error(std::string(given.name) + ": " + key + " is " + allowed + "; given is " +
                       regularizers::shown(value));
  };
  if (!config.is_object()) refuse("the config", config, "an object");

  const auto choice = [&](const std::string& key, const nlohmann::ordered_json& value, const auto& names) {
    std::string known;
    for (std::size_t k = 0; k < names.size(); ++k) {
      if (value == std::string(names[k])) return k;
      known += (known.empty() ? "" : ", ") + std::string(names[k]);
    }
    refuse(key, value, "one of " + known);
    return names.size();
  };
  initializer::seed_type seed;
  for (const auto& [key, value] : config.items()) {
    if (argument* a = key.empty()                ? nullptr
                      : key == given.first.name  ? &given.first
                      : key == given.second.name ? &given.second
                                                 : nullptr) {
      if (!value.is_number()) refuse(key, value, "a number");
      a->value = value.get<double>();
    } else if (key == "seed" && given.is_random()) {
      const bool fits = value.is_number_integer() &&
                        !(value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{INT64_MAX});
      if (!fits && !value.is_null()) refuse(key, value, "an integer of 64 bits or null");
      if (fits) seed = value.get<std::int64_t>();
    } else if (key == "mode" && given.states_scale()) {
      given.mode = static_cast<fan_mode>(choice(key, value, fan_mode_names));
    } else if (key == "distribution" && given.states_scale()) {
      given.draws = value == "normal" ? distribution::truncated_normal
                                      : static_cast<distribution>(choice(key, value, distribution_names));
    } else if ((key == "input_axes" || key == "output_axes") && given.how == method::variance_scaling) {
      if (!value.is_null()) refuse(key, value, "null, for fans of chosen axes are not built");
    } else {
      const auto all = initializers::config(initializer(get(class_name)));
      std::string known;
      for (const auto& [name, unused] : all.items()) known += (known.empty() ? "" : ", ") + name;
      throw config_error(std::string(given.name) + " has no \"" + key.substr(0, 80) + "\"; it has " +
                         (known.empty() ? "no arguments" : known));
    }
  }
  return {given, given.first.value, given.second.value, given.mode, given.draws, seed};
}

}  // namespace regula::initializers

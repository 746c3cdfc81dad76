// SPDX-License-Identifier: MIT
#include <regula/regularizers/json.hpp>
#include <regula/training/optimizer_config.hpp>

namespace regula::optimizers {
namespace {

/// The numbers and switches of a rule with Keras's names, in its order: common(name, option), number, flag.
void each_option(auto& rule, auto&& visit) {
  visit("learning_rate", rule.learning_rate);
  visit("weight_decay", rule.weight_decay);
  visit("clipnorm", rule.clipnorm);
  visit("global_clipnorm", rule.global_clipnorm);
  visit("clipvalue", rule.clipvalue);
  if constexpr (requires { rule.momentum; }) {
    visit("momentum", rule.momentum);
    visit("nesterov", rule.nesterov);
  } else {
    visit("beta_1", rule.beta_1);
    visit("beta_2", rule.beta_2);
    visit("epsilon", rule.epsilon);
    visit("amsgrad", rule.amsgrad);
  }
}

/// Whether Keras's option of this name and value says to do nothing: moving averages of weights, loss scaling, gradient
/// accumulation, the old decay; ways of running (jit_compile, is_legacy_optimizer); the name.
bool says_nothing(const std::string& key, const nlohmann::ordered_json& value) {
  if (key == "name") return value.is_string();
  if (key == "use_ema") return value == false;
  if (key == "ema_momentum") return value.is_number();
  if (key == "ema_overwrite_frequency" || key == "loss_scale_factor" || key == "gradient_accumulation_steps")
    return value.is_null();
  if (key == "decay") return value.is_null() || (value.is_number() && value == 0);
  return (key == "jit_compile" || key == "is_legacy_optimizer") && value.is_boolean();
}

}  // namespace

nlohmann::ordered_json config(const optimizer& o) {
  nlohmann::ordered_json c;
  std::visit(
      [&](const auto& rule) {
        c["name"] = rule.default_name;
        each_option(rule, [&](const char* name, const auto& v) {
          if constexpr (std::is_same_v<decltype(v), const option&>) {
            c[name] = nullptr;
            if (v) c[name] = *v;
            if (std::string_view(name) != "clipvalue") return;
            c["use_ema"] = false;
            c["ema_momentum"] = 0.99;
            for (const char* unset : {"ema_overwrite_frequency", "loss_scale_factor", "gradient_accumulation_steps"})
              c[unset] = nullptr;
          } else {
            c[name] = v;
          }
        });
      },
      o.rule());
  return c;
}

optimizer from_config(std::string_view class_name) { return from_config(class_name, json::object()); }

optimizer from_config(std::string_view class_name, const nlohmann::ordered_json& config) {
  const optimizer defaults = get(class_name);
  const auto refuse = [&](const std::string& key, const nlohmann::ordered_json& value, const std::string& allowed) {
    throw config_error(std::string(defaults.class_name()) + ": " + key + " is " + allowed + "; given is " +
                       regularizers::shown(value));
  };
  if (!config.is_object()) refuse("the config", config, "an object");
  auto rule = defaults.rule();
  std::visit(
      [&](auto& r) {
        for (const auto& [key, value] : config.items()) {
          bool found = false;
          std::string known;
          each_option(r, [&, &k = key, &given = value](const std::string& name, auto& v) {
            using V = std::decay_t<decltype(v)>;
            known += (known.empty() ? "" : ", ") + name;
            if (name != k) return;
            found = true;
            if (std::is_same_v<V, option> && given.is_null()) {
              v = V{};
            } else if constexpr (std::is_same_v<V, bool>) {
              if (!given.is_boolean()) refuse(k, given, "true or false");
              v = given.template get<bool>();
            } else {
              if (!given.is_number()) refuse(k, given, "a number");
              v = given.template get<double>();
            }
          });
          if (!found && !says_nothing(key, value))
            throw config_error(std::string(r.class_name) + " takes no \"" + key.substr(0, 80) + "\" of " +
                               regularizers::shown(value) + "; it takes " + known);
        }
      },
      rule);
  return rule;
}

}  // namespace regula::optimizers

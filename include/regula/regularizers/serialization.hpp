// SPDX-License-Identifier: MIT
/// Regularizers to JSON and back, in the forms of Keras.
///
/// Keras 3   {"module": "keras.regularizers", "class_name": "L2", "config": {"l2": 0.01}, "registered_name": null}
/// legacy    {"class_name": "L2", "config": {"l2": 0.01}}
/// A regularizer that is not built in has the member "formula" beside these, {"version": 1, "text": "...",
/// "coefficients": {...}}, the formula with the names of its coefficients, and their values where config is none of
/// them; Keras passes over it.
#pragma once
#include <regula/regularizers/registry.hpp>

namespace regula::regularizers {

enum class form { keras3, legacy };
inline constexpr int formula_version = 1;

inline std::string formula_of(const regularizer& r) { return r.text({text_form::plain, shown::names}); }

/// A regularizer as JSON; null for none. Throws config_error for Regularizer, which has no config.
inline json serialize(const regularizer& r, form as = form::keras3) {
  if (!r) return {};
  const auto& m = *r.model();
  const auto config = r.get_config();
  const auto object = [&](const json& module, const std::string& name, const json& registered) {
    if (as == form::legacy)
      return json{{"class_name", registered.is_string() ? registered.get<std::string>() : name}, {"config", config}};
    return json{{"module", module}, {"class_name", name}, {"config", config}, {"registered_name", registered}};
  };
  if (!m.builtin().empty()) return object("keras.regularizers", std::string{m.builtin()}, nullptr);

  auto made = json();
  const auto registered = registry::of_the_program().name_of(m.source());
  if (m.is_object()) {
    made = object(nullptr, m.class_name(), registered ? *registered : m.class_name());
    if (as == form::legacy && !registered) made["class_name"] = m.class_name();
  } else if (registered && as == form::legacy) {
    return *registered;
  } else if (registered) {
    made = {
        {"module", "builtins"}, {"class_name", "function"}, {"config", *registered}, {"registered_name", "function"}};
  } else {
    made = object("regula", "Formula", nullptr);
  }
  made["formula"] = {{"version", formula_version}, {"text", formula_of(r)}};
  if (registered || m.is_object()) made["formula"]["coefficients"] = m.coefficients();
  return made;
}

/// The built-in regularizer of a class name of Keras, L1 or l1, with a config; none for other names.
inline regularizer builtin(std::string_view name, const json& config) {
  if (name == "L1" || name == "l1") return L1::from_config(config);
  if (name == "L2" || name == "l2") return L2::from_config(config);
  if (name == "L1L2" || name == "l1l2") return L1L2::from_config(config);
  if (name == "OrthogonalRegularizer" || name == "orthogonal_regularizer")
    return OrthogonalRegularizer::from_config(config);
  if (name == "Regularizer" || name == "regularizer") return Regularizer::from_config(config);
  if (name != "l1_l2") return {};
  only_members("l1_l2", config, {"l1", "l2"});
  return l1_l2(validated("l1", config, 0.01), validated("l2", config, 0.01));
}

[[noreturn]] inline void unknown_regularizer(const std::string& what, const named_regularizers& given) {
  std::string known = "L1, L2, L1L2, OrthogonalRegularizer, Regularizer, l1, l2, l1l2, l1_l2, orthogonal_regularizer";
  for (const auto& [name, r] : known_custom(given)) known += ", " + name;
  throw config_error("Could not interpret regularizer identifier: " + what + "; known: " + known);
}

/// A member of an object that is a string; empty where there is none.
inline std::string word_in(const json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// An unregistered formula: one that this program has under another name, or a refusal that shows it.
inline regularizer from_formula(const json& config, const json& formula, const named_regularizers& given) {
  const auto text = word_in(formula, "text");
  if (formula.is_object() && formula.contains("version") && formula["version"] != formula_version)
    throw config_error("the format of the formula has version " + shown(formula["version"]) + "; this library reads " +
                       std::to_string(formula_version));
  for (const auto& r : {regularizer(L1()), regularizer(L2()), regularizer(L1L2())})
    if (formula_of(r) == text) return r.with_config(config);
  for (const auto& [name, r] : known_custom(given))
    if (formula_of(r) == text) return r.with_config(config);
  throw config_error("the formula \"" + text +
                     "\" is not one of this program: register_serializable a regularizer with this formula");
}

/// The regularizer of a JSON value in either form; none for null. `given` is asked after scopes and registry. Throws
/// config_error that lists the known names, and coefficient_error for a refused strength.
inline regularizer deserialize(const json& from, const named_regularizers& given = {}) {
  if (from.is_null()) return {};
  if (from.is_string()) {
    const auto& name = from.get_ref<const std::string&>();
    if (auto custom = find_custom(name, given)) return *custom;
    if (auto r = builtin(name, json::object())) return r;
    unknown_regularizer(name, given);
  }
  if (!from.is_object()) unknown_regularizer(shown(from), given);
  const auto word = [&](const char* key) { return word_in(from, key); };
  const auto class_name = word("class_name");
  if (class_name.empty()) throw config_error("Unknown `config` as a `dict`, config=" + shown(from));
  const auto config = from.value("config", json::object());
  const auto formula = from.value("formula", json());

  if (class_name == "function") {
    const auto custom = config.is_string() ? find_custom(config.get<std::string>(), given) : std::nullopt;
    if (!custom) unknown_regularizer(shown(from), given);
    const bool configured = formula.is_object() && formula.contains("coefficients");
    return configured ? custom->with_config(formula["coefficients"]) : *custom;
  }
  for (const auto& name : {word("registered_name"), class_name})
    if (auto custom = name.empty() ? std::nullopt : find_custom(name, given)) return custom->with_config(config);
  if (class_name == "Formula" && word("module") == "regula") return from_formula(config, formula, given);
  if (from.contains("module") && from["module"].is_null()) {
    const auto text = formula.is_object() ? ", formula " + word_in(formula, "text") : std::string{};
    throw config_error("Cannot deserialize object of type `" + class_name + "`" + text +
                       ": register_serializable it, or name it in custom_objects");
  }
  if (auto r = builtin(class_name, config)) return r;
  unknown_regularizer(shown(from), given);
}

/// A regularizer from what Keras's get() takes: a name, a config, JSON text, a handle, or what a handle is made of.
template <std::same_as<json> J> regularizer get(const J& identifier) { return deserialize(identifier); }
inline regularizer get(const std::string& name) {
  if (name.empty() || name.front() != '{') return deserialize(json(name));
  return deserialize(parse_json(name));
}
inline regularizer get(const char* name) { return get(std::string{name}); }
inline regularizer get(std::nullptr_t) { return {}; }
inline regularizer get(const regularizer& r) { return r; }
template <regularizer_source T> regularizer get(const T& source) { return source; }

}  // namespace regula::regularizers

namespace regula {
inline regularizer::regularizer(const char* name) : regularizer(regularizers::get(name)) {}
inline regularizer::regularizer(const std::string& name) : regularizer(regularizers::get(name)) {}
inline regularizer::regularizer(const json& config) : regularizer(regularizers::get(config)) {}
}  // namespace regula

// SPDX-License-Identifier: MIT
#include <regula/regularizers/serialization.hpp>

namespace regula::regularizers {
namespace {

[[noreturn]] void unknown_regularizer(const std::string& what, const named_regularizers& given) {
  std::string known = "L1, L2, L1L2, OrthogonalRegularizer, Regularizer, l1, l2, l1l2, l1_l2, orthogonal_regularizer";
  for (const auto& [name, r] : known_custom(given)) known += ", " + name;
  throw config_error("Could not interpret regularizer identifier: " + what + "; known: " + known);
}

/// A member of an object that is a string; empty where there is none.
std::string word_in(const json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// An unregistered formula: one that this program has under another name, or a refusal that shows it.
regularizer from_formula(const json& config, const json& formula, const named_regularizers& given) {
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

}  // namespace

std::string formula_of(const regularizer& r) { return r.text({text_form::plain, shown::names}); }

json serialize(const regularizer& r, form as) {
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

regularizer deserialize(const json& from, const named_regularizers& given) {
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
  const auto module = word("module");
  const bool foreign = !word("registered_name").empty() && !module.starts_with("keras") &&
                       !module.starts_with("tf_keras") && !module.starts_with("tensorflow");
  if (foreign || (from.contains("module") && from["module"].is_null())) {
    const auto text = formula.is_object() ? ", formula " + word_in(formula, "text") : std::string{};
    throw config_error("Cannot deserialize object of type `" + class_name + "`" + text +
                       ": register_serializable it, or name it in custom_objects");
  }
  if (auto r = builtin(class_name, config)) return r;
  unknown_regularizer(shown(from), given);
}

regularizer get(const std::string& name) {
  if (name.empty() || name.front() != '{') return deserialize(json(name));
  return deserialize(parse_json(name));
}

}  // namespace regula::regularizers

// SPDX-License-Identifier: MIT
#include <regula/described/penalty_json.hpp>
#include <regula/regularizers/parsed_model.hpp>
#include <regula/regularizers/program_registry.hpp>
#include <regula/regularizers/serialization.hpp>

namespace regula::regularizers {
namespace {

[[noreturn]] void unknown_regularizer(const std::string& what, const named_regularizers& given) {
  std::string known = "L1, L2, L1L2, OrthogonalRegularizer, Regularizer, l1, l2, l1l2, l1_l2, orthogonal_regularizer";
  for (const auto& [name, r] : known_custom(given)) known += ", " + name;
  throw config_error("Could not interpret regularizer identifier: " + what + "; known: " + known +
                     "; or a formula, as in \"0.1 * sum(abs(W))\"");
}

/// A member of an object that is a string; empty where there is none.
std::string word_in(const json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// No name of Keras has any of these; a penalty has brackets at least.
bool is_formula(std::string_view text) { return text.find_first_of("()*+^=;") != text.npos; }

/// Version 1 of the member "formula", {"version": 1, "text": "...", "coefficients": {...}}: the numbers are beside the
/// text, in it are those of constants.
parsed_penalty from_version_1(const json& formula, const json& config) {
  const auto& version = formula.contains("version") ? formula["version"] : json();
  if (version != 1)
    throw config_error("the format of the formula has version " + shown(version) +
                       "; this library reads 1, and \"regula\": " + std::to_string(penalty_json_version));
  if (word_in(formula, "text").empty())
    throw config_error("the member \"text\" of the formula is a text that is missing");
  parsing::description d{word_in(formula, "text"), {}, {}};
  const auto& values = formula.contains("coefficients") ? formula["coefficients"] : config;
  if (!values.is_object()) throw config_error("the coefficients of the formula are an object, not " + shown(values));
  for (const auto& [name, value] : values.items()) {
    const double v = number_from(value, name);
    const bool unnamed = name.size() > 1 && name[0] == 'c' && name.find_first_not_of("0123456789", 1) == name.npos;
    d.coefficients.push_back({name, v, unnamed || v < 0});  // of free ones it says no more
  }
  return parsing::penalty_of(d);
}

/// The penalty of a member "formula".
parsed_penalty parsed(const json& formula, const json& config) {
  if (formula.is_object() && formula.contains("regula")) return penalty_from_json(formula);
  if (!formula.is_object()) throw config_error("the formula is an object, not " + shown(formula));
  return from_version_1(formula, config);
}

/// The numbers that "formula" has for the coefficients of what is registered; an empty object where it has none.
json coefficients_in(const json& formula) {
  const auto found = formula.is_object() ? formula.find("coefficients") : formula.end();
  if (found == formula.end()) return json::object();
  if (!found->is_array()) return *found;
  json config = json::object();
  for (const auto& c : *found)
    if (const auto name = word_in(c, "name"); !name.empty() && c.contains("value") && !c["value"].is_null())
      config[name] = c["value"];
  return config;
}

bool has_formula_of(const regularizer& r, const regularizer& made) {
  if (formula_of(r) != formula_of(made)) return false;
  auto a = r.model()->describe(), b = made.model()->describe();
  for (auto* d : {&a, &b})
    for (auto& c : d->coefficients) c.value = 0.0;
  return a == b;
}

/// A formula without a name: compiled if it is a built-in one's, or a registered one's.
regularizer from_formula(const json& config, const json& formula, const named_regularizers& given) {
  regularizer made = parsed(formula, config);
  if (formula.contains("regula")) made.set_config(config);  // version 1 has its numbers from there
  const auto numbers = made.get_config();
  for (const auto& value : numbers)
    if (value.is_null()) return made;
  for (const auto& r : {regularizer(L1()), regularizer(L2()), regularizer(L1L2())})
    if (has_formula_of(r, made)) return r.with_config(numbers);
  for (const auto& [name, r] : known_custom(given))
    if (has_formula_of(r, made)) return r.with_config(numbers);
  return made;
}

/// What a program does not know by its name, by the formula that comes with it; written again, it has its name.
regularizer from_stranger(const json& from, const json& formula) {
  auto origin = json::object();
  for (const auto* key : {"module", "class_name", "config", "registered_name"})
    if (from.contains(key)) origin[key] = from[key];
  if (!origin.contains("config")) origin["config"] = json::object();
  const auto& config = origin["config"];
  try {
    return regularizer(std::make_unique<parsed_model>(parsed(formula, config), origin));
  } catch (const error& e) {
    const auto name = word_in(origin, "class_name") == "function" ? shown(config) : word_in(origin, "class_name");
    throw config_error("Cannot deserialize object of type `" + name + "`, nor its formula: " + e.what() +
                       "; register_serializable it, or name it in custom_objects");
  }
}

}  // namespace

std::string formula_of(const regularizer& r) { return r.text({text_form::plain, shown::names}); }

json serialize(const regularizer& r, form as) {
  if (!r) return {};
  const auto& m = *r.model();
  const auto described = [&] { return json::parse(described::json_text(m.describe(), {})); };
  if (const auto* stranger = dynamic_cast<const parsed_model*>(&m); stranger && stranger->origin().is_object()) {
    auto made = stranger->origin();
    made["formula"] = described();
    return made;
  }
  const auto config = r.get_config();
  const auto object = [&](const json& module, const std::string& name, const json& registered) {
    if (as == form::legacy)
      return json{{"class_name", registered.is_string() ? registered.get<std::string>() : name}, {"config", config}};
    return json{{"module", module}, {"class_name", name}, {"config", config}, {"registered_name", registered}};
  };
  if (!m.builtin().empty()) return object("keras.regularizers", std::string{m.builtin()}, nullptr);

  auto made = json();
  const auto registered = registry::of_the_program().name_of(m);
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
  made["formula"] = described();
  return made;
}

regularizer deserialize(const json& from, const named_regularizers& given) {
  if (from.is_null()) return {};
  if (from.is_string()) {
    const auto& name = from.get_ref<const std::string&>();
    if (auto custom = find_custom(name, given)) return *custom;
    if (auto r = builtin(name, json::object())) return r;
    if (is_formula(name)) return parse(name);
    unknown_regularizer(name, given);
  }
  if (!from.is_object()) unknown_regularizer(shown(from), given);
  if (from.contains("regula")) return penalty_from_json(from);
  const auto word = [&](const char* key) { return word_in(from, key); };
  const auto class_name = word("class_name");
  if (class_name.empty()) throw config_error("Unknown `config` as a `dict`, config=" + shown(from));
  const auto config = from.value("config", json::object());
  const auto formula = from.value("formula", json());

  if (class_name == "function") {
    const auto custom = config.is_string() ? find_custom(config.get<std::string>(), given) : std::nullopt;
    if (custom) return custom->with_config(coefficients_in(formula));
    if (!formula.is_null()) return from_stranger(from, formula);
    unknown_regularizer(shown(from), given);
  }
  for (const auto& name : {word("registered_name"), class_name})
    if (auto custom = name.empty() ? std::nullopt : find_custom(name, given)) return custom->with_config(config);
  const auto module = word("module");
  if (class_name == "Formula" && (module == "regula" || module.empty()) && !formula.is_null())
    return from_formula(config, formula, given);
  const bool foreign = !word("registered_name").empty() && !module.starts_with("keras") &&
                       !module.starts_with("tf_keras") && !module.starts_with("tensorflow");
  if (foreign || (from.contains("module") && from["module"].is_null())) {
    if (!formula.is_null()) return from_stranger(from, formula);
    throw config_error("Cannot deserialize object of type `" + class_name +
                       "`: register_serializable it, or name it in custom_objects");
  }
  if (auto r = builtin(class_name, config)) return r;
  if (!formula.is_null()) return from_stranger(from, formula);
  unknown_regularizer(shown(from), given);
}

regularizer get(const std::string& name) {
  if (name.empty() || name.front() != '{') return deserialize(json(name));
  return deserialize(parse_json(name));
}

}  // namespace regula::regularizers

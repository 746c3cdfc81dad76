// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/files/tfjs_json.hpp>
#include <regula/layers/serialization.hpp>
#include <set>
#include <string>

namespace regula::files {

namespace {

/// {"class_name": ..., "config": ...} of a regularizer or initializer. L1 and L2 become L1L2, the only class that
/// TensorFlow.js has; others keep their names, to be registered there.
json tfjs_object(const json& from) {
  if (!from.is_object()) return from;
  json made{{"class_name", from.at("class_name")}, {"config", from.at("config")}};
  if (const auto own = from.value("registered_name", json()); own.is_string() && from.value("module", json()).is_null())
    made["class_name"] = own;  // with its package, under which it is found again
  if (from.contains("formula")) made["formula"] = from["formula"];
  auto& config = made["config"];
  if (made["class_name"] == "L1" || made["class_name"] == "L2") {
    made["class_name"] = "L1L2";
    config = {{"l1", config.value("l1", 0.0)}, {"l2", config.value("l2", 0.0)}};
  }
  if (config.is_object())
    for (const auto* key : {"input_axes", "output_axes"}) config.erase(key);
  return made;
}

/// "inbound_nodes" of one use: [["a", 0, 0, {}], ...]; models are used from 1 on.
json tfjs_node(const json& node, const std::set<std::string>& models) {
  json made = json::array();
  const auto& args = node.at("args");
  for (const auto& t : args.size() == 1 && args[0].is_array() ? args[0] : args) {
    auto from = t.at("config").at("keras_history");
    if (models.contains(from[0].get<std::string>())) from[1] = from[1].get<int>() + 1;
    from.push_back(json::object());
    made.push_back(std::move(from));
  }
  return made;
}

json tfjs_layer(const json& from) {
  const auto kind = from.at("class_name").get<std::string>();
  if (from.at("config").contains("layers")) return tfjs_model(from);
  json made{{"class_name", kind}, {"config", json::object()}};
  const std::set<std::string> unknown{"optional",        "quantization_config", "synchronized", "renorm",
                                      "renorm_clipping", "renorm_momentum",     "ragged"};
  for (const auto& [key, value] : from.at("config").items()) {
    if (unknown.contains(key)) continue;
    if (key == "dtype")
      made["config"][key] = value.is_string() ? value : json("float32");
    else if ((key == "layer" || key == "backward_layer") && value.is_object())
      made["config"][key] = tfjs_layer(value);
    else if (key == "batch_shape")
      made["config"]["batch_input_shape"] = value;
    else if (key.ends_with("_regularizer") || key.ends_with("_initializer") || key.ends_with("_constraint"))
      made["config"][key] = tfjs_object(value);
    else
      made["config"][key] = value;
  }
  return made;
}

/// "batchInputShape" to "batch_input_shape"; what begins with a capital stays.
std::string snake_key(const std::string& key) {
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (key.empty() || capital(key[0])) return key;
  std::string made;
  for (const char c : key) {
    if (capital(c)) made += '_';
    made += capital(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return made;
}

/// Where a member has both spellings, Keras's counts.
json with_snake_keys(const json& from) {
  if (!from.is_object()) return from;
  json made = json::object();
  for (const auto& [key, value] : from.items())
    if (const auto name = snake_key(key); name == key || !from.contains(name)) made[name] = value;
  return made;
}

}  // namespace

json pythonic(const json& topology) {
  auto made = with_snake_keys(topology);
  const auto found = made.is_object() ? made.find("config") : made.end();
  if (!made.is_object() || found == made.end()) return made;
  auto& config = *found;
  auto* list = config.is_array() ? &config : nullptr;
  const auto kind = made.value("class_name", json());
  const bool known =
      kind.is_string() && (layers::builtin_layers().contains(kind.get<std::string>()) || kind == "InputLayer" ||
                           kind == "Sequential" || kind == "Model" || kind == "Functional");
  if (config.is_object() && known) {
    config = with_snake_keys(config);
    for (auto& [key, value] : config.items())
      if (value.is_object()) value = with_snake_keys(value);
    if (config.contains("layers")) list = &config["layers"];
  }
  if (list && list->is_array())
    for (auto& l : *list) l = pythonic(l);
  return made;
}

json tfjs_model(const json& model) {
  const auto& from = model.at("config");
  const bool chain = model.at("class_name") == "Sequential";
  json config{{"name", from.at("name")}, {"trainable", from.at("trainable")}, {"layers", json::array()}};
  std::set<std::string> models;
  for (const auto& l : from.at("layers"))
    if (l.at("config").contains("layers")) models.insert(l.at("config").at("name").get<std::string>());
  for (const auto& l : from.at("layers")) {
    auto made = tfjs_layer(l);
    if (!chain) {
      made["name"] = l.at("name");
      made["inbound_nodes"] = json::array();
      for (const auto& node : l.at("inbound_nodes")) made["inbound_nodes"].push_back(tfjs_node(node, models));
    }
    config["layers"].push_back(std::move(made));
  }
  if (from.contains("activity_regularizer")) config["activity_regularizer"] = tfjs_object(from["activity_regularizer"]);
  if (chain) return {{"class_name", "Sequential"}, {"config", config}};
  for (const auto* key : {"input_layers", "output_layers"}) {
    const auto& list = from.at(key);
    config[key] = list[0].is_string() ? json::array({list}) : list;
    for (auto& end : config[key]) {
      const auto is = [&](const json& l) { return l.at("name") == end[0]; };
      const auto& l = *std::find_if(from.at("layers").begin(), from.at("layers").end(), is);
      if (l.at("class_name") == "Sequential") end[1] = end[1].get<int>() + 1;  // Functional ones are numbered from 1
    }
  }
  return {{"class_name", "Model"}, {"config", config}};
}

}  // namespace regula::files

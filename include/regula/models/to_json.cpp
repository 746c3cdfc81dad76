// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <regula/layers/serialization.hpp>
#include <regula/models/json_text.hpp>
#include <regula/models/layer_order.hpp>
#include <regula/models/to_json.hpp>

namespace regula::models {
namespace {

/// Sequential and Functional models inside too. Keras notes no shape for Activation and ActivityRegularization.
json layer_json(const layer& l) {
  if (const auto* inner = dynamic_cast<const graph*>(&l)) return to_json(*inner);
  auto made = layers::serialize(l);
  const auto kind = l.class_name();
  if (!l.built() || kind == "InputLayer" || kind == "Activation" || kind == "ActivityRegularization") return made;
  json given = layers::shape_json(l.build_shapes()[0]);
  if (dynamic_cast<const layers::single_layer*>(&l) == nullptr) {
    given = json::array();
    for (const auto& s : l.build_shapes()) given.push_back(layers::shape_json(s));
  }
  made["build_config"] = {{"input_shape", given}};
  return made;
}

/// The shape of a chain's input, where it is known.
json chain_input(const graph& g) {
  if (const auto& entrance = g.inputs()[0]) return layers::shape_json(entrance->batch_shape());
  return g.built() ? layers::shape_json(g.build_shapes()[0]) : json();
}

/// A chain that was built by its first call has an InputLayer from then on, as in Keras.
json sequential_config(const graph& g) {
  json config{{"name", g.name()}, {"trainable", g.trainable()}, {"dtype", layers::dtype_policy()}};
  auto list = json::array();
  const auto chain = layers_in_order(g);
  const auto input = chain_input(g);
  if (const auto& entrance = g.inputs()[0]) {
    list.push_back(layer_json(*entrance));
  } else if (!input.is_null()) {
    std::string name = "input_layer";
    const auto taken = [&] {
      return std::any_of(chain.begin(), chain.end(), [&](const auto& u) { return u.used->name() == name; });
    };
    while (taken()) name += "_";
    list.push_back(layer_json(layers::input_layer(g.build_shapes()[0], name)));
  }
  for (const auto& u : chain) list.push_back(layer_json(*u.used));
  config["layers"] = std::move(list);
  if (!input.is_null()) config["build_input_shape"] = input;
  return config;
}

/// How the layers of a graph name each other's outputs.
class functional_writer {
public:
  explicit functional_writer(const graph& g) : g_(g), all_(layers_in_order(g)) {
    shapes given;
    for (const auto& in : g.inputs()) given.push_back(in->batch_shape());
    made_.push_back(given);
    for (const auto& s : g.steps()) {
      shapes read;
      for (const auto& from : s.inputs) read.push_back(shape_of(from));
      made_.push_back(s.made_by->output_shapes(read));
    }
    for (const auto& u : all_)
      for (std::size_t k = 0; k < u.steps.size(); ++k) use_[u.steps[k]] = k;
  }

  json config() const {
    json c{{"name", g_.name()}, {"trainable", g_.trainable()}};
    auto list = json::array();
    for (const auto& u : all_) {
      auto made = layer_json(*u.used);
      made["name"] = u.used->name();
      made["inbound_nodes"] = json::array();
      for (const auto k : u.steps) made["inbound_nodes"].push_back(node(g_.steps()[k]));
      list.push_back(std::move(made));
    }
    c["layers"] = std::move(list);
    json in = json::array(), out = json::array();
    for (std::size_t k = 0; k < g_.inputs().size(); ++k) in.push_back(history({-1, k}));
    for (const auto& from : g_.outputs()) out.push_back(history(from, 1));
    c["input_layers"] = in.size() == 1 ? in[0] : in;
    c["output_layers"] = out.size() == 1 ? out[0] : out;
    return c;
  }

private:
  const shape& shape_of(const source& s) const { return made_.at(static_cast<std::size_t>(s.step + 1)).at(s.output); }
  /// [layer, use, output]. In the list of outputs Keras numbers the uses of a Functional model from 1.
  json history(const source& s, std::size_t functional_from = 0) const {
    if (s.step < 0) return json::array({g_.inputs()[s.output]->name(), 0, 0});
    const auto k = static_cast<std::size_t>(s.step);
    const auto& l = *g_.steps()[k].made_by;
    return json::array({l.name(), use_.at(k) + (l.class_name() == "Functional" ? functional_from : 0), s.output});
  }
  std::string dtype_of(const source& s) const { return s.step < 0 ? g_.inputs()[s.output]->dtype() : "float32"; }
  json tensor(const source& s) const {
    return {{"class_name", "__keras_tensor__"},
            {"config",
             {{"shape", layers::shape_json(shape_of(s))}, {"dtype", dtype_of(s)}, {"keras_history", history(s)}}}};
  }
  json node(const step& s) const {
    auto args = json::array();
    for (const auto& from : s.inputs) args.push_back(tensor(from));
    const auto* inner = dynamic_cast<const graph*>(s.made_by.get());
    const bool one = dynamic_cast<const layers::single_layer*>(s.made_by.get()) || (inner && s.inputs.size() == 1);
    return {{"args", one ? args : json::array({args})},
            {"kwargs", s.arguments->is_null() ? json::object() : *s.arguments}};
  }

  const graph& g_;
  std::vector<layer_uses> all_;
  std::vector<shapes> made_;  // of the inputs, then of each step
  std::map<std::size_t, std::size_t> use_;
};

}  // namespace

json to_json(const graph& g) {
  json made{{"module", g.is_chain() ? "keras" : "keras.src.models.functional"},
            {"class_name", g.class_name()},
            {"config", g.is_chain() ? sequential_config(g) : functional_writer(g).config()},
            {"registered_name", g.is_chain() ? json() : json("Functional")}};
  if (g.activity_regularizer) made["config"]["activity_regularizer"] = regularizers::serialize(g.activity_regularizer);
  const auto input = g.is_chain() ? chain_input(g) : json();
  if (!g.is_chain() || !input.is_null()) made["build_config"] = {{"input_shape", input}};
  return made;
}

json legacy_json(const json& from) {
  json made{{"class_name", from.at("class_name")}, {"config", from.at("config")}};
  const auto& registered = member(from, "registered_name");
  if (registered.is_string() && member(from, "module").is_null()) made["class_name"] = registered;
  for (const auto* key : {"name", "inbound_nodes"})
    if (from.contains(key)) made[key] = from[key];
  auto& config = made["config"];
  if (config.contains("layers"))
    for (auto& l : config["layers"]) l = legacy_json(l);
  for (const auto* inside : {"layer", "backward_layer"})
    if (config.contains(inside) && config[inside].is_object()) config[inside] = legacy_json(config[inside]);
  return made;
}

}  // namespace regula::models

// SPDX-License-Identifier: MIT
#include <regula/layers/serialization.hpp>
#include <regula/models/from_json.hpp>
#include <regula/models/functional_json.hpp>
#include <regula/models/json_text.hpp>
#include <regula/models/layer_order.hpp>
#include <regula/regularizers/json.hpp>
#include <set>

namespace regula::models {
namespace {

/// Reads a model and the models inside it. Counts what it builds, so that JSON that multiplies itself is refused.
class model_reader {
public:
  model_reader(const custom_objects& custom, const read_limits& limits) : custom_(custom), limits_(limits) {
    draw_.entries_left = limits.entries;
    draw_.draws = limits.initial_values;
  }

  std::shared_ptr<graph> model(const json& from) {
    const auto kind = text_member(from, "class_name");
    if (!is_model(from))
      throw config_error("a model is of class Sequential, Functional or Model, not \"" + kind.substr(0, 80) + "\"");
    const auto& config = member(from, "config");
    const auto where = kind + " " + regularizers::shown(member(config, "name"));
    return within(where, [&] {
      auto made = kind == "Sequential" ? sequential(config) : functional(config);
      if (const auto& trainable = member(config, "trainable"); !trainable.is_null()) {
        if (!trainable.is_boolean())
          throw config_error("trainable is true or false, not " + regularizers::shown(trainable));
        set_trainable_alone(*made, trainable.get<bool>());
      }
      made->activity_regularizer =
          regularizers::deserialize(member(config, "activity_regularizer"), custom_.regularizers);
      return made;
    });
  }

private:
  static bool is_model(const json& from) {
    const auto kind = text_member(from, "class_name");
    return kind == "Sequential" || kind == "Functional" || kind == "Model";
  }
  static void only(const json& config, const std::set<std::string_view>& known) {
    for (const auto& [key, value] : config.items())
      if (!known.contains(key)) throw config_error("unknown member \"" + key.substr(0, 80) + "\"");
  }

  /// The layers inside say it themselves.
  static void set_trainable_alone(graph& g, bool yes) {
    if (g.trainable() == yes) return;
    std::vector<std::pair<layer*, bool>> inside;
    for (auto* l : layers_below(g)) inside.emplace_back(l, l->trainable());
    g.set_trainable(yes);
    for (const auto& [l, own] : inside) l->set_trainable(own);
  }

  std::shared_ptr<layer> any(const json& from) {
    count(1);
    if (is_model(from)) return model(from);
    const auto where =
        text_member(from, "class_name") + " " + regularizers::shown(member(member(from, "config"), "name"));
    return within(where, [&] { return layers::deserialize(from, custom_).shared(); });
  }
  void count(std::size_t parts) {
    if (parts > limits_.parts - parts_)
      throw config_error("more than " + std::to_string(limits_.parts) +
                         " layers, their uses counted with those inside");
    parts_ += parts;
  }
  void build(layer& l, const shapes& given) { l.build(given, draw_); }
  void build_chain(graph& g, const shape& input) {
    shapes given{input};
    for (const auto& s : g.steps())
      within("\"" + s.made_by->name() + "\"", [&] {
        build(*s.made_by, given);
        given = s.made_by->output_shapes(given);
      });
    build(g, {input});
  }

  /// A list of layers, or an object with one. The input's shape: an InputLayer, the first layer's, or build_input_shape.
  std::shared_ptr<graph> sequential(const json& config) {
    if (!config.is_array())
      only(config, {"name", "trainable", "dtype", "layers", "build_input_shape", "activity_regularizer"});
    const auto& list = config.is_array() ? config : list_member(config, "layers");
    std::vector<std::shared_ptr<layer>> chain;
    for (const auto& l : list) chain.push_back(any(l));
    shape input;
    if (!list.empty()) {
      const auto& first = member(list[0], "config");
      const auto& whole = member(first, "batch_input_shape");
      const bool enters = text_member(list[0], "class_name") == "InputLayer";
      if (!enters && !whole.is_null())
        chain.insert(chain.begin(),
                     std::make_shared<layers::input_layer>(layers::shape_from(whole), chain[0]->name() + "_input"));
    }
    auto made = std::make_shared<graph>(chain, config.is_array() ? "" : text_member(config, "name"));
    const auto& stated = member(config, "build_input_shape");
    if (const auto& entrance = made->inputs()[0])
      build_chain(*made, entrance->batch_shape());
    else if (!stated.is_null())
      build_chain(*made, layers::shape_from(stated));
    return made;
  }

  std::shared_ptr<graph> functional(const json& config) {
    only(config, {"name", "trainable", "dtype", "layers", "input_layers", "output_layers", "activity_regularizer"});
    functional_reader reader([this](layer& l, const shapes& given) { build(l, given); });
    for (const auto& l : list_member(config, "layers")) {
      const auto before = parts_;
      auto made = any(l);
      reader.add(std::move(made), l, parts_ - before);
    }
    reader.connect([this](std::size_t parts) { count(parts); });
    return reader.finish(config);
  }

  const custom_objects& custom_;
  read_limits limits_;
  std::size_t parts_ = 0;
  rng draw_{std::random_device{}()};
};

}  // namespace

std::shared_ptr<graph> from_json(const json& from, const custom_objects& custom, const read_limits& limits) {
  if (!from.is_object()) throw config_error("a model is an object, not " + regularizers::shown(from));
  return model_reader(custom, limits).model(from);
}

}  // namespace regula::models

// SPDX-License-Identifier: MIT
#include <regula/layers/serialization.hpp>

namespace regula::layers {

const named_layers& builtin_layers() {
  static const named_layers all{
      {"Activation", activation_layer::from_config},
      {"ActivityRegularization", activity_regularization_layer::from_config},
      {"Add", add_layer::from_config},
      {"BatchNormalization", batch_normalization_layer::from_config},
      {"Bidirectional", bidirectional_layer::from_config},
      {"Concatenate", concatenate_layer::from_config},
      {"Conv1D", [](config_reader& c) { return conv_layer::from_config(c, 1, false); }},
      {"Conv2D", [](config_reader& c) { return conv_layer::from_config(c, 2, false); }},
      {"Conv3D", [](config_reader& c) { return conv_layer::from_config(c, 3, false); }},
      {"Dense", dense_layer::from_config},
      {"DepthwiseConv1D", [](config_reader& c) { return conv_layer::from_config(c, 1, true); }},
      {"DepthwiseConv2D", [](config_reader& c) { return conv_layer::from_config(c, 2, true); }},
      {"Embedding", embedding_layer::from_config},
      {"Flatten", flatten_layer::from_config},
      {"GRU", [](config_reader& c) { return recurrent_layer::from_config(c, recurrent_kind::gru); }},
      {"LSTM", [](config_reader& c) { return recurrent_layer::from_config(c, recurrent_kind::lstm); }},
      {"Masking", masking_layer::from_config},
      {"SimpleRNN", [](config_reader& c) { return recurrent_layer::from_config(c, recurrent_kind::simple_rnn); }},
      {"TimeDistributed", time_distributed_layer::from_config},
  };
  return all;
}

json shape_json(const shape& s) {
  auto list = json::array();
  for (const auto e : s) list.push_back(e < 0 ? json() : json(e));
  return list;
}

shape shape_from(const json& list) {
  if (!list.is_array() || list.size() > 6)
    throw config_error("a shape is a list of up to 6 numbers, not " + regularizers::shown(list));
  shape s;
  for (const auto& e : list) {
    const bool whole = e.is_number_integer() && e >= 0 && e <= 2147483647;
    if (!whole && !e.is_null())
      throw config_error("an extent is a whole number or null, not " + regularizers::shown(e));
    s.push_back(whole ? e.get<std::ptrdiff_t>() : -1);
  }
  return s;
}

json dtype_policy() {
  return {{"module", "keras"},
          {"class_name", "DTypePolicy"},
          {"config", {{"name", "float32"}}},
          {"registered_name", nullptr}};
}

json serialize(const layer& l) {
  json config{{"name", l.name()}, {"trainable", l.trainable()}, {"dtype", dtype_policy()}};
  if (const auto* in = dynamic_cast<const input_layer*>(&l)) {
    config = {{"batch_shape", shape_json(in->batch_shape())},
              {"dtype", "float32"},
              {"sparse", false},
              {"ragged", false},
              {"name", l.name()},
              {"optional", false}};
  } else {
    if (l.activity_regularizer && l.writes_activity())
      config["activity_regularizer"] = regularizers::serialize(l.activity_regularizer);
    const auto own = l.get_config();
    for (const auto& [key, value] : own.items()) config[key] = value;
  }
  const bool ours = builtin_layers().contains(l.class_name()) || l.class_name() == "InputLayer";
  json made{{"module", ours ? json("keras.layers") : json()},
            {"class_name", l.class_name()},
            {"config", config},
            {"registered_name", ours ? json() : json(l.class_name())}};
  if (l.built() && l.build_shapes().size() == 1 && l.class_name() != "InputLayer" && !l.weights().empty())
    made["build_config"] = {{"input_shape", shape_json(l.build_shapes()[0])}};
  return made;
}

any_layer deserialize(const json& from, const custom_names& custom) {
  if (!from.is_object() || !from.value("class_name", json()).is_string())
    throw config_error("a layer is an object with a class_name and a config; this is " + regularizers::shown(from));
  const auto name = from["class_name"].get<std::string>();
  config_reader c(name, from.value("config", json::object()), custom);
  const auto own_name = c.word("name", "");
  const bool trainable = c.flag("trainable", true);
  c.ignore({"dtype", "batch_input_shape"});
  if (name == "InputLayer") {
    const auto& given = c.has("batch_shape") ? c.take("batch_shape") : c.take("batch_input_shape");
    c.ignore({"batch_shape", "sparse", "ragged", "optional"});
    c.finish();
    return make<input_layer>(shape_from(given), own_name);
  }
  const auto registered = from.value("registered_name", json());
  auto reader = custom.layers.find(registered.is_string() ? registered.get<std::string>() : name);
  if (reader == custom.layers.end()) {
    reader = builtin_layers().find(name);
    if (reader == builtin_layers().end()) {
      std::string known = "InputLayer";
      for (const auto& [k, r] : builtin_layers()) known += ", " + k;
      for (const auto& [k, r] : custom.layers) known += ", " + k;
      throw config_error("unknown layer class \"" + name + "\"; known: " + known);
    }
  }
  auto made = reader->second(c);
  made->rename(own_name);
  if (!trainable) made->set_trainable(false);
  if (auto activity = c.penalty("activity_regularizer")) made->activity_regularizer = std::move(activity);
  c.finish();
  return any_layer(std::move(made));
}

}  // namespace regula::layers

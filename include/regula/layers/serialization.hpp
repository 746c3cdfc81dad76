// SPDX-License-Identifier: MIT
/// Layers to Keras's JSON and back.
///
///   json j = layers::serialize(*dense);
///   layers::any_layer l = layers::deserialize(j);      not built; shapes are in "build_config"
#pragma once
#include <map>
#include <regula/layers.hpp>
#include <regula/layers/config_reader.hpp>

namespace regula::layers {

/// Reads the config of one class of layers, without the members that all layers have.
using layer_reader = std::function<std::shared_ptr<layer>(config_reader&)>;
using named_layers = std::map<std::string, layer_reader, std::less<>>;

/// What a reader of models is told beside the file: one's own layers and regularizers by name.
struct custom_names {
  named_layers layers = {};
  regularizers::named_regularizers regularizers = {};
};

inline std::shared_ptr<layer> read_conv(config_reader& c, std::size_t spatial, bool depthwise) {
  const std::string kernel = depthwise ? "depthwise" : "kernel";
  conv_options o;
  o.strides = c.extents("strides", spatial);
  o.padding = c.word("padding", o.padding);
  o.dilation_rate = c.extents("dilation_rate", spatial);
  o.groups = c.count("groups", 1);
  o.activation = c.word("activation", "linear");
  o.use_bias = c.flag("use_bias", true);
  o.kernel_initializer = c.initializer((kernel + "_initializer").c_str(), "GlorotUniform");
  o.bias_initializer = c.initializer("bias_initializer", "Zeros");
  o.kernel_regularizer = c.penalty((kernel + "_regularizer").c_str());
  o.bias_regularizer = c.penalty("bias_regularizer");
  c.only("data_format", {"channels_last"});
  c.only((kernel + "_constraint").c_str(), {});
  c.only("bias_constraint", {});
  const auto window = c.extents("kernel_size", spatial);
  const auto filters = depthwise ? c.count("depth_multiplier", 1) : c.count("filters", 0);
  return std::make_shared<conv_layer>(spatial, depthwise, filters, window, o);
}

inline std::shared_ptr<layer> read_dense(config_reader& c) {
  dense_options o;
  const auto units = c.count("units", 0);
  o.activation = c.word("activation", "linear");
  o.use_bias = c.flag("use_bias", true);
  o.kernel_initializer = c.initializer("kernel_initializer", "GlorotUniform");
  o.bias_initializer = c.initializer("bias_initializer", "Zeros");
  o.kernel_regularizer = c.penalty("kernel_regularizer");
  o.bias_regularizer = c.penalty("bias_regularizer");
  for (const auto* key : {"kernel_constraint", "bias_constraint", "lora_rank", "quantization_config"}) c.only(key, {});
  return std::make_shared<dense_layer>(units, o);
}

inline std::shared_ptr<layer> read_embedding(config_reader& c) {
  embedding_options o;
  o.embeddings_initializer = c.initializer("embeddings_initializer", "uniform");
  o.embeddings_regularizer = c.penalty("embeddings_regularizer");
  c.only("mask_zero", {false});
  for (const auto* key : {"embeddings_constraint", "lora_rank", "quantization_config", "input_length"}) c.only(key, {});
  return std::make_shared<embedding_layer>(c.count("input_dim", 0), c.count("output_dim", 0), o);
}

inline std::shared_ptr<layer> read_batch_normalization(config_reader& c) {
  batch_normalization_options o;
  o.momentum = c.number("momentum", o.momentum);
  o.epsilon = c.number("epsilon", o.epsilon);
  o.center = c.flag("center", true);
  o.scale = c.flag("scale", true);
  o.beta_initializer = c.initializer("beta_initializer", "Zeros");
  o.gamma_initializer = c.initializer("gamma_initializer", "Ones");
  o.moving_mean_initializer = c.initializer("moving_mean_initializer", "Zeros");
  o.moving_variance_initializer = c.initializer("moving_variance_initializer", "Ones");
  o.beta_regularizer = c.penalty("beta_regularizer");
  o.gamma_regularizer = c.penalty("gamma_regularizer");
  const auto& axis = c.take("axis");
  const auto last = axis.is_array() && axis.size() == 1 ? axis[0] : axis;
  if (!last.is_null() && last != -1)
    throw config_error("BatchNormalization: axis is -1, the last; given is " + regularizers::shown(axis));
  for (const auto* key : {"synchronized", "renorm"}) c.only(key, {false});
  for (const auto* key : {"beta_constraint", "gamma_constraint", "renorm_clipping"}) c.only(key, {});
  c.ignore({"renorm_momentum"});
  return std::make_shared<batch_normalization_layer>(o);
}

/// The layers of this library by the names of their classes.
inline const named_layers& builtin_layers() {
  static const named_layers all{
      {"Dense", read_dense},
      {"Conv1D", [](config_reader& c) { return read_conv(c, 1, false); }},
      {"Conv2D", [](config_reader& c) { return read_conv(c, 2, false); }},
      {"Conv3D", [](config_reader& c) { return read_conv(c, 3, false); }},
      {"DepthwiseConv1D", [](config_reader& c) { return read_conv(c, 1, true); }},
      {"DepthwiseConv2D", [](config_reader& c) { return read_conv(c, 2, true); }},
      {"Embedding", read_embedding},
      {"BatchNormalization", read_batch_normalization},
      {"Flatten",
       [](config_reader& c) {
         c.only("data_format", {"channels_last"});
         return std::make_shared<flatten_layer>();
       }},
      {"Activation", [](config_reader& c) { return std::make_shared<activation_layer>(c.word("activation", "")); }},
      {"ActivityRegularization",
       [](config_reader& c) {
         return std::make_shared<activity_regularization_layer>(c.number("l1", 0.0), c.number("l2", 0.0));
       }},
      {"Add", [](config_reader&) { return std::make_shared<add_layer>(); }},
      {"Concatenate",
       [](config_reader& c) {
         c.only("axis", {-1});
         return std::make_shared<concatenate_layer>();
       }},
  };
  return all;
}

inline json shape_json(const shape& s) {
  auto list = json::array();
  for (const auto e : s) list.push_back(e < 0 ? json() : json(e));
  return list;
}
/// Null is -1. Throws config_error unless it is a list of at most 6 whole numbers and nulls.
inline shape shape_from(const json& list) {
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

inline json dtype_policy() {
  return {{"module", "keras"},
          {"class_name", "DTypePolicy"},
          {"config", {{"name", "float32"}}},
          {"registered_name", nullptr}};
}

/// The layer in Keras 3's form, with its "build_config" where it is built.
inline json serialize(const layer& l) {
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

/// The layer of a JSON object of Keras 3, Keras 2 or TensorFlow.js. Throws config_error; unknown classes list the known.
inline any_layer deserialize(const json& from, const custom_names& custom = {}) {
  if (!from.is_object() || !from.value("class_name", json()).is_string())
    throw config_error("a layer is an object with a class_name and a config; this is " + regularizers::shown(from));
  const auto name = from["class_name"].get<std::string>();
  config_reader c(name, from.value("config", json::object()), custom.regularizers);
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

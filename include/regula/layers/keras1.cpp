// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <regula/layers/keras1.hpp>
#include <regula/regularizers/json.hpp>
#include <set>

namespace regula::layers {
namespace {

using words = std::map<std::string, std::string, std::less<>>;

/// What Keras 1 writes and Keras 3 does not, and the names that it calls the same. "" is for what says nothing.
const words of_every_layer{{"input_dtype", ""},
                           {"name", "name"},
                           {"trainable", "trainable"},
                           {"dtype", "dtype"},
                           {"batch_input_shape", "batch_input_shape"}};
const words of_kernels{{"init", "kernel_initializer"},
                       {"W_regularizer", "kernel_regularizer"},
                       {"b_regularizer", "bias_regularizer"},
                       {"activity_regularizer", "activity_regularizer"},
                       {"W_constraint", "kernel_constraint"},
                       {"b_constraint", "bias_constraint"},
                       {"bias", "use_bias"},
                       {"activation", "activation"},
                       {"input_dim", ""},
                       {"input_length", ""}};
const words of_windows{{"border_mode", "padding"}, {"dim_ordering", "data_format"}, {"subsample", "strides"},
                       {"pool_size", "pool_size"}, {"strides", "strides"},          {"pool_length", "pool_size"},
                       {"stride", "strides"},      {"padding", "padding"},          {"size", "size"}};

struct keras1_class {
  std::string now;
  words own;
  bool with_kernel = false;
};

const std::map<std::string, keras1_class, std::less<>>& keras1_classes() {
  const auto windowed = [](const words& own) {
    auto all = of_windows;
    all.insert(own.begin(), own.end());
    return all;
  };
  static const std::map<std::string, keras1_class, std::less<>> all{
      {"Dense", {"Dense", {{"output_dim", "units"}}, true}},
      {"Convolution1D",
       {"Conv1D", windowed({{"nb_filter", "filters"}, {"filter_length", "0"}, {"subsample_length", "strides"}}), true}},
      {"Convolution2D", {"Conv2D", windowed({{"nb_filter", "filters"}, {"nb_row", "0"}, {"nb_col", "1"}}), true}},
      {"Convolution3D",
       {"Conv3D",
        windowed({{"nb_filter", "filters"}, {"kernel_dim1", "0"}, {"kernel_dim2", "1"}, {"kernel_dim3", "2"}}), true}},
      {"Embedding",
       {"Embedding",
        {{"input_dim", "input_dim"},
         {"output_dim", "output_dim"},
         {"input_length", ""},
         {"mask_zero", "mask_zero"},
         {"init", "embeddings_initializer"},
         {"W_regularizer", "embeddings_regularizer"},
         {"activity_regularizer", "activity_regularizer"},
         {"W_constraint", "embeddings_constraint"},
         {"dropout", "off"}}}},
      {"BatchNormalization",
       {"BatchNormalization",
        {{"axis", "axis"},
         {"momentum", "momentum"},
         {"epsilon", "epsilon"},
         {"mode", "off"},
         {"beta_init", "beta_initializer"},
         {"gamma_init", "gamma_initializer"},
         {"beta_regularizer", "beta_regularizer"},
         {"gamma_regularizer", "gamma_regularizer"}}}},
      {"Dropout", {"Dropout", {{"p", "rate"}}}},
      {"Flatten", {"Flatten", {}}},
      {"Activation", {"Activation", {{"activation", "activation"}}}},
      {"MaxPooling1D", {"MaxPooling1D", of_windows}},
      {"MaxPooling2D", {"MaxPooling2D", of_windows}},
      {"AveragePooling1D", {"AveragePooling1D", of_windows}},
      {"AveragePooling2D", {"AveragePooling2D", of_windows}},
      {"GlobalMaxPooling2D", {"GlobalMaxPooling2D", of_windows}},
      {"GlobalAveragePooling2D", {"GlobalAveragePooling2D", of_windows}},
      {"ZeroPadding2D", {"ZeroPadding2D", of_windows}},
      {"UpSampling2D", {"UpSampling2D", of_windows}},
  };
  return all;
}

[[noreturn]] void keras1_unread(const std::string& name, const std::string& what) {
  throw config_error(name + ": this is the form of Keras 1, and " + what + " has no reading here");
}

json initializer_of_keras1(const json& given) {
  if (given == "zero") return "zeros";
  if (given == "one") return "ones";
  return given;
}

/// {"name": "WeightRegularizer", "l1": 0.0, "l2": 0.01}; "L1L2Regularizer" from release 1.2 on.
json regularizer_of_keras1(const std::string& layer, const std::string& key, const json& given) {
  if (!given.is_object() || given.contains("class_name")) return given;
  const auto name = given.value("name", json());
  const bool known = name == "WeightRegularizer" || name == "L1L2Regularizer" || name == "ActivityRegularizer";
  if (!known) keras1_unread(layer, "its " + key + " " + regularizers::shown(name));
  json config = json::object();
  bool acts = false;
  for (const auto* strength : {"l1", "l2"}) {
    config[strength] = given.value(strength, json(0.0));
    acts = acts || config[strength] != 0.0;
  }
  if (key == "activity_regularizer" && acts)
    keras1_unread(layer, "its activity regularizer, divided by the batch in some releases and not in others,");
  if (key == "activity_regularizer") return nullptr;
  return {{"class_name", "L1L2"}, {"config", config}};
}

/// {"name": "MaxNorm", "m": 2, "axis": 0}
json constraint_of_keras1(const json& given) {
  if (!given.is_object() || given.contains("class_name") || !given.value("name", json()).is_string()) return given;
  json config = json::object();
  for (const auto& [key, value] : given.items())
    if (key != "name") config[key == "m" ? "max_value" : key] = value;
  return {{"class_name", given["name"]}, {"config", config}};
}

/// Layers of several inputs are one class.
json merge_of_keras1(const json& config) {
  json made = json::object();
  for (const auto* key : {"name", "trainable"})
    if (config.contains(key)) made[key] = config[key];
  const auto mode = config.value("mode", json());
  if (mode == "sum") return {{"class_name", "Add"}, {"config", made}};
  if (mode != "concat" || config.contains("layers")) keras1_unread("Merge", "its mode " + regularizers::shown(mode));
  made["axis"] = config.value("concat_axis", json(-1));
  return {{"class_name", "Concatenate"}, {"config", made}};
}

}  // namespace

bool is_keras1(const json& layer) {
  static const std::set<std::string, std::less<>> classes{
      "Convolution1D",       "Convolution2D",   "Convolution3D",          "Merge",       "AtrousConvolution1D",
      "AtrousConvolution2D", "Deconvolution2D", "SeparableConvolution2D", "MaxoutDense", "Highway",
      "TimeDistributedDense"};
  static const std::set<std::string, std::less<>> members{
      "W_regularizer", "b_regularizer", "W_constraint", "b_constraint", "init",      "inner_init", "nb_filter",
      "border_mode",   "dim_ordering",  "input_dtype",  "pool_length",  "beta_init", "gamma_init", "consume_less"};
  const auto name = layer.value("class_name", json());
  const auto config = layer.value("config", json());
  if (!name.is_string() || !config.is_object() || name == "InputLayer") return false;
  if (classes.contains(name.get<std::string>())) return true;
  if (name == "Dense" && config.contains("output_dim")) return true;
  if (name == "Dropout" && config.contains("p")) return true;
  if (name == "BatchNormalization" && config.contains("mode")) return true;
  return std::any_of(members.begin(), members.end(), [&](const auto& m) { return config.contains(m); });
}

json from_keras1(const json& layer) {
  const auto name = layer.at("class_name").get<std::string>();
  const auto& config = layer.at("config");
  if (name == "Merge") return merge_of_keras1(config);
  const auto found = keras1_classes().find(name);
  if (found == keras1_classes().end()) keras1_unread(name, "its class");
  json made = json::object();
  json window = json::array();
  for (const auto& [key, value] : config.items()) {
    const words* in = nullptr;
    for (const auto* all : {&found->second.own, &of_every_layer, &of_kernels})
      if (!in && (all != &of_kernels || found->second.with_kernel) && all->contains(key)) in = all;
    if (!in) keras1_unread(name, "its member \"" + key.substr(0, 80) + "\"");
    const auto& now = in->find(key)->second;
    if (now == "off") {
      if (!value.is_null() && value != 0) keras1_unread(name, "its " + key + " " + regularizers::shown(value));
    } else if (now == "0" || now == "1" || now == "2") {  // an extent of the window
      const auto at = static_cast<std::size_t>(now[0] - '0');
      while (window.size() <= at) window.push_back(nullptr);
      window[at] = value;
    } else if (now == "data_format") {
      if (value == "tf") made[now] = "channels_last";
      if (value == "th") made[now] = "channels_first";
      if (value != "tf" && value != "th" && value != "default")
        keras1_unread(name, "its " + key + " " + regularizers::shown(value));
    } else if (now.ends_with("_initializer")) {
      made[now] = initializer_of_keras1(value);
    } else if (now.ends_with("_regularizer")) {
      made[now] = regularizer_of_keras1(name, key, value);
    } else if (now.ends_with("_constraint")) {
      made[now] = constraint_of_keras1(value);
    } else if (!now.empty()) {
      made[now] = value;
    }
  }
  if (!window.empty()) made["kernel_size"] = window;
  return {{"class_name", found->second.now}, {"config", made}};
}

}  // namespace regula::layers

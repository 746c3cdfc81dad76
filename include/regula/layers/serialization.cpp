// SPDX-License-Identifier: MIT
#include <regula/layers/keras1.hpp>
#include <regula/layers/serialization.hpp>

namespace regula::layers {
namespace {

template <entrywise_layer::kind K> std::shared_ptr<layer> entrywise(config_reader&) {
  return std::make_shared<entrywise_layer>(K);
}

}  // namespace

const named_layers& builtin_layers() {
  static const named_layers all = [] {
    named_layers rows{
        {"Activation", activation_layer::from_config},
        {"ActivityRegularization", activity_regularization_layer::from_config},
        {"Add", entrywise<entrywise_layer::kind::add>},
        {"Average", entrywise<entrywise_layer::kind::average>},
        {"BatchNormalization", batch_normalization_layer::from_config},
        {"Bidirectional", bidirectional_layer::from_config},
        {"Concatenate", concatenate_layer::from_config},
        {"Conv1D", [](config_reader& c) { return conv_layer::from_config(c, 1, false); }},
        {"Conv1DTranspose", [](config_reader& c) { return conv_transpose_layer::from_config(c, 1); }},
        {"Conv2D", [](config_reader& c) { return conv_layer::from_config(c, 2, false); }},
        {"Conv2DTranspose", [](config_reader& c) { return conv_transpose_layer::from_config(c, 2); }},
        {"Conv3D", [](config_reader& c) { return conv_layer::from_config(c, 3, false); }},
        {"Conv3DTranspose", [](config_reader& c) { return conv_transpose_layer::from_config(c, 3); }},
        {"Dense", dense_layer::from_config},
        {"DepthwiseConv1D", [](config_reader& c) { return conv_layer::from_config(c, 1, true); }},
        {"DepthwiseConv2D", [](config_reader& c) { return conv_layer::from_config(c, 2, true); }},
        {"Dropout", dropout_layer::from_config},
        {"ELU", [](config_reader& c) { return scaled_below_layer::from_config(c, scaled_below_layer::kind::elu); }},
        {"Embedding", embedding_layer::from_config},
        {"Flatten", flatten_layer::from_config},
        {"GRU", [](config_reader& c) { return recurrent_layer::from_config(c, recurrent_kind::gru); }},
        {"GroupNormalization", group_normalization_layer::from_config},
        {"LSTM", [](config_reader& c) { return recurrent_layer::from_config(c, recurrent_kind::lstm); }},
        {"LayerNormalization", layer_normalization_layer::from_config},
        {"LeakyReLU",
         [](config_reader& c) { return scaled_below_layer::from_config(c, scaled_below_layer::kind::leaky_relu); }},
        {"Masking", masking_layer::from_config},
        {"Maximum", entrywise<entrywise_layer::kind::maximum>},
        {"Minimum", entrywise<entrywise_layer::kind::minimum>},
        {"Multiply", entrywise<entrywise_layer::kind::multiply>},
        {"PReLU", prelu_layer::from_config},
        {"Permute", permute_layer::from_config},
        {"ReLU", relu_layer::from_config},
        {"Reshape", reshape_layer::from_config},
        {"SeparableConv1D", [](config_reader& c) { return separable_conv_layer::from_config(c, 1); }},
        {"SeparableConv2D", [](config_reader& c) { return separable_conv_layer::from_config(c, 2); }},
        {"SimpleRNN", [](config_reader& c) { return recurrent_layer::from_config(c, recurrent_kind::simple_rnn); }},
        {"Softmax", softmax_layer::from_config},
        {"Subtract", entrywise<entrywise_layer::kind::subtract>},
        {"TimeDistributed", time_distributed_layer::from_config},
    };
    for (auto family : {pooling_layers(), resizing_layers()}) rows.merge(family);
    return rows;
  }();
  return all;
}

namespace {

std::vector<const custom_objects*> scopes_and(const custom_objects& given) {
  std::vector<const custom_objects*> all{&given};
  all.insert(all.end(), custom_objects::scopes().begin(), custom_objects::scopes().end());
  return all;
}

/// One's own by name, in the scopes, innermost first, then in what is given. Null where there is none.
const layer_reader* find_reader(const std::string& name, const custom_objects& given) {
  const auto all = scopes_and(given);
  for (auto scope = all.rbegin(); scope != all.rend(); ++scope)
    if (const auto found = (*scope)->layers.find(name); found != (*scope)->layers.end()) return &found->second;
  return nullptr;
}

/// One's own by the registered name, else of the library by class.
const layer_reader& reader_of(const std::string& registered, const std::string& name, const custom_objects& given) {
  if (const auto* own = find_reader(registered, given)) return *own;
  if (const auto found = builtin_layers().find(name); found != builtin_layers().end()) return found->second;
  std::string known = "InputLayer";
  for (const auto& [k, r] : builtin_layers()) known += ", " + k;
  std::set<std::string> own;
  for (const auto* scope : scopes_and(given))
    for (const auto& [k, r] : scope->layers) own.insert(k);
  for (const auto& k : own) known += ", " + k;
  throw config_error("unknown layer class \"" + name +
                     "\": give a layer of your own by this name in custom_objects, or read the penalties alone with "
                     "files::penalties; known: " +
                     known);
}

}  // namespace

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
              {"dtype", in->dtype()},
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

any_layer deserialize(const json& given, const custom_objects& custom) {
  if (!given.is_object() || !given.value("class_name", json()).is_string())
    throw config_error("a layer is an object with a class_name and a config; this is " + regularizers::shown(given));
  const auto own = find_reader(given["class_name"].get<std::string>(), custom);
  const auto from = !own && is_keras1(given) ? from_keras1(given) : given;
  const auto name = from["class_name"].get<std::string>();
  config_reader c(name, from.value("config", json::object()), custom);
  const auto own_name = c.word("name", "");
  const bool trainable = c.flag("trainable", true);
  const auto& dtype = c.take("dtype");
  c.ignore({"batch_input_shape"});
  if (name == "InputLayer") {
    const auto& policy = dtype.is_object() ? dtype.value("config", json()) : json();
    const auto& entries = policy.is_object() ? policy.value("name", json()) : dtype;
    if (!entries.is_null() && !entries.is_string())
      throw config_error("InputLayer: dtype is a name; given is " + regularizers::shown(dtype));
    const auto& extents = c.has("batch_shape") ? c.take("batch_shape") : c.take("batch_input_shape");
    c.ignore({"batch_shape", "input_dtype", "sparse", "ragged", "optional"});
    c.finish();
    return make<input_layer>(shape_from(extents), own_name, entries.is_null() ? "float32" : entries.get<std::string>());
  }
  const auto registered = from.value("registered_name", json());
  const auto module = from.value("module", json());
  const auto home = module.is_string() ? module.get<std::string>() : std::string{};
  if (registered.is_string() && builtin_layers().contains(name) &&
      !find_reader(registered.get<std::string>(), custom) && !home.starts_with("keras") &&
      !home.starts_with("tf_keras") && !home.starts_with("tensorflow"))
    throw config_error("the class " + regularizers::shown(registered) + " is not this library's " + name +
                       ": name it in custom_objects");
  auto made = reader_of(registered.is_string() ? registered.get<std::string>() : name, name, custom)(c);
  made->rename(own_name);
  if (!trainable) made->set_trainable(false);
  if (auto activity = c.penalty("activity_regularizer")) made->activity_regularizer = std::move(activity);
  c.finish();
  return any_layer(std::move(made));
}

}  // namespace regula::layers

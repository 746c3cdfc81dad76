// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <regula/error.hpp>
#include <regula/files/penalty_layers.hpp>
#include <regula/models/json_text.hpp>

namespace regula::files {

namespace {

constexpr std::string_view regularizer_ends[]{"_regularizer", "Regularizer"};

/// "kernel" of "kernel_regularizer" and "kernelRegularizer"; "" of what is none of these.
std::string role_of_key(const std::string& key) {
  for (const auto end : regularizer_ends)
    if (key.size() > end.size() && key.ends_with(end)) return key.substr(0, key.size() - end.size());
  return "";
}

/// What the layer ActivityRegularization says by members of its own.
json l1_l2_of(const json& config) {
  return {{"class_name", "L1L2"},
          {"config", {{"l1", models::member(config, "l1")}, {"l2", models::member(config, "l2")}}}};
}

/// Reads layers by recursion, as deep as read_json lets a text be.
class penalty_layer_reader {
public:
  /// `around` is the path of the layer outside; a name that does not begin with `prefix` gets it.
  penalty_layer read(const json& from, const std::string& key, const std::string& around, bool trainable,
                     const std::string& prefix = "") {
    penalty_layer made{.path = {},
                       .name = {},
                       .class_name = models::text_member(from, "class_name"),
                       .key = key,
                       .in_list = false,
                       .config = &models::member(from, "config"),
                       .trainable = trainable,
                       .is_model = false,
                       .roles = {},
                       .activities = {},
                       .inside = {},
                       .weights = {},
                       .problem = {}};
    const auto& config = *made.config;
    if (made.class_name.empty() || !config.is_structured())
      throw config_error("a layer is an object with a class_name and a config; this is " + regularizers::shown(from));
    for (const auto* name : {&models::member(config, "name"), &models::member(from, "name")})
      if (made.name.empty() && name->is_string()) made.name = name->get<std::string>();
    if (!made.name.starts_with(prefix)) made.name.insert(0, prefix);
    if (const auto& own = models::member(config, "trainable"); own.is_boolean() && !own.get<bool>())
      made.trainable = false;
    name_it(made, around);
    spend(made.class_name.size());
    if (config.is_array()) {  // the layers of a chain of Keras 1 and 2
      made.is_model = true;
      list(config, "layers", made);
    } else {
      members(config, made);
    }
    return made;
  }

private:
  static constexpr std::size_t most_layers = 100'000, most_text = std::size_t{1} << 26;

  /// A config multiplies itself where wrappers that copy are nested.
  void name_it(penalty_layer& l, const std::string& around) {
    l.path = around.empty() ? l.name : around + "/" + l.name;
    if (++layers_ > most_layers) throw config_error("more than " + std::to_string(most_layers) + " layers");
    text_ += l.path.size() + 1;
    if (text_ > most_text) throw config_error("the names of the layers are too long");
  }
  /// What each copy of a layer copies or goes through again.
  void spend(std::size_t n) {
    if (text_ > most_text || n > most_text - text_) throw config_error("the config is too long, or multiplies itself");
    text_ += n;
  }
  static std::size_t extent(const json& v) {
    std::size_t n = 16 + (v.is_string() ? v.get_ref<const std::string&>().size() : 0);
    if (v.is_structured())
      for (const auto& [k, e] : v.items()) n += k.size() + extent(e);
    return n;
  }

  /// Paths begin inside of the whole model, as names in files do.
  static std::string scope(const penalty_layer& l) { return l.key.empty() ? "" : l.path; }

  /// A layer has a name, and says whether it is trainable or what it is made of; initializers and their like do not.
  static bool is_layer(const json& value, const std::string& key) {
    const auto& config = models::member(value, "config");
    if (!models::member(value, "class_name").is_string()) return false;
    if (config.is_array()) return true;
    if (!config.is_object()) return false;
    static constexpr std::array wrapped{"layer", "backward_layer", "forward_layer", "cell", "cells", "layers", "model"};
    return std::find(wrapped.begin(), wrapped.end(), key) != wrapped.end() || config.contains("trainable") ||
           models::member(config, "layers").is_array();
  }

  void list(const json& from, const std::string& key, penalty_layer& into) {
    for (const auto& each : from) {
      if (!is_layer(each, key)) {
        spend(extent(each));
        leftover(each, key, into);
        continue;
      }
      into.inside.push_back(read(each, key, scope(into), into.trainable));
      into.inside.back().in_list = true;
    }
  }

  void members(const json& config, penalty_layer& into) {
    for (const auto& [key, value] : config.items()) {
      if (value.is_null()) continue;
      const auto role = role_of_key(key);
      if (!role.empty() || key == "regularizer" || (!value.is_array() && !is_layer(value, key))) spend(extent(value));
      if (role == "activity") {
        into.activities.push_back({key, role, value});
      } else if (!role.empty() || key == "regularizer") {
        into.roles.push_back({key, role, value});
      } else if (value.is_array()) {
        list(value, key, into);
      } else if (is_layer(value, key)) {
        copies(value, key, config, into);
      } else {
        leftover(value, key, into);
      }
    }
    const auto is_part = [](const penalty_layer& l) { return l.key == "layers"; };
    into.is_model = into.class_name == "Sequential" || into.class_name == "Functional" ||
                    std::any_of(into.inside.begin(), into.inside.end(), is_part);
    if (into.class_name == "ActivityRegularization")
      into.activities.push_back({"activity_regularizer", "activity", l1_l2_of(config)});
  }

  /// A layer inside; both copies that Bidirectional makes of it.
  void copies(const json& value, const std::string& key, const json& config, penalty_layer& into) {
    const bool both = into.class_name == "Bidirectional" && key == "layer";
    if (!both) {
      into.inside.push_back(read(value, key, scope(into), into.trainable));
    } else {
      for (const std::string way : {"forward", "backward"}) {
        if (way == "backward" && is_layer(models::member(config, "backward_layer"), "backward_layer")) continue;
        into.inside.push_back(read(value, way + "_layer", scope(into), into.trainable, way + "_"));
      }
    }
  }

  /// Regularizers below that belong to no weight by their place.
  static void leftover(const json& value, const std::string& key, penalty_layer& into) {
    if (!value.is_structured()) return;
    for (const auto& [inner, each] : value.items()) {
      const auto path = key.size() < 200 ? key + "/" + inner.substr(0, 200) : key;  // to be read, not to be found by
      if (value.is_object() && !each.is_null() && (!role_of_key(inner).empty() || inner == "regularizer"))
        into.roles.push_back({path, path, each});
      else
        leftover(each, path, into);
    }
  }

  std::size_t layers_ = 0, text_ = 0;
};

}  // namespace

bool penalty_layer::has_equal_parts() const {
  return class_name == "MultiHeadAttention" || class_name == "GroupedQueryAttention" ||
         class_name == "GroupQueryAttention";
}

penalty_layer penalty_layers(const json& model) { return penalty_layer_reader().read(model, "", "", true); }

}  // namespace regula::files

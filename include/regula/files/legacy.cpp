// SPDX-License-Identifier: MIT
#include <algorithm>
#include <iterator>
#include <regula/error.hpp>
#include <regula/files/hdf5.hpp>
#include <regula/files/keras.hpp>
#include <regula/files/legacy.hpp>
#include <regula/files/model_weights.hpp>
#include <regula/models/json_text.hpp>
#include <regula/models/layer_order.hpp>
#include <regula/models/serialization.hpp>
#include <regula/regularizers/json.hpp>
#include <set>

namespace regula::files {

namespace {

/// A weight as a legacy file has it.
struct legacy_weight {
  std::string path;
  layers::layer* owner;
  layers::weight* weight;
  bool frozen;
};

/// The weights of a layer and of those inside in the order of the file; paths begin with `scope`.
void append_legacy_weights(layers::layer& l, const std::string& scope, bool frozen,
                           std::set<const layers::layer*>& seen, std::vector<legacy_weight>& all) {
  if (!seen.insert(&l).second) return;
  frozen = frozen || !l.trainable();
  const auto cell = l.cell_name().empty() ? "" : l.cell_name() + "/";
  for (auto& w : l.weights())
    if (w.built) all.push_back({scope + l.name() + "/" + cell + w.name, &l, &w, frozen || !w.trainable});
  for (const auto& inner : l.sublayers()) append_legacy_weights(*inner, scope + l.name() + "/", frozen, seen, all);
}

std::vector<legacy_weight> legacy_weights(layers::layer& l, const std::string& scope) {
  std::vector<legacy_weight> all;
  std::set<const layers::layer*> seen;
  append_legacy_weights(l, scope, false, seen, all);
  std::vector<legacy_weight> sorted;
  for (const bool frozen : {false, true})
    std::copy_if(all.begin(), all.end(), std::back_inserter(sorted), [&](const auto& w) { return w.frozen == frozen; });
  return sorted;
}

/// The variables of a chain are named after it too.
std::string legacy_scope(const models::graph& model) { return model.is_chain() ? model.name() + "/" : ""; }

}  // namespace

hdf5_group legacy_weights_tree(const models::graph& model) {
  hdf5_group tree;
  std::vector<std::string> layer_names;
  for (const auto& u : models::layers_in_order(model)) {
    layer_names.push_back(u.used->name());
    auto& group = make_group(tree, u.used->name());
    std::vector<std::string> names;
    for (const auto& w : legacy_weights(*u.used, legacy_scope(model))) {
      const auto slash = w.path.rfind('/');
      if (!make_group(group, w.path.substr(0, slash))
               .datasets.emplace(w.path.substr(slash + 1), w.weight->value)
               .second)
        throw file_error("two weights of \"" + u.used->name() + "\" are called " + w.path);
      names.push_back(w.path);
    }
    group.attributes["weight_names"] = std::move(names);
  }
  tree.attributes["layer_names"] = std::move(layer_names);
  tree.attributes["backend"] = "regula";
  tree.attributes["keras_version"] = keras_version;
  tree.groups["top_level_model_weights"].attributes["weight_names"] = std::vector<std::string>{};
  return tree;
}

std::string write_legacy(const models::graph& model) {
  hdf5_group file;
  file.attributes["backend"] = "regula";
  file.attributes["keras_version"] = keras_version;
  file.attributes["model_config"] = models::legacy_json(models::to_json(model)).dump();
  file.groups["model_weights"] = legacy_weights_tree(model);
  return write_hdf5(file);
}

void assign_legacy_weights(models::graph& model, hdf5_group tree, const std::string& name, const std::string& path) {
  weight_transfer transfer(name);
  const auto names = [&](const hdf5_group& group, const char* attribute, const std::string& where) {
    return models::within(name + ": " + where, [&] { return names_in(group, attribute); });
  };
  std::set<std::string> open;  // layers of the file that have weights
  for (const auto& l : names(tree, "layer_names", path)) {
    const auto* group = find_group(tree, l);
    if (!group || l.empty()) transfer.refuse(path + l + " is missing");
    if (!names(*group, "weight_names", path + l).empty() && !open.insert(l).second)
      transfer.refuse(path + ": two layers \"" + l + "\"");
  }
  for (const auto& u : models::layers_in_order(model)) {
    const auto wanted = legacy_weights(*u.used, legacy_scope(model));
    if (wanted.empty()) continue;
    const auto& layer = u.used->name();
    if (open.erase(layer) == 0) transfer.refuse(path + layer + " has no weights; the layer has");
    auto& group = make_group(tree, layer);
    const auto given = names(group, "weight_names", path + layer);
    if (given.size() != wanted.size())
      transfer.refuse(path + layer + " has " + std::to_string(given.size()) + " weights; the layer has " +
                      std::to_string(wanted.size()));
    for (std::size_t k = 0; k < given.size(); ++k) {
      auto* tensor = const_cast<ndarray*>(find_dataset(group, given[k]));
      transfer.add(*wanted[k].owner, *wanted[k].weight, tensor, path + layer + "/" + given[k]);
    }
  }
  if (!open.empty()) transfer.refuse(path + *open.begin() + " belongs to no layer with weights");
  transfer.nothing_left_in(tree, path, "");
  transfer.commit();
}

std::shared_ptr<models::graph> read_legacy(std::string_view bytes, const std::string& name,
                                           const custom_objects& custom) {
  auto tree = read_hdf5(bytes, name);
  const auto text = text_attribute(tree, "model_config");
  if (text.empty()) {
    const bool weights = tree.attributes.contains("layer_names") || tree.attributes.contains("layer_names0") ||
                         tree.groups.contains("layers") || tree.groups.contains("_layer_checkpoint_dependencies");
    throw file_error(name + (weights ? ": this file has weights and no model: load_weights"
                                     : ": there is no attribute model_config: the file has no model"));
  }
  const auto weights = tree.groups.find("model_weights");
  if (weights == tree.groups.end()) throw file_error(name + ": there is no group model_weights");
  const auto config_name = name + ": model_config";
  const auto config = models::read_json(text, config_name);
  const models::read_limits limits{.entries = entries_in(weights->second), .initial_values = false};
  auto model = models::within(config_name, [&] { return models::from_json(config, custom, limits); });
  assign_legacy_weights(*model, std::move(weights->second), name, "/model_weights/");
  return model;
}

}  // namespace regula::files

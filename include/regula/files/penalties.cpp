// SPDX-License-Identifier: MIT
#include <regula/error.hpp>
#include <regula/files/bytes.hpp>
#include <regula/files/hdf5.hpp>
#include <regula/files/penalties.hpp>
#include <regula/files/penalty_binder.hpp>
#include <regula/files/penalty_weights.hpp>
#include <regula/files/tfjs.hpp>
#include <regula/files/zip.hpp>
#include <regula/models/json_text.hpp>
#include <set>

namespace regula::files {

namespace {

/// A config of a model and the tensors of its weights, as the file has them.
struct penalty_source {
  json model;
  hdf5_group tree;
  enum class form { numbered, legacy, flat } how = form::numbered;
};

bool ends_so(const std::filesystem::path& path, std::string_view ending) {
  const auto name = path.filename().string();
  return name.size() > ending.size() && name.ends_with(ending);
}

/// The model inside of what Keras and TensorFlow.js write as JSON.
json model_in(const json& file) {
  const auto& topology = models::member(file, "modelTopology");
  const auto& around = topology.is_null() ? file : topology;
  const auto& inside = models::member(around, "model_config");
  return inside.is_null() ? around : inside;
}

std::filesystem::path path_beside(const std::filesystem::path& path, std::string_view ending, const char* other) {
  const auto name = path.filename().string();
  return path.parent_path() / (name.substr(0, name.size() - ending.size()) + other);
}

/// Not where the name is too long, or leads nowhere.
bool is_there(const std::filesystem::path& path) {
  std::error_code why;
  return std::filesystem::exists(path, why);
}

json config_beside(const std::filesystem::path& path, const std::filesystem::path& given) {
  auto config = given;
  for (const auto* ending : {".weights.h5", "_weights.h5", ".weights.hdf5", "_weights.hdf5", ".h5", ".hdf5"}) {
    if (!config.empty()) break;
    if (const auto there = path_beside(path, ending, ".json"); ends_so(path, ending) && is_there(there)) config = there;
  }
  if (config.empty())
    throw file_error(path.string() +
                     " has weights and no config of a model: say where that is, or put it beside as .json");
  return model_in(models::read_json(read_file(config), config.string()));
}

penalty_source source_of_hdf5(const std::filesystem::path& path, const std::filesystem::path& config) {
  const auto name = path.string();
  penalty_source made{.model = {}, .tree = read_hdf5(read_file(path), name)};
  const auto text = text_attribute(made.tree, "model_config");
  made.model = text.empty() || !config.empty() ? config_beside(path, config)
                                               : model_in(models::read_json(text, name + ": model_config"));
  if (const auto inside = made.tree.groups.find("model_weights"); inside != made.tree.groups.end())
    made.tree = hdf5_group(std::move(inside->second));
  if (made.tree.attributes.contains("layer_names") || made.tree.attributes.contains("layer_names0"))
    made.how = penalty_source::form::legacy;
  return made;
}

penalty_source source_of_keras(const std::filesystem::path& path) {
  const auto name = path.string();
  const auto entries = read_zip(read_file(path), name);
  for (const auto* wanted : {"config.json", "model.weights.h5"})
    if (!entries.contains(wanted)) throw file_error(name + ": there is no " + wanted + " in the archive");
  return {.model = models::read_json(entries.at("config.json"), name + ": config.json"),
          .tree = read_hdf5(entries.at("model.weights.h5"), name + ": model.weights.h5")};
}

penalty_source source_of_json(const std::filesystem::path& path) {
  const auto file = models::read_json(read_file(path), path.string());
  if (!models::member(file, "weightsManifest").is_null()) {
    const auto shard = [&](const std::string& name) { return read_file(path.parent_path() / name); };
    return {.model = model_in(file),
            .tree = models::within(path.string(), [&] { return tfjs_tensors(file, shard); }),
            .how = penalty_source::form::flat};
  }
  for (const auto* ending : {".weights.h5", "_weights.h5", ".h5", ".hdf5"})
    if (const auto weights = path_beside(path, ".json", ending); is_there(weights))
      return source_of_hdf5(weights, path);
  throw file_error(path.string() + " is a config without weights: there is no .weights.h5 or _weights.h5 beside it");
}

/// The tensors of a legacy file in the order that it tells, each under the name of its layer.
std::vector<stored_weight> legacy_list(const hdf5_group& tree, const std::string& name) {
  std::vector<stored_weight> all;
  std::set<const ndarray*> seen;
  for (const auto& layer : names_in(tree, "layer_names")) {
    const auto* group = find_group(tree, layer);
    if (!group || layer.empty()) throw file_error(name + ": the group " + layer + " is missing");
    for (const auto& weight : models::within(name + ": " + layer, [&] { return names_in(*group, "weight_names"); })) {
      const auto* tensor = find_dataset(*group, weight);
      if (!tensor) throw file_error(name + ": " + layer + "/" + weight + " is missing");
      if (!seen.insert(tensor).second) throw file_error(name + ": " + layer + "/" + weight + " is named twice");
      all.push_back({layer + "/" + weight, "", tensor});
    }
  }
  return all;
}

}  // namespace

double penalty_table::known() const {
  double sum = 0;
  for (const auto& w : weights)
    if (w.problem.empty()) sum += w.value;
  return sum;
}

double penalty_table::total() const {
  const auto refuse = [](const std::string& layer, const std::string& what, const std::string& why) {
    throw config_error("no total: " + layer + "/" + what + ": " + why);
  };
  for (const auto& w : weights)
    if (!w.problem.empty() && w.trainable) refuse(w.layer, w.name, w.problem);
  for (const auto& u : unbound)
    if (u.trainable) refuse(u.layer, u.key, u.problem);
  return known();
}

penalty_table penalties(const std::filesystem::path& path, const penalty_options& options) {
  const auto name = path.string();
  const bool archive = ends_so(path, ".keras"), hdf5 = ends_so(path, ".h5") || ends_so(path, ".hdf5");
  if (!archive && !hdf5 && !ends_so(path, ".json"))
    throw file_error(name + ": the name ends with .keras, .h5, .hdf5 or .json");
  const auto from = archive ? source_of_keras(path)
                    : hdf5  ? source_of_hdf5(path, options.config)
                            : source_of_json(path);
  return models::within(name, [&] {
    auto model = penalty_layers(from.model);
    std::vector<stored_weight> nobody;
    if (from.how == penalty_source::form::numbered) {
      nobody = give_numbered_weights(model, from.tree);
    } else {
      std::vector<stored_weight> all;
      if (from.how == penalty_source::form::legacy)
        all = legacy_list(from.tree, name);
      else
        for (const auto& [weight, tensor] : from.tree.datasets) all.push_back({weight, "", &tensor});
      nobody = give_named_weights(model, std::move(all));
    }
    penalty_table table;
    penalty_binder(options.custom, options.gradients, table).bind(model);
    for (const auto& w : nobody)
      table.weights.push_back({.layer = "", .class_name = "", .name = w.path, .shape = w.tensor->shape()});
    return table;
  });
}

}  // namespace regula::files

// SPDX-License-Identifier: MIT
#include <regula/error.hpp>
#include <regula/files/bytes.hpp>
#include <regula/files/hdf5.hpp>
#include <regula/files/keras.hpp>
#include <regula/files/legacy.hpp>
#include <regula/files/models.hpp>
#include <regula/files/tfjs.hpp>
#include <regula/files/weights.hpp>
#include <regula/files/zip.hpp>
#include <regula/models/json_text.hpp>
#include <regula/models/serialization.hpp>
#include <regula/regularizers/json.hpp>
#include <string>
#include <string_view>

namespace regula::files {

namespace {

bool has_ending(const std::filesystem::path& path, std::string_view ending) {
  const auto name = path.filename().string();
  return name.size() > ending.size() && name.ends_with(ending);
}

/// model.json: weights.bin; a.model.json and a.json: a.weights.bin.
std::string tfjs_weights_name(const std::filesystem::path& path) {
  auto stem = path.filename().stem().string();
  if (stem.ends_with(".model")) stem.resize(stem.size() - 6);
  return stem == "model" ? "weights.bin" : stem + ".weights.bin";
}

/// What a reader of TensorFlow.js models calls for the files beside the model.
auto shards_beside(const std::filesystem::path& path) {
  return [folder = path.parent_path()](const std::string& name) { return read_file(folder / name); };
}

}  // namespace

void save_model(const models::graph& model, const std::filesystem::path& path) {
  if (has_ending(path, ".weights.h5")) throw file_error(path.string() + " is for weights alone: save_weights");
  if (has_ending(path, ".keras")) return write_file(path, write_keras(model));
  if (has_ending(path, ".h5") || has_ending(path, ".hdf5")) return write_file(path, write_legacy(model));
  if (!has_ending(path, ".json"))
    throw file_error(path.string() + ": the name of a model ends with .keras, .h5 or .json");
  const auto weights = tfjs_weights_name(path);
  const auto made = write_tfjs(model, weights);
  write_file(path.parent_path() / weights, made.weights);
  write_file(path, made.model_json);
}

std::shared_ptr<models::graph> load_model(const std::filesystem::path& path, const custom_objects& custom) {
  const auto name = path.string();
  if (has_ending(path, ".keras")) return read_keras(read_file(path), name, custom);
  if (has_ending(path, ".h5") || has_ending(path, ".hdf5")) return read_legacy(read_file(path), name, custom);
  if (has_ending(path, ".json")) return read_tfjs(read_file(path), name, shards_beside(path), custom);
  throw file_error(name + ": the name of a model ends with .keras, .h5 or .json");
}

void save_weights(const models::graph& model, const std::filesystem::path& path) {
  if (!has_ending(path, ".weights.h5")) throw file_error(path.string() + ": the name of weights ends with .weights.h5");
  write_file(path, write_weights(model));
}

void load_weights(models::graph& model, const std::filesystem::path& path) {
  const auto name = path.string();
  if (has_ending(path, ".h5") || has_ending(path, ".hdf5")) {
    auto tree = read_hdf5(read_file(path), name);
    if (const auto inside = tree.groups.find("model_weights"); inside != tree.groups.end())
      return assign_legacy_weights(model, std::move(inside->second), name, "/model_weights/");
    if (tree.attributes.contains("layer_names") || tree.attributes.contains("layer_names0"))
      return assign_legacy_weights(model, std::move(tree), name, "/");
    return assign_weights(model, std::move(tree), name);
  }
  if (has_ending(path, ".keras")) {
    const auto entries = read_zip(read_file(path), name);
    const auto found = entries.find("model.weights.h5");
    if (found == entries.end()) throw file_error(name + ": there is no model.weights.h5 in the archive");
    return read_weights(model, found->second, name + ": model.weights.h5");
  }
  if (!has_ending(path, ".json")) throw file_error(name + ": the name of weights ends with .h5, .keras or .json");
  const auto file = models::read_json(read_file(path), name);
  models::within(name, [&] { assign_tfjs_weights(model, tfjs_tensors(file, shards_beside(path)), "weightsManifest"); });
}

}  // namespace regula::files

// SPDX-License-Identifier: MIT
#include <bit>
#include <cstdint>
#include <cstring>
#include <regula/error.hpp>
#include <regula/files/model_weights.hpp>
#include <regula/files/tfjs.hpp>
#include <regula/files/tfjs_json.hpp>
#include <regula/models/json_text.hpp>
#include <regula/models/layer_order.hpp>
#include <regula/models/serialization.hpp>
#include <regula/regularizers/json.hpp>
#include <set>
#include <span>

namespace regula::files {

namespace {

struct tfjs_weight {
  std::string name;
  layers::layer* owner;
  layers::weight* weight;
};

/// The weights below in order, under the names that TensorFlow.js gives them.
std::vector<tfjs_weight> tfjs_weights(const models::graph& model) {
  std::vector<tfjs_weight> all;
  std::set<std::string> taken;
  for (auto* l : models::layers_below(model))
    for (auto& w : l->weights()) {
      if (!w.built) continue;
      const auto stem = l->name() + "/" + w.name;
      auto name = stem;
      for (int k = 1; !taken.insert(name).second; ++k) name = stem + "_" + std::to_string(k);
      all.push_back({name, l, &w});
    }
  return all;
}

/// A tensor that Keras named after the layer with what is around it and its cell: "bidirectional/forward_lstm/kernel",
/// "lstm_1/lstm_cell_3/kernel". Null where there is none, or more than one.
ndarray* tensor_by_path(hdf5_group& tensors, const layers::layer& owner, const std::string& weight) {
  ndarray* found = nullptr;
  for (auto& [name, tensor] : tensors.datasets) {
    auto rest = "/" + name;
    const auto ends = [&](const std::string& last) {
      if (!rest.ends_with("/" + last)) return false;
      rest.resize(rest.size() - last.size() - 1);
      return true;
    };
    if (!ends(weight)) continue;
    const auto slash = rest.rfind('/');
    const auto& cell = owner.cell_name();
    if (!cell.empty() && slash != rest.npos && rest.compare(slash + 1, cell.size(), cell) == 0) rest.resize(slash);
    if (!ends(owner.name())) continue;
    if (found) return nullptr;
    found = &tensor;
  }
  return found;
}

/// Little-endian float32, on machines of either order.
void swap_bytes(std::span<float> entries) {
  if constexpr (std::endian::native == std::endian::big)
    for (auto& e : entries) {
      const auto b = std::bit_cast<std::uint32_t>(e);
      e = std::bit_cast<float>(b >> 24 | (b >> 8 & 0xff00U) | (b << 8 & 0xff0000U) | b << 24);
    }
}

/// A plain name of a file: no path, so that a model cannot ask for other files.
std::string shard_name(std::string shard) {
  std::size_t from = 0;  // beside the model, as browsers write it
  while (shard.compare(from, 2, "./") == 0) from += 2;
  shard.erase(0, from);
  const bool plain = !shard.empty() && shard != "." && shard != ".." && shard.size() <= 255 &&
                     shard.find_first_of(std::string("/\\:\0", 4)) == shard.npos;
  if (!plain)
    throw file_error("weights are in files beside model.json; this is no plain name: " + regularizers::shown(shard));
  return shard;
}

/// One group of the manifest: tensors by name, from files one after the other.
void read_tfjs_group(const json& group, hdf5_group& into, const tfjs_shard& shard) {
  std::string bytes;
  for (const auto& path : models::list_member(group, "paths")) {
    if (!path.is_string()) throw file_error("a path is a text, not " + regularizers::shown(path));
    bytes += shard(shard_name(path.get<std::string>()));
  }
  std::size_t at = 0;
  for (const auto& w : models::list_member(group, "weights")) {
    const auto name = models::text_member(w, "name"), dtype = models::text_member(w, "dtype");
    const auto where = "weight " + regularizers::shown(name) + ": ";
    if (dtype != "float32") throw file_error(where + "entries are float32; these are " + regularizers::shown(dtype));
    for (const auto& [key, value] : w.items())
      if (key != "name" && key != "dtype" && key != "shape")
        throw file_error(where + regularizers::shown(key) + " is not built");
    const auto extents = layers::shape_from(models::list_member(w, "shape"));
    const auto count = static_cast<std::size_t>(models::within(where + "shape", [&] { return entry_count(extents); }));
    if (count > (bytes.size() - at) / sizeof(float))
      throw file_error(where + "the shape " + shape_text(extents) + " needs " + std::to_string(count) +
                       " entries; the files have " + std::to_string((bytes.size() - at) / sizeof(float)) + " more");
    ndarray tensor(extents);
    if (count > 0) std::memcpy(tensor.data(), bytes.data() + at, sizeof(float) * count);
    swap_bytes(tensor.values());
    at += sizeof(float) * count;
    if (!into.datasets.emplace(name, std::move(tensor)).second) throw file_error(where + "there are two of this name");
  }
  if (at != bytes.size())
    throw file_error("the weights have " + std::to_string(at) + " bytes; their files have " +
                     std::to_string(bytes.size()));
}

}  // namespace

tfjs_files write_tfjs(const models::graph& model, const std::string& weights_name) {
  tfjs_files made;
  auto list = json::array();
  for (const auto& [name, owner, weight] : tfjs_weights(model)) {
    list.push_back({{"name", name}, {"shape", weight->value.shape()}, {"dtype", "float32"}});
    auto entries = weight->value;
    swap_bytes(entries.values());
    made.weights.append(reinterpret_cast<const char*>(entries.data()), sizeof(float) * entries.values().size());
  }
  auto topology = tfjs_model(models::legacy_json(models::to_json(model)));
  topology["keras_version"] = "tfjs-layers 4.22.0";
  topology["backend"] = "tensor_flow.js";
  const json file{{"modelTopology", topology},
                  {"format", "layers-model"},
                  {"generatedBy", "regula"},
                  {"convertedBy", nullptr},
                  {"weightsManifest", {{{"paths", {weights_name}}, {"weights", list}}}}};
  made.model_json = file.dump();
  return made;
}

hdf5_group tfjs_tensors(const json& file, const tfjs_shard& shard) {
  hdf5_group all;
  std::set<std::string> read;
  const auto once = [&](const std::string& beside) {
    if (!read.insert(beside).second) throw file_error("two groups of weights read " + regularizers::shown(beside));
    return shard(beside);
  };
  for (const auto& group : models::list_member(file, "weightsManifest")) read_tfjs_group(group, all, once);
  return all;
}

void assign_tfjs_weights(models::graph& model, hdf5_group tensors, const std::string& name) {
  weight_transfer transfer(name);
  for (const auto& w : tfjs_weights(model)) {
    auto found = tensors.datasets.find(w.name);
    if (found == tensors.datasets.end()) found = tensors.datasets.find(model.name() + "/" + w.name);
    auto* tensor = found == tensors.datasets.end() ? tensor_by_path(tensors, *w.owner, w.weight->name) : &found->second;
    transfer.add(*w.owner, *w.weight, tensor, w.name);
  }
  transfer.nothing_left_in(tensors, "", model.built() ? "" : ", which is not built");
  transfer.commit();
}

std::shared_ptr<models::graph> read_tfjs(std::string_view text, const std::string& name, const tfjs_shard& shard,
                                         const custom_objects& custom) {
  const auto file = models::read_json(text, name);
  const auto& format = models::member(file, "format");
  if (!format.is_null() && format != "layers-model")
    throw file_error(name + ": the format is layers-model, not " + regularizers::shown(format));
  const auto& topology = models::member(file, "modelTopology");
  const auto& inside = models::member(topology, "model_config");
  auto tensors = models::within(name, [&] { return tfjs_tensors(file, shard); });
  const models::read_limits limits{.entries = entries_in(tensors), .initial_values = false};
  auto model = models::within(name + ": modelTopology", [&] {
    return models::from_json(pythonic(inside.is_null() ? topology : inside), custom, limits);
  });
  models::within(name, [&] { assign_tfjs_weights(*model, std::move(tensors), "weightsManifest"); });
  return model;
}

}  // namespace regula::files

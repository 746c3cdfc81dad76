// SPDX-License-Identifier: MIT
/// Models of TensorFlow.js: model.json, with the topology and a list of weights, and their entries in binary files.
///
///   const auto [json_text, entries] = files::write_tfjs(*model, "weights.bin");
///   auto model = files::read_tfjs(json_text, "model.json", [&](const std::string& name) { return bytes_of(name); });
///
/// Weights are named "layer/weight", a name that is taken "layer/weight_1". Entries are float32, little-endian, without
/// gaps; quantized ones are refused. Regularizers L1 and L2 are written as L1L2, which is all that TensorFlow.js has. Its
/// gradient of |x| at 0 is -factor; here it is 0.
#pragma once
#include <functional>
#include <memory>
#include <regula/custom_objects.hpp>
#include <regula/files/hdf5_tree.hpp>
#include <regula/models/graph.hpp>
#include <string>
#include <string_view>

namespace regula::files {

struct tfjs_files {
  std::string model_json, weights;
};

/// The bytes of the file of this name beside model.json.
using tfjs_shard = std::function<std::string(const std::string&)>;

/// The text of model.json and the bytes of the one file of weights, which model.json calls `weights_name`.
tfjs_files write_tfjs(const models::graph& model, const std::string& weights_name);

/// All tensors of a model.json, by name.
hdf5_group tfjs_tensors(const json& file, const tfjs_shard& shard);

/// Throws file_error, and leaves the model as it was, unless names and shapes are those of the model. Names may begin with
/// that of the model, as converters write them.
void assign_tfjs_weights(models::graph& model, hdf5_group tensors, const std::string& name);

/// The model of the text of a model.json; see read_keras for what is thrown.
std::shared_ptr<models::graph> read_tfjs(std::string_view text, const std::string& name, const tfjs_shard& shard,
                                         const custom_objects& custom = {});

}  // namespace regula::files

// SPDX-License-Identifier: MIT
/// .h5 files of Keras 2, which Keras 3 still writes and reads: the config as an attribute, the weights by layer name.
///
///   files::write_file("model.h5", files::write_legacy(*model));
///   auto model = files::read_legacy(files::read_file("model.h5"), "model.h5");
///
/// /model_weights/conv has the attribute weight_names, ["conv/kernel", "conv/bias"], paths from there. The weights of a
/// model inside are all in one group: the trained ones, then the others. /optimizer_weights and training_config are
/// passed over.
#pragma once
#include <memory>
#include <regula/custom_objects.hpp>
#include <regula/files/hdf5_tree.hpp>
#include <regula/models/graph.hpp>
#include <string>
#include <string_view>

namespace regula::files {

hdf5_group legacy_weights_tree(const models::graph& model);

std::string write_legacy(const models::graph& model);

/// Throws file_error, and leaves the model as it was, unless the layers with weights are those of the file by name, and
/// their weights fit in number, order and shape. `path` is where the tree lies in the file.
void assign_legacy_weights(models::graph& model, hdf5_group tree, const std::string& name, const std::string& path);

/// The model of a file of these bytes; see read_keras for what is thrown.
std::shared_ptr<models::graph> read_legacy(std::string_view bytes, const std::string& name,
                                           const custom_objects& custom = {});

}  // namespace regula::files

// SPDX-License-Identifier: MIT
/// Models and weights to files and back, in the format that the name tells.
///
///   files::save_model(*m, "model.keras");     .keras, .h5, or .json with its weights beside it for TensorFlow.js
///   std::shared_ptr<models::graph> m = files::load_model("model.keras");
///   files::save_weights(*m, "m.weights.h5");  files::load_weights(*m, "m.weights.h5");
///
/// Files are written in one step each (files::write_file); of a TensorFlow.js model the weights first. All throw
/// file_error or config_error that names the file, and the place in it.
#pragma once
#include <filesystem>
#include <memory>
#include <regula/custom_objects.hpp>
#include <regula/models/graph.hpp>

namespace regula::files {

void save_model(const models::graph& model, const std::filesystem::path& path);
std::shared_ptr<models::graph> load_model(const std::filesystem::path& path, const custom_objects& custom = {});

void save_weights(const models::graph& model, const std::filesystem::path& path);
/// The weights of a file of any format that load_model and save_weights know. The model is as it was where this throws.
void load_weights(models::graph& model, const std::filesystem::path& path);

}  // namespace regula::files

// SPDX-License-Identifier: MIT
/// Models and weights as files of Keras and TensorFlow.js. Link with regula-files.
///
///   files::save(model, "model.keras");                 also .h5, and .json with its weights beside it (TensorFlow.js)
///   models::Model again = files::load("model.keras");  weights, penalties, names
///   files::save_weights(*model, "m.weights.h5");       files::load_weights(*model, "m.weights.h5");
#pragma once
#include <regula/files/bytes.hpp>
#include <regula/files/hdf5.hpp>
#include <regula/files/keras.hpp>
#include <regula/files/legacy.hpp>
#include <regula/files/models.hpp>
#include <regula/files/penalties.hpp>
#include <regula/files/tfjs.hpp>
#include <regula/files/weights.hpp>
#include <regula/files/zip.hpp>
#include <regula/layers.hpp>
#include <regula/models/model.hpp>

namespace regula::files {

/// Of a models::Model or a graph, as save_weights and load_weights. Writes the whole file or nothing. Throws file_error and
/// config_error.
inline void save(const models::graph& model, const std::filesystem::path& path) { save_model(model, path); }

/// `custom`: one's own layers, regularizers and constraints by name, beside those of scopes and the registered ones. Throws file_error and config_error.
inline models::Model load(const std::filesystem::path& path, const custom_objects& custom = {}) {
  return models::Model(load_model(path, custom));
}

}  // namespace regula::files

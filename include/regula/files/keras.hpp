// SPDX-License-Identifier: MIT
/// .keras archives of Keras 3: metadata.json, config.json and model.weights.h5 in a zip.
///
///   files::write_file("model.keras", files::write_keras(*model));
///   auto model = files::read_keras(files::read_file("model.keras"), "model.keras");
#pragma once
#include <memory>
#include <regula/custom_objects.hpp>
#include <regula/models/graph.hpp>
#include <string>
#include <string_view>

namespace regula::files {

/// The version of Keras whose formats are written.
inline constexpr const char* keras_version = "3.16.0";

/// The same bytes for the same model: no date.
std::string write_keras(const models::graph& model);

/// The model of an archive of these bytes; `name` begins the messages. Throws file_error for a damaged archive, a missing
/// entry, and weights that are not those of the config, config_error for a config that stands for no model. No more
/// weights are made than the archive brings.
std::shared_ptr<models::graph> read_keras(std::string_view bytes, const std::string& name,
                                          const custom_objects& custom = {});

}  // namespace regula::files

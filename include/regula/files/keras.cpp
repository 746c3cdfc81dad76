// SPDX-License-Identifier: MIT
#include <regula/error.hpp>
#include <regula/files/hdf5.hpp>
#include <regula/files/keras.hpp>
#include <regula/files/model_weights.hpp>
#include <regula/files/weights.hpp>
#include <regula/files/zip.hpp>
#include <regula/models/json_text.hpp>
#include <regula/models/serialization.hpp>
#include <regula/regularizers/json.hpp>

namespace regula::files {

std::string write_keras(const models::graph& model) {
  const json metadata{{"keras_version", keras_version}, {"saved_by", "regula"}};
  return write_zip({{"metadata.json", metadata.dump()},
                    {"config.json", models::to_json(model).dump()},
                    {"model.weights.h5", write_weights(model)}});
}

std::shared_ptr<models::graph> read_keras(std::string_view bytes, const std::string& name,
                                          const custom_objects& custom) {
  const auto entries = read_zip(bytes, name);
  const auto entry = [&](const char* what) -> const std::string& {
    const auto found = entries.find(what);
    if (found == entries.end()) throw file_error(name + ": there is no " + what + " in the archive");
    return found->second;
  };
  const auto config_name = name + ": config.json", weights_name = name + ": model.weights.h5";
  const auto config = models::read_json(entry("config.json"), config_name);
  auto tree = read_hdf5(entry("model.weights.h5"), weights_name);
  const models::read_limits limits{.entries = entries_in(tree), .initial_values = false};
  auto model = models::within(config_name, [&] { return models::from_json(config, custom, limits); });
  assign_weights(*model, std::move(tree), weights_name);
  return model;
}

}  // namespace regula::files

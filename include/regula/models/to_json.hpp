// SPDX-License-Identifier: MIT
/// A model as the JSON that Keras 3 writes.
///
///   const json j = models::to_json(*model);      models::legacy_json(j): as in .h5 files, with fewer members
#pragma once
#include <regula/models/graph.hpp>

namespace regula::models {

/// Without "compile_config": how a model is trained is not part of it.
json to_json(const graph& g);

/// Of a model or layer of to_json, and of those inside: class_name, config, name, inbound_nodes.
json legacy_json(const json& from);

}  // namespace regula::models

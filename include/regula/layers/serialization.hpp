// SPDX-License-Identifier: MIT
/// Layers to Keras's JSON and back.
///
///   json j = layers::serialize(*dense);
///   layers::any_layer l = layers::deserialize(j);      not built; shapes are in "build_config"
#pragma once
#include <regula/layers.hpp>
#include <regula/layers/config_reader.hpp>

namespace regula::layers {

/// The layers of this library by the names of their classes.
const named_layers& builtin_layers();

json shape_json(const shape& s);
/// Null is -1. Throws config_error unless it is a list of at most 6 whole numbers and nulls.
shape shape_from(const json& list);
json dtype_policy();

/// The layer in Keras 3's form, with its "build_config" where it is built.
json serialize(const layer& l);

/// The layer of a JSON object of Keras 3, Keras 2 or TensorFlow.js. Throws config_error; unknown classes list the known.
any_layer deserialize(const json& from, const custom_objects& custom = {});

}  // namespace regula::layers

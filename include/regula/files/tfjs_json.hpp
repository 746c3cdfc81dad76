// SPDX-License-Identifier: MIT
/// The topology of a model as TensorFlow.js reads it, which is that of Keras 2.
#pragma once
#include <regula/regularizers/json.hpp>

namespace regula::files {

/// A topology with the members of models and layers, and those of the configs of layers of this library, spelled as Keras
/// spells them: TensorFlow.js reads batchInputShape for batch_input_shape.
json pythonic(const json& topology);

/// Of a model of legacy_json(to_json(model)).
json tfjs_model(const json& model);

}  // namespace regula::files

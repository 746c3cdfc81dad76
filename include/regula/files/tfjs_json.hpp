// SPDX-License-Identifier: MIT
/// The topology of a model as TensorFlow.js reads it, which is that of Keras 2.
#pragma once
#include <regula/regularizers/json.hpp>

namespace regula::files {

/// Of a model of legacy_json(to_json(model)).
json tfjs_model(const json& model);

}  // namespace regula::files

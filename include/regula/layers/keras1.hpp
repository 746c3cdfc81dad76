// SPDX-License-Identifier: MIT
/// Configs of Keras 1, where they say what Keras 3 says under other names.
///
/// {"output_dim": 3, "init": "uniform", "W_regularizer": {"name": "WeightRegularizer", "l1": 0.0, "l2": 0.01}, ...}
#pragma once
#include <regula/json_fwd.hpp>

namespace regula::layers {

/// Whether a layer, {"class_name", "config"}, is written as Keras 1 does: by its class or by members that it alone has.
bool is_keras1(const json& layer);

/// The same layer in the words of Keras 3. Throws config_error, which says that this is Keras 1's form, for what has no
/// such words here, and for activity regularizers, which some releases divided by the batch and others did not.
json from_keras1(const json& layer);

}  // namespace regula::layers

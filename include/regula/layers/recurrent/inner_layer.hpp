// SPDX-License-Identifier: MIT
/// The layer inside a layer, from its config.
#pragma once
#include <regula/layers/config_reader.hpp>
#include <regula/layers/layer.hpp>

namespace regula::layers {

/// Throws config_error where more than `deepest_wrapper` layers are inside each other: tensors have 6 axes.
inline constexpr int deepest_wrapper = 6;
std::shared_ptr<layer> inner_layer(config_reader& c, const char* key);

}  // namespace regula::layers

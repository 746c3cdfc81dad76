// SPDX-License-Identifier: MIT
/// Names of layers that were given none.
#pragma once
#include <string>

namespace regula::layers {

/// BatchNormalization -> batch_normalization, Conv2D -> conv2d, as Keras names layers.
std::string snake_case(const std::string& name);

}  // namespace regula::layers

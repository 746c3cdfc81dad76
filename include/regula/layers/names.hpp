// SPDX-License-Identifier: MIT
/// Names of layers that were given none.
#pragma once
#include <string>

namespace regula::layers {

/// BatchNormalization -> batch_normalization, Conv2D -> conv2d, LSTMCell -> lstm_cell, PReLU -> p_re_lu, as Keras names
/// layers: a word begins with a capital letter behind or before a small one.
std::string snake_case(const std::string& name);

}  // namespace regula::layers

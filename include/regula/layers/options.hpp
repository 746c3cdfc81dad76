// SPDX-License-Identifier: MIT
/// What configs of layers have in common: checks of options, initializers and regularizers in Keras's keys.
#pragma once
#include <regula/layers/weight.hpp>

namespace regula::layers {

std::ptrdiff_t positive(const char* what, std::ptrdiff_t n);

/// {"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name": null}
json serialize(const initializers::initializer& i);
void add_initializers(json& config, std::initializer_list<std::pair<const char*, initializers::initializer>> all);
void add_constraints(json& config, std::initializer_list<std::pair<const char*, constraints::constraint>> all);
void add_regularizers(json& config, std::initializer_list<std::pair<const char*, regularizer>> all);

}  // namespace regula::layers

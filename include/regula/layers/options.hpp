// SPDX-License-Identifier: MIT
/// What configs of layers have in common: checks of options, initializers and regularizers in Keras's keys.
#pragma once
#include <regula/layers/weight.hpp>

namespace regula::layers {

std::ptrdiff_t positive(const char* what, std::ptrdiff_t n);

/// {"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name": null}
json serialize(const initializers::initializer& i);
/// The members kernel_initializer, bias_initializer and so on of these rules, by role; likewise the two others.
void add_initializers(json& config, const named_rules& all);
void add_regularizers(json& config, const named_rules& all);
void add_constraints(json& config, const named_rules& all);
/// One member, where there is a regularizer and the config has none of this key.
void add_regularizer(json& config, const char* key, const regularizer& r);

}  // namespace regula::layers

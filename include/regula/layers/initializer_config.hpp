// SPDX-License-Identifier: MIT
/// Initializers as Keras's configs, and back.
///
///   initializers::config(initializers::get("glorot_uniform"))     {"seed": null, "input_axes": null, ...}
///   initializers::from_config("VarianceScaling", {{"scale", 2}})  what is not given has its default
#pragma once
#include <regula/json_fwd.hpp>
#include <regula/layers/initializers.hpp>

namespace regula::initializers {

/// The "config" member, in Keras 3.16's order of keys; the class is class_name().
json config(const initializer& i);

/// By any name that get() knows. A missing key means its default; "normal" is read as "truncated_normal", as in Keras.
/// Throws config_error for unknown keys, values of the wrong kind or out of range, and for what is not built: axes of
/// the fans and seeds that are objects.
initializer from_config(std::string_view class_name, const json& config);
initializer from_config(std::string_view class_name);

}  // namespace regula::initializers

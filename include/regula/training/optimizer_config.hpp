// SPDX-License-Identifier: MIT
/// Optimizers as Keras's configs, and back. State is not part of it.
///
///   optimizers::config(opt)                                   {"name": "SGD", "learning_rate": 0.05, ...}
///   optimizers::from_config("SGD", {{"momentum", 0.9}})       what is not given has its default
#pragma once
#include <regula/json_fwd.hpp>
#include <regula/training/optimizers.hpp>

namespace regula::optimizers {

/// The "config" member, in Keras 3's order of keys; the class is class_name(). Keras writes the learning rate as it is
/// in float, this as it was given.
json config(const optimizer& o);

/// By any name that get() knows. Throws config_error for unknown keys, values of the wrong kind or out of range, and
/// for what is not built: schedules, moving averages, loss scaling, gradient accumulation. The name is not kept.
optimizer from_config(std::string_view class_name, const json& config);
optimizer from_config(std::string_view class_name);

}  // namespace regula::optimizers

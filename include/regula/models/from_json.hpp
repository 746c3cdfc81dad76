// SPDX-License-Identifier: MIT
/// A model from the JSON of Keras 3, of Keras 2, of legacy .h5 files and of TensorFlow.js.
///
///   const auto g = models::from_json(models::read_json(text, "model.json"));
#pragma once
#include <regula/custom_objects.hpp>
#include <regula/models/graph.hpp>
#include <regula/models/read_limits.hpp>

namespace regula::models {

/// Throws config_error that says in which layer: unknown classes, members and names, shapes that do not fit, layers that
/// lead to no output, and more than the limits. "compile_config" is passed over: how a model is trained is not part of it.
std::shared_ptr<graph> from_json(const json& from, const custom_objects& custom = {}, const read_limits& limits = {});

}  // namespace regula::models

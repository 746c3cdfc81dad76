// SPDX-License-Identifier: MIT
/// Models to JSON and back, and copies of models.
///
///   const json j = models::to_json(*m);
///   std::shared_ptr<models::graph> same = models::from_json(j);     new initial values
///   std::shared_ptr<models::graph> copy = models::clone(*m);        the same values
#pragma once
#include <regula/models/from_json.hpp>
#include <regula/models/to_json.hpp>

namespace regula::models {

/// A model of the same config with copies of the weights. Regularizers need not be registered; layers of one's own are to
/// be named in `custom`. Throws config_error where the config of a layer does not make the layer again.
std::shared_ptr<graph> clone(const graph& g, const custom_objects& custom = {});

}  // namespace regula::models

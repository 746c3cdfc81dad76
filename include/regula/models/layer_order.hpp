// SPDX-License-Identifier: MIT
/// The layers of a model in Keras's order, by which files number them: dense, dense_1, ...
#pragma once
#include <regula/models/graph.hpp>

namespace regula::models {

/// A layer of a model and the steps that use it.
struct layer_uses {
  std::shared_ptr<layer> used;
  std::vector<std::size_t> steps;
};

/// Of a chain without its InputLayer, of other models with theirs.
std::vector<layer_uses> layers_in_order(const graph& g);

/// The layers below, each once and after the one it is in; in one order for models of one config.
std::vector<layer*> layers_below(const graph& g);

}  // namespace regula::models

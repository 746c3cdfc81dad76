// SPDX-License-Identifier: MIT
/// A model as a table: layers, shapes, parameters, penalties; and as a graph in the language of Graphviz.
#pragma once
#include <regula/models/model.hpp>

namespace regula::models {

/// One row a layer: name, class, output shape, parameters, its share of losses() now, regularizers.
std::string summary(const Model& m);

/// The graph for `dot -Tsvg`: one node a step with class, name, shape, number of parameters and regularizers. Green enters,
/// blue has weights, a thick red rim has a penalty.
std::string to_dot(const Model& m);

}  // namespace regula::models

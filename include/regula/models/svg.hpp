// SPDX-License-Identifier: MIT
/// The graph of a model as SVG, laid out by Graphviz. Link with regula-drawing.
#pragma once
#include <regula/models/summary.hpp>

namespace regula::models {

/// SVG text. Throws file_error where Graphviz cannot draw.
std::string to_svg(const Model& m);

}  // namespace regula::models

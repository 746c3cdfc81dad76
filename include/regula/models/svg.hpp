// SPDX-License-Identifier: MIT
/// The graph of a model as SVG, laid out by Graphviz. Link with libgvc and libcgraph.
#pragma once
#include <graphviz/gvc.h>

#include <memory>
#include <regula/models/summary.hpp>

namespace regula::models {

/// SVG text. Throws file_error where Graphviz cannot draw.
inline std::string to_svg(const Model& m) {
  const std::unique_ptr<GVC_t, decltype(&gvFreeContext)> context(gvContext(), gvFreeContext);
  const std::unique_ptr<Agraph_t, decltype(&agclose)> drawing(agmemread(to_dot(m).c_str()), agclose);
  if (!context || !drawing || gvLayout(context.get(), drawing.get(), "dot") != 0)
    throw file_error("Graphviz cannot lay out the model \"" + m->name() + "\"");
  char* text = nullptr;
  unsigned int size = 0;
  const int failed = gvRenderData(context.get(), drawing.get(), "svg", &text, &size);
  const std::string svg = failed == 0 && text ? std::string(text, size) : std::string{};
  if (text) gvFreeRenderData(text);
  gvFreeLayout(context.get(), drawing.get());
  if (svg.empty()) throw file_error("Graphviz cannot draw the model \"" + m->name() + "\"");
  return svg;
}

}  // namespace regula::models

// SPDX-License-Identifier: MIT
#include <graphviz/gvc.h>

#include <memory>
#include <mutex>
#include <regula/models/svg.hpp>

namespace regula::models {
namespace {

/// The library's context, one for the program: its text plugin remembers the font of the last drawing, which ends with
/// the context that it was drawn in.
class graphviz_context {
public:
  static graphviz_context& of_the_program() {
    static graphviz_context one;
    return one;
  }
  /// SVG of a graph in the language of Graphviz, or nothing. One thread at a time.
  std::string draw(const std::string& graph) {
    const std::scoped_lock lock(mutex_);
    const std::unique_ptr<Agraph_t, decltype(&agclose)> drawing(agmemread(graph.c_str()), agclose);
    if (!context_ || !drawing || gvLayout(context_.get(), drawing.get(), "dot") != 0) return {};
    char* text = nullptr;
    unsigned int size = 0;
    const int failed = gvRenderData(context_.get(), drawing.get(), "svg", &text, &size);
    std::string svg = failed == 0 && text ? std::string(text, size) : std::string{};
    if (text) gvFreeRenderData(text);
    gvFreeLayout(context_.get(), drawing.get());
    return svg;
  }

private:
  std::mutex mutex_;
  std::unique_ptr<GVC_t, decltype(&gvFreeContext)> context_{gvContext(), gvFreeContext};
};

}  // namespace

std::string to_svg(const Model& m) {
  auto svg = graphviz_context::of_the_program().draw(to_dot(m));
  if (svg.empty()) throw file_error("Graphviz cannot draw the model \"" + m->name() + "\"");
  return svg;
}

}  // namespace regula::models

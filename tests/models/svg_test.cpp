// SPDX-License-Identifier: MIT
/// Models drawn by Graphviz. A program of its own: Graphviz's libraries leak.
#include <regula/layers/dense.hpp>
#include <regula/models/svg.hpp>
#include <tests/catch.hpp>

namespace {

using Catch::Matchers::ContainsSubstring;
namespace layers = regula::layers;
namespace models = regula::models;

TEST_CASE("a drawing is SVG with layers, shapes and formulas, whatever the names are") {
  auto in = layers::Input({3}, "<a> & \"quoted\\ name");
  auto out = layers::Dense(2, {.kernel_regularizer = "l1", .name = "head"})(in);
  const auto svg = models::to_svg(models::Model(in, out, "graph"));
  CHECK_THAT(svg, ContainsSubstring("<svg") && ContainsSubstring("</svg>"));
  CHECK_THAT(svg, ContainsSubstring("head: Dense") && ContainsSubstring("(None, 2)"));
  CHECK_THAT(svg, ContainsSubstring("0.01 * sum(abs(W))"));
  CHECK_THAT(svg, ContainsSubstring("&lt;a&gt; &amp;"));
}

TEST_CASE("a model without layers is drawn, too") {
  CHECK_THAT(models::to_svg(models::Sequential()), ContainsSubstring("</svg>"));
}

}  // namespace

// SPDX-License-Identifier: MIT
/// Charts: axes and ticks, gaps, histograms, text that a picture cannot take.
#include <algorithm>
#include <cmath>
#include <limits>
#include <regula/charts/axis.hpp>
#include <regula/charts/braille.hpp>
#include <regula/charts/chart.hpp>
#include <regula/charts/plane.hpp>
#include <regula/error.hpp>
#include <regula/training/plot.hpp>
#include <tests/catch.hpp>

namespace {

namespace charts = regula::charts;
constexpr double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST_CASE("an axis holds its values and has round ticks", "[charts]") {
  const std::vector<double> values{0.13, 0.97, 0.5};
  const auto a = charts::axis::around(values);
  CHECK(a.from == 0.13);
  CHECK(a.to == 0.97);
  CHECK(a.share(0.55) == Approx(0.5));
  const std::vector<double> expected{0.2, 0.4, 0.6, 0.8};
  const auto ticks = a.ticks();
  REQUIRE(ticks.size() == expected.size());
  for (std::size_t k = 0; k < ticks.size(); ++k) CHECK(ticks[k] == Approx(expected[k]));
  for (const double scale : {1e-300, 1e-9, 1.0, 3e7, 1e300}) {
    const std::vector<double> two{-scale, 2 * scale};
    const auto t = charts::axis::around(two).ticks();
    CHECK(t.size() >= 3);
    CHECK(t.size() <= 8);
    CHECK(std::all_of(t.begin(), t.end(), [&](double x) { return x >= -scale && x <= 2 * scale; }));
  }
  const std::vector<double> same{5.0, 5.0};
  CHECK(charts::axis::around(same).from < 5.0);
  CHECK(charts::axis::around(same).to > 5.0);
  CHECK(charts::axis::around({}).to == 1.0);
}

TEST_CASE("what is not finite leaves a gap", "[charts]") {
  const charts::line_chart c{"a < b", "epoch", {{"x & y", {0, 1, 2, 3, 4}, {1, 2, nan, 4, inf}}}};
  const auto svg = charts::to_svg({c});
  CHECK(count(svg, "<polyline") == 2);
  CHECK(count(svg, "<circle") == 3);
  CHECK(count(svg, "a &lt; b") == 1);
  CHECK(count(svg, "x &amp; y") == 1);
  CHECK(svg.find("nan") == std::string::npos);
  CHECK(svg.find("inf") == std::string::npos);
  CHECK(count(charts::to_text({c}), "*") == 1 + 3);  // the legend, and the points
  CHECK(charts::to_svg(std::vector<charts::line_chart>{}).starts_with("<svg"));
}

TEST_CASE("a histogram counts zeros apart", "[charts]") {
  const std::vector<float> w{0.0F, -0.0F, 1.0F, -1.0F, 0.9F, 0.1F, std::numeric_limits<float>::quiet_NaN()};
  const auto h = charts::histogram_of({{"kernel", w}, {"nothing", {}}}, 4);
  CHECK(h.from == -1.0);
  CHECK(h.to == 1.0);
  REQUIRE(h.parts.size() == 2);
  CHECK(h.parts[0].entries == 7);
  CHECK(h.parts[0].zeros == 2);
  CHECK(h.parts[0].counts == std::vector<std::size_t>{1, 0, 1, 2});
  CHECK(h.parts[1].entries == 0);
  const auto svg = charts::to_svg(h, "layer");
  CHECK(count(svg, "28.6 % zeros") == 1);
  CHECK(count(svg, "layer: kernel") == 1);
  CHECK_THROWS_AS(charts::histogram_of({{"kernel", w}}, 0), regula::config_error);
}

TEST_CASE("a history is drawn as losses and metrics", "[charts]") {
  regula::training::history h;
  for (int epoch = 0; epoch < 3; ++epoch) {
    regula::training::logs logs;
    logs.set("loss", 1.0 / (epoch + 1)), logs.set("penalty", 0.1), logs.set("accuracy", 0.5 + 0.1 * epoch);
    h.append(epoch, logs);
  }
  const auto both = regula::training::curves(h);
  REQUIRE(both.size() == 2);
  CHECK(both[0].lines.size() == 2);
  CHECK(both[1].lines.front().name == "accuracy");
  CHECK(count(regula::training::to_svg(h), "<polyline") == 3);
  const auto text = regula::training::to_text(h, 60, 8);
  CHECK(text.starts_with("loss   * loss   o penalty\n"));
  CHECK(count(text, "\n") == 2 * (1 + 8 + 2) + 1);
}

TEST_CASE("a canvas of braille has the dots that were set", "[charts]") {
  charts::braille_canvas canvas(3, 2);
  CHECK(canvas.row(0).empty());
  for (int y = 0; y < 4; ++y) canvas.dot(0, y), canvas.dot(1, y);
  canvas.dot(5, 7), canvas.dot(6, 0), canvas.dot(-1, 0), canvas.dot(0, 8);
  CHECK(canvas.row(0) == "\u28ff");
  CHECK(canvas.row(1) == "  \u2880");
  canvas.line(0, 4, 5, 4);
  CHECK(canvas.row(1) == "\u2809\u2809\u2889");
  canvas.line(nan, 0, 1, inf);  // nothing
}

TEST_CASE("contours lie where the function has their value", "[charts]") {
  const auto square = [](double x, double y) { return x * x + y * y; };
  const auto lines = charts::contours(square, -2, 2, 101, {1.0, 2.0, 99.0});
  REQUIRE(lines.size() == 2);
  std::size_t points = 0;
  for (const auto& line : lines)
    for (std::size_t k = 0; k < line.x.size(); ++k)
      if (std::isfinite(line.x[k])) {
        CHECK(square(line.x[k], line.y[k]) == Approx(line.name == "1" ? 1.0 : 2.0).margin(1e-3));
        ++points;
      }
  CHECK(points > 400);
  const charts::plane_chart c{"a < b", "x", "y", -2, 2, lines};
  CHECK(count(charts::to_svg(c), "a &lt; b") == 1);
  CHECK(count(charts::to_svg(c), "nan") == 0);
  CHECK(count(charts::to_text(c), "lines at 1, 2") == 1);
  const auto undefined = [](double x, double) { return x < 0 ? nan : x; };
  for (const auto& line : charts::contours(undefined, -1, 1, 11, {0.5}))
    for (const double x : line.x) CHECK((std::isnan(x) || x == Approx(0.5)));
}

TEST_CASE("lines in braille leave out what is not finite", "[charts]") {
  const charts::line_chart c{"title", "x", {{"y", {0, 1, 2, 3}, {0, nan, inf, 3}}}};
  const auto text = charts::to_braille({c}, 40, 4);
  CHECK(count(text, "title") == 1);
  CHECK(count(text, "\u2801") + count(text, "\u2808") + count(text, "\u2840") + count(text, "\u2880") ==
        2);  // two dots
}

}  // namespace

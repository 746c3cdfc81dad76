// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <numbers>
#include <regula/charts/axis.hpp>
#include <regula/charts/plane.hpp>
#include <regula/files/bytes.hpp>
#include <regula/tool/commands.hpp>

namespace regula::tool {
namespace {

/// A penalty of some weights, all other tensors given.
class plotted {
public:
  plotted(const plot_options& o, std::ptrdiff_t weights)
      : penalty_(penalty_of(o)), in_(penalty_, shaped(o, weights), true) {
    buffers_.resize(in_.names().size());
    which_ = open_tensor(penalty_, o);
    if (in_[which_].size() != static_cast<std::size_t>(weights))
      throw usage_error("this picture has " + std::to_string(weights) + (weights == 1 ? " weight" : " weights") +
                        ", and " + name() + " " + std::to_string(in_[which_].size()) +
                        ": give its shape, as in --shape " + (weights == 1 ? "1x1" : "2x1"));
    buffers_[which_] = in_[which_];
  }

  const std::string& name() const { return in_.names()[which_]; }
  std::string title() const { return penalty_.text("text"); }
  double value(std::initializer_list<double> weights) {
    place(weights);
    return in_.value(penalty_);
  }
  std::pair<double, double> value_and_slope(double weight) {
    place({weight});
    const double v = in_.value_and_gradient(penalty_, buffers_);
    return {v, buffers_[which_]->at(0)};
  }

private:
  static std::size_t open_tensor(const parsed_penalty& p, const plot_options& o) {
    const auto names = p.tensor_names();
    std::vector<std::size_t> open;
    for (std::size_t t = 0; t < names.size(); ++t)
      if (std::none_of(o.tensors.begin(), o.tensors.end(),
                       [&](const auto& each) { return each.starts_with(names[t] + "="); }))
        open.push_back(t);
    if (open.empty()) throw usage_error("every tensor of the formula is given: leave out the one to be plotted");
    if (open.size() > 1)
      throw usage_error("give a number for " + names[open[1]] + ", as in --" + names[open[1]] +
                        " 0.5: one tensor is plotted");
    return open[0];
  }
  static formula_options shaped(const plot_options& o, std::ptrdiff_t weights) {
    formula_options with = o;
    with.as_doubles = true;
    if (with.shapes.empty()) with.shapes.push_back(std::to_string(weights));
    return with;
  }
  void place(std::initializer_list<double> weights) {
    std::copy(weights.begin(), weights.end(), std::get<std::vector<double>>(in_[which_].entries).begin());
  }

  parsed_penalty penalty_;
  inputs in_;
  std::vector<std::optional<data::array>> buffers_;
  std::size_t which_ = 0;
};

double along(const plot_options& o, int k) { return o.from + (o.to - o.from) * k / (o.points - 1); }

json points_json(const charts::series& line) { return {{"name", line.name}, {"x", line.x}, {"y", line.y}}; }

std::vector<charts::line_chart> curves(plotted& p, const plot_options& o) {
  charts::series values{"P", {}, {}}, slopes{"dP/d" + p.name(), {}, {}};
  for (int k = 0; k < o.points; ++k) {
    const double x = along(o, k);
    const auto [v, slope] = p.value_and_slope(x);
    values.x.push_back(x), values.y.push_back(v);
    slopes.x.push_back(x), slopes.y.push_back(slope);
  }
  return {{p.title(), p.name(), {values}}, {"derivative", p.name(), {slopes}}};
}

charts::plane_chart contour_chart(plotted& p, const plot_options& o) {
  const auto f = [&](double x, double y) { return p.value({x, y}); };
  std::vector<double> seen;
  for (int k = 0; k < 41; ++k)
    for (int l = 0; l < 41; ++l)
      if (const double v = f(o.from + (o.to - o.from) * k / 40, o.from + (o.to - o.from) * l / 40); std::isfinite(v))
        seen.push_back(v);
  const auto levels = charts::axis::around(seen).ticks();
  return {p.title(), p.name() + "1", p.name() + "2",
          o.from,    o.to,           charts::contours(f, o.from, o.to, std::min(o.points, 1000), levels)};
}

/// The first radius at which the penalty has the level, or NaN.
double radius(plotted& p, double x, double y, double level) {
  double inner = 0, outer = 1e-6;
  while (outer < 1e7 && !(p.value({outer * x, outer * y}) > level)) inner = outer, outer *= 1.25;
  if (outer >= 1e7) return std::nan("");
  for (int k = 0; k < 60; ++k) {
    const double middle = (inner + outer) / 2;
    (p.value({middle * x, middle * y}) > level ? outer : inner) = middle;
  }
  return (inner + outer) / 2;
}

charts::plane_chart ball_chart(plotted& p, const plot_options& o) {
  charts::series line{"P = " + number_text(o.level), {}, {}};
  double largest = 0;
  const int points = std::max(16, o.points / 8 * 8);  // the corners of the usual norms are among them
  for (int k = 0; k <= points; ++k) {
    const double angle = 2 * std::numbers::pi * k / points;
    const double x = std::abs(std::cos(angle)) < 1e-12 ? 0 : std::cos(angle),
                 y = std::abs(std::sin(angle)) < 1e-12 ? 0 : std::sin(angle), r = radius(p, x, y, o.level);
    line.x.push_back(r * x), line.y.push_back(r * y);
    if (std::isfinite(r)) largest = std::max({largest, r * std::abs(x), r * std::abs(y)});
  }
  if (largest == 0) throw usage_error("the penalty has the level " + number_text(o.level) + " in no direction");
  return {p.title(), p.name() + "1", p.name() + "2", -1.2 * largest, 1.2 * largest, {line}};
}

}  // namespace

answer plot(const plot_options& o, const terminal& t) {
  if (!(o.from < o.to) || !std::isfinite(o.to - o.from))
    throw usage_error("--from is less than --to, and both are finite");
  answer a;
  std::string svg, text;
  a.data["lines"] = json::array();
  plotted p(o, o.kind == plot_kind::curve ? 1 : 2);
  a.data["formula"] = p.title();
  if (o.kind == plot_kind::curve) {
    const auto charts = curves(p, o);
    for (const auto& chart : charts) a.data["lines"].push_back(points_json(chart.lines[0]));
    svg = charts::to_svg(charts), text = charts::to_braille(charts, std::min(t.columns, 80), 12);
  } else {
    const auto chart = o.kind == plot_kind::ball ? ball_chart(p, o) : contour_chart(p, o);
    for (const auto& line : chart.lines) a.data["lines"].push_back(points_json(line));
    svg = charts::to_svg(chart), text = charts::to_text(chart, std::min(t.columns, 64));
  }
  if (o.svg.empty()) {
    a.text = text;
  } else {
    files::write_file(o.svg, svg);
    a.data["svg"] = o.svg;
  }
  return a;
}

}  // namespace regula::tool

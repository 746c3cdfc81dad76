// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <regula/data/files.hpp>
#include <regula/tool/commands.hpp>

namespace regula::tool {
namespace {

enum class verdict { agrees, kink, jump, differs };

/// One entry: the slope that was given, and what differences say.
struct entry_check {
  verdict found = verdict::differs;
  double given = 0, central = 0, left = 0, right = 0;
};

/// Slopes of both sides over a step, and how far the rounding of the penalty may move them.
struct differences {
  double left, right, central, rounding;
  double gap() const { return std::abs(right - left); }
};
template <class F> differences over(double step, F at) {
  const double here = at(0.0), up = at(step), down = at(-step);
  return {(here - down) / step, (up - here) / step, (up - down) / (2 * step),
          4e-16 * std::max({std::abs(here), std::abs(up), std::abs(down)}) / step};
}

/// `at` gives the penalty with the entry moved by its argument. The gap between both sides is in proportion to the step
/// where there is a derivative, stays at a kink, and grows at a jump.
template <class F> entry_check compare(double given, double size, double tolerance, F at) {
  const double scale = std::max(1.0, size), allowed = tolerance * (1 + std::abs(given));
  const auto far = over(1e-4 * scale, at), near = over(1e-6 * scale, at);
  entry_check e{verdict::differs, given, near.central, near.left, near.right};
  if (!(near.gap() <= 0.5 * far.gap() || near.gap() <= 10 * allowed + 50 * near.rounding)) {
    const double slack = 1e-3 * (1 + std::abs(given)), low = std::min(e.left, e.right),
                 high = std::max(e.left, e.right);
    const bool between = !(given < low - slack || given > high + slack);
    if (between) e.found = near.gap() > 5 * far.gap() ? verdict::jump : verdict::kink;
    return e;
  }
  for (const double relative : {1e-2, 1e-3, 1e-4, 1e-5, 1e-6}) {
    const auto coarse = over(relative * scale, at), fine = over(relative * scale / 2, at);
    const double central = (4 * fine.central - coarse.central) / 3;  // [Richardson]
    if (std::abs(central - given) < std::abs(e.central - given)) e.central = central;
    if (std::abs(central - given) <= allowed + fine.rounding) e.found = verdict::agrees;
  }
  return e;
}

std::string place_of(const data::extents& shape, std::size_t k) {
  std::string text;
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    const auto n = static_cast<std::size_t>(shape[axis]);
    text = std::to_string(k % n) + (text.empty() ? "" : ", ") + text;
    k /= n;
  }
  return "(" + text + ")";
}

std::string shape_text(const data::extents& shape) { return fmt::format("{}", fmt::join(shape, " x ")); }

struct counts {
  int agree = 0, kinks = 0, jumps = 0, differ = 0;
  double largest = 0;
};

}  // namespace

answer check(const check_options& o, const terminal& out) {
  const auto p = penalty_of(o);
  auto with_doubles = o;
  with_doubles.as_doubles = true;
  inputs in(p, with_doubles, true);
  std::vector<std::optional<data::array>> buffers(in.names().size());
  for (std::size_t t = 0; t < buffers.size(); ++t) buffers[t] = in[t];
  in.value_and_gradient(p, buffers);
  std::vector<bool> foreign(buffers.size());
  for (const auto& each : o.against) {
    const auto parts = split_at_equals(each);
    const auto t = parts ? in.index_of(parts->first) : 0;
    const auto arrays = data::read_arrays(parts ? parts->second : each);
    if (arrays.size() != 1 || arrays[0].second.shape != in[t].shape)
      throw usage_error("--against " + each + ": one array of the shape " + shape_text(in[t].shape) +
                        " is needed, that of " + in.names()[t]);
    buffers[t] = arrays[0].second.as_doubles();
    foreign[t] = true;
  }

  answer a;
  a.data["formula"] = p.text("text");
  std::mt19937 engine(o.seed);
  for (std::size_t t = 0; t < buffers.size(); ++t) {
    if (!o.against.empty() && !foreign[t]) continue;
    auto& entries = std::get<std::vector<double>>(in[t].entries);
    std::vector<std::size_t> chosen(entries.size());
    std::iota(chosen.begin(), chosen.end(), std::size_t{0});
    if (chosen.size() > static_cast<std::size_t>(o.entries)) {
      std::shuffle(chosen.begin(), chosen.end(), engine);
      chosen.resize(static_cast<std::size_t>(o.entries));
      std::sort(chosen.begin(), chosen.end());
    }
    counts n;
    std::string lines;
    json listed = json::array();
    for (const auto k : chosen) {
      const double w = entries[k];
      const auto e = compare(buffers[t]->at(k), std::abs(w), o.tolerance, [&](double step) {
        entries[k] = w + step;
        const double v = in.value(p);
        entries[k] = w;
        return v;
      });
      if (e.found == verdict::agrees) {
        ++n.agree, n.largest = std::max(n.largest, std::abs(e.given - e.central));
        continue;
      }
      ++(e.found == verdict::kink ? n.kinks : e.found == verdict::jump ? n.jumps : n.differ);
      const auto* const what = e.found == verdict::kink ? "kink" : e.found == verdict::jump ? "jump" : "differs";
      const auto place = place_of(in[t].shape, k);
      const auto slopes = e.found == verdict::differs
                              ? fmt::format("gradient {:.7g}, differences {:.7g}", e.given, e.central)
                              : fmt::format("slopes {:.7g} and {:.7g}, gradient {:.7g}", e.left, e.right, e.given);
      if (listed.size() < 10)
        lines += fmt::format("  {} {}{} = {:.7g}: {}\n", e.found == verdict::differs ? out.bad(what) : what,
                             in.names()[t], place, w, slopes);
      listed.push_back({{"entry", place},
                        {"what", what},
                        {"at", w},
                        {"gradient", e.given},
                        {"central", e.central},
                        {"left", e.left},
                        {"right", e.right}});
    }
    if (listed.size() > 10) lines += fmt::format("  and {} more\n", listed.size() - 10);
    a.yes = a.yes && n.differ == 0;
    a.text += fmt::format("{} ({}): {} of {} entries agree, largest difference {:.2g}{}{}{}\n{}", in.names()[t],
                          shape_text(in[t].shape), n.agree, chosen.size(), n.largest,
                          n.kinks > 0 ? fmt::format("; {} at a kink", n.kinks) : "",
                          n.jumps > 0 ? fmt::format("; {} at a jump", n.jumps) : "",
                          n.differ > 0 ? fmt::format("; {} differ", n.differ) : "", lines);
    a.data["tensors"][in.names()[t]] = {{"shape", in[t].shape},
                                        {"checked", chosen.size()},
                                        {"agree", n.agree},
                                        {"kinks", n.kinks},
                                        {"jumps", n.jumps},
                                        {"differ", n.differ},
                                        {"largest_difference", n.largest},
                                        {"entries", listed}};
  }
  a.data["ok"] = a.yes;
  a.text += (a.yes ? out.good("ok") : out.bad("the gradient is wrong")) + "\n";
  return a;
}

}  // namespace regula::tool

// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>
#include <regula/data/files.hpp>
#include <regula/tool/commands.hpp>
#include <regula/tool/differences.hpp>

namespace regula::tool {
namespace {

constexpr std::array kinds{"agrees", "kink", "jump", "edge", "differs"};

std::string place_of(const data::extents& shape, std::size_t k) {
  std::string text;
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    const auto n = static_cast<std::size_t>(shape[axis]);
    text = std::to_string(k % n) + (text.empty() ? "" : ", ") + text;
    k /= n;
  }
  return "(" + text + ")";
}
/// Seven digits; a NaN without its sign.
std::string short_text(double x) { return std::isnan(x) ? "nan" : fmt::format("{:.7g}", x); }
std::string shape_text(const data::extents& shape) { return fmt::format("{}", fmt::join(shape, " x ")); }

std::vector<std::size_t> chosen_of(std::size_t size, int most, std::mt19937& engine) {
  std::vector<std::size_t> chosen(size);
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  if (size > static_cast<std::size_t>(most)) {
    std::shuffle(chosen.begin(), chosen.end(), engine);
    chosen.resize(static_cast<std::size_t>(most));
    std::sort(chosen.begin(), chosen.end());
  }
  return chosen;
}

/// What was found of the entries of one tensor.
class tensor_report {
public:
  void add(const std::string& name, const std::string& place, double w, const entry_check& e, const terminal& out) {
    ++counts_[static_cast<std::size_t>(e.found)];
    if (e.found == verdict::agrees) {
      largest_ = std::max(largest_, std::abs(e.given - e.central));
      return;
    }
    const auto* const kind = kinds[static_cast<std::size_t>(e.found)];
    const bool wrong = e.found == verdict::differs;
    const auto facts = wrong ? fmt::format("gradient {}, differences {}", short_text(e.given), short_text(e.central))
                             : fmt::format("slopes {} and {}, gradient {}", short_text(e.left), short_text(e.right),
                                           short_text(e.given));
    if (entries_.size() < most_lines)
      lines_ += fmt::format("  {} {}{} = {:.7g}: {}\n", wrong ? out.bad(kind) : kind, name, place, w, facts);
    entries_.push_back({{"entry", place},
                        {"what", kind},
                        {"at", w},
                        {"gradient", e.given},
                        {"central", e.central},
                        {"left", e.left},
                        {"right", e.right}});
  }
  bool fine() const { return counts_.back() == 0; }
  std::string text(const std::string& name, const data::extents& shape) const {
    const int all = std::accumulate(counts_.begin(), counts_.end(), 0);
    auto text = fmt::format("{} ({}): {} of {} entries agree, largest difference {:.2g}", name, shape_text(shape),
                            counts_[0], all, largest_);
    constexpr std::array words{"", " at a kink", " at a jump", " at the edge of the domain", " differ"};
    for (std::size_t k = 1; k < words.size(); ++k)
      if (counts_[k] > 0) text += fmt::format("; {}{}", counts_[k], words[k]);
    text += "\n" + lines_;
    return entries_.size() > most_lines ? text + fmt::format("  and {} more\n", entries_.size() - most_lines) : text;
  }
  json data(const data::extents& shape) const {
    json all{{"shape", shape}, {"largest_difference", largest_}, {"entries", entries_}};
    for (std::size_t k = 0; k < kinds.size(); ++k) all["counts"][kinds[k]] = counts_[k];
    return all;
  }

private:
  static constexpr std::size_t most_lines = 10;
  std::array<int, kinds.size()> counts_{};
  double largest_ = 0;
  std::string lines_;
  json entries_ = json::array();
};

/// The gradients that are checked: those of the formula, or of files. Nothing for a tensor that is not looked at.
std::vector<std::optional<data::array>> gradients_of(const parsed_penalty& p, const inputs& in,
                                                     const check_options& o) {
  std::vector<std::optional<data::array>> own(in.names().size()), given(in.names().size());
  for (std::size_t t = 0; t < own.size(); ++t) own[t] = in[t];
  const double value = in.value_and_gradient(p, own);
  if (!std::isfinite(value))
    throw usage_error("the penalty of these tensors is " + number_text(value) +
                      ": there are no differences to compare with");
  for (const auto& each : o.against) {
    const auto parts = split_at_equals(each);
    if (!parts && in.names().size() > 1)
      throw usage_error("--against " + each + ": say of which tensor, as in --against " + in.names()[0] + "=" + each);
    const auto t = parts ? in.index_of(parts->first) : 0;
    const auto arrays = data::read_arrays(parts ? parts->second : each);
    if (arrays.size() != 1 || arrays[0].second.shape != in[t].shape)
      throw usage_error("--against " + each + ": one array of the shape of " + in.names()[t] + " is needed, " +
                        shape_text(in[t].shape));
    given[t] = arrays[0].second.as_doubles();
  }
  return o.against.empty() ? own : given;
}

}  // namespace

answer check(const check_options& o, const terminal& out) {
  const auto p = penalty_of(o);
  auto with_doubles = o;
  with_doubles.as_doubles = true;
  inputs in(p, with_doubles, true);
  const auto gradients = gradients_of(p, in, o);
  answer a;
  a.data["formula"] = p.text("text");
  std::mt19937 engine(o.seed);
  for (std::size_t t = 0; t < gradients.size(); ++t) {
    if (!gradients[t]) continue;
    tensor_report report;
    const auto& name = in.names()[t];
    const auto& shape = in[t].shape;
    auto& entries = std::get<std::vector<double>>(in[t].entries);
    for (const auto k : chosen_of(entries.size(), o.entries, engine)) {
      const double w = entries[k];
      const auto e = compare(gradients[t]->at(k), std::abs(w), o.tolerance, [&](double step) {
        entries[k] = w + step;
        const double moved = in.value(p);
        entries[k] = w;
        return moved;
      });
      report.add(name, place_of(shape, k), w, e, out);
    }
    a.yes = a.yes && report.fine();
    a.text += report.text(name, shape);
    a.data["tensors"][name] = report.data(shape);
  }
  a.data["ok"] = a.yes;
  a.text += (a.yes ? out.good("ok") : out.bad("the gradient is wrong")) + "\n";
  return a;
}

}  // namespace regula::tool

// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>
#include <regula/parsing/kinks.hpp>
#include <regula/parsing/state.hpp>
#include <regula/tool/commands.hpp>
#include <sstream>

namespace regula::tool {
namespace {

/// The cells of a line of a table, which two spaces or more part.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t at = 0; at < line.size();) {
    const auto end = std::min(line.find("  ", at), line.size());
    cells.push_back(line.substr(at, end - at));
    at = std::min(line.find_first_not_of(' ', end), line.size());
  }
  return cells;
}

/// A plan: its title, and its passes under the headings of its table.
json plan_json(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  json plan{{"title", line}, {"rows", json::array()}};
  std::getline(lines, line);
  const auto headings = cells_of(line);
  while (std::getline(lines, line)) {
    const auto cells = cells_of(line);
    if (cells.size() != headings.size()) break;
    json row;
    for (std::size_t k = 0; k < cells.size(); ++k) row[headings[k]] = cells[k];
    plan["rows"].push_back(std::move(row));
  }
  return plan;
}

std::string gradient_text(const parsed_penalty& p, const std::string& tensor) {
  try {
    return p.gradient_formula(tensor).text("names");
  } catch (const error& e) {
    return std::string("none: ") + e.what();
  }
}

class sheet {
public:
  explicit sheet(const terminal& t) : terminal_(t) {}
  void add(const std::string& heading, const std::string& text) {
    text_ += terminal_.heading(fmt::format("{:<14}", heading == last_ ? "" : heading)) + text + "\n";
    last_ = heading;
  }
  std::string take() { return std::move(text_); }

private:
  const terminal& terminal_;
  std::string text_, last_;
};

}  // namespace

answer explain(const formula_options& o, const terminal& t) {
  const auto p = penalty_of(o);
  answer a;
  sheet s(t);
  a.data["formula"] = p.text("text");
  s.add("formula", p.text("names"));

  const bool any = p.takes_any_shape();
  a.data["tensors"] = p.tensor_names();
  a.data["any_shape"] = any;
  s.add("tensors", fmt::format("{}, {}", fmt::join(p.tensor_names(), ", "),
                               any ? "of any shape, equal where they meet"
                                   : "not of every shape: the formula has axes or products"));

  a.data["coefficients"] = json::array();
  const auto config = p.get_config();
  for (std::size_t k = 0; k < config.size(); ++k) {
    const auto& about = p.shared().coefficients()[k];
    const bool has_value = !std::isnan(config[k].value);
    a.data["coefficients"].push_back({{"name", config[k].name},
                                      {"value", has_value ? json(config[k].value) : json()},
                                      {"named", about.named()},
                                      {"free", about.free}});
    s.add("coefficients", fmt::format("{} = {}{}", config[k].name, has_value ? number_text(config[k].value) : "?",
                                      !about.named() ? ", without a name"
                                      : about.free   ? ", free: any finite number"
                                                     : ", at least 0"));
  }
  for (const auto& name : p.tensor_names()) {
    const auto gradient = gradient_text(p, name);
    a.data["gradients"][name] = gradient;
    s.add("gradient", "dP/d" + name + " = " + gradient);
  }
  a.data["kinks"] = json::array();
  for (const auto& k : kinks_of(p)) {
    a.data["kinks"].push_back({{"part", k.part}, {"place", k.place}});
    s.add("may kink", k.part + " at " + k.place);
  }
  if (a.data["kinks"].empty()) s.add("may kink", "nowhere");
  a.text = s.take();
  for (const auto& [name, call] :
       {std::pair{"value", planned_call::value}, {"value_and_gradient", planned_call::value_and_gradient}}) {
    try {
      const auto plan = p.plan_text(call);
      a.data["plans"][name] = plan_json(plan);
      a.text += "\n" + plan;
    } catch (const error& e) {
      a.data["plans"][name] = {{"problem", e.what()}};
      a.text += std::string("\n") + name + ": " + e.what() + "\n";
    }
  }
  return a;
}

}  // namespace regula::tool

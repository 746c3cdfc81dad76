// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <regula/files/penalties.hpp>
#include <regula/tool/commands.hpp>

namespace regula::tool {
namespace {

std::string penalty_text(const regularizer& r, const json& config) {
  return r ? to_string(r) : config.is_null() ? "-" : "unknown: " + config.dump();
}

json open_json(const std::vector<files::open_penalty>& all, answer& a, const char* what) {
  json list = json::array();
  for (const auto& each : all) {
    const auto name = (each.layer.empty() ? "" : each.layer + "/") + each.key;
    list.push_back({{"name", name}, {"config", each.config}, {"problem", each.problem}});
    a.text += fmt::format("{} {}: {}\n", name, what,
                          each.problem.empty() ? penalty_text(each.regularizer, each.config) : each.problem);
  }
  return list;
}

}  // namespace

answer keras(const keras_options& o, const terminal& t) {
  files::penalty_options options;
  options.config = o.config;
  const auto table = files::penalties(o.file, options);
  answer a;
  a.data["weights"] = json::array();
  std::size_t name_width = 6, shape_width = 5;
  const auto name_of = [](const files::weight_penalty& w) { return w.layer.empty() ? w.name : w.layer + "/" + w.name; };
  for (const auto& w : table.weights) {
    name_width = std::max(name_width, name_of(w).size());
    shape_width = std::max(shape_width, shape_text(w.shape).size());
  }
  a.text +=
      t.heading(fmt::format("{:<{}}  {:<{}}  {:>14}  penalty", "weight", name_width, "shape", shape_width, "value")) +
      "\n";
  for (const auto& w : table.weights) {
    a.data["weights"].push_back({{"name", name_of(w)},
                                 {"shape", w.shape},
                                 {"trainable", w.trainable},
                                 {"config", w.config},
                                 {"value", w.value},
                                 {"problem", w.problem}});
    a.text += fmt::format("{:<{}}  {:<{}}  {:>14.8g}  {}{}{}\n", name_of(w), name_width, shape_text(w.shape),
                          shape_width, w.value, penalty_text(w.regularizer, w.config), w.trainable ? "" : " (frozen)",
                          w.problem.empty() ? "" : "  " + w.problem);
  }
  a.data["activities"] = open_json(table.activities, a, "needs a forward pass");
  a.data["unbound"] = open_json(table.unbound, a, "is not known");
  try {
    a.data["total"] = table.total();
    a.text += fmt::format("total {:.10g}\n", table.total());
  } catch (const config_error& e) {
    a.yes = false;
    a.data["total"] = nullptr;
    a.data["known"] = table.known();
    a.data["problem"] = e.what();
    a.text += fmt::format("{}\ntotal of what is known {:.10g}\n", e.what(), table.known());
  }
  return a;
}

}  // namespace regula::tool

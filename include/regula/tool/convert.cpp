// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <regula/data/files.hpp>
#include <regula/tool/commands.hpp>

namespace regula::tool {

answer convert(const convert_options& o) {
  auto file = data::read_array_file(o.from);
  if (!o.name.empty()) {
    std::string known;
    data::named_arrays chosen;
    for (auto& each : file.arrays) {
      known += (known.empty() ? "" : ", ") + each.first;
      if (each.first == o.name) chosen.push_back(std::move(each));
    }
    if (chosen.empty())
      throw usage_error(o.from + ": no array " + o.name + "; it has " + (known.empty() ? "none" : known));
    file.arrays = std::move(chosen);
  }
  data::write_array_file(o.to, file);
  answer a;
  a.data["file"] = o.to;
  a.data["arrays"] = json::array();
  for (const auto& [name, x] : file.arrays) {
    a.data["arrays"].push_back({{"name", name}, {"shape", x.shape}, {"type", x.is_double() ? "double" : "float"}});
    a.text += fmt::format("{} ({}) {}\n", name, fmt::join(x.shape, " x "), x.is_double() ? "double" : "float");
  }
  return a;
}

}  // namespace regula::tool

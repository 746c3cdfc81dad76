// SPDX-License-Identifier: MIT
#include <regula/tool/commands.hpp>

namespace regula::tool {

answer config(const formula_options& o) {
  answer a;
  a.data = json::object();
  for (const auto& [name, value] : penalty_of(o).get_config()) a.data[name] = value;
  a.text = a.data.dump() + "\n";
  return a;
}

}  // namespace regula::tool

// SPDX-License-Identifier: MIT
#include <boost/core/demangle.hpp>
#include <regula/regularizers/config_members.hpp>
#include <regula/regularizers/json.hpp>

namespace regula::regularizers {

void put(json& config, const std::string& name, double value) { config[name] = value; }
void put(json& config, const std::string& name, std::int64_t value) { config[name] = value; }
void put(json& config, const std::string& name, std::uint64_t value) { config[name] = value; }
void put(json& config, const std::string& name, bool value) { config[name] = value; }
void put(json& config, const std::string& name, const std::string& value) { config[name] = value; }

void for_each_entry(const json& config, const std::function<void(const std::string&, const json&)>& act) {
  for (const auto& [name, value] : config.items()) act(name, value);
}
void cannot_be(const std::string& name, const json& value) {
  throw config_error("the member \"" + name + "\" cannot be " + shown(value));
}
bool truth_from(const json& value, const std::string& name) {
  if (!value.is_boolean()) cannot_be(name, value);
  return value.get<bool>();
}
std::string text_from(const json& value, const std::string& name) {
  if (!value.is_string()) cannot_be(name, value);
  return value.get<std::string>();
}

std::string short_name(const std::type_info& type) {
  const auto whole = boost::core::demangle(type.name());
  std::size_t from = 0;
  int open = 0;  // brackets, as of template arguments
  for (std::size_t k = 0; k < whole.size(); ++k) {
    open += (whole[k] == '<' || whole[k] == '(') - (whole[k] == '>' || whole[k] == ')');
    if (open == 0 && whole.compare(k, 2, "::") == 0) from = k + 2;
  }
  return whole.substr(from);
}

}  // namespace regula::regularizers

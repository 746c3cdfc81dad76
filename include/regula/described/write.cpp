// SPDX-License-Identifier: MIT
#include <algorithm>
#include <charconv>
#include <cmath>
#include <regula/described/penalty_json.hpp>
#include <regula/regularizers/json.hpp>

namespace regula::described {
namespace {

std::string quoted(const std::string& text) { return json(text).dump(); }

/// As ECMAScript writes it, and RFC 8785 therefore: 0.000001 and 100000000000000000000 in full, 1e-7 and 1e+21 not.
std::string number(double v) {
  if (std::isnan(v)) return "null";
  if (v == 0) return "0";
  char shortest[32];
  const auto end = std::to_chars(shortest, shortest + sizeof shortest, std::fabs(v), std::chars_format::scientific).ptr;
  const std::string_view text{shortest, static_cast<std::size_t>(end - shortest)};
  const auto e = text.find('e');
  const int exponent = std::atoi(std::string{text.substr(e + 1)}.c_str());
  std::string digits{text.substr(0, e)};
  digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
  const int count = static_cast<int>(digits.size());
  std::string made = v < 0 ? "-" : "";
  if (exponent < -6 || exponent > 20) {
    if (count > 1) digits.insert(1, ".");
    return made + digits + (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
  }
  if (exponent < 0) return made + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  if (count <= exponent + 1) return made + digits + std::string(static_cast<std::size_t>(exponent + 1 - count), '0');
  return made + digits.insert(static_cast<std::size_t>(exponent + 1), ".");
}

std::string extents(const shape& s) {
  std::string list;
  for (const auto n : s) list += (list.empty() ? "" : ",") + (n < 0 ? "null" : std::to_string(n));
  return "[" + list + "]";
}

void check(const parsing::description& d, const known_shapes& shapes) {
  for (const auto& [name, s] : shapes) {
    if (std::find(d.tensors.begin(), d.tensors.end(), name) == d.tensors.end()) {
      std::string known;
      for (const auto& t : d.tensors) known += (known.empty() ? "" : ", ") + t;
      throw argument_error("a shape of \"" + name + "\", which is no tensor of the formula; known: " + known);
    }
    if (s.size() > 6) throw shape_error("a tensor has at most 6 axes: " + name + " " + shape_text(s));
    for (const auto n : s)
      if (n > std::ptrdiff_t{1} << 53)
        throw shape_error("an extent is at most 2^53, which every reader of JSON has exactly: " + name + " " +
                          shape_text(s));
  }
}

}  // namespace

std::string json_text(const parsing::description& d, const known_shapes& shapes) {
  check(d, shapes);
  std::string coefficients, tensors;
  for (const auto& c : d.coefficients)
    coefficients += (coefficients.empty() ? "" : ",") + std::string{"{\"free\":"} + (c.free ? "true" : "false") +
                    ",\"name\":" + quoted(c.name) + ",\"value\":" + number(c.value) + "}";
  for (const auto& t : d.tensors) {
    const auto known = shapes.find(t);
    tensors += (tensors.empty() ? "" : ",") + std::string{"{\"name\":"} + quoted(t) +
               (known == shapes.end() ? "" : ",\"shape\":" + extents(known->second)) + "}";
  }
  return "{\"coefficients\":[" + coefficients + "],\"formula\":" + quoted(d.formula) +
         ",\"regula\":" + std::to_string(penalty_json_version) + ",\"tensors\":[" + tensors + "]}";
}

}  // namespace regula::described

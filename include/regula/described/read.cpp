// SPDX-License-Identifier: MIT
#include <algorithm>
#include <limits>
#include <optional>
#include <regula/described/penalty_json.hpp>
#include <regula/models/json_text.hpp>

namespace regula::described {
namespace {

using regularizers::shown;

constexpr std::size_t most_bytes = std::size_t{1} << 20;

[[noreturn]] void refuse(const std::string& why) { throw config_error("JSON of a penalty: " + why); }

/// Nothing is passed over: what is read and written again has lost nothing.
void only(const json& object, const std::string& what, std::initializer_list<std::string_view> known) {
  if (!object.is_object()) refuse(what + " is an object, not " + shown(object));
  for (const auto& [name, value] : object.items()) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string list;
    for (const auto k : known) (list += list.empty() ? "" : ", ") += k;
    refuse(what + " has a member " + shown(name) + "; known: " + list);
  }
}

std::string text_in(const json& object, const char* key, const std::string& of) {
  const auto& value = models::member(object, key);
  if (!value.is_string())
    refuse("the member \"" + std::string{key} + "\" of " + of + " is a text, not " + shown(value));
  return value.get<std::string>();
}

/// An empty list where there is none.
const json& list_in(const json& object, const char* key) {
  static const json none = json::array();
  const auto found = object.find(key);
  if (found == object.end()) return none;
  if (!found->is_array()) refuse("the member \"" + std::string{key} + "\" is a list, not " + shown(*found));
  return *found;
}

parsing::described_coefficient coefficient_from(const json& from) {
  only(from, "a coefficient", {"free", "name", "value"});
  const auto name = text_in(from, "name", "a coefficient");
  const auto &value = models::member(from, "value"), &free = models::member(from, "free");
  if (!value.is_null() && !value.is_number())
    refuse("the value of " + name + " is a number or null, not " + shown(value));
  if (!free.is_null() && !free.is_boolean()) refuse("\"free\" of " + name + " is true or false, not " + shown(free));
  return {name, value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>(),
          !free.is_null() && free.get<bool>()};
}

/// A whole number from 0 up; JSON that a program has made has them with a sign, too.
std::optional<std::uint64_t> whole(const json& from) {
  if (!from.is_number_integer() || (!from.is_number_unsigned() && from.get<std::int64_t>() < 0)) return {};
  return from.get<std::uint64_t>();
}

shape shape_from(const json& from, const std::string& name) {
  const auto wrong = [&] {
    refuse("the shape of " + name + " is at most 6 whole numbers or null, not " + shown(from));
  };
  if (!from.is_array() || from.size() > 6) wrong();
  shape s;
  for (const auto& n : from) {
    if (!n.is_null() && whole(n).value_or(~std::uint64_t{0}) > std::uint64_t{1} << 53) wrong();
    s.push_back(n.is_null() ? -1 : n.get<std::ptrdiff_t>());
  }
  return s;
}

/// A list says all that the formula has, or is not there.
template <class Given, class Has, class Name>
void check_complete(const json& from, const char* key, const Given& given, const Has& has, Name name_of) {
  if (!from.contains(key)) return;
  for (const auto& x : has)
    if (std::none_of(given.begin(), given.end(), [&](const auto& g) { return name_of(g) == name_of(x); }))
      refuse(std::string{"\""} + key + "\" has no " + name_of(x) + ", which the formula has");
}

/// Extents that are all known are those of a call.
void check_shapes(const described_penalty& d, const std::vector<std::string>& tensors) {
  std::vector<shape> all;
  for (const auto& t : tensors) {
    const auto found = d.shapes.find(t);
    if (found == d.shapes.end() ||
        std::any_of(found->second.begin(), found->second.end(), [](auto n) { return n < 0; }))
      return;
    all.push_back(found->second);
  }
  parsing::check_shapes(d.penalty, all);
}

described_penalty read_version_1(const json& from, const user_atoms& atoms) {
  only(from, "it", {"coefficients", "formula", "regula", "tensors"});
  parsing::description given{text_in(from, "formula", "it"), {}, {}};
  known_shapes shapes;
  for (const auto& c : list_in(from, "coefficients")) given.coefficients.push_back(coefficient_from(c));
  for (const auto& t : list_in(from, "tensors")) {
    only(t, "a tensor", {"name", "shape"});
    given.tensors.push_back(text_in(t, "name", "a tensor"));
    if (t.contains("shape"))
      shapes.insert_or_assign(given.tensors.back(), shape_from(t["shape"], given.tensors.back()));
  }
  try {
    const described_penalty made{parsing::penalty_of(given, atoms), shapes};
    const auto has = parsing::describe(made.penalty);
    check_complete(from, "coefficients", given.coefficients, has.coefficients, [](const auto& c) { return c.name; });
    check_complete(from, "tensors", given.tensors, has.tensors, [](const auto& t) { return t; });
    check_shapes(made, has.tensors);
    return made;
  } catch (const parse_error& e) {
    refuse(e.what());
  }
}

}  // namespace

described_penalty read(const json& from, const user_atoms& atoms) {
  if (!from.is_object()) refuse("it is an object, not " + shown(from));
  const auto& given = models::member(from, "regula");
  const auto version = whole(given).value_or(0);
  if (version == 0)
    refuse("the member \"regula\" is the version of the format, a whole number from 1, not " + shown(given));
  if (version > std::uint64_t{penalty_json_version})
    refuse("it has version " + shown(given) + " of the format; this library reads versions up to " +
           std::to_string(penalty_json_version));
  return read_version_1(from, atoms);
}

}  // namespace regula::described

namespace regula {

described_penalty described_from_json(std::string_view text, const user_atoms& atoms) {
  if (text.size() > described::most_bytes)
    described::refuse("it has " + std::to_string(text.size()) + " bytes; at most " +
                      std::to_string(described::most_bytes) + " are read");
  return described::read(models::strict_json(text, "JSON of a penalty"), atoms);
}

}  // namespace regula

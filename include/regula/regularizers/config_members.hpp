// SPDX-License-Identifier: MIT
/// Coefficients and members of a class as JSON and back. The JSON itself is compiled in the library.
#pragma once
#include <boost/hana/accessors.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/unpack.hpp>
#include <functional>
#include <regula/regularizers/config_values.hpp>
#include <typeinfo>

namespace regula::regularizers {

void put(json& config, const std::string& name, double value);
void put(json& config, const std::string& name, std::int64_t value);
void put(json& config, const std::string& name, std::uint64_t value);
void put(json& config, const std::string& name, bool value);
void put(json& config, const std::string& name, const std::string& value);

void for_each_entry(const json& config, const std::function<void(const std::string&, const json&)>& act);
[[noreturn]] void cannot_be(const std::string& name, const json& value);
bool truth_from(const json& value, const std::string& name);
std::string text_from(const json& value, const std::string& name);
/// The name of a type without its namespaces.
std::string short_name(const std::type_info&);

/// Names of the members of a reflected class, and access to them.
template <class T, class Do> void for_each_member(T& object, const Do& act) {
  boost::hana::for_each(boost::hana::accessors<std::remove_const_t<T>>(), [&](const auto& member) {
    act(std::string{boost::hana::first(member).c_str()}, boost::hana::second(member)(object));
  });
}

/// Numbers, truth and text: what is written without all of json.
template <class M> inline constexpr bool is_plain_member = std::is_arithmetic_v<M> || std::is_same_v<M, std::string>;
/// Whether all members of a reflected class are plain.
template <class T>
inline constexpr bool has_plain_members = decltype(boost::hana::unpack(boost::hana::accessors<T>(), [](auto... member) {
  return std::bool_constant<(
      is_plain_member<std::remove_cvref_t<decltype(boost::hana::second(member)(std::declval<const T&>()))>> && ...)>{};
}))::value;

/// Adds the members of an object, each under its name.
template <class T, class J> void put_members(J& config, const T& object) {
  for_each_member(object, [&](const std::string& name, const auto& value) {
    using type = std::remove_cvref_t<decltype(value)>;
    if constexpr (std::is_same_v<type, bool> || std::is_same_v<type, std::string>)
      put(config, name, value);
    else if constexpr (std::is_floating_point_v<type>)
      put(config, name, static_cast<double>(value));
    else if constexpr (std::is_integral_v<type>)
      put(config, name, static_cast<std::conditional_t<std::is_signed_v<type>, std::int64_t, std::uint64_t>>(value));
    else
      config[name] = value;
  });
}

/// Gives the member of this name the value. Throws coefficient_error where there is none, or none of its type.
template <class T, class J> void assign_member(T& object, const std::string& name, const J& value) {
  bool found = false;
  std::string known;
  for_each_member(object, [&](const std::string& member, auto& place) {
    known += (known.empty() ? "" : ", ") + member;
    if (member != name) return;
    found = true;
    using type = std::remove_reference_t<decltype(place)>;
    if constexpr (std::is_same_v<type, bool>)
      place = truth_from(value, name);
    else if constexpr (std::is_same_v<type, std::string>)
      place = text_from(value, name);
    else if constexpr (std::is_floating_point_v<type>)
      place = static_cast<type>(number_from(value, name));
    else if constexpr (std::is_integral_v<type>)
      place = whole_from<type>(value, name);
    else
      try {
        place = value.template get<type>();
      } catch (const typename J::exception&) {
        cannot_be(name, value);
      }
  });
  if (!found) throw coefficient_error("no coefficient \"" + name + "\"; known: " + known);
}

}  // namespace regula::regularizers

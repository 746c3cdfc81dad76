// SPDX-License-Identifier: MIT
/// Reads the config of a layer, member by member, and refuses what is left over.
#pragma once
#include <initializer_list>
#include <regula/custom_objects.hpp>
#include <regula/layers/options.hpp>
#include <regula/regularizers/json.hpp>
#include <set>

namespace regula::layers {

class config_reader {
public:
  config_reader(std::string of, json config, const custom_objects& custom);

  bool has(const char* key) const;
  /// A member that is there, and null.
  bool is_null(const char* key) const { return config_.contains(key) && config_.at(key).is_null(); }
  double number(const char* key, double otherwise);
  bool flag(const char* key, bool otherwise);
  std::string word(const char* key, const std::string& otherwise);
  /// A whole number in [least, 2^31).
  std::ptrdiff_t count(const char* key, std::ptrdiff_t otherwise, std::ptrdiff_t least = 1);
  /// A list of whole numbers, or one number for `axes` of them.
  shape extents(const char* key, std::size_t axes);
  /// A list of whole numbers of either sign, at most 6, or one number; empty where there is none.
  shape whole_numbers(const char* key);
  initializer_option initializer(const char* key, const initializer_option& otherwise);
  regularizer penalty(const char* key);
  constraints::constraint constraint(const char* key);
  /// The members of a weight, <role>_initializer, _regularizer and _constraint, into these; an initializer that the config
  /// does not have stays as it is.
  void rules(const std::string& role, initializer_option& i, regularizer& r, constraints::constraint& c);
  /// For layers inside this one.
  const custom_objects& custom() const { return custom_; }
  /// A member that has to have one of these values where it is given: what is not built is refused.
  void only(const char* key, std::initializer_list<json> allowed);
  void ignore(std::initializer_list<const char*> keys);
  const json& take(const char* key);
  /// Throws config_error for a member that nobody took.
  void finish() const;

private:
  [[noreturn]] void refuse(const char* key, const json& given, const std::string& allowed) const;
  std::ptrdiff_t whole(const char* key, const json& v, std::ptrdiff_t least) const;

  std::string of_;
  json config_;
  const custom_objects& custom_;
  std::set<std::string, std::less<>> taken_;
};

}  // namespace regula::layers

// SPDX-License-Identifier: MIT
/// Custom regularizers by name, so that a config can be read back.
///
///   register_serializable<"Custom", "l1">([](auto W) { return 0.01 * sum(abs(W)); });   for the whole program
///   register_serializable<"Custom", "l2", L2Regularizer>();                            a class, default-made
///   const custom_objects scope{{"Plain", Plain{}}};                                    for this thread, until it ends
#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <regula/regularizers/builtin.hpp>

namespace regula::regularizers {

/// Prototypes by name.
using named_regularizers = std::map<std::string, regularizer, std::less<>>;

/// What register_serializable has seen. It is the program's, as names in files are; guarded by a mutex.
class registry {
public:
  static registry& of_the_program() {
    static registry all;
    return all;
  }
  /// Throws config_error where the name stands for something else already.
  void add(const std::string& name, regularizer prototype) {
    const std::scoped_lock lock(mutex_);
    const auto found = prototypes_.find(name);
    if (found != prototypes_.end() && found->second.model()->source() != prototype.model()->source())
      throw config_error("\"" + name + "\" is registered already, for another regularizer: " + found->second.text());
    prototypes_.insert_or_assign(name, std::move(prototype));
  }
  std::optional<regularizer> find(std::string_view name) const {
    const std::scoped_lock lock(mutex_);
    const auto found = prototypes_.find(name);
    return found == prototypes_.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<std::string> name_of(std::type_index source) const {
    const std::scoped_lock lock(mutex_);
    for (const auto& [name, prototype] : prototypes_)
      if (prototype.model()->source() == source) return name;
    return {};
  }
  named_regularizers all() const {
    const std::scoped_lock lock(mutex_);
    return prototypes_;
  }

private:
  mutable std::mutex mutex_;
  named_regularizers prototypes_;
};

/// Registers a regularizer as "Package>Name". A class is given by its type or by an object with its defaults.
template <fixed_string Package, fixed_string Name, regularizer_source T>
void register_serializable(const T& prototype = T{}) {
  registry::of_the_program().add(std::string{Package.view()} + ">" + std::string{Name.view()}, prototype);
}

/// Names that are known while it lives, on this thread; the innermost scope is asked first.
class custom_objects {
public:
  custom_objects(std::initializer_list<std::pair<const std::string, regularizer>> entries) : known_(entries) {
    stack().push_back(this);
  }
  custom_objects(const custom_objects&) = delete;
  custom_objects& operator=(const custom_objects&) = delete;
  ~custom_objects() { std::erase(stack(), this); }

  const named_regularizers& known() const { return known_; }
  static std::vector<const custom_objects*>& stack() {
    thread_local std::vector<const custom_objects*> scopes;
    return scopes;
  }

private:
  named_regularizers known_;
};

/// A custom regularizer by name: the scopes, then the registered ones, then those given.
inline std::optional<regularizer> find_custom(std::string_view name, const named_regularizers& given = {}) {
  const auto& scopes = custom_objects::stack();
  for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope)
    if (const auto found = (*scope)->known().find(name); found != (*scope)->known().end()) return found->second;
  if (auto found = registry::of_the_program().find(name)) return found;
  const auto found = given.find(name);
  return found == given.end() ? std::nullopt : std::optional(found->second);
}

/// All custom regularizers that find_custom knows.
inline named_regularizers known_custom(const named_regularizers& given = {}) {
  auto all = given;
  for (const auto& [name, r] : registry::of_the_program().all()) all.insert_or_assign(name, r);
  for (const auto* scope : custom_objects::stack())
    for (const auto& [name, r] : scope->known()) all.insert_or_assign(name, r);
  return all;
}

}  // namespace regula::regularizers

// SPDX-License-Identifier: MIT
/// Custom regularizers by name, so that a config can be read back.
///
///   register_serializable<"Custom", "l1">([](auto W) { return 0.01 * sum(abs(W)); });   for the whole program
///   register_serializable<"Custom", "l2", L2Regularizer>();                            a class, default-made
///   const custom_objects scope{{"Plain", Plain{}}};                                    for this thread, until it ends
#pragma once
#include <mutex>
#include <optional>
#include <regula/custom_objects.hpp>
#include <regula/regularizers/builtin.hpp>

namespace regula::regularizers {

/// What register_serializable has seen. It is the program's, as names in files are; guarded by a mutex.
class registry {
public:
  static registry& of_the_program();
  /// Throws config_error where the name stands for something else already.
  void add(const std::string& name, regularizer prototype);
  std::optional<regularizer> find(std::string_view name) const;
  /// The name under which something of the same type, and if it is no object of the same formula, was registered.
  std::optional<std::string> name_of(const model& of) const;
  named_regularizers all() const;

private:
  mutable std::mutex mutex_;
  named_regularizers prototypes_;
};

/// Registers a regularizer as "Package>Name". A class is given by its type or by an object with its defaults.
template <fixed_string Package, fixed_string Name, regularizer_source T>
void register_serializable(const T& prototype = T{}) {
  registry::of_the_program().add(std::string{Package.view()} + ">" + std::string{Name.view()}, prototype);
}

using regula::custom_objects;

/// A custom regularizer by name: the scopes, then the registered ones, then those given.
std::optional<regularizer> find_custom(std::string_view name, const named_regularizers& given = {});
/// All custom regularizers that find_custom knows.
named_regularizers known_custom(const named_regularizers& given = {});

}  // namespace regula::regularizers

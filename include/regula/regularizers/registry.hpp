// SPDX-License-Identifier: MIT
/// Custom regularizers by name, so that a config can be read back.
///
///   register_serializable<"Custom", "l1">([](auto W) { return 0.01 * sum(abs(W)); });   for the whole program
///   register_serializable<"Custom", "l2", L2Regularizer>();                            a class, default-made
///   const custom_objects scope{{"Plain", Plain{}}};                                    for this thread, until it ends
#pragma once
#include <optional>
#include <regula/custom_objects.hpp>
#include <regula/regularizers/builtin.hpp>

namespace regula::regularizers {

/// For the whole program. Throws config_error where the name stands for something else already.
void register_prototype(const std::string& name, const regularizer& prototype);

/// Registers a regularizer as "Package>Name". A class is given by its type or by an object with its defaults.
template <fixed_string Package, fixed_string Name, regularizer_source T>
void register_serializable(const T& prototype = T{}) {
  register_prototype(std::string{Package.view()} + ">" + std::string{Name.view()}, prototype);
}

using regula::custom_objects;

/// A custom regularizer by name: the scopes, then the registered ones, then those given.
std::optional<regularizer> find_custom(std::string_view name, const named_regularizers& given = {});
/// All custom regularizers that find_custom knows.
named_regularizers known_custom(const named_regularizers& given = {});

}  // namespace regula::regularizers

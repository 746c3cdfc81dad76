// SPDX-License-Identifier: MIT
/// The names that the whole program knows, for the library's own sources.
#pragma once
#include <mutex>
#include <regula/regularizers/registry.hpp>

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

}  // namespace regula::regularizers

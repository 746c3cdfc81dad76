// SPDX-License-Identifier: MIT
/// C source as code that can be called: compiled by the system's compiler, kept in the user's cache, loaded.
#pragma once
#include <memory>
#include <string>

namespace regula::parsing {

class shared_object {
public:
  /// Throws a file_error that says what failed.
  explicit shared_object(const std::string& source);

  /// Throws a file_error where there is no such function.
  void* function(const std::string& name) const;
  const std::shared_ptr<void>& handle() const { return handle_; }
  const std::string& path() const { return path_; }
  bool was_cached() const { return was_cached_; }

private:
  std::shared_ptr<void> handle_;
  std::string path_;
  bool was_cached_ = false;
};

}  // namespace regula::parsing

// SPDX-License-Identifier: MIT
/// A folder of the user's own for code that is loaded: nobody else may write in it.
#pragma once
#include <string>

namespace regula::parsing {

/// regula in $XDG_CACHE_HOME or ~/.cache, made with mode 0700 where it is missing.
class private_folder {
public:
  /// Throws a file_error that says why the folder cannot be used.
  private_folder();
  private_folder(const private_folder&) = delete;
  private_folder& operator=(const private_folder&) = delete;
  ~private_folder();

  std::string path(const std::string& name) const { return path_ + "/" + name; }
  /// Whether there is a file of this name. Throws a file_error where it is not a plain one of the user's own that nobody
  /// else may write.
  bool has(const std::string& name) const;
  /// Writes a new file; there must be none.
  void write(const std::string& name, const std::string& text) const;
  /// Puts a file in the place of another.
  void rename(const std::string& from, const std::string& to) const;
  void remove(const std::string& name) const noexcept;

private:
  std::string path_;
  int folder_ = -1;
};

}  // namespace regula::parsing

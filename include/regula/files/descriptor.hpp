// SPDX-License-Identifier: MIT
/// Descriptors of files and pipes as values that close themselves. POSIX.
#pragma once
#include <string_view>
#include <utility>

namespace regula::files {

/// A file descriptor that closes itself; -1 is none.
class descriptor {
public:
  explicit descriptor(int number = -1) : number_(number) {}
  descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  descriptor& operator=(descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~descriptor() { close(); }

  explicit operator bool() const { return number_ >= 0; }
  int number() const { return number_; }
  /// False, with errno, where the operating system reports a late error of writing.
  bool close();

private:
  int number_;
};

/// Writes all of it, whatever pieces the operating system takes. False, with errno, where it refuses.
bool write_all(int to, std::string_view bytes);

}  // namespace regula::files

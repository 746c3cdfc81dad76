// SPDX-License-Identifier: MIT
/// The system's C compiler, started without a shell.
#pragma once
#include <string>
#include <vector>

namespace regula::parsing {

struct c_compiler {
  std::vector<std::string> command;  // the program, and what $CC says behind it
  std::string version;               // what --version prints first

  /// $CC, or cc, gcc or clang where PATH has one. Throws a file_error where there is none.
  static c_compiler find();
  /// Throws a file_error with the first error that the compiler prints.
  void run(const std::vector<std::string>& arguments) const;
};

/// What the processor is able to do, as text: code compiled for it runs on those that say the same.
std::string processor_text();

}  // namespace regula::parsing

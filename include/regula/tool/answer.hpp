// SPDX-License-Identifier: MIT
/// What a command answers: for people, for programs, and for the shell.
#pragma once
#include <regula/regularizers/json.hpp>
#include <string>

namespace regula::tool {

struct answer {
  json data;         ///< for --json
  std::string text;  ///< otherwise
  bool yes = true;   ///< false: exit code 1
};

/// What the commands may know of where their text goes.
struct terminal {
  bool colours = false;
  int columns = 80;

  std::string good(const std::string& text) const { return painted("32", text); }
  std::string bad(const std::string& text) const { return painted("31;1", text); }
  std::string heading(const std::string& text) const { return painted("1", text); }

private:
  std::string painted(const char* how, const std::string& text) const {
    return colours ? std::string("\x1b[") + how + "m" + text + "\x1b[0m" : text;
  }
};

/// A command that was given what it cannot use; exit code 2, as for every regula::error.
struct usage_error : error {
  using error::error;
};

}  // namespace regula::tool

// SPDX-License-Identifier: MIT
/// The environment that compile() looks at, set for a test and put back.
#pragma once
#include <cstdlib>
#include <optional>
#include <string>
#include <tests/emit/compiled_c.hpp>

namespace emit_test {

class variable {
public:
  variable(const char* name, const std::string& value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    setenv(name, value.c_str(), 1);
  }
  variable(const variable&) = delete;
  variable& operator=(const variable&) = delete;
  ~variable() { old_ ? setenv(name_, old_->c_str(), 1) : unsetenv(name_); }

private:
  const char* name_;
  std::optional<std::string> old_;
};

/// A cache of its own.
class fresh_cache {
public:
  std::filesystem::path path() const { return folder_.path() / "regula"; }

private:
  folder folder_;
  variable home_{"XDG_CACHE_HOME", folder_.path().string()};
};

}  // namespace emit_test

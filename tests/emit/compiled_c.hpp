// SPDX-License-Identifier: MIT
/// C source compiled by a strict C99 compiler and loaded, in a folder that goes away.
#pragma once
#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace emit_test {

/// A folder of its own under the one for temporary files.
class folder {
public:
  folder() {
    std::string name = (std::filesystem::temp_directory_path() / "regula_emit_XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  ~folder() {
    std::error_code ignored;
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

/// The functions of a source that gcc -std=c99 -Wall -Wextra -pedantic -Werror takes.
class compiled_c {
public:
  static constexpr const char* strict = "-std=c99 -Wall -Wextra -pedantic -Werror -O1";

  explicit compiled_c(const std::string& source, const std::string& flags = strict) {
    const auto c = folder_.path() / "f.c", so = folder_.path() / "f.so";
    std::ofstream(c) << source;
    const auto command = "cc " + flags + " -shared -fPIC -o " + so.string() + " " + c.string() + " -lm";
    if (std::system(command.c_str()) == 0) library_ = dlopen(so.c_str(), RTLD_NOW | RTLD_LOCAL);
  }
  ~compiled_c() {
    if (library_ != nullptr) dlclose(library_);
  }
  compiled_c(const compiled_c&) = delete;
  compiled_c& operator=(const compiled_c&) = delete;

  bool good() const { return library_ != nullptr; }
  template <class F> F* function(const char* name = "penalty_value_and_gradient") const {
    return reinterpret_cast<F*>(dlsym(library_, name));
  }

private:
  folder folder_;
  void* library_ = nullptr;
};

}  // namespace emit_test

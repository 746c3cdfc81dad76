// SPDX-License-Identifier: MIT
/// A folder of its own for a test, removed at the end; and the message of a refused file.
#pragma once
#include <algorithm>
#include <filesystem>
#include <random>
#include <regula/error.hpp>
#include <string>
#include <vector>

class test_folder {
public:
  test_folder()
      : path_(std::filesystem::temp_directory_path() / ("regula-test-" + std::to_string(std::random_device{}()))) {
    std::filesystem::create_directory(path_);
  }
  test_folder(const test_folder&) = delete;
  test_folder& operator=(const test_folder&) = delete;
  ~test_folder() { std::filesystem::remove_all(path_); }

  std::filesystem::path operator/(const char* name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }
  std::size_t files() const {
    std::size_t n = 0;
    for ([[maybe_unused]] const auto& each : std::filesystem::directory_iterator(path_)) ++n;
    return n;
  }

private:
  std::filesystem::path path_;
};

/// What file_error says; "" where nothing is thrown. Every other exception passes.
template <class F> std::string refusal(F&& f) {
  try {
    f();
    return "";
  } catch (const regula::file_error& e) {
    return e.what();
  }
}

/// Files of a folder whose name begins so, in order.
inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder, const std::string& beginning) {
  std::vector<std::filesystem::path> found;
  for (const auto& each : std::filesystem::directory_iterator(folder))
    if (each.path().filename().string().starts_with(beginning)) found.push_back(each.path());
  std::sort(found.begin(), found.end());
  return found;
}

// SPDX-License-Identifier: MIT
/// The most that a reader of models builds from a config.
#pragma once
#include <cstddef>

namespace regula::models {

struct read_limits {
  std::ptrdiff_t entries = std::ptrdiff_t{1} << 26;  ///< of all weights together; readers of files: what the file has
  std::size_t parts = 20'000;                        ///< layers, their uses, and tensors read, with those inside
  bool initial_values = true;                        ///< zeros where false
};

}  // namespace regula::models

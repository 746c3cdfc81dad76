// SPDX-License-Identifier: MIT
/// The images of examples/data/digits.csv, in a fixed random order.
#pragma once
#include <fstream>
#include <regula/layers/random.hpp>
#include <regula/ndarray.hpp>

namespace digits {

struct samples {
  regula::ndarray x;  // (samples, 8, 8, 1), 0 to 1
  regula::ndarray y;  // (samples, 1): the digit
};
struct halves {
  samples train, test;
};

inline halves read(const std::string& path, std::ptrdiff_t for_test = 360) {
  constexpr std::ptrdiff_t rows = 1797, pixels = 64;
  std::ifstream file(path);
  if (!file) throw regula::file_error("cannot read " + path + ": run the program in the folder examples");
  regula::ndarray x({rows, 8, 8, 1}), y({rows, 1});
  regula::rng draw(1);
  std::vector<std::ptrdiff_t> order(rows);
  for (std::ptrdiff_t i = 0; i < rows; ++i) order[static_cast<std::size_t>(i)] = i;
  for (std::size_t i = rows; i > 1; --i) std::swap(order[i - 1], order[draw.below(i)]);
  for (const auto i : order) {
    char comma = 0;
    for (std::ptrdiff_t k = 0; k < pixels; ++k) {
      float v = 0;
      file >> v >> comma;
      x.data()[i * pixels + k] = v / 16.0F;
    }
    file >> y(i, 0);
  }
  if (!file) throw regula::file_error(path + " has fewer numbers than 1797 rows of 65");
  const auto rest = rows - for_test;
  return {{x.slice(0, rest), y.slice(0, rest)}, {x.slice(rest, for_test), y.slice(rest, for_test)}};
}

}  // namespace digits

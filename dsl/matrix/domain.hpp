// SPDX-License-Identifier: MIT
/// What a matrix must be for an atom to take it, and the sentence that says what it is instead. Entries count from 0.
#pragma once
#include <charconv>
#include <cmath>
#include <dsl/matrix/matrix_ref.hpp>
#include <dsl/meta/error.hpp>
#include <dsl/meta/number_text.hpp>
#include <limits>
#include <string>

namespace regula::dsl {

[[noreturn]] inline void outside_domain(const char* atom, const std::string& why) {
  throw domain_error(std::string(atom) + ": the matrix " + why);
}

/// A computed number, without the digits that rounding made.
inline std::string six_digits(double v) {
  v = without_nan_sign(v);
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, v, std::chars_format::general, 6).ptr};
}

/// The largest |entry|. Throws if one is NaN or infinite.
template <class S> S largest_finite(const matrix_ref<const S>& x, const char* atom) {
  S most = 0;
  for (std::ptrdiff_t j = 0; j < x.cols; ++j)
    for (std::ptrdiff_t i = 0; i < x.rows; ++i) {
      if (!std::isfinite(x(i, j))) outside_domain(atom, "has entries that are not finite");
      most = std::max(most, std::abs(x(i, j)));
    }
  return most;
}

/// The largest |entry| of a matrix that must be finite, square, and symmetric up to max(n, 16) eps times that entry.
template <class S> S largest_of_symmetric(const matrix_ref<const S>& x, const char* atom) {
  if (x.rows != x.cols)
    outside_domain(atom, "is " + std::to_string(x.rows) + " x " + std::to_string(x.cols) + ", not square");
  const S most = largest_finite(x, atom);
  const S most_apart = static_cast<S>(std::max<std::ptrdiff_t>(x.rows, 16)) * std::numeric_limits<S>::epsilon() * most;
  for (std::ptrdiff_t j = 0; j < x.cols; ++j)
    for (std::ptrdiff_t i = j + 1; i < x.rows; ++i)
      if (std::abs(x(i, j) - x(j, i)) > most_apart)
        outside_domain(atom, "is not symmetric: entries (" + std::to_string(i) + ", " + std::to_string(j) + ") and (" +
                                 std::to_string(j) + ", " + std::to_string(i) + ") are " + number_text(x(i, j)) +
                                 " and " + number_text(x(j, i)));
  return most;
}

}  // namespace regula::dsl

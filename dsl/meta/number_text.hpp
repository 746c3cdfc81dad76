// SPDX-License-Identifier: MIT
/// Numbers as text that reads back as the same double.
#pragma once
#include <charconv>
#include <cmath>
#include <string>

namespace regula::dsl {

/// A NaN without its sign, which means nothing: 0.0 / 0.0 has one on some machines.
inline double without_nan_sign(double v) { return std::isnan(v) ? std::fabs(v) : v; }

/// The fewest digits that read back as v: 0.0001, 100000, 1e-07, 1e+22. Powers of ten from -4 to 15 are written out.
inline std::string number_text(double v) {
  v = without_nan_sign(v);
  char text[64];
  const double size = std::fabs(v);
  const bool plain = v == 0.0 || (size >= 1e-4 && size < 1e16);
  const auto form = plain ? std::chars_format::fixed : std::chars_format::scientific;
  return {text, std::isfinite(v) ? std::to_chars(text, text + sizeof text, v, form).ptr
                                 : std::to_chars(text, text + sizeof text, v).ptr};
}

}  // namespace regula::dsl

// SPDX-License-Identifier: MIT
/// Tensors that are no two entries alike and the same on every machine.
#pragma once
#include <cmath>
#include <regula/ndarray.hpp>

/// sin(0.1 + step), sin(0.1 + 2 step), ...
inline regula::ndarray waves(const regula::shape& s, double step) {
  regula::ndarray t(s);
  double at = 0.1;
  for (float& v : t.values()) v = static_cast<float>(std::sin(at += step));
  return t;
}

// SPDX-License-Identifier: MIT
/// What is written down of a penalty, whatever the format: its formula without numbers, its coefficients, its tensors.
#pragma once
#include <regula/text_style.hpp>
#include <regula/written.hpp>
#include <string>
#include <vector>

namespace regula {

class parsed_penalty;

namespace parsing {

/// NaN: it has no value. Unnamed ones are c0, c1, ..., and free.
struct described_coefficient {
  std::string name;
  double value = 0.0;
  bool free = false;

  bool operator==(const described_coefficient&) const = default;
};

/// In reading order of the formula. A penalty is described in one way.
struct description {
  std::string formula;
  std::vector<described_coefficient> coefficients;
  std::vector<std::string> tensors;

  bool operator==(const description&) const = default;
};

description describe(const formula_view& formula);
description describe(const parsed_penalty& p);

/// As {fmt} prints it, in every style.
std::string text_of(const formula_view& formula, text_style style);

}  // namespace parsing
}  // namespace regula

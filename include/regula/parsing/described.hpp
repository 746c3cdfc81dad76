// SPDX-License-Identifier: MIT
/// What is written down of a penalty, whatever the format: its formula without numbers, its coefficients, its tensors.
#pragma once
#include <regula/parsing/parsed_penalty.hpp>

namespace regula {
namespace dsl {
struct formula_view;
}  // namespace dsl

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

description describe(const dsl::formula_view& formula);
description describe(const parsed_penalty& p);

/// The penalty of a description in which nothing needs to be in order. Throws config_error for a name that is none,
/// parse_error for what the parser refuses.
parsed_penalty penalty_of(const description& d, const user_atoms& atoms = {});

/// Throws shape_error where the tensors of a penalty, in its order, may not have these extents.
void check_shapes(const parsed_penalty& p, std::span<const std::vector<std::ptrdiff_t>> extents);

}  // namespace parsing
}  // namespace regula

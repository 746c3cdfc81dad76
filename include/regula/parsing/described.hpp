// SPDX-License-Identifier: MIT
/// Penalties of what is written down of them.
#pragma once
#include <regula/parsing/description.hpp>
#include <regula/parsing/parsed_penalty.hpp>

namespace regula::parsing {

/// The penalty of a description in which nothing needs to be in order. Throws config_error for a name that is none,
/// parse_error for what the parser refuses.
parsed_penalty penalty_of(const description& d, const user_atoms& atoms = {});

/// Throws shape_error where the tensors of a penalty, in its order, may not have these extents.
void check_shapes(const parsed_penalty& p, std::span<const std::vector<std::ptrdiff_t>> extents);

}  // namespace regula::parsing

// SPDX-License-Identifier: MIT
/// Penalties as JSON that says all of them: formula, coefficients, tensors. docs/reference/json.md has the format.
///
///   const std::string j = to_json(regula::l1(0.01));             of a compiled penalty, or a parsed one
///   const auto p = regula::penalty_from_json(j);                  in a program that never saw it
///   to_json(p, {{"W", {300, 100}}})                               with the extents of its tensors, as far as known
///
/// Same penalty, same bytes. And all of regula::json, for a file that looks into configs. Links with regula-models.
#pragma once
#include <regula/described/penalty_json.hpp>
#include <regula/regularizers/json.hpp>

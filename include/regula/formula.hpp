// SPDX-License-Identifier: MIT
/// What a formula is written with: symbols, coefficients, constants, + - * /, and the atoms.
///
///   symbol<"W">, symbols::W ...   tensors            coef<"l1">(0.01), 0.5, free_coef<"mu">(-1)   coefficients
///   constant<2>, constant<1, 3>   fixed numbers      abs, exp, sum, norm2, ...                    atoms, found by ADL
///
/// docs/reference/atoms.md lists the atoms.
#pragma once
#include <dsl/atoms/library.hpp>
#include <dsl/syntax/operators.hpp>

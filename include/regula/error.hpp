// SPDX-License-Identifier: MIT
/// What can go wrong at run time: regula::error and its kinds.
#pragma once
#include <dsl/meta/error.hpp>

namespace regula {
/// A number as messages quote it: the fewest digits that read back as the same double.
using dsl::number_text;
}  // namespace regula

// SPDX-License-Identifier: MIT
#pragma once

namespace regula::dsl {

/// Whether coefficients appear with their values or under their names.
enum class shown { values, names };

}  // namespace regula::dsl

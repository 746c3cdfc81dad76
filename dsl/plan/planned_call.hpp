// SPDX-License-Identifier: MIT
/// The calls that plans are shown and written of.
#pragma once

namespace regula {

/// Gradients are those of all tensors.
enum class planned_call { value, gradient, value_and_gradient };

}  // namespace regula

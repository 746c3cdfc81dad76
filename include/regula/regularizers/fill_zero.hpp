// SPDX-License-Identifier: MIT
/// Zeros in a tensor of any strides: where a gradient is assigned by adding to nothing.
#pragma once
#include <regula/tensor_access.hpp>

namespace regula {

void fill_zero(tensor_view<float>);
void fill_zero(tensor_view<double>);

}  // namespace regula

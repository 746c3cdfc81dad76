// SPDX-License-Identifier: MIT
/// Masks of tensors, and how several become one. A layer hands the mask of its input on where it supports_masking(); behind
/// others, recurrent layers, Bidirectional and TimeDistributed among them, no step is masked, as in Keras 3.16; before it
/// they handed masks on.
#pragma once
#include <regula/layers/record.hpp>

namespace regula::layers {

/// 1 where any of them is; null where one is, or none is given.
mask_ptr either(const mask_list& all);

/// The mask of tensors side by side along the last axis: the steps where any entry of a tensor of theirs counts. A
/// tensor without a mask counts everywhere. Null where no tensor has one.
mask_ptr side_by_side(const tensors& inputs, const mask_list& given);

/// Where the entries of x, or rows of its last axis, are not all this value.
mask_ptr differs_from(const ndarray& x, double value, bool by_rows);

/// The mask as numbers for a layer that reads (batch, steps, ...); null where it has none. Throws shape_error that
/// names the layer where the mask is not (batch, steps).
const float* steps_of(const mask_ptr& m, const shape& input, const std::string& layer);

}  // namespace regula::layers

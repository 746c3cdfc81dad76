// SPDX-License-Identifier: MIT
/// Layers that work along one axis: which one is meant, and tensors with that axis last.
#pragma once
#include <regula/ndarray.hpp>

namespace regula::layers {

class config_reader;

/// The place of an axis, a negative one counted from the last. Throws shape_error, which starts with `who`, where a
/// tensor of that many axes has none there; the batch, axis 0, is not meant.
std::size_t axis_of(const std::string& who, std::ptrdiff_t axis, std::size_t rank);

/// The member "axis": one whole number, or a list of one. Throws config_error.
std::ptrdiff_t axis_in(config_reader& c, std::ptrdiff_t otherwise = -1);

/// The product of the extents [from, to).
std::ptrdiff_t extent(const shape& s, std::size_t from, std::size_t to);

/// (outer, a, b, block) as (outer, b, a, block), the result under the shape s.
ndarray exchanged(const ndarray& x, std::ptrdiff_t a, std::ptrdiff_t b, std::ptrdiff_t block, shape s);
/// x with an axis moved behind the others.
ndarray with_axis_last(ndarray x, std::size_t axis);
/// What with_axis_last made of a tensor of shape s, as it was.
ndarray with_axis_back(ndarray y, std::size_t axis, const shape& s);

/// For each entry of a tensor of shape `whole`, which entry it reads of one whose extents are the same or 1.
std::vector<std::ptrdiff_t> broadcast_places(const shape& whole, const shape& part);

}  // namespace regula::layers

// SPDX-License-Identifier: MIT
#include <regula/layers/weight.hpp>

namespace regula::layers {

void weight::build(const shape& extents, rng& draw) {
  const auto entries = entry_count(extents);
  if (entries > draw.entries_left)
    throw config_error("the weight \"" + name + "\" of shape " + shape_text(extents) + " has " +
                       std::to_string(entries) + " entries; there are no more than " +
                       std::to_string(draw.entries_left) + " left for it");
  draw.entries_left -= entries;
  value = draw.draws ? initializer.make(extents, draw) : ndarray(extents);
  gradient = ndarray(extents);
  built = true;
}

void weight::assign(ndarray values) {
  if (values.shape() != value.shape())
    throw shape_error("the weight \"" + name + "\" has shape " + shape_text(value.shape()) + "; given is " +
                      shape_text(values.shape()));
  value = std::move(values);
}

}  // namespace regula::layers

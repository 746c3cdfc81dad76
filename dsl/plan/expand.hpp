// SPDX-License-Identifier: MIT
/// Late definitions (norm2, pseudo_huber...) written out.
#pragma once
#include <dsl/rewrite/rules.hpp>

namespace regula::dsl {

/// Node i of `from` and what it is computed from, definitions expanded, in a second graph; image[i] is where node i went.
constexpr int expand(const builder& from, int i, builder& to, std::int16_t* image) {
  if (image[i] >= 0 || to.trouble() != problem::none) return image[i] < 0 ? 0 : image[i];
  node n = from[i];
  if (n.what < 0) return image[i] = as_index(to.put(n, from.range_of(i)));
  for (auto& x : n.operands)
    if (x >= 0) x = as_index(expand(from, x, to, image));
  const auto& r = rules(from, n.what);
  if (r.has_definition) return image[i] = as_index(r.definition(to, n.operands, n.bits));
  return image[i] = as_index(to.put(n, from.range_of(i)));
}

}  // namespace regula::dsl

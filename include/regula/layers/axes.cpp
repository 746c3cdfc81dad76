// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/layers/axes.hpp>
#include <regula/layers/config_reader.hpp>

namespace regula::layers {

std::size_t axis_of(const std::string& who, std::ptrdiff_t axis, std::size_t rank) {
  const auto axes = static_cast<std::ptrdiff_t>(rank);
  const auto at = axis < 0 ? axis + axes : axis;
  if (at < 1 || at >= axes)
    throw shape_error(who + " works along the axis " + std::to_string(axis) + "; an input of " + std::to_string(rank) +
                      " axes has 1 to " + std::to_string(axes - 1) + ", or -1 for the last, beside the batch");
  return static_cast<std::size_t>(at);
}

std::ptrdiff_t axis_in(config_reader& c, std::ptrdiff_t otherwise) {
  const bool given = c.has("axis");
  const auto list = c.whole_numbers("axis");
  if (!given) return otherwise;
  if (list.size() != 1)
    throw config_error("axis is one whole number, or a list of one; given are " + std::to_string(list.size()));
  return list[0];
}

std::ptrdiff_t extent(const shape& s, std::size_t from, std::size_t to) {
  std::ptrdiff_t n = 1;
  for (auto k = from; k < to; ++k) n *= s[k];
  return n;
}

ndarray exchanged(const ndarray& x, std::ptrdiff_t a, std::ptrdiff_t b, std::ptrdiff_t block, shape s) {
  ndarray y(std::move(s));
  if (x.size() == 0) return y;
  const float* from = x.data();
  for (std::ptrdiff_t outer = 0; outer < x.size(); outer += a * b * block)
    for (std::ptrdiff_t i = 0; i < a; ++i)
      for (std::ptrdiff_t j = 0; j < b; ++j, from += block) {
        float* to = y.data() + outer + (j * a + i) * block;
        if (block == 1)
          *to = *from;
        else
          std::copy_n(from, block, to);
      }
  return y;
}

ndarray with_axis_last(ndarray x, std::size_t axis) {
  if (axis + 1 == x.rank()) return x;
  auto s = x.shape();
  std::rotate(s.begin() + static_cast<std::ptrdiff_t>(axis), s.begin() + static_cast<std::ptrdiff_t>(axis) + 1,
              s.end());
  return exchanged(x, x.shape(axis), extent(x.shape(), axis + 1, x.rank()), 1, s);
}

ndarray with_axis_back(ndarray y, std::size_t axis, const shape& s) {
  if (axis + 1 == s.size()) return y;
  return exchanged(y, extent(s, axis + 1, s.size()), s[axis], 1, s);
}

std::vector<std::ptrdiff_t> broadcast_places(const shape& whole, const shape& part) {
  std::vector<std::ptrdiff_t> places(static_cast<std::size_t>(entry_count(whole)));
  const auto axes = whole.size();
  shape at(axes, 0), step(axes, 0);
  for (std::ptrdiff_t k = static_cast<std::ptrdiff_t>(axes), run = 1; k-- > 0;) {
    const auto a = static_cast<std::size_t>(k);
    step[a] = part[a] == 1 ? 0 : run;
    run *= part[a];
  }
  std::ptrdiff_t place = 0;
  for (auto& p : places) {
    p = place;
    for (auto a = axes; a-- > 0;) {
      place += step[a];
      if (++at[a] < whole[a]) break;
      place -= step[a] * whole[a];
      at[a] = 0;
    }
  }
  return places;
}

}  // namespace regula::layers

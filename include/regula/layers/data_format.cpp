// SPDX-License-Identifier: MIT
#include <algorithm>
#include <numeric>
#include <regula/layers/data_format.hpp>

namespace regula::layers {

shape permuted(const shape& s, const axis_order& order) {
  shape p;
  for (const auto k : order) p.push_back(s.at(k));
  return p;
}

ndarray permuted(const ndarray& x, const axis_order& order) {
  if (order.empty()) return x;
  ndarray y(permuted(x.shape(), order));
  if (y.size() == 0) return y;
  shape steps(x.rank(), 1);
  for (std::size_t k = x.rank(); k-- > 1;) steps[k - 1] = steps[k] * x.shape(k);
  steps = permuted(steps, order);

  shape at(y.rank(), 0);
  std::ptrdiff_t from = 0;
  using strided = Eigen::Map<const Eigen::ArrayXf, 0, Eigen::InnerStride<>>;
  for (std::ptrdiff_t row = 0; row < y.rows(); ++row) {
    Eigen::Map<Eigen::ArrayXf>(y.data() + row * y.last(), y.last()) =
        strided(x.data() + from, y.last(), Eigen::InnerStride<>(steps.back()));
    for (std::size_t k = y.rank() - 1; k-- > 0;) {
      from += steps[k];
      if (++at[k] < y.shape(k)) break;
      from -= steps[k] * y.shape(k);
      at[k] = 0;
    }
  }
  return y;
}

data_format::data_format(std::string_view name) : first_(name == "channels_first") {
  if (!first_ && name != "channels_last")
    throw config_error("data_format is channels_last or channels_first, not \"" + std::string{name} + "\"");
}

shape data_format::to_last(shape s) const {
  if (first_ && s.size() > 2) std::rotate(s.begin() + 1, s.begin() + 2, s.end());
  return s;
}

shape data_format::from_last(shape s) const {
  if (first_ && s.size() > 2) std::rotate(s.begin() + 1, s.end() - 1, s.end());
  return s;
}

ndarray data_format::to_last(const ndarray& x) const {
  if (!first_ || x.rank() < 3) return x;
  axis_order order(x.rank());
  std::iota(order.begin(), order.end(), 0U);
  std::rotate(order.begin() + 1, order.begin() + 2, order.end());
  return permuted(x, order);
}

ndarray data_format::from_last(ndarray x) const {
  if (!first_ || x.rank() < 3) return x;
  axis_order order(x.rank());
  std::iota(order.begin(), order.end(), 0U);
  std::rotate(order.begin() + 1, order.end() - 1, order.end());
  return permuted(x, order);
}

const ndarray& data_format::to_last(const ndarray& x, ndarray& buffer) const {
  if (!first_) return x;
  buffer = to_last(x);
  return buffer;
}

std::string data_format::axes_text(std::size_t spatial) const {
  const auto axes = std::to_string(spatial) + (spatial == 1 ? " spatial axis" : " spatial axes");
  return first_ ? "(batch, channels, " + axes + ")" : "(batch, " + axes + ", channels)";
}

}  // namespace regula::layers

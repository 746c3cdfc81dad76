// SPDX-License-Identifier: MIT
#include <algorithm>
#include <limits>
#include <numeric>
#include <regula/ndarray.hpp>

namespace regula {

std::string shape_text(const shape& s) {
  std::string text = "(";
  for (std::size_t k = 0; k < s.size(); ++k) {
    if (k) text += ", ";
    text += s[k] < 0 ? "None" : std::to_string(s[k]);
  }
  return text + (s.size() == 1 ? ",)" : ")");
}

namespace {
constexpr auto most = std::numeric_limits<std::ptrdiff_t>::max() / static_cast<std::ptrdiff_t>(sizeof(double));
}  // namespace

std::ptrdiff_t extent_product(std::ptrdiff_t a, std::ptrdiff_t b) {
  if (a < 0 || b < 0 || (a > 0 && b > most / a))
    throw shape_error(std::to_string(a) + " times " + std::to_string(b) + " is more entries than memory");
  return a * b;
}

std::ptrdiff_t entry_count(const shape& s) {
  if (s.size() > 6) throw shape_error("a tensor has at most 6 axes; this shape is " + shape_text(s));
  std::ptrdiff_t n = 1, strides = 1;  // as if no extent were 0: products of some extents have to fit, too
  for (const auto e : s) {
    if (e < 0) throw shape_error("extents are not negative; this shape is " + shape_text(s));
    if (e > 0 && strides > most / e) throw shape_error("the shape " + shape_text(s) + " has more entries than memory");
    strides *= std::max<std::ptrdiff_t>(e, 1);
    n *= e;
  }
  return n;
}

ndarray::ndarray(regula::shape extents, const std::vector<float>& entries) : values_(entries.begin(), entries.end()) {
  give(std::move(extents));
}

void ndarray::give(regula::shape extents) {
  if (entry_count(extents) != size())
    throw shape_error("the shape " + shape_text(extents) + " has " + std::to_string(entry_count(extents)) +
                      " entries; given are " + std::to_string(size()));
  shape_ = std::move(extents);
}

std::ptrdiff_t ndarray::rows() const {
  return rank() == 0 ? 1 : std::accumulate(shape_.begin(), shape_.end() - 1, std::ptrdiff_t{1}, std::multiplies{});
}

ndarray ndarray::slice(std::ptrdiff_t first, std::ptrdiff_t count) const {
  if (rank() == 0 || first < 0 || count < 0 || first > shape_[0] - count)
    throw index_error("no entries " + std::to_string(first) + " to " + std::to_string(first + count) +
                      " along the first axis of " + shape_text(shape_));
  auto extents = shape_;
  const auto step = shape_[0] == 0 ? 0 : size() / shape_[0];
  extents[0] = count;
  ndarray part(std::move(extents));
  std::copy_n(data() + first * step, count * step, part.data());
  return part;
}

std::size_t ndarray::position(std::initializer_list<std::ptrdiff_t> indices) const {
  bool fits = indices.size() == rank();
  std::ptrdiff_t at = 0;
  for (std::size_t k = 0; fits && k < rank(); ++k) {
    const auto i = indices.begin()[k];
    fits = i >= 0 && i < shape_[k];
    at = at * shape_[k] + i;
  }
  if (!fits) throw index_error("no entry " + shape_text(indices) + " in a tensor of shape " + shape_text(shape_));
  return static_cast<std::size_t>(at);
}

}  // namespace regula

// SPDX-License-Identifier: MIT
#include <regula/regularizers/fill_zero.hpp>

namespace regula {
namespace {

template <class S> void fill(tensor_view<S> v) {
  if (v.rank == 0) return void(*v.data = S{});
  const auto n = v.extents[0], step = v.strides[0];
  --v.rank;
  for (int k = 0; k < v.rank; ++k) v.extents[k] = v.extents[k + 1], v.strides[k] = v.strides[k + 1];
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    auto part = v;
    part.data = v.data + i * step;
    fill(part);
  }
}

}  // namespace

void fill_zero(tensor_view<float> v) {
  if (v.size() > 0) fill(v);
}
void fill_zero(tensor_view<double> v) {
  if (v.size() > 0) fill(v);
}

}  // namespace regula

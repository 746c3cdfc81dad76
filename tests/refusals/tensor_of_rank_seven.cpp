// error: a tensor of a formula has at most 6 axes: join some of them, as a TensorMap of its memory can
// SPDX-License-Identifier: MIT
#include <regula/tensor.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

double refused(const float* w) {
#ifdef TWIN
  return p(Eigen::TensorMap<const Eigen::Tensor<float, 6>>(w, 1, 1, 1, 1, 2, 2));
#else
  return p(Eigen::TensorMap<const Eigen::Tensor<float, 7>>(w, 1, 1, 1, 1, 1, 2, 2));
#endif
}

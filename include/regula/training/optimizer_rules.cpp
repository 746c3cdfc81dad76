// SPDX-License-Identifier: MIT
#include <cmath>
#include <regula/training/optimizer_rules.hpp>

namespace regula::optimizers {

void sgd::step(std::int64_t, ndarray::flat_map w, ndarray::const_flat_map g, ndarray* slot) const {
  const auto rate = static_cast<float>(learning_rate), keep = static_cast<float>(momentum);
  if (momentum == 0) {
    w -= rate * g;
    return;
  }
  auto m = slot->flat();
  m = keep * m - rate * g;
  if (nesterov)
    w += keep * m - rate * g;
  else
    w += m;
}

void adam::step(std::int64_t t, ndarray::flat_map w, ndarray::const_flat_map g, ndarray* slot) const {
  const auto steps = static_cast<double>(t);
  const auto rate =
      static_cast<float>(learning_rate * std::sqrt(1 - std::pow(beta_2, steps)) / (1 - std::pow(beta_1, steps)));
  auto m = slot[0].flat(), v = slot[1].flat();
  m += static_cast<float>(1 - beta_1) * (g - m);
  v += static_cast<float>(1 - beta_2) * (g.square() - v);
  if (amsgrad)
    for (std::ptrdiff_t i = 0; i < v.size(); ++i)
      if (float& most = slot[2].data()[i]; !(v[i] <= most)) most = v[i];
  w -= rate * m / (slot[amsgrad ? 2 : 1].flat().sqrt() + static_cast<float>(epsilon));
}

void adamw::step(std::int64_t t, ndarray::flat_map w, ndarray::const_flat_map g, ndarray* slot) const {
  plain().step(t, w, g, slot);
}

}  // namespace regula::optimizers

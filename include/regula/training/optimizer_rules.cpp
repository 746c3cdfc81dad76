// SPDX-License-Identifier: MIT
#include <regula/training/optimizer_rules.hpp>
#include <regula/updates.hpp>

namespace regula::optimizers {
namespace {

template <class Update>
void run(const Update& update, std::int64_t t, ndarray::flat_map w, ndarray::const_flat_map g, ndarray* slot) {
  std::vector<ndarray::flat_map> slots;
  for (int k = 0; k < update.slots(); ++k) slots.push_back(slot[k].flat());
  update(t, w, g, slots.data());
}

}  // namespace

// Weight decay spares some weights: the optimizer does it.
void sgd::step(std::int64_t t, ndarray::flat_map w, ndarray::const_flat_map g, ndarray* slot) const {
  run(updates::sgd{learning_rate, momentum, nesterov}, t, w, g, slot);
}
void adam::step(std::int64_t t, ndarray::flat_map w, ndarray::const_flat_map g, ndarray* slot) const {
  run(updates::adam{learning_rate, beta_1, beta_2, epsilon, amsgrad}, t, w, g, slot);
}
void adamw::step(std::int64_t t, ndarray::flat_map w, ndarray::const_flat_map g, ndarray* slot) const {
  plain().step(t, w, g, slot);
}

}  // namespace regula::optimizers

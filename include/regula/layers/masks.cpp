// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/layers/axes.hpp>
#include <regula/layers/masks.hpp>

namespace regula::layers {

mask_ptr either(const mask_list& all) {
  if (all.empty() || std::find(all.begin(), all.end(), nullptr) != all.end()) return nullptr;
  if (all.size() == 1) return all[0];
  ndarray any = *all[0];
  for (const auto& m : all) {
    auto whole = any.shape();
    bool fits = m->rank() == whole.size();
    for (std::size_t a = 0; fits && a < whole.size(); ++a) {
      fits = m->shape(a) == whole[a] || m->shape(a) == 1 || whole[a] == 1;
      if (whole[a] == 1) whole[a] = m->shape(a);
    }
    if (!fits)
      throw shape_error("masks of tensors that are joined have one shape, but for extents of 1; these have " +
                        shape_text(any.shape()) + " and " + shape_text(m->shape()));
    const auto here = broadcast_places(whole, any.shape()), there = broadcast_places(whole, m->shape());
    ndarray both(whole);
    for (std::size_t i = 0; i < here.size(); ++i) both.data()[i] = std::max(any.data()[here[i]], m->data()[there[i]]);
    any = std::move(both);
  }
  return std::make_shared<const ndarray>(std::move(any));
}

mask_ptr side_by_side(const tensors& inputs, const mask_list& given) {
  mask_ptr first;
  for (const auto& m : given)
    if (m && !first) first = m;
  if (!first || given.size() != inputs.size()) return nullptr;
  const shape steps{inputs[0].shape().begin(), inputs[0].shape().end() - 1};
  ndarray any(steps);
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    if (!given[k] && inputs[k].last() > 0) any.flat().setOnes();
    if (!given[k]) continue;
    if (given[k]->shape() != steps)
      throw shape_error("the mask of a tensor " + shape_text(inputs[k].shape()) + " has the shape " +
                        shape_text(steps) + " here, not " + shape_text(given[k]->shape()));
    any.flat() = any.flat().max(given[k]->flat());
  }
  return std::make_shared<const ndarray>(std::move(any));
}

mask_ptr differs_from(const ndarray& x, double value, bool by_rows) {
  const auto v = static_cast<float>(value);
  if (!by_rows) {
    ndarray m(x.shape());
    m.flat() = (x.flat() != v).cast<float>();
    return std::make_shared<const ndarray>(std::move(m));
  }
  ndarray m(x.shape().empty() ? shape{} : shape{x.shape().begin(), x.shape().end() - 1});
  for (std::ptrdiff_t i = 0; i < m.size(); ++i) m.flat()[i] = (x.matrix().row(i).array() != v).any() ? 1.0F : 0.0F;
  return std::make_shared<const ndarray>(std::move(m));
}

const float* steps_of(const mask_ptr& m, const shape& input, const std::string& layer) {
  if (!m) return nullptr;
  if (m->rank() != 2 || m->shape(0) != input.at(0) || m->shape(1) != input.at(1))
    throw shape_error("the mask of what \"" + layer + "\" reads, " + shape_text(input) + ", is (batch, steps), not " +
                      shape_text(m->shape()));
  return m->data();
}

}  // namespace regula::layers

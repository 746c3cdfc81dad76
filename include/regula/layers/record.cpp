// SPDX-License-Identifier: MIT
#include <regula/layers/record.hpp>

namespace regula::layers {

shapes shapes_of(const tensors& all) {
  shapes s;
  for (const auto& t : all) s.push_back(t.shape());
  return s;
}

void check_gradients(const std::string& of, const tensors& gradients, const tensors& values) {
  const auto given = shapes_of(gradients), needed = shapes_of(values);
  const auto text = [](const shapes& all) {
    std::string list;
    for (const auto& s : all) list += (list.empty() ? "" : ", ") + shape_text(s);
    return list.empty() ? "none" : list;
  };
  if (given != needed)
    throw shape_error("the gradients of the layer \"" + of + " have the shapes " + text(given) + "; needed are " +
                      text(needed));
}

double per_sample(double penalty, const ndarray& y) {
  if (y.rank() == 0) return penalty;
  return y.shape(0) == 0 ? 0.0 : penalty / static_cast<double>(y.shape(0));
}

}  // namespace regula::layers

// SPDX-License-Identifier: MIT
#include <regula/layers/config_reader.hpp>
#include <regula/layers/masks.hpp>
#include <regula/layers/merge.hpp>

namespace regula::layers {

add_layer::add_layer(std::string name) : layer(std::move(name)) {}

std::string add_layer::class_name() const { return "Add"; }

shapes add_layer::output_shapes(const shapes& inputs) const {
  if (inputs.empty()) throw shape_error("Add \"" + name() + "\" takes at least one tensor");
  for (const auto& s : inputs)
    if (s != inputs[0])
      throw shape_error("Add \"" + name() + "\" takes tensors of one shape; given are " + shape_text(inputs[0]) +
                        " and " + shape_text(s));
  return {inputs[0]};
}

tensors add_layer::forward(const tensors& inputs, record&) {
  output_shapes(shapes_of(inputs));
  tensors y{inputs[0]};
  for (std::size_t k = 1; k < inputs.size(); ++k) y[0].flat() += inputs[k].flat();
  return y;
}

tensors add_layer::backward(const tensors& dy, record& r) { return tensors(r.inputs.size(), dy[0]); }

std::shared_ptr<layer> add_layer::from_config(config_reader&) { return std::make_shared<add_layer>(); }

ref<add_layer> Add(const std::string& name) { return make<add_layer>(name); }

concatenate_layer::concatenate_layer(std::string name) : layer(std::move(name)) {}

std::string concatenate_layer::class_name() const { return "Concatenate"; }

shapes concatenate_layer::output_shapes(const shapes& inputs) const {
  const auto head = [](shape s) {
    s.back() = 0;
    return s;
  };
  if (inputs.empty()) throw shape_error("Concatenate \"" + name() + "\" takes at least one tensor");
  shape out = inputs[0];
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    if (inputs[k].empty() || inputs[k].back() < 0 || inputs[k].size() != out.size() || head(inputs[k]) != head(out))
      throw shape_error("Concatenate \"" + name() +
                        "\" takes tensors that differ along the last axis only; given are " + shape_text(inputs[0]) +
                        " and " + shape_text(inputs[k]));
    if (k > 0) out.back() += inputs[k].back();
  }
  return {out};
}

tensors concatenate_layer::forward(const tensors& inputs, record&) {
  ndarray y(output_shapes(shapes_of(inputs))[0]);
  std::ptrdiff_t at = 0;
  for (const auto& x : inputs) {
    y.matrix().middleCols(at, x.last()) = x.matrix();
    at += x.last();
  }
  tensors all;
  all.push_back(std::move(y));
  return all;
}

mask_list concatenate_layer::output_masks(const tensors& inputs, const record& r) const {
  return {side_by_side(inputs, r.given)};
}

tensors concatenate_layer::backward(const tensors& dy, record& r) {
  tensors dx;
  std::ptrdiff_t at = 0;
  for (const auto& x : r.inputs) {
    dx.emplace_back(x.shape());
    dx.back().matrix() = dy[0].matrix().middleCols(at, x.last());
    at += x.last();
  }
  return dx;
}

json concatenate_layer::get_config() const { return {{"axis", -1}}; }

std::shared_ptr<layer> concatenate_layer::from_config(config_reader& c) {
  c.only("axis", {-1});
  return std::make_shared<concatenate_layer>();
}

ref<concatenate_layer> Concatenate(const std::string& name) { return make<concatenate_layer>(name); }

}  // namespace regula::layers

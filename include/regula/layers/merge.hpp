// SPDX-License-Identifier: MIT
/// Layers of several inputs: Add, Concatenate.
#pragma once
#include <regula/layers/ref.hpp>

namespace regula::layers {

/// The sum of tensors of one shape.
class add_layer final : public layer {
public:
  explicit add_layer(std::string name = "") : layer(std::move(name)) {}
  std::string class_name() const override { return "Add"; }
  shapes output_shapes(const shapes& inputs) const override {
    if (inputs.empty()) throw shape_error("Add \"" + name() + "\" takes at least one tensor");
    for (const auto& s : inputs)
      if (s != inputs[0])
        throw shape_error("Add \"" + name() + "\" takes tensors of one shape; given are " + shape_text(inputs[0]) +
                          " and " + shape_text(s));
    return {inputs[0]};
  }
  tensors forward(const tensors& inputs, record&) override {
    output_shapes(shapes_of(inputs));
    tensors y{inputs[0]};
    for (std::size_t k = 1; k < inputs.size(); ++k) y[0].flat() += inputs[k].flat();
    return y;
  }
  tensors backward(const tensors& dy, record& r) override { return tensors(r.inputs.size(), dy[0]); }
};
inline ref<add_layer> Add(const std::string& name = "") { return make<add_layer>(name); }

/// Tensors side by side along the last axis.
class concatenate_layer final : public layer {
public:
  explicit concatenate_layer(std::string name = "") : layer(std::move(name)) {}
  std::string class_name() const override { return "Concatenate"; }
  shapes output_shapes(const shapes& inputs) const override {
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
  tensors forward(const tensors& inputs, record&) override {
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
  tensors backward(const tensors& dy, record& r) override {
    tensors dx;
    std::ptrdiff_t at = 0;
    for (const auto& x : r.inputs) {
      dx.emplace_back(x.shape());
      dx.back().matrix() = dy[0].matrix().middleCols(at, x.last());
      at += x.last();
    }
    return dx;
  }
  json get_config() const override { return {{"axis", -1}}; }
};
inline ref<concatenate_layer> Concatenate(const std::string& name = "") { return make<concatenate_layer>(name); }

}  // namespace regula::layers

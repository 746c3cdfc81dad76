// SPDX-License-Identifier: MIT
/// The layers of a model and what each one reads: a layer itself, so that models nest and are shared.
#pragma once
#include <regula/layers/simple.hpp>

namespace regula::models {

using layers::layer;
using layers::record;
using layers::shapes;
using layers::symbolic;
using layers::symbolics;
using layers::tensors;

/// An output of a step, or with step -1 an input of the model.
struct source {
  std::ptrdiff_t step;
  std::size_t output;
};
struct step {
  std::shared_ptr<layer> made_by;
  std::vector<source> inputs;
  kept_json arguments = {};  // others of this use, as a file had them: {"mask": null}; null for none
};

/// A chain has one input and one output and may be made before its shapes are known; other graphs are made of places.
class graph final : public layer {
public:
  /// A chain. An InputLayer at the front states the shape. Without a name: "sequential" and "model", which a model around
  /// it counts.
  graph(std::vector<std::shared_ptr<layer>> chain, std::string name);
  /// Steps in Keras's order: by depth, the longest way to an output; places of one depth as they are met from the outputs.
  graph(const symbolics& inputs, const symbolics& outputs, std::string name);

  std::string class_name() const override;
  bool is_chain() const { return is_chain_; }
  const std::vector<step>& steps() const { return steps_; }
  const std::vector<source>& outputs() const { return outputs_; }
  std::size_t input_count() const { return inputs_.size(); }
  /// The names of the entrances; "" where a chain has none.
  const std::vector<std::shared_ptr<layers::input_layer>>& inputs() const { return inputs_; }

  /// Adds a layer to the end of a chain that is not built.
  void append(std::shared_ptr<layer> l);

  std::vector<std::shared_ptr<layer>> sublayers() const override;
  shapes output_shapes(const shapes& given) const override;
  tensors forward(const tensors& given, record& r) override;
  layers::mask_list output_masks(const tensors& given, const record& r) const override;
  tensors backward(const tensors& slopes, record& r) override;

protected:
  void make_weights(const shapes& inputs, rng& draw) override;

private:
  void check(const shapes& given) const;
  /// Gives a layer without a name one that this model does not have: dense, dense_1, ...
  void adopt(layer& l);
  bool has(const layer& l) const;

  bool is_chain_;
  std::vector<step> steps_;
  std::vector<std::shared_ptr<layers::input_layer>> inputs_{1};
  std::vector<source> outputs_{{-1, 0}};
};

}  // namespace regula::models

// SPDX-License-Identifier: MIT
/// What a layer is: weights, a forward and a backward pass, and the penalties it adds to the loss. Layers of one's own
/// derive from layer, or from single_layer where one tensor goes in and one comes out.
#pragma once
#include <functional>
#include <memory>
#include <regula/layers/names.hpp>
#include <regula/layers/record.hpp>
#include <regula/layers/weight.hpp>
#include <unordered_set>

namespace regula::layers {

class config_reader;

class layer {
public:
  explicit layer(std::string name, bool trainable = true);
  layer(const layer&) = delete;
  layer& operator=(const layer&) = delete;
  virtual ~layer() = default;

  /// Keras's name of the class: "Dense".
  virtual std::string class_name() const = 0;
  const std::string& name() const { return name_; }
  void rename(std::string name);
  /// A name of its class, which a model may replace: that of a layer that was given none.
  void name_after_class();
  bool is_unnamed() const { return unnamed_ || name_.empty(); }
  bool trainable() const { return trainable_; }
  /// A frozen layer is not trained and its weights add no penalty; its activity does. Goes down to the layers inside.
  void set_trainable(bool yes);

  /// Acts at the next call. P(output) is divided by the first extent of the output, the batch.
  regularizer activity_regularizer;

  /// Its own weights, in the order of Keras.
  std::vector<weight>& weights() { return weights_; }
  const std::vector<weight>& weights() const { return weights_; }
  weight& find_weight(std::string_view name);
  const weight& find_weight(std::string_view name) const { return const_cast<layer*>(this)->find_weight(name); }
  /// Layers inside, each once.
  virtual std::vector<std::shared_ptr<layer>> sublayers() const;
  /// Where files of Keras have the k-th layer inside: "forward_layer". Empty: among others, by its class.
  virtual std::string place_of(std::size_t k) const;
  /// The name of the cell that has the weights in Keras: "lstm_cell". Empty: the layer itself has them.
  virtual std::string cell_name() const;

  bool built() const { return built_; }
  const shapes& build_shapes() const { return build_shapes_; }
  /// Makes the weights for inputs of these shapes, -1 for an unknown batch; once.
  void build(const shapes& inputs, rng& draw);
  /// The shapes of the outputs; a batch of -1 stays one. Throws shape_error for inputs that do not fit.
  virtual shapes output_shapes(const shapes& inputs) const = 0;

  /// The outputs. Reads `training`; where `keep`, leaves in the record what backward needs.
  virtual tensors forward(const tensors& inputs, record&) = 0;
  /// Whether the mask of its input is that of its output.   [Keras supports_masking]
  virtual bool supports_masking() const;
  /// The masks of the outputs after forward, one each, from r.given: all of them as one where the layer supports_masking.
  virtual mask_list output_masks(const tensors& inputs, const record& r) const;
  /// Adds dL/dw to the gradients of the weights; dL/dinputs from dL/doutputs.
  virtual tensors backward(const tensors& output_gradients, record&) = 0;

  /// forward, with the penalty of the activity; for layers inside other layers. Builds what is not built.
  tensors run(tensors inputs, record& r);
  /// backward, with the gradient of the activity's penalty.
  tensors run_back(tensors output_gradients, record& r);

  /// The penalties of the last call by layer, those of the layers inside too, then those of the trainable weights as
  /// they are now. In the order of Keras. A layer inside is named by its path, as in Model::places(): "block/dense".
  std::vector<loss_term> loss_terms(const policy& on = {}) const;
  /// Their values.
  std::vector<double> losses(const policy& on = {}) const;
  /// Replaces the activity penalties of this layer and all inside by those of a finished call.
  void commit(const record& r);

  /// The sum of the penalties of the trainable weights.
  double weight_penalties(const policy& on = {}) const;
  /// It too; adds its gradient to theirs.
  double add_weight_penalties(const policy& on = {});
  /// The gradients of that sum alone by each trainable weight that is built, in the order of visit_weights.
  tensors penalty_gradient(const policy& on = {}) const;
  void zero_gradients();
  /// New initial values for all weights.
  void initialize(std::uint64_t seed);

  /// P of a weight or of an output, and with a gradient, += dP/dw. 0 where there is no regularizer. On several threads it is
  /// asked of several weights at once.
  virtual double weight_penalty(const weight& w, ndarray* gradient, const policy& on) const;
  virtual double activity_penalty(const ndarray& y, ndarray* gradient, const policy& on) const;
  virtual bool has_activity() const;
  /// The formulas of these; empty where there is no regularizer.
  virtual std::string weight_text(const weight& w) const;
  virtual std::string activity_text() const;

  /// Own config in the keys of Keras, without those that every layer has. A class that is read back has the other way,
  /// too: static std::shared_ptr<layer> from_config(config_reader&).
  virtual json get_config() const;
  /// Whether the config names the activity regularizer, where there is one.
  virtual bool writes_activity() const;

  /// This layer and all inside, each once, in the order in which Keras lists their losses.
  void visit(const std::function<void(layer&)>& visitor);
  using weight_visitor = std::function<void(layer&, weight&, bool frozen)>;
  /// Every weight below, in the order of the layers, each once.
  void visit_weights(const weight_visitor& what);

protected:
  /// A name that a model may replace; other models count it: "model", "model_1".
  void name_for_now(std::string name);
  virtual void make_weights(const shapes&, rng&);
  /// Regularizers in a config that are part of the type of the layer (layers/penalties.hpp).
  virtual void add_held(json& config) const;
  /// Changes initial values that no initializer has alone.
  virtual void finish_initial(weight&) const;
  void declare(std::string name, initializers::initializer init, regularizer r, bool trainable = true);
  /// Where there is none of this name, the config goes on telling its rules.
  void declare(std::string name, weight_rules rules, bool exists = true);
  /// Those of a weight as they are now, or of one that is declared and not there.
  weight_rules rules_of(std::string_view name) const;

private:
  void append(const record& r);
  void check_rules() const;
  void visit_weights(const weight_visitor& what, std::unordered_set<const layer*>& seen, bool frozen);

  std::string name_;
  bool trainable_, unnamed_ = false, built_ = false;
  std::vector<weight> weights_;
  named_rules absent_;
  shapes build_shapes_;
  std::vector<double> activity_losses_;
};

/// A layer of one tensor in, one out.
class single_layer : public layer {
public:
  using layer::layer;
  virtual shape output_shape(const shape& input) const = 0;
  virtual ndarray forward(const ndarray& x, record&) = 0;
  virtual ndarray backward(const ndarray& dy, record&) = 0;

  shapes output_shapes(const shapes& inputs) const final;
  tensors forward(const tensors& inputs, record& r) final;
  tensors backward(const tensors& dy, record& r) final;

protected:
  virtual void make_weights(const shape&, rng&);
  void make_weights(const shapes& inputs, rng& draw) final;
};

}  // namespace regula::layers

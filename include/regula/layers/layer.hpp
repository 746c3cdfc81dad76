// SPDX-License-Identifier: MIT
/// What a layer is: weights, a forward and a backward pass, and the penalties it adds to the loss. Layers of one's own
/// derive from layer, or from single_layer where one tensor goes in and one comes out.
#pragma once
#include <regula/layers/names.hpp>
#include <regula/layers/record.hpp>
#include <regula/layers/weight.hpp>
#include <unordered_set>

namespace regula::layers {

class layer {
public:
  explicit layer(std::string name, bool trainable = true) : name_(std::move(name)), trainable_(trainable) {}
  layer(const layer&) = delete;
  layer& operator=(const layer&) = delete;
  virtual ~layer() = default;

  /// Keras's name of the class: "Dense".
  virtual std::string class_name() const = 0;
  const std::string& name() const { return name_; }
  void rename(std::string name) {
    name_ = std::move(name);
    unnamed_ = false;
  }
  /// A name of its class, which a model may replace: that of a layer that was given none.
  void name_after_class() {
    unnamed_ = true;
    name_ = snake_case(class_name());
  }
  bool is_unnamed() const { return unnamed_ || name_.empty(); }
  bool trainable() const { return trainable_; }
  /// A frozen layer is not trained and its weights add no penalty; its activity does. Goes down to the layers inside.
  void set_trainable(bool yes) {
    trainable_ = yes;
    for (const auto& inner : sublayers()) inner->set_trainable(yes);
  }

  /// Acts at the next call. P(output) is divided by the first extent of the output, the batch.
  regularizer activity_regularizer;

  /// Its own weights, in the order of Keras.
  std::vector<weight>& weights() { return weights_; }
  const std::vector<weight>& weights() const { return weights_; }
  weight& find_weight(std::string_view name) {
    std::string known;
    for (auto& w : weights_) {
      if (w.name == name) return w;
      known += (known.empty() ? "" : ", ") + w.name;
    }
    throw config_error("the layer \"" + name_ + "\" has no weight \"" + std::string{name} +
                       "\"; known: " + (known.empty() ? "none" : known));
  }
  const weight& find_weight(std::string_view name) const { return const_cast<layer*>(this)->find_weight(name); }
  /// Layers inside, each once.
  virtual std::vector<std::shared_ptr<layer>> sublayers() const { return {}; }

  bool built() const { return built_; }
  const shapes& build_shapes() const { return build_shapes_; }
  /// Makes the weights for inputs of these shapes, -1 for an unknown batch; once.
  void build(const shapes& inputs, rng& draw) {
    if (built_) return;
    make_weights(inputs, draw);
    build_shapes_ = inputs;
    for (auto& s : build_shapes_)
      if (!s.empty()) s[0] = -1;
    built_ = true;
  }
  /// The shapes of the outputs; a batch of -1 stays one. Throws shape_error for inputs that do not fit.
  virtual shapes output_shapes(const shapes& inputs) const = 0;

  /// The outputs. Reads `training`; where `keep`, leaves in the record what backward needs.
  virtual tensors forward(const tensors& inputs, record&) = 0;
  /// Adds dL/dw to the gradients of the weights; dL/dinputs from dL/doutputs.
  virtual tensors backward(const tensors& output_gradients, record&) = 0;

  /// forward, with the penalty of the activity; for layers inside other layers. Builds what is not built.
  tensors run(tensors inputs, record& r) {
    if (!built_) {
      if (!r.draw)
        throw config_error("the layer \"" + name_ + "\" is not built, and the record has nothing to draw from");
      build(shapes_of(inputs), *r.draw);
    }
    auto outputs = forward(inputs, r);
    r.activity.clear();
    if (has_activity())
      for (const auto& y : outputs) r.activity.push_back(per_sample(activity_penalty(y, nullptr), y));
    if (r.keep) r.inputs = std::move(inputs), r.outputs = outputs;
    return outputs;
  }
  /// backward, with the gradient of the activity's penalty.
  tensors run_back(tensors output_gradients, record& r) {
    if (!r.keep) throw config_error("the layer \"" + name_ + "\" goes back along a call whose record has keep = true");
    check_gradients(name_ + "\" by its outputs", output_gradients, r.outputs);
    if (has_activity())
      for (std::size_t k = 0; k < r.outputs.size(); ++k) {
        ndarray g(r.outputs[k].shape());
        activity_penalty(r.outputs[k], &g);
        output_gradients[k].flat() += g.flat() * static_cast<float>(per_sample(1.0, r.outputs[k]));
      }
    auto input_gradients = backward(output_gradients, r);
    check_gradients(name_ + "\" by its inputs", input_gradients, r.inputs);
    return input_gradients;
  }

  /// The penalties of the last call by layer, those of the layers inside too, then those of the trainable weights as
  /// they are now. In the order of Keras.
  std::vector<loss_term> loss_terms() const;
  /// Their values.
  std::vector<double> losses() const {
    std::vector<double> values;
    for (const auto& t : loss_terms()) values.push_back(t.value);
    return values;
  }
  /// Replaces the activity penalties of this layer and all inside by those of a finished call.
  void commit(const record& r) {
    visit([](layer& l) { l.activity_losses_.clear(); });
    append(r);
  }

  /// The sum of the penalties of the trainable weights; adds its gradient to theirs.
  double add_weight_penalties() {
    double sum = 0.0;
    visit_weights([&](layer& l, weight& w, bool frozen) {
      if (w.built && !frozen) sum += l.weight_penalty(w, &w.gradient);
    });
    return sum;
  }
  void zero_gradients() {
    visit_weights([](layer&, weight& w, bool) { w.gradient.flat().setZero(); });
  }
  /// New initial values for all weights.
  void initialize(std::uint64_t seed) {
    rng draw(seed);
    visit_weights([&](layer&, weight& w, bool) {
      if (w.built) w.build(w.value.shape(), draw);
    });
  }

  /// P of a weight or of an output, and with a gradient, += dP/dw. 0 where there is no regularizer.
  virtual double weight_penalty(const weight& w, ndarray* gradient) const {
    return ask(w.regularizer, w.value, gradient);
  }
  virtual double activity_penalty(const ndarray& y, ndarray* gradient) const {
    return ask(activity_regularizer, y, gradient);
  }
  virtual bool has_activity() const { return static_cast<bool>(activity_regularizer); }
  /// The formulas of these; empty where there is no regularizer.
  virtual std::string weight_text(const weight& w) const { return w.regularizer ? w.regularizer.text() : ""; }
  virtual std::string activity_text() const { return activity_regularizer ? activity_regularizer.text() : ""; }

  /// Own config in the keys of Keras, without those that every layer has.
  virtual json get_config() const { return json::object(); }
  /// Whether the config names the activity regularizer, where there is one.
  virtual bool writes_activity() const { return true; }

  /// This layer and all inside, each once, in the order in which Keras lists their losses.
  template <class Visitor> void visit(const Visitor& visitor) {
    std::unordered_set<const layer*> seen{this};
    visitor(*this);
    std::vector<std::shared_ptr<layer>> open = sublayers();
    std::reverse(open.begin(), open.end());
    while (!open.empty()) {
      const auto next = open.back();
      open.pop_back();
      if (!seen.insert(next.get()).second) continue;
      visitor(*next);
      for (const auto& inner : next->sublayers()) open.push_back(inner);  // the last one is next: reversed, as in Keras
    }
  }
  /// Every weight below, in the order of the layers, each once. `what(layer, weight, frozen)`.
  template <class Visitor> void visit_weights(const Visitor& visitor) {
    std::unordered_set<const layer*> seen;
    visit_weights(visitor, seen, false);
  }

protected:
  virtual void make_weights(const shapes&, rng&) {}
  void declare(std::string name, initializers::initializer init, regularizer r, bool trainable = true) {
    weights_.push_back({std::move(name), std::move(init), std::move(r), trainable});
  }

private:
  static double ask(const regularizer& r, const ndarray& w, ndarray* gradient) {
    if (!r) return 0.0;
    return gradient ? r.value_and_add_gradient(w, *gradient) : r(w);
  }
  void append(const record& r) {
    activity_losses_.insert(activity_losses_.end(), r.activity.begin(), r.activity.end());
    for (const auto& [inner, its] : r.nested) inner->append(its);
  }
  template <class Visitor>
  void visit_weights(const Visitor& visitor, std::unordered_set<const layer*>& seen, bool frozen) {
    if (!seen.insert(this).second) return;
    frozen = frozen || !trainable_;
    for (auto& w : weights_) visitor(*this, w, frozen || !w.trainable);
    for (const auto& inner : sublayers()) inner->visit_weights(visitor, seen, frozen);
  }

  std::string name_;
  bool trainable_, unnamed_ = false, built_ = false;
  std::vector<weight> weights_;
  shapes build_shapes_;
  std::vector<double> activity_losses_;
};

inline std::vector<loss_term> layer::loss_terms() const {
  std::vector<loss_term> terms;
  auto& self = const_cast<layer&>(*this);
  self.visit([&](layer& l) {
    for (const double v : l.activity_losses_)
      terms.push_back({loss_term::kind::activity, l.name(), "", v, l.activity_text()});
  });
  self.visit_weights([&](layer& l, weight& w, bool frozen) {
    const auto text = w.built && !frozen ? l.weight_text(w) : "";
    if (!text.empty()) terms.push_back({loss_term::kind::weight, l.name(), w.name, l.weight_penalty(w, nullptr), text});
  });
  return terms;
}

/// A layer of one tensor in, one out.
class single_layer : public layer {
public:
  using layer::layer;
  virtual shape output_shape(const shape& input) const = 0;
  virtual ndarray forward(const ndarray& x, record&) = 0;
  virtual ndarray backward(const ndarray& dy, record&) = 0;

  shapes output_shapes(const shapes& inputs) const final { return {output_shape(only(inputs))}; }
  tensors forward(const tensors& inputs, record& r) final { return one(forward(only(inputs), r)); }
  tensors backward(const tensors& dy, record& r) final { return one(backward(only(dy), r)); }

protected:
  virtual void make_weights(const shape&, rng&) {}
  void make_weights(const shapes& inputs, rng& draw) final { make_weights(only(inputs), draw); }

private:
  template <class T> const T& only(const std::vector<T>& all) const {
    if (all.size() != 1)
      throw shape_error("the layer \"" + name() + "\" takes one tensor; given are " + std::to_string(all.size()));
    return all.front();
  }
  static tensors one(ndarray y) {
    tensors all;
    all.push_back(std::move(y));
    return all;
  }
};

}  // namespace regula::layers

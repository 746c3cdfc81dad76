// SPDX-License-Identifier: MIT
/// One step of training: the loss of a batch, its gradients, and the optimizer's move.
///
///   layers::record r;
///   optimizers::optimizer sgd = optimizers::sgd{.learning_rate = 0.05};
///   const auto s = training::train_step(*model, sgd, {x}, {y}, "mse", r);
///   s.losses.data, s.losses.penalty, s.losses.total()
#pragma once
#include <functional>
#include <optional>
#include <regula/models/graph.hpp>
#include <regula/training/history.hpp>
#include <regula/training/losses.hpp>
#include <regula/training/optimizers.hpp>
#include <set>

namespace regula::training {

using layers::layer;
using layers::record;

/// Losses, by value or by Keras's names: one for each output of a model, or one for all.
class loss_list {
public:
  loss_list(losses::loss one) : all_{one} {}
  loss_list(const char* name) : all_{losses::get(name)} {}
  loss_list(const std::string& name) : all_{losses::get(name)} {}
  loss_list(std::vector<losses::loss> by_output) : all_(std::move(by_output)) {}
  loss_list(std::initializer_list<losses::loss> by_output) : all_(by_output) {}
  loss_list(std::initializer_list<const char*> by_output) {
    for (const auto* name : by_output) all_.push_back(losses::get(name));
  }

  const losses::loss& of(std::size_t output) const { return all_.size() == 1 ? all_[0] : all_.at(output); }
  /// Throws config_error where a model of so many outputs needs others.
  void check(std::size_t outputs) const {
    if (all_.size() != 1 && all_.size() != outputs)
      throw config_error("one loss for all outputs or one for each of " + std::to_string(outputs) + "; given are " +
                         std::to_string(all_.size()));
  }

private:
  std::vector<losses::loss> all_;
};

inline void check_targets(std::size_t targets, std::size_t outputs) {
  if (targets != outputs)
    throw shape_error("one target tensor for each of " + std::to_string(outputs) + " outputs; given are " +
                      std::to_string(targets));
}

/// The activity penalties of a call, those of the layers inside too.
inline double activity_penalty(const record& r) {
  double sum = 0;
  for (const double v : r.activity) sum += v;
  for (const auto& [inner, its] : r.nested) sum += activity_penalty(its);
  return sum;
}

/// The penalties of the trainable weights as they are.
inline double weight_penalty(layer& model) {
  double sum = 0;
  model.visit_weights([&](layer& l, layers::weight& w, bool frozen) {
    if (w.built && !frozen) sum += l.weight_penalty(w, nullptr);
  });
  return sum;
}

/// One call of the model, outermost as losses() means it, and the losses of its outputs. Adds no weight penalties; with
/// `slopes`, these become the gradients of the losses by the outputs. The record says whether in training.
inline step_result run_batch(layer& model, tensors x, const tensors& y, const loss_list& losses, record& r,
                             tensors* slopes = nullptr) {
  r = r.like();
  step_result s;
  s.outputs = model.run(std::move(x), r);
  losses.check(s.outputs.size());
  check_targets(y.size(), s.outputs.size());
  for (std::size_t k = 0; k < y.size(); ++k) {
    const auto& loss = losses.of(k);
    if (slopes) slopes->emplace_back();
    s.of_outputs.push_back(slopes ? loss.value_and_gradient(y[k], s.outputs[k], slopes->back())
                                  : loss.value(y[k], s.outputs[k]));
    s.losses.data += s.of_outputs.back();
  }
  s.losses.penalty = activity_penalty(r);
  return s;
}

/// The gradients of data loss plus penalties by all weights, in weight::gradient, and the losses; afterwards
/// model.losses() are of this call. What is not built draws its weights from r.draw.
/// Throws shape_error, index_error, config_error and what penalties throw; then no trainable weight has moved, but the
/// moving statistics of a BatchNormalization that was called have.
inline step_result gradients(layer& model, tensors x, const tensors& y, const loss_list& losses, record& r) {
  r.training = r.keep = true;
  tensors slopes;
  auto s = run_batch(model, std::move(x), y, losses, r, &slopes);
  model.zero_gradients();
  model.run_back(std::move(slopes), r);
  s.losses.penalty += model.add_weight_penalties();
  model.commit(r);
  return s;
}

/// Moves the trainable weights, each once, in the order of visit_weights.
/// Throws shape_error where they are not those of the optimizer's first step; then none has moved.
inline void apply(optimizers::optimizer& optimizer, layer& model) {
  std::vector<ndarray*> values;
  std::vector<const ndarray*> slopes;
  model.visit_weights([&](layer&, layers::weight& w, bool frozen) {
    if (frozen || !w.built) return;
    values.push_back(&w.value);
    slopes.push_back(&w.gradient);
  });
  optimizer.step(values, slopes);
}

/// gradients(), then apply(). The losses are those before the move.
inline step_result train_step(layer& model, optimizers::optimizer& optimizer, tensors x, const tensors& y,
                              const loss_list& losses, record& r) {
  auto s = gradients(model, std::move(x), y, losses, r);
  apply(optimizer, model);
  return s;
}

/// "" for a single output, else the names of the layers that make them, each once.
inline std::vector<std::string> output_names(const layer& model, std::size_t outputs) {
  if (outputs == 1) return {""};
  const auto* graph = dynamic_cast<const models::graph*>(&model);
  std::set<std::string> taken{"data", "val", "val_data"};
  std::vector<std::string> names;
  for (std::size_t k = 0; k < outputs; ++k) {
    std::string stem = "output";
    if (graph) {
      const auto from = graph->outputs().at(k);
      stem = from.step < 0 ? graph->inputs().at(from.output)->name()
                           : graph->steps().at(static_cast<std::size_t>(from.step)).made_by->name();
    }
    auto name = stem;
    for (int j = 1; !taken.insert(name).second; ++j) name = fmt::format("{}_{}", stem, j);
    names.push_back(name + "_");
  }
  return names;
}

/// One tensor or several, not copied: a parameter type.
class tensor_refs {
public:
  tensor_refs(const ndarray& one) : all_{&one} {}
  tensor_refs(const tensors& many) {
    for (const auto& t : many) all_.push_back(&t);
  }
  tensor_refs(std::initializer_list<std::reference_wrapper<const ndarray>> many) {
    for (const auto& t : many) all_.push_back(&t.get());
  }
  std::size_t size() const { return all_.size(); }
  const ndarray& operator[](std::size_t k) const { return *all_.at(k); }
  layers::shapes shapes_of_batch(std::ptrdiff_t n) const {
    layers::shapes s;
    for (const auto* t : all_) s.push_back(t->shape()), s.back()[0] = n;
    return s;
  }
  /// The given entries of the first axes, in this order.
  tensors take(std::span<const std::ptrdiff_t> rows) const {
    tensors taken;
    for (const auto* t : all_) {
      auto extents = t->shape();
      const auto step = extents[0] == 0 ? 0 : t->size() / extents[0];
      extents[0] = static_cast<std::ptrdiff_t>(rows.size());
      float* to = taken.emplace_back(std::move(extents)).data();
      for (const auto row : rows) to = std::copy_n(t->data() + row * step, step, to);
    }
    return taken;
  }

private:
  std::vector<const ndarray*> all_;
};

/// Inputs and targets that are kept.
struct dataset {
  dataset(ndarray inputs, ndarray targets) { x.push_back(std::move(inputs)), y.push_back(std::move(targets)); }
  dataset(tensors inputs, tensors targets) : x(std::move(inputs)), y(std::move(targets)) {}
  tensors x, y;
};

/// The number of samples. Throws shape_error where there are none or their numbers differ.
inline std::ptrdiff_t check_samples(const tensor_refs& x, const tensor_refs& y = tensors{}) {
  if (x.size() == 0) throw shape_error("there are no input tensors");
  for (std::size_t k = 0; k < x.size() + y.size(); ++k) {
    const auto& t = k < x.size() ? x[k] : y[k - x.size()];
    if (t.rank() == 0) throw shape_error("inputs and targets have a first axis, the samples; a scalar has none");
    if (t.shape(0) != x[0].shape(0))
      throw shape_error("inputs and targets have one entry of the first axis for each sample; these are " +
                        shape_text(x[0].shape()) + " and " + shape_text(t.shape()));
  }
  if (y.size() > 0 && x[0].shape(0) == 0) throw shape_error("there are no samples: x is " + shape_text(x[0].shape()));
  return x[0].shape(0);
}
inline void check_batch_size(std::ptrdiff_t n) {
  if (n < 1) throw config_error(fmt::format("batch_size is at least 1, not {}", n));
}
/// `what(rows)` for each batch, the last one may be smaller.
inline void for_each_batch(std::span<const std::ptrdiff_t> rows, std::ptrdiff_t batch_size, const auto& what) {
  const auto most = static_cast<std::size_t>(batch_size);
  for (std::size_t at = 0; at < rows.size(); at += std::min(most, rows.size() - at))
    if (!what(rows.subspan(at, std::min(most, rows.size() - at)))) return;
}

}  // namespace regula::training

// SPDX-License-Identifier: MIT
/// One step of training: the loss of a batch, its gradients, and the optimizer's move.
///
///   layers::record r;
///   optimizers::optimizer sgd = optimizers::sgd{.learning_rate = 0.05};
///   const auto s = training::train_step(*model, sgd, {x}, {y}, "mse", r);
///   s.losses.data, s.losses.penalty, s.losses.total()
#pragma once
#include <functional>
#include <regula/layers/layer.hpp>
#include <regula/training/history.hpp>
#include <regula/training/losses.hpp>
#include <regula/training/optimizers.hpp>

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
  loss_list(std::initializer_list<const char*> by_output);

  const losses::loss& of(std::size_t output) const { return all_.size() == 1 ? all_[0] : all_.at(output); }
  /// Throws config_error where a model of so many outputs needs others.
  void check(std::size_t outputs) const;

private:
  std::vector<losses::loss> all_;
};

void check_targets(std::size_t targets, std::size_t outputs);

/// One call of the model, outermost as losses() means it, and the losses of its outputs. Adds no weight penalties; with
/// `slopes`, these become the gradients of the losses by the outputs. The record says whether in training.
step_result run_batch(layer& model, tensors x, const tensors& y, const loss_list& losses, record& r,
                      tensors* slopes = nullptr);

/// The gradients of data loss plus penalties by all weights, in weight::gradient, and the losses; afterwards
/// model.losses() are of this call. What is not built draws its weights from r.draw.
/// Throws shape_error, index_error, config_error and what penalties throw; then no trainable weight has moved, but the
/// moving statistics of a BatchNormalization that was called have.
step_result gradients(layer& model, tensors x, const tensors& y, const loss_list& losses, record& r);

/// Moves the trainable weights, each once, in the order of visit_weights, then brings each to where its constraint allows.
/// Throws shape_error where they are not those of the optimizer's first step; then none has moved.
void apply(optimizers::optimizer& optimizer, layer& model, const policy& on = {});

/// gradients(), then apply(), on the threads that the record says. The losses are those before the move.
step_result train_step(layer& model, optimizers::optimizer& optimizer, tensors x, const tensors& y,
                       const loss_list& losses, record& r);

/// One tensor or several, not copied: a parameter type.
class tensor_refs {
public:
  tensor_refs(const ndarray& one) : all_{&one} {}
  tensor_refs(const tensors& many);
  tensor_refs(std::initializer_list<std::reference_wrapper<const ndarray>> many);
  std::size_t size() const { return all_.size(); }
  const ndarray& operator[](std::size_t k) const { return *all_.at(k); }
  layers::shapes shapes_of_batch(std::ptrdiff_t n) const;
  /// The given entries of the first axes, in this order.
  tensors take(std::span<const std::ptrdiff_t> rows) const;

private:
  std::vector<const ndarray*> all_;
};

/// Inputs and targets that are kept.
struct dataset {
  dataset(ndarray inputs, ndarray targets) { x.push_back(std::move(inputs)), y.push_back(std::move(targets)); }
  dataset(tensors inputs, tensors targets) : x(std::move(inputs)), y(std::move(targets)) {}
  tensors x, y;
};

}  // namespace regula::training

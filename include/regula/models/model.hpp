// SPDX-License-Identifier: MIT
/// A model as users hold it: a graph of layers, itself usable as a layer. Copies mean the same model.
///
///   models::Sequential m({layers::Dense(8, {.activation = "relu", .kernel_regularizer = "l2"}), layers::Dense(3)});
///   models::Model f(in, out);                       layers::symbolic tensors, or lists of them
///   ndarray y = m(x);   m.losses();   m.layer("dense");
///   m.regularize("dense*/kernel", regularizers::L1(0.01));
///   m.compile({.optimizer = optimizers::adam{.learning_rate = 0.01}, .loss = "mse"});
///   m.fit(x, y, {.epochs = 10});   m.evaluate(x, y);   m.predict(x);
#pragma once
#include <regula/models/graph.hpp>
#include <regula/training/fit.hpp>

namespace regula::models {

/// A weight, or the activity, of a layer of a model under its path: "dense/kernel", "block/dense/kernel".
struct place {
  std::string path;
  layers::layer* layer;
  layers::weight* weight;  // null: the activity
};

/// How a model is trained.
struct compile_options {
  optimizers::optimizer optimizer = optimizers::adam{};
  training::loss_list loss = "mse";
  training::metric_list metrics = {};
};

class Model {
public:
  Model(const symbolics& inputs, const symbolics& outputs, const std::string& name = "");
  Model(const symbolic& input, const symbolic& output, const std::string& name = "");
  Model(const symbolic& input, const symbolics& outputs, const std::string& name = "");
  Model(const symbolics& inputs, const symbolic& output, const std::string& name = "");
  explicit Model(std::shared_ptr<graph> made);

  graph* operator->() const { return graph_.get(); }
  graph& operator*() const { return *graph_; }
  const std::shared_ptr<graph>& shared() const { return graph_; }
  /// For what takes a graph: files::save_weights(m, path), models::to_json(m).
  operator graph&() const { return *graph_; }
  /// The model as a layer of another one.
  operator layers::any_layer() const;

  /// The output for a batch. The activity penalties of losses() are those of this call afterwards.
  ndarray operator()(const ndarray& x, bool training = false) const;
  tensors operator()(tensors inputs, bool training = false) const;
  symbolic operator()(const symbolic& x) const;
  symbolics operator()(const symbolics& inputs) const;

  /// Makes the weights of a model whose input is not stated, for batches of samples of this shape; with a seed, new
  /// initial values also where there are weights.
  void build(const shape& sample, std::optional<std::uint64_t> seed = {}) const;
  void initialize(std::uint64_t seed) const;

  /// The layer of this name, also inside nested models ("block/dense"). Throws config_error that lists the names.
  layers::any_layer layer(std::string_view name) const;
  std::vector<place> places() const;

  std::vector<double> losses(const policy& on = {}) const;
  /// losses() with layer, weight and formula of each.
  std::vector<layers::loss_term> loss_terms(const policy& on = {}) const;
  double penalty(const policy& on = {}) const;
  /// The gradients of the penalties of the weights alone, one for each weight that is trained, in the order of the layers.
  tensors penalty_gradient(const policy& on = {}) const;

  /// Gives every weight, or activity, whose path matches the pattern this regularizer in place of what it has; an empty
  /// one removes it. `*` and `?` match as in file names: "conv*/kernel", "*/bias", "head/activity". Acts at once and is
  /// saved with the model. Returns how many; throws config_error that lists the paths where there is none.
  std::size_t regularize(std::string_view pattern, const regularizer& r) const;
  /// Changes a coefficient of every regularizer at a matching path that has it; all or none.
  std::size_t set_coefficient(std::string_view pattern, std::string_view name, double value) const;

  /// Chooses optimizer, loss and metrics; an optimizer starts without memory of earlier steps.
  void compile(const compile_options& options) const;
  const compile_options& compiled() const;
  /// training::fit, evaluate and predict with what compile chose.
  training::history fit(const training::tensor_refs& x, const training::tensor_refs& y,
                        const training::fit_options& options = {}) const;
  training::logs evaluate(const training::tensor_refs& x, const training::tensor_refs& y,
                          std::ptrdiff_t batch_size = 32, const policy& on = {}) const;
  ndarray predict(const ndarray& x, std::ptrdiff_t batch_size = 32, const policy& on = {}) const;
  tensors predict(const training::tensor_refs& x, std::ptrdiff_t batch_size = 32, const policy& on = {}) const;

  std::ptrdiff_t count_params() const;

private:
  std::vector<place> matching(std::string_view pattern) const;

  std::shared_ptr<graph> graph_;
  std::shared_ptr<std::optional<compile_options>> training_;  // never null
};

/// Layers one after the other.
class Sequential : public Model {
public:
  explicit Sequential(const std::vector<layers::any_layer>& chain = {}, const std::string& name = "");
  /// Adds a layer at the end, before the model is built.
  void add(const layers::any_layer& l) const;
};

}  // namespace regula::models

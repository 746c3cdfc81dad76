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
#include <regula/models/pattern.hpp>
#include <regula/training/fit.hpp>

namespace regula::models {

/// A weight, or the activity, of a layer of a model under its path: "dense/kernel", "block/dense/kernel".
struct place {
  std::string path;
  layers::layer* layer;
  layers::weight* weight;  // null: the activity
};

/// All weights and activities below a layer, each once; `activities` first for each layer's weights.
inline void collect_places(layers::layer& l, const std::string& prefix, std::vector<place>& all) {
  const auto seen = [&](const layers::layer* x) {
    return std::any_of(all.begin(), all.end(), [&](const place& p) { return p.layer == x; });
  };
  for (const auto& inner : l.sublayers()) {
    if (seen(inner.get())) continue;
    const auto path = prefix + inner->name() + "/";
    all.push_back({path + "activity", inner.get(), nullptr});
    for (auto& w : inner->weights()) all.push_back({path + w.name, inner.get(), &w});
    collect_places(*inner, path, all);
  }
}

/// How a model is trained.
struct compile_options {
  optimizers::optimizer optimizer = optimizers::adam{};
  training::loss_list loss = "mse";
  training::metric_list metrics = {};
};

class Model {
public:
  Model(const symbolics& inputs, const symbolics& outputs, const std::string& name = "model")
      : graph_(std::make_shared<graph>(inputs, outputs, name)) {}
  Model(const symbolic& input, const symbolic& output, const std::string& name = "model")
      : Model(symbolics{input}, symbolics{output}, name) {}
  explicit Model(std::shared_ptr<graph> made) : graph_(std::move(made)) {}

  graph* operator->() const { return graph_.get(); }
  graph& operator*() const { return *graph_; }
  const std::shared_ptr<graph>& shared() const { return graph_; }
  /// The model as a layer of another one.
  operator layers::any_layer() const { return layers::any_layer(std::static_pointer_cast<layers::layer>(graph_)); }

  /// The output for a batch. The activity penalties of losses() are those of this call afterwards.
  ndarray operator()(const ndarray& x, bool training = false) const { return layers::ref<graph>(graph_)(x, training); }
  tensors operator()(tensors inputs, bool training = false) const {
    return layers::ref<graph>(graph_)(std::move(inputs), training);
  }
  symbolic operator()(const symbolic& x) const { return layers::ref<graph>(graph_)(x); }
  symbolics operator()(const symbolics& inputs) const { return layers::ref<graph>(graph_)(inputs); }

  /// Makes the weights of a model whose input is not stated, for batches of samples of this shape; with a seed, new
  /// initial values also where there are weights.
  void build(const shape& sample, std::optional<std::uint64_t> seed = {}) const {
    shape whole{-1};
    whole.insert(whole.end(), sample.begin(), sample.end());
    rng draw(seed ? *seed : std::random_device{}());
    graph_->build({whole}, draw);
    if (seed) graph_->initialize(*seed);
  }
  void initialize(std::uint64_t seed) const { graph_->initialize(seed); }

  /// The layer of this name, also inside nested models ("block/dense"). Throws config_error that lists the names.
  layers::any_layer layer(std::string_view name) const {
    const auto slash = name.find('/');
    std::string known;
    for (const auto& l : graph_->sublayers()) {
      if (l->name() == name) return layers::any_layer(l);
      const auto inner = std::dynamic_pointer_cast<graph>(l);
      if (inner && slash != name.npos && l->name() == name.substr(0, slash))
        return Model(inner).layer(name.substr(slash + 1));
      known += (known.empty() ? "" : ", ") + l->name();
    }
    throw config_error("the model \"" + graph_->name() + "\" has no layer \"" + std::string{name} +
                       "\"; known: " + known);
  }
  std::vector<place> places() const {
    std::vector<place> all;
    collect_places(*graph_, "", all);
    return all;
  }

  std::vector<double> losses() const { return graph_->losses(); }
  /// losses() with layer, weight and formula of each.
  std::vector<layers::loss_term> loss_terms() const { return graph_->loss_terms(); }
  double penalty() const {
    double sum = 0.0;
    for (const double v : losses()) sum += v;
    return sum;
  }

  /// Gives every weight, or activity, whose path matches the pattern this regularizer in place of what it has; an empty
  /// one removes it. `*` and `?` match as in file names: "conv*/kernel", "*/bias", "head/activity". Acts at once and is
  /// saved with the model. Returns how many; throws config_error that lists the paths where there is none.
  std::size_t regularize(std::string_view pattern, const regularizer& r) const {
    const auto found = matching(pattern);
    for (const auto& p : found) (p.weight ? p.weight->regularizer : p.layer->activity_regularizer) = r;
    return found.size();
  }
  /// Changes a coefficient of every regularizer at a matching path that has it; all or none.
  std::size_t set_coefficient(std::string_view pattern, std::string_view name, double value) const {
    std::vector<std::pair<regularizer*, regularizer>> changed;
    std::string met;
    for (const auto& p : matching(pattern)) {
      auto& r = p.weight ? p.weight->regularizer : p.layer->activity_regularizer;
      if (!r) continue;
      met += "; " + p.path + " has " + r.get_config().dump();
      if (r.get_config().contains(name)) changed.emplace_back(&r, r.with_config({{std::string{name}, value}}));
    }
    if (changed.empty())
      throw config_error("no regularizer at \"" + std::string{pattern} + "\" has a coefficient \"" + std::string{name} +
                         "\"" + met);
    for (auto& [place, r] : changed) *place = std::move(r);
    return changed.size();
  }

  /// Chooses optimizer, loss and metrics; an optimizer starts without memory of earlier steps.
  void compile(const compile_options& options) const { *training_ = options; }
  const compile_options& compiled() const {
    if (*training_) return **training_;
    throw config_error("the model \"" + graph_->name() + "\" is not compiled: say compile({.optimizer, .loss}) first");
  }
  /// training::fit, evaluate and predict with what compile chose.
  training::history fit(const training::tensor_refs& x, const training::tensor_refs& y,
                        const training::fit_options& options = {}) const {
    const auto& how = compiled();
    return training::fit(*graph_, (*training_)->optimizer, how.loss, how.metrics, x, y, options);
  }
  training::logs evaluate(const training::tensor_refs& x, const training::tensor_refs& y,
                          std::ptrdiff_t batch_size = 32) const {
    return training::evaluate(*graph_, compiled().loss, compiled().metrics, x, y, batch_size);
  }
  ndarray predict(const ndarray& x, std::ptrdiff_t batch_size = 32) const {
    return training::predict(*graph_, x, batch_size);
  }
  tensors predict(const training::tensor_refs& x, std::ptrdiff_t batch_size = 32) const {
    return training::predict(*graph_, x, batch_size);
  }

  std::ptrdiff_t count_params() const {
    std::ptrdiff_t n = 0;
    graph_->visit_weights([&](layers::layer&, layers::weight& w, bool) { n += w.built ? w.value.size() : 0; });
    return n;
  }

private:
  std::vector<place> matching(std::string_view pattern) const {
    std::vector<place> found;
    std::string known;
    for (const auto& p : places()) {
      if (matches(pattern, p.path)) found.push_back(p);
      known += (known.empty() ? "" : ", ") + p.path;
    }
    if (found.empty()) throw config_error("nothing matches \"" + std::string{pattern} + "\"; there are: " + known);
    return found;
  }

  std::shared_ptr<graph> graph_;
  std::shared_ptr<std::optional<compile_options>> training_ = std::make_shared<std::optional<compile_options>>();
};

/// Layers one after the other.
class Sequential : public Model {
public:
  explicit Sequential(const std::vector<layers::any_layer>& chain = {}, const std::string& name = "sequential")
      : Model(std::make_shared<graph>(pointers(chain), name)) {
    const auto& entrance = (*this)->inputs()[0];
    if (!entrance || chain.empty()) return;
    rng draw(std::random_device{}());
    (*this)->build({entrance->batch_shape()}, draw);
  }
  /// Adds a layer at the end, before the model is built.
  void add(const layers::any_layer& l) const { (*this)->append(l.shared()); }

private:
  static std::vector<std::shared_ptr<layers::layer>> pointers(const std::vector<layers::any_layer>& chain) {
    std::vector<std::shared_ptr<layers::layer>> all;
    for (const auto& l : chain) all.push_back(l.shared());
    return all;
  }
};

}  // namespace regula::models

// SPDX-License-Identifier: MIT
#include <algorithm>
#include <random>
#include <regula/models/json_text.hpp>
#include <regula/models/model.hpp>
#include <regula/name_pattern.hpp>

namespace regula::models {
namespace {

/// All weights and activities below a layer, each once; `activities` first for each layer's weights.
void collect_places(layers::layer& l, const std::string& prefix, std::vector<place>& all) {
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

std::vector<std::shared_ptr<layers::layer>> pointers(const std::vector<layers::any_layer>& chain) {
  std::vector<std::shared_ptr<layers::layer>> all;
  for (const auto& l : chain) all.push_back(l.shared());
  return all;
}

}  // namespace

Model::Model(const symbolics& inputs, const symbolics& outputs, const std::string& name)
    : graph_(std::make_shared<graph>(inputs, outputs, name)) {}

Model::Model(const symbolic& input, const symbolic& output, const std::string& name)
    : Model(symbolics{input}, symbolics{output}, name) {}

Model::Model(const symbolic& input, const symbolics& outputs, const std::string& name)
    : Model(symbolics{input}, outputs, name) {}

Model::Model(const symbolics& inputs, const symbolic& output, const std::string& name)
    : Model(inputs, symbolics{output}, name) {}

Model::Model(std::shared_ptr<graph> made)
    : graph_(std::move(made)), training_(std::make_shared<std::optional<compile_options>>()) {}

Model::operator layers::any_layer() const { return layers::any_layer(std::static_pointer_cast<layers::layer>(graph_)); }

ndarray Model::operator()(const ndarray& x, bool training) const { return layers::ref<graph>(graph_)(x, training); }

tensors Model::operator()(tensors inputs, bool training) const {
  return layers::ref<graph>(graph_)(std::move(inputs), training);
}

symbolic Model::operator()(const symbolic& x) const { return layers::ref<graph>(graph_)(x); }

symbolics Model::operator()(const symbolics& inputs) const { return layers::ref<graph>(graph_)(inputs); }

void Model::build(const shape& sample, std::optional<std::uint64_t> seed) const {
  shape whole{-1};
  whole.insert(whole.end(), sample.begin(), sample.end());
  rng draw(seed ? *seed : std::random_device{}());
  graph_->build({whole}, draw);
  if (seed) graph_->initialize(*seed);
}

void Model::initialize(std::uint64_t seed) const { graph_->initialize(seed); }

layers::any_layer Model::layer(std::string_view name) const {
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

std::vector<place> Model::places() const {
  std::vector<place> all;
  collect_places(*graph_, "", all);
  return all;
}

std::vector<double> Model::losses(const policy& on) const { return graph_->losses(on); }

std::vector<layers::loss_term> Model::loss_terms(const policy& on) const { return graph_->loss_terms(on); }

double Model::penalty(const policy& on) const {
  double sum = 0.0;
  for (const double v : losses(on)) sum += v;
  return sum;
}

tensors Model::penalty_gradient(const policy& on) const { return graph_->penalty_gradient(on); }

std::size_t Model::regularize(std::string_view pattern, const regularizer& r) const {
  const auto found = matching(pattern);
  if (r)
    for (const auto& p : found)
      if (p.weight && p.weight->built) within(p.path, [&] { r.model()->check(p.weight->value.shape()); });
  for (const auto& p : found) (p.weight ? p.weight->regularizer : p.layer->activity_regularizer) = r;
  return found.size();
}

std::size_t Model::set_coefficient(std::string_view pattern, std::string_view name, double value) const {
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

void Model::compile(const compile_options& options) const { *training_ = options; }

const compile_options& Model::compiled() const {
  if (*training_) return **training_;
  throw config_error("the model \"" + graph_->name() + "\" is not compiled: say compile({.optimizer, .loss}) first");
}

training::history Model::fit(const training::tensor_refs& x, const training::tensor_refs& y,
                             const training::fit_options& options) const {
  const auto& how = compiled();
  return training::fit(*graph_, (*training_)->optimizer, how.loss, how.metrics, x, y, options);
}

training::logs Model::evaluate(const training::tensor_refs& x, const training::tensor_refs& y,
                               std::ptrdiff_t batch_size, const policy& on) const {
  return training::evaluate(*graph_, compiled().loss, compiled().metrics, x, y, batch_size, on);
}

ndarray Model::predict(const ndarray& x, std::ptrdiff_t batch_size, const policy& on) const {
  return training::predict(*graph_, x, batch_size, on);
}

tensors Model::predict(const training::tensor_refs& x, std::ptrdiff_t batch_size, const policy& on) const {
  return training::predict(*graph_, x, batch_size, on);
}

std::ptrdiff_t Model::count_params() const {
  std::ptrdiff_t n = 0;
  graph_->visit_weights([&](layers::layer&, layers::weight& w, bool) { n += w.built ? w.value.size() : 0; });
  return n;
}

std::vector<place> Model::matching(std::string_view pattern) const {
  std::vector<place> found;
  std::string known;
  for (const auto& p : places()) {
    if (name_matches(pattern, p.path)) found.push_back(p);
    known += (known.empty() ? "" : ", ") + p.path;
  }
  if (found.empty()) throw config_error("nothing matches \"" + std::string{pattern} + "\"; there are: " + known);
  return found;
}

Sequential::Sequential(const std::vector<layers::any_layer>& chain, const std::string& name)
    : Model(std::make_shared<graph>(pointers(chain), name)) {
  const auto& entrance = (*this)->inputs()[0];
  if (!entrance || chain.empty()) return;
  rng draw(std::random_device{}());
  (*this)->build({entrance->batch_shape()}, draw);
}

void Sequential::add(const layers::any_layer& l) const { (*this)->append(l.shared()); }

}  // namespace regula::models

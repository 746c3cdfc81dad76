// SPDX-License-Identifier: MIT
#include <numeric>
#include <regula/batches.hpp>
#include <regula/layers/layer.hpp>
#include <unordered_map>

namespace regula::layers {
namespace {

double ask(const regularizer& r, const ndarray& w, ndarray* gradient, const policy& on) {
  if (!r) return 0.0;
  return gradient ? r.value_and_add_gradient(on, w, *gradient) : r(on, w);
}

/// The weights that are trained, in the order of their losses, and their penalties.
struct trained_weights {
  std::vector<std::pair<layer*, weight*>> all;
  std::vector<double> penalties;

  explicit trained_weights(const layer& below) {
    const_cast<layer&>(below).visit_weights([&](layer& l, weight& w, bool frozen) {
      if (w.built && !frozen) all.emplace_back(&l, &w);
    });
  }
  /// Adds the gradient of the k-th to *gradient_of(k), where that is not null.
  template <class F> void ask(const policy& on, const F& gradient_of) {
    penalties.resize(all.size());
    in_batches(
        on, all.size(), [&](std::size_t k) { return all[k].second->value.size(); },
        [&](std::size_t k, const policy& its) {
          const auto& [l, w] = all[k];
          penalties[k] = l->weight_penalty(*w, gradient_of(k), its);
        });
  }
  double sum() const { return std::accumulate(penalties.begin(), penalties.end(), 0.0); }
};

constexpr auto no_gradient = [](std::size_t) -> ndarray* { return nullptr; };

/// By layer, the path to it below `root`, as far as that leads first; the root by its own name.
std::unordered_map<const layer*, std::string> paths_below(const layer& root) {
  std::unordered_map<const layer*, std::string> paths{{&root, root.name()}};
  const std::function<void(const layer&, const std::string&)> enter = [&](const layer& l, const std::string& prefix) {
    for (const auto& inner : l.sublayers())
      if (const auto path = prefix + inner->name(); paths.emplace(inner.get(), path).second) enter(*inner, path + "/");
  };
  enter(root, "");
  return paths;
}

}  // namespace

std::vector<loss_term> layer::loss_terms(const policy& on) const {
  std::vector<loss_term> terms;
  auto& self = const_cast<layer&>(*this);
  const auto paths = paths_below(*this);
  self.visit([&](layer& l) {
    for (const double v : l.activity_losses_)
      terms.push_back({loss_term::kind::activity, paths.at(&l), "", v, l.activity_text()});
  });
  trained_weights weights(*this);
  weights.ask(on, no_gradient);
  for (std::size_t k = 0; k < weights.all.size(); ++k) {
    const auto& [l, w] = weights.all[k];
    if (auto text = l->weight_text(*w); !text.empty())
      terms.push_back({loss_term::kind::weight, paths.at(l), w->name, weights.penalties[k], std::move(text)});
  }
  return terms;
}

std::vector<double> layer::losses(const policy& on) const {
  std::vector<double> values;
  for (const auto& t : loss_terms(on)) values.push_back(t.value);
  return values;
}

void layer::commit(const record& r) {
  visit([](layer& l) { l.activity_losses_.clear(); });
  append(r);
}

double layer::weight_penalties(const policy& on) const {
  trained_weights weights(*this);
  weights.ask(on, no_gradient);
  return weights.sum();
}

double layer::add_weight_penalties(const policy& on) {
  trained_weights weights(*this);
  weights.ask(on, [&](std::size_t k) { return &weights.all[k].second->gradient; });
  return weights.sum();
}

tensors layer::penalty_gradient(const policy& on) const {
  trained_weights weights(*this);
  tensors gradients;
  for (const auto& [l, w] : weights.all) gradients.emplace_back(w->value.shape());
  weights.ask(on, [&](std::size_t k) { return &gradients[k]; });
  return gradients;
}

double layer::weight_penalty(const weight& w, ndarray* gradient, const policy& on) const {
  return ask(w.regularizer, w.value, gradient, on);
}

double layer::activity_penalty(const ndarray& y, ndarray* gradient, const policy& on) const {
  return ask(activity_regularizer, y, gradient, on);
}

bool layer::has_activity() const { return static_cast<bool>(activity_regularizer); }

std::string layer::weight_text(const weight& w) const { return w.regularizer ? w.regularizer.text() : ""; }

std::string layer::activity_text() const { return activity_regularizer ? activity_regularizer.text() : ""; }

void layer::append(const record& r) {
  activity_losses_.insert(activity_losses_.end(), r.activity.begin(), r.activity.end());
  for (const auto& [inner, its] : r.nested) inner->append(its);
}

}  // namespace regula::layers

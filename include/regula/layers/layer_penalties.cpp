// SPDX-License-Identifier: MIT
#include <regula/layers/layer.hpp>
#include <unordered_map>

namespace regula::layers {
namespace {

double ask(const regularizer& r, const ndarray& w, ndarray* gradient) {
  if (!r) return 0.0;
  return gradient ? r.value_and_add_gradient(w, *gradient) : r(w);
}

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

std::vector<loss_term> layer::loss_terms() const {
  std::vector<loss_term> terms;
  auto& self = const_cast<layer&>(*this);
  const auto paths = paths_below(*this);
  self.visit([&](layer& l) {
    for (const double v : l.activity_losses_)
      terms.push_back({loss_term::kind::activity, paths.at(&l), "", v, l.activity_text()});
  });
  self.visit_weights([&](layer& l, weight& w, bool frozen) {
    const auto text = w.built && !frozen ? l.weight_text(w) : "";
    if (!text.empty())
      terms.push_back({loss_term::kind::weight, paths.at(&l), w.name, l.weight_penalty(w, nullptr), text});
  });
  return terms;
}

std::vector<double> layer::losses() const {
  std::vector<double> values;
  for (const auto& t : loss_terms()) values.push_back(t.value);
  return values;
}

void layer::commit(const record& r) {
  visit([](layer& l) { l.activity_losses_.clear(); });
  append(r);
}

double layer::add_weight_penalties() {
  double sum = 0.0;
  visit_weights([&](layer& l, weight& w, bool frozen) {
    if (w.built && !frozen) sum += l.weight_penalty(w, &w.gradient);
  });
  return sum;
}

tensors layer::penalty_gradient() const {
  tensors all;
  const_cast<layer*>(this)->visit_weights([&](layer& l, weight& w, bool frozen) {
    if (!w.built || frozen) return;
    all.emplace_back(w.value.shape());
    l.weight_penalty(w, &all.back());
  });
  return all;
}

double layer::weight_penalty(const weight& w, ndarray* gradient) const { return ask(w.regularizer, w.value, gradient); }

double layer::activity_penalty(const ndarray& y, ndarray* gradient) const {
  return ask(activity_regularizer, y, gradient);
}

bool layer::has_activity() const { return static_cast<bool>(activity_regularizer); }

std::string layer::weight_text(const weight& w) const { return w.regularizer ? w.regularizer.text() : ""; }

std::string layer::activity_text() const { return activity_regularizer ? activity_regularizer.text() : ""; }

void layer::append(const record& r) {
  activity_losses_.insert(activity_losses_.end(), r.activity.begin(), r.activity.end());
  for (const auto& [inner, its] : r.nested) inner->append(its);
}

}  // namespace regula::layers

// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/layers/layer.hpp>
#include <regula/layers/masks.hpp>
#include <regula/regularizers/json.hpp>

namespace regula::layers {
namespace {

template <class T> const T& only(const layer& l, const std::vector<T>& all) {
  if (all.size() != 1)
    throw shape_error("the layer \"" + l.name() + "\" takes one tensor; given are " + std::to_string(all.size()));
  return all.front();
}

tensors one(ndarray y) {
  tensors all;
  all.push_back(std::move(y));
  return all;
}

}  // namespace

layer::layer(std::string name, bool trainable) : name_(std::move(name)), trainable_(trainable) {}

void layer::rename(std::string name) {
  name_ = std::move(name);
  unnamed_ = false;
}

void layer::name_after_class() { name_for_now(snake_case(class_name())); }

void layer::name_for_now(std::string name) {
  unnamed_ = true;
  name_ = std::move(name);
}

void layer::set_trainable(bool yes) {
  trainable_ = yes;
  for (const auto& inner : sublayers()) inner->set_trainable(yes);
}

weight& layer::find_weight(std::string_view name) {
  std::string known;
  for (auto& w : weights_) {
    if (w.name == name) return w;
    known += (known.empty() ? "" : ", ") + w.name;
  }
  throw config_error("the layer \"" + name_ + "\" has no weight \"" + std::string{name} +
                     "\"; known: " + (known.empty() ? "none" : known));
}

std::vector<std::shared_ptr<layer>> layer::sublayers() const { return {}; }

std::string layer::place_of(std::size_t) const { return ""; }

std::string layer::cell_name() const { return ""; }

void layer::build(const shapes& inputs, rng& draw) {
  if (built_) return;
  make_weights(inputs, draw);
  check_rules();
  build_shapes_ = inputs;
  for (auto& s : build_shapes_)
    if (!s.empty()) s[0] = -1;
  built_ = true;
}

tensors layer::run(tensors inputs, record& r) {
  if (!built_) {
    if (!r.draw)
      throw config_error("the layer \"" + name_ + "\" is not built, and the record has nothing to draw from");
    build(shapes_of(inputs), *r.draw);
  }
  r.activity.clear();
  auto outputs = forward(inputs, r);
  r.made = output_masks(inputs, r);
  r.made.resize(outputs.size());
  if (has_activity())
    for (const auto& y : outputs) r.activity.push_back(per_sample(activity_penalty(y, nullptr, r.on), y));
  if (r.keep) r.inputs = std::move(inputs), r.outputs = outputs;
  return outputs;
}

tensors layer::run_back(tensors output_gradients, record& r) {
  if (!r.keep) throw config_error("the layer \"" + name_ + "\" goes back along a call whose record has keep = true");
  check_gradients(name_ + "\" by its outputs", output_gradients, r.outputs);
  if (has_activity())
    for (std::size_t k = 0; k < r.outputs.size(); ++k) {
      ndarray g(r.outputs[k].shape());
      activity_penalty(r.outputs[k], &g, r.on);
      output_gradients[k].flat() += g.flat() * static_cast<float>(per_sample(1.0, r.outputs[k]));
    }
  auto input_gradients = backward(output_gradients, r);
  check_gradients(name_ + "\" by its inputs", input_gradients, r.inputs);
  return input_gradients;
}

void layer::zero_gradients() {
  visit_weights([](layer&, weight& w, bool) { w.gradient.flat().setZero(); });
}

void layer::initialize(std::uint64_t seed) {
  rng draw(seed);
  visit_weights([&](layer& l, weight& w, bool) {
    if (!w.built) return;
    w.build(w.value.shape(), draw);
    l.finish_initial(w);
  });
}

json layer::get_config() const { return json::object(); }

bool layer::writes_activity() const { return true; }

bool layer::supports_masking() const { return false; }

void layer::visit(const std::function<void(layer&)>& visitor) {
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

void layer::visit_weights(const weight_visitor& what) {
  std::unordered_set<const layer*> seen;
  visit_weights(what, seen, false);
}

void layer::add_held(json&) const {}
void layer::make_weights(const shapes&, rng&) {}

void layer::finish_initial(weight&) const {}

mask_list layer::output_masks(const tensors&, const record& r) const {
  return supports_masking() ? mask_list{either(r.given)} : mask_list{};
}

void layer::declare(std::string name, initializers::initializer init, regularizer r, bool trainable) {
  weights_.push_back({std::move(name), std::move(init), std::move(r), trainable});
}

void layer::declare(std::string name, weight_rules rules, bool exists) {
  if (!exists) return void(absent_.emplace_back(std::move(name), std::move(rules)));
  weights_.push_back(
      {std::move(name), std::move(rules.initializer), std::move(rules.regularizer), true, std::move(rules.constraint)});
}

weight_rules layer::rules_of(std::string_view name) const {
  for (const auto& [absent, rules] : absent_)
    if (absent == name) return rules;
  return find_weight(name).rules();
}

/// What a weight of this shape can never be given: said here, not in the first step of training.
void layer::check_rules() const {
  for (const auto& w : weights_) {
    if (!w.built) continue;
    const auto said = [&](const char* what, const auto& check) {
      try {
        check();
      } catch (const shape_error& e) {
        throw shape_error(class_name() + " \"" + name_ + "\": the " + what + " of \"" + w.name + "\": " + e.what());
      }
    };
    if (w.regularizer) said("regularizer", [&] { w.regularizer.model()->check(w.value.shape()); });
    said("constraint", [&] { w.constraint.check(w.value.shape()); });
  }
}

void layer::visit_weights(const weight_visitor& what, std::unordered_set<const layer*>& seen, bool frozen) {
  if (!seen.insert(this).second) return;
  frozen = frozen || !trainable_;
  for (auto& w : weights_) what(*this, w, frozen || !w.trainable);
  for (const auto& inner : sublayers()) inner->visit_weights(what, seen, frozen);
}

shapes single_layer::output_shapes(const shapes& inputs) const { return {output_shape(only(*this, inputs))}; }

tensors single_layer::forward(const tensors& inputs, record& r) { return one(forward(only(*this, inputs), r)); }

tensors single_layer::backward(const tensors& dy, record& r) { return one(backward(only(*this, dy), r)); }

void single_layer::make_weights(const shape&, rng&) {}

void single_layer::make_weights(const shapes& inputs, rng& draw) { make_weights(only(*this, inputs), draw); }

}  // namespace regula::layers

// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/training/step.hpp>

namespace regula::training {
namespace {

/// The activity penalties of a call, those of the layers inside too.
double activity_penalty(const record& r) {
  double sum = 0;
  for (const double v : r.activity) sum += v;
  for (const auto& [inner, its] : r.nested) sum += activity_penalty(its);
  return sum;
}

}  // namespace

loss_list::loss_list(std::initializer_list<const char*> by_output) {
  for (const auto* name : by_output) all_.push_back(losses::get(name));
}

void loss_list::check(std::size_t outputs) const {
  if (all_.size() != 1 && all_.size() != outputs)
    throw config_error("one loss for all outputs or one for each of " + std::to_string(outputs) + "; given are " +
                       std::to_string(all_.size()));
}

void check_targets(std::size_t targets, std::size_t outputs) {
  if (targets != outputs)
    throw shape_error("one target tensor for each of " + std::to_string(outputs) + " outputs; given are " +
                      std::to_string(targets));
}

step_result run_batch(layer& model, tensors x, const tensors& y, const loss_list& losses, record& r, tensors* slopes) {
  r = r.like();
  step_result s;
  s.outputs = model.run(std::move(x), r);
  for (const auto& m : r.made)
    if (m)
      throw config_error("an output of \"" + model.name() +
                         "\" has a mask: losses that pass over masked steps are not built");
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

step_result gradients(layer& model, tensors x, const tensors& y, const loss_list& losses, record& r) {
  r.training = r.keep = true;
  tensors slopes;
  auto s = run_batch(model, std::move(x), y, losses, r, &slopes);
  model.zero_gradients();
  model.run_back(std::move(slopes), r);
  s.losses.penalty += model.add_weight_penalties(r.on);
  model.commit(r);
  return s;
}

void apply(optimizers::optimizer& optimizer, layer& model, const policy& on) {
  std::vector<ndarray*> values;
  std::vector<const ndarray*> slopes;
  std::vector<const layers::weight*> moved;
  model.visit_weights([&](layer&, layers::weight& w, bool frozen) {
    if (frozen || !w.built) return;
    w.constraint.check(w.value.shape());  // set since the build, maybe: said before anything moves
    moved.push_back(&w);
    values.push_back(&w.value);
    slopes.push_back(&w.gradient);
  });
  optimizer.step(values, slopes, on);
  for (std::size_t k = 0; k < moved.size(); ++k) moved[k]->constraint(*values[k]);
}

step_result train_step(layer& model, optimizers::optimizer& optimizer, tensors x, const tensors& y,
                       const loss_list& losses, record& r) {
  auto s = gradients(model, std::move(x), y, losses, r);
  apply(optimizer, model, r.on);
  return s;
}

tensor_refs::tensor_refs(const tensors& many) {
  for (const auto& t : many) all_.push_back(&t);
}

tensor_refs::tensor_refs(std::initializer_list<std::reference_wrapper<const ndarray>> many) {
  for (const auto& t : many) all_.push_back(&t.get());
}

layers::shapes tensor_refs::shapes_of_batch(std::ptrdiff_t n) const {
  layers::shapes s;
  for (const auto* t : all_) s.push_back(t->shape()), s.back()[0] = n;
  return s;
}

tensors tensor_refs::take(std::span<const std::ptrdiff_t> rows) const {
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

}  // namespace regula::training

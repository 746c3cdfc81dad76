// SPDX-License-Identifier: MIT
#include <regula/layers/recurrent/bidirectional.hpp>
#include <regula/layers/recurrent/inner_layer.hpp>
#include <regula/layers/serialization.hpp>

namespace regula::layers {
namespace {

std::string prefixed(const std::string& prefix, const std::string& name) {
  return name.starts_with(prefix) ? name : prefix + name;
}

/// (batch, steps, n) with the last step first.
ndarray turned(const ndarray& y) {
  ndarray back(y.shape());
  const auto steps = y.shape(1);
  for (std::ptrdiff_t b = 0; b < y.shape(0); ++b)
    for (std::ptrdiff_t t = 0; t < steps; ++t)
      back.matrix().row(b * steps + t) = y.matrix().row(b * steps + steps - 1 - t);
  return back;
}

std::shared_ptr<recurrent_layer> recurrent_inside(config_reader& c, const char* key) {
  const auto inner = inner_layer(c, key);
  if (auto made = std::dynamic_pointer_cast<recurrent_layer>(inner)) return made;
  throw config_error("Bidirectional is of SimpleRNN, LSTM or GRU, not of " + inner->class_name());
}

}  // namespace

bidirectional_layer::bidirectional_layer(const recurrent_layer& inner, const bidirectional_options& o)
    : single_layer(o.name, o.trainable),
      merge_mode_(o.merge_mode),
      forward_(inner.twin(prefixed("forward_", inner.name()), inner.options().go_backwards)) {
  const auto* other = o.backward_layer ? &**o.backward_layer : nullptr;
  backward_ = other ? other->twin(other->name(), other->options().go_backwards)
                    : inner.twin(prefixed("backward_", inner.name()), !inner.options().go_backwards);
  if (merge_mode_ != "concat" && merge_mode_ != "sum" && merge_mode_ != "mul" && merge_mode_ != "ave")
    throw config_error("merge_mode is concat, sum, mul or ave, not \"" + merge_mode_ + "\"");
  const auto &a = forward_->options(), &b = backward_->options();
  if (a.go_backwards == b.go_backwards)
    throw config_error("Bidirectional: forward and backward layer have different go_backwards");
  if (a.return_sequences != b.return_sequences)
    throw config_error("Bidirectional: forward and backward layer have the same return_sequences");
  if (merge_mode_ != "concat" && forward_->units() != backward_->units())
    throw config_error("Bidirectional: outputs of " + std::to_string(forward_->units()) + " and " +
                       std::to_string(backward_->units()) + " units do not go together with merge_mode " + merge_mode_);
  activity_regularizer = o.activity_regularizer;
  if (!o.trainable) set_trainable(false);
}

std::string bidirectional_layer::class_name() const { return "Bidirectional"; }

std::vector<std::shared_ptr<layer>> bidirectional_layer::sublayers() const { return {forward_, backward_}; }

std::string bidirectional_layer::place_of(std::size_t k) const { return k == 0 ? "forward_layer" : "backward_layer"; }

shape bidirectional_layer::output_shape(const shape& input) const {
  auto out = forward_->output_shape(input);
  if (merge_mode_ == "concat") out.back() += backward_->units();
  return out;
}

void bidirectional_layer::make_weights(const shape& input, rng& draw) {
  for (const auto& inner : {forward_, backward_}) inner->build({input}, draw);
}

ndarray bidirectional_layer::forward(const ndarray& x, record& r) {
  ndarray y(output_shape(x.shape()));
  r.nested.clear();
  const auto run = [&](recurrent_layer& inner) {
    auto& its = r.nested.emplace_back(&inner, r.like()).second;
    its.given = {r.given_mask(0)};
    return std::move(inner.run({x}, its)[0]);
  };
  auto a = run(*forward_), b = run(*backward_);
  if (b.rank() == 3) b = turned(b);
  if (merge_mode_ == "concat") {
    y.matrix().leftCols(a.last()) = a.matrix();
    y.matrix().rightCols(b.last()) = b.matrix();
  } else if (merge_mode_ == "mul") {
    y.flat() = a.flat() * b.flat();
  } else {
    y.flat() = (a.flat() + b.flat()) * (merge_mode_ == "ave" ? 0.5F : 1.0F);
  }
  return y;
}

ndarray bidirectional_layer::backward(const ndarray& dy, record& r) {
  const auto& a = r.nested[0].second.outputs[0];
  const auto& turned_b = r.nested[1].second.outputs[0];
  ndarray da(a.shape()), db(turned_b.shape());
  if (merge_mode_ == "concat") {
    da.matrix() = dy.matrix().leftCols(a.last());
    db.matrix() = dy.matrix().rightCols(turned_b.last());
  } else if (merge_mode_ == "mul") {
    const auto b = turned_b.rank() == 3 ? turned(turned_b) : turned_b;
    da.flat() = dy.flat() * b.flat();
    db.flat() = dy.flat() * a.flat();
  } else {
    da.flat() = dy.flat() * (merge_mode_ == "ave" ? 0.5F : 1.0F);
    db = da;
  }
  if (db.rank() == 3) db = turned(db);
  auto dx = std::move(forward_->run_back({std::move(da)}, r.nested[0].second)[0]);
  dx.flat() += backward_->run_back({std::move(db)}, r.nested[1].second)[0].flat();
  return dx;
}

json bidirectional_layer::get_config() const {
  return {{"merge_mode", merge_mode_}, {"layer", serialize(*forward_)}, {"backward_layer", serialize(*backward_)}};
}

std::shared_ptr<layer> bidirectional_layer::from_config(config_reader& c) {
  bidirectional_options o;
  if (c.is_null("merge_mode"))
    throw config_error("Bidirectional: merge_mode null, which gives two tensors, is not built");
  o.merge_mode = c.word("merge_mode", "concat");
  c.only("num_constants", {});
  const auto inner = recurrent_inside(c, "layer");
  if (c.has("backward_layer"))
    o.backward_layer = ref<recurrent_layer>(recurrent_inside(c, "backward_layer"));
  else
    c.ignore({"backward_layer"});
  return std::make_shared<bidirectional_layer>(*inner, o);
}

ref<bidirectional_layer> Bidirectional(const ref<recurrent_layer>& inner, const bidirectional_options& options) {
  return make<bidirectional_layer>(*inner, options);
}

}  // namespace regula::layers

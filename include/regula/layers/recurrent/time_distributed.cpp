// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/layers/recurrent/inner_layer.hpp>
#include <regula/layers/recurrent/time_distributed.hpp>
#include <regula/layers/serialization.hpp>

namespace regula::layers {
namespace {

/// (batch, steps, ...) as (batch steps, ...).
shape joined(const shape& s) {
  shape one{s[0] * s[1]};
  one.insert(one.end(), s.begin() + 2, s.end());
  return one;
}

/// Step t of (batch, steps, ...), as (batch, ...); or, `put`, that step from it.
template <class All, class One> void copy_step(All& all, One& one, std::ptrdiff_t t, bool put) {
  const auto batch = all.shape(0), steps = all.shape(1), n = batch == 0 ? 0 : one.size() / batch;
  for (std::ptrdiff_t b = 0; b < batch; ++b)
    if constexpr (std::is_const_v<All>)
      one.flat().segment(b * n, n) = all.flat().segment((b * steps + t) * n, n);
    else if (put)
      all.flat().segment((b * steps + t) * n, n) = one.flat().segment(b * n, n);
}

ndarray part_of(const ndarray& all, std::ptrdiff_t parts, std::ptrdiff_t k) {
  if (parts == 1) return all.reshaped(joined(all.shape()));
  auto s = all.shape();
  s.erase(s.begin() + 1);
  ndarray one(s);
  copy_step(all, one, k, false);
  return one;
}

void set_part(ndarray& all, ndarray one, std::ptrdiff_t parts, std::ptrdiff_t k) {
  if (parts == 1)
    all = std::move(one).reshaped(all.shape());
  else
    copy_step(all, one, k, true);
}

}  // namespace

time_distributed_layer::time_distributed_layer(std::shared_ptr<layer> inner, const time_distributed_options& o)
    : single_layer(o.name, o.trainable), inner_(std::move(inner)) {
  activity_regularizer = o.activity_regularizer;
  if (!o.trainable) set_trainable(false);
}

std::string time_distributed_layer::class_name() const { return "TimeDistributed"; }

std::vector<std::shared_ptr<layer>> time_distributed_layer::sublayers() const { return {inner_}; }

std::string time_distributed_layer::place_of(std::size_t) const { return "layer"; }

shape time_distributed_layer::step_shape(const shape& input) const {
  if (input.size() < 3)
    throw shape_error("TimeDistributed \"" + name() + "\" reads (batch, steps, ...), three axes at least; given is " +
                      shape_text(input));
  auto s = input;
  s.erase(s.begin() + 1);
  return s;
}

shape time_distributed_layer::output_shape(const shape& input) const {
  const auto made = inner_->output_shapes({step_shape(input)});
  if (made.size() != 1 || made[0].empty())
    throw shape_error("TimeDistributed \"" + name() + "\" is of a layer with one output of one axis or more");
  auto out = made[0];
  out.insert(out.begin() + 1, input[1]);
  if (out.size() > 6)
    throw shape_error("TimeDistributed \"" + name() + "\" would make a tensor of more than 6 axes from " +
                      shape_text(input));
  return out;
}

void time_distributed_layer::make_weights(const shape& input, rng& draw) { inner_->build({step_shape(input)}, draw); }

std::ptrdiff_t time_distributed_layer::parts(const shape& input, bool training) const {
  bool of_batch = false;
  inner_->visit([&](layer& l) { of_batch = of_batch || l.class_name() == "BatchNormalization"; });
  return training && of_batch ? input[1] : 1;
}

ndarray time_distributed_layer::forward(const ndarray& x, record& r) {
  ndarray y(output_shape(x.shape()));
  r.nested.clear();
  const auto n = parts(x.shape(), r.training);
  const auto given = r.given_mask(0);
  if (given && (given->rank() < 2 || given->shape(0) != x.shape(0) || given->shape(1) != x.shape(1)))
    throw shape_error("the mask of what \"" + name() + "\" reads, " + shape_text(x.shape()) +
                      ", is (batch, steps, ...), not " + shape_text(given->shape()));
  for (std::ptrdiff_t k = 0; k < n; ++k) {
    auto& its = r.nested.emplace_back(inner_.get(), r.like()).second;
    if (given) its.given = {std::make_shared<const ndarray>(part_of(*given, n, k))};
    tensors in;
    in.push_back(part_of(x, n, k));
    auto out = inner_->forward(in, its);  // not run: its activity has no penalty
    if (r.keep) its.inputs = std::move(in), its.outputs = out;
    set_part(y, std::move(out[0]), n, k);
  }
  return y;
}

ndarray time_distributed_layer::backward(const ndarray& dy, record& r) {
  const auto& x = r.inputs[0];
  ndarray dx(x.shape());
  const auto n = static_cast<std::ptrdiff_t>(r.nested.size());
  for (std::ptrdiff_t k = 0; k < n; ++k) {
    auto& its = r.nested[static_cast<std::size_t>(k)].second;
    tensors slopes;
    slopes.push_back(part_of(dy, n, k));
    set_part(dx, std::move(inner_->backward(slopes, its)[0]), n, k);
  }
  return dx;
}

json time_distributed_layer::get_config() const {
  const auto kind = inner_->class_name();
  if (kind == "Sequential" || kind == "Functional")
    throw config_error("TimeDistributed \"" + name() + "\" is of a model, \"" + inner_->name() +
                       "\": a config of that is not built");
  return {{"layer", serialize(*inner_)}};
}

std::shared_ptr<layer> time_distributed_layer::from_config(config_reader& c) {
  return std::make_shared<time_distributed_layer>(inner_layer(c, "layer"));
}

ref<time_distributed_layer> TimeDistributed(const any_layer& inner, const time_distributed_options& options) {
  return make<time_distributed_layer>(inner.shared(), options);
}

}  // namespace regula::layers

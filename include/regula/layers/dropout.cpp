// SPDX-License-Identifier: MIT
#include <random>
#include <regula/layers/config_reader.hpp>
#include <regula/layers/dropout.hpp>

namespace regula::layers {
namespace {

/// What is dropped is 0, infinity and NaN too.
ndarray masked(const ndarray& x, const ndarray& mask) {
  ndarray y(x.shape());
  for (std::ptrdiff_t i = 0; i < x.size(); ++i) {
    const float m = mask.data()[i], scaled = x.data()[i] * m;  // computed either way: a branch would be a guess
    y.data()[i] = m == 0 ? 0.0F : scaled;
  }
  return y;
}

}  // namespace

dropout_layer::dropout_layer(double rate, const dropout_options& o)
    : single_layer(o.name), rate_(rate), seed_(o.seed), draw_(o.seed ? *o.seed : std::random_device{}()) {
  if (!(rate >= 0 && rate <= 1))
    throw config_error("Dropout: rate is a number from 0 to 1; given is " + number_text(rate));
  activity_regularizer = o.activity_regularizer;
}

std::string dropout_layer::class_name() const { return "Dropout"; }

shape dropout_layer::output_shape(const shape& input) const { return input; }

ndarray dropout_layer::forward(const ndarray& x, record& r) {
  r.saved.clear();
  if (!r.training || rate_ == 0) return x;
  ndarray mask(x.shape());
  const float factors[] = {static_cast<float>(1 / (1 - rate_)), 0.0F};
  for (float& m : mask.values()) m = factors[draw_.uniform() < rate_ ? 1 : 0];
  auto y = masked(x, mask);
  if (r.keep) r.saved.push_back(std::move(mask));
  return y;
}

ndarray dropout_layer::backward(const ndarray& dy, record& r) { return r.saved.empty() ? dy : masked(dy, r.saved[0]); }

json dropout_layer::get_config() const {
  return {{"rate", rate_}, {"seed", seed_ ? json(*seed_) : json()}, {"noise_shape", nullptr}};
}

std::shared_ptr<layer> dropout_layer::from_config(config_reader& c) {
  dropout_options o;
  const auto rate = c.number("rate", -1.0);
  const auto& seed = c.take("seed");
  if (!seed.is_null() && !seed.is_number_integer())
    throw config_error("Dropout: seed is a whole number or null; given is " + regularizers::shown(seed));
  if (!seed.is_null()) o.seed = seed.get<std::uint64_t>();
  c.only("noise_shape", {});
  return std::make_shared<dropout_layer>(rate, o);
}

ref<dropout_layer> Dropout(double rate, const dropout_options& options) { return make<dropout_layer>(rate, options); }

}  // namespace regula::layers

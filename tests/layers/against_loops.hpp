// SPDX-License-Identifier: MIT
/// A layer against its formula, written as plain loops in long double: outputs, and the way back against differences of
/// the loops.
#pragma once
#include <regula/layers.hpp>
#include <regula/layers/serialization.hpp>
#include <tests/layers/layer_tools.hpp>
#include <tests/layers/naive_convolution.hpp>

namespace against_loops {

using regula::ndarray, regula::shape;
namespace layers = regula::layers;
using real = long double;
using reals = std::vector<real>;
/// The output from inputs and weights.
using loops = std::function<reals(const std::vector<reals>& x, const std::vector<reals>& w)>;

inline reals widened(const ndarray& t) { return {t.values().begin(), t.values().end()}; }
inline std::vector<reals> widened(const layers::tensors& all) {
  std::vector<reals> wide;
  for (const auto& t : all) wide.push_back(widened(t));
  return wide;
}

/// Along random directions: of each input alone, of each weight alone, of all together.
inline void goes_back(layers::layer& l, const layers::tensors& inputs, const loops& formula, bool training = false) {
  CAPTURE(l.class_name(), l.get_config().dump(), training);
  regula::rng draw(1);
  l.build(layers::shapes_of(inputs), draw);
  unsigned seed = 10;
  for (auto& w : l.weights()) {
    w.assign(layer_tools::scattered(w.value.shape(), ++seed));
    if (w.name == "moving_variance") w.value.flat() = w.value.flat().abs();
  }
  layers::record r{.training = training, .keep = true};
  const auto x = widened(inputs);
  std::vector<reals> w;
  for (const auto& one : l.weights()) w.push_back(widened(one.value));
  const auto y = l.run(inputs, r)[0];
  CHECK(l.output_shapes(layers::shapes_of(inputs))[0] == y.shape());
  CHECK(naive::distance(y, formula(x, w)) < 1e-6);

  const auto dy = layer_tools::scattered(y.shape(), 99);
  const auto loss = [&](const std::vector<reals>& at, const std::vector<reals>& weights) {
    const auto out = formula(at, weights);
    real sum = 0;
    for (std::size_t i = 0; i < out.size(); ++i) sum += real{dy.values()[i]} * out[i];
    return sum;
  };
  l.zero_gradients();
  const auto dx = l.run_back({dy}, r);
  REQUIRE(dx.size() == inputs.size());
  std::vector<const ndarray*> gradients;
  for (const auto& d : dx) gradients.push_back(&d);
  for (const auto& one : l.weights()) gradients.push_back(one.trainable ? &one.gradient : nullptr);
  for (std::size_t only = 0; only <= gradients.size(); ++only) {  // the last one: all
    CAPTURE(only);
    auto x_up = x, x_down = x, w_up = w, w_down = w;
    real product = 0, size = 0;
    const real step = 1e-6L;
    for (std::size_t k = 0; k < gradients.size(); ++k) {
      if ((only != k && only != gradients.size()) || !gradients[k]) continue;
      const auto v = layer_tools::scattered(gradients[k]->shape(), ++seed);
      auto& up = k < x.size() ? x_up[k] : w_up[k - x.size()];
      auto& down = k < x.size() ? x_down[k] : w_down[k - x.size()];
      for (std::size_t i = 0; i < up.size(); ++i) {
        const real move = v.values()[i];
        up[i] += step * move, down[i] -= step * move;
        product += real{gradients[k]->values()[i]} * move;
        size += std::abs(real{gradients[k]->values()[i]} * move);
      }
    }
    const real slope = (loss(x_up, w_up) - loss(x_down, w_down)) / (2 * step);
    CHECK(static_cast<double>(product) == Approx(static_cast<double>(slope)).margin(static_cast<double>(1e-5L * size)));
  }
}

/// A config in Keras 3's form, read and written again: every key in its order.
inline void comes_back(const char* class_name, const char* config) {
  const auto keys = regula::json::parse(config);
  CAPTURE(class_name, config);
  const auto read = layers::deserialize({{"class_name", class_name}, {"config", keys}});
  auto written = layers::serialize(*read)["config"];
  for (const auto* key : {"name", "trainable", "dtype"}) written.erase(key);
  CHECK(written == keys);
  CHECK(read->class_name() == class_name);
}

inline regula::json config_of(const char* class_name, const char* config) {
  return layers::deserialize({{"class_name", class_name}, {"config", regula::json::parse(config)}})->get_config();
}

/// Reading it throws config_error that says so.
inline void is_refused(const char* class_name, const char* config, const char* says) {
  CAPTURE(class_name, config);
  CHECK_THROWS_AS(config_of(class_name, config), regula::config_error);
  CHECK_THROWS_WITH(config_of(class_name, config), Catch::Matchers::ContainsSubstring(says));
}

}  // namespace against_loops

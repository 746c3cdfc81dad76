// SPDX-License-Identifier: MIT
#include <cmath>
#include <regula/layers/axes.hpp>
#include <regula/layers/config_reader.hpp>
#include <regula/layers/normalization/normalization.hpp>

namespace regula::layers {
namespace {

using row_map = ndarray::flat_map;
using const_row_map = ndarray::const_flat_map;

/// Each row of n entries as (x - m) s; the s.
ndarray standardize(ndarray& x, std::ptrdiff_t n, double epsilon, bool rms) {
  ndarray factors({n == 0 ? 0 : x.size() / n});
  for (std::ptrdiff_t k = 0; k < factors.size(); ++k) {
    row_map row(x.data() + k * n, n);
    const double mean = row.cast<double>().mean();
    const double variance = (row.cast<double>() - mean).square().mean();
    const auto factor = static_cast<float>(1.0 / std::sqrt(variance + epsilon));
    row = (row - (rms ? 0.0F : static_cast<float>(mean))) * factor;
    factors.data()[k] = factor;
  }
  return factors;
}

/// From d = dL/dz of each row z to dL/dx. With z = (x - m) s: s (d - mean d - z mean(d z)). With z = x s:
/// s (d - (z - mean z) mean(d z)).
void standardize_back(const ndarray& z, const ndarray& factors, bool rms, ndarray& d) {
  const auto n = factors.size() == 0 ? 0 : z.size() / factors.size();
  for (std::ptrdiff_t k = 0; k < factors.size(); ++k) {
    const const_row_map row(z.data() + k * n, n);
    row_map slope(d.data() + k * n, n);
    const double along = (slope.cast<double>() * row.cast<double>()).mean();
    const double from = rms ? row.cast<double>().mean() : 0.0;
    const double mean = rms ? 0.0 : slope.cast<double>().mean();
    slope =
        ((slope.cast<double>() - mean - (row.cast<double>() - from) * along) * double{factors.data()[k]}).cast<float>();
  }
}

}  // namespace

normalization_layer::normalization_layer(const char* of, const normalization_options& o, bool rms)
    : single_layer(o.name, o.trainable), options_(o), rms_(rms) {
  if (!(o.epsilon >= 0.0) || !std::isfinite(o.epsilon))
    throw config_error(std::string{of} + " needs epsilon >= 0; given is " + number_text(o.epsilon));
  activity_regularizer = o.activity_regularizer;
  declare("gamma", {o.gamma_initializer, o.gamma_regularizer, o.gamma_constraint}, has_gamma());
  declare("beta", {o.beta_initializer, o.beta_regularizer, o.beta_constraint}, has_beta());
}

shape normalization_layer::output_shape(const shape& input) const {
  const auto needed = weight_shape(input);
  for (const auto& w : weights())
    if (built() && w.value.shape() != needed)
      throw shape_error(class_name() + " \"" + name() + "\" has a " + w.name + " of shape " +
                        shape_text(w.value.shape()) + "; given is " + shape_text(input));
  return input;
}

ndarray normalization_layer::forward(const ndarray& x, record& r) {
  const auto n = entry_count(weight_shape(output_shape(x.shape())));
  auto [rows, length] = to_rows(x);
  auto factors = standardize(rows, length, options_.epsilon, rms_);
  auto y = from_rows(rows, x.shape());
  ndarray::matrix_map out(y.data(), n == 0 ? 0 : y.size() / n, n);
  if (has_gamma()) out.array().rowwise() *= find_weight("gamma").value.flat().transpose();
  if (has_beta()) out.array().rowwise() += find_weight("beta").value.flat().transpose();
  if (r.keep) r.saved = {std::move(rows), std::move(factors)};
  return y;
}

ndarray normalization_layer::backward(const ndarray& dy, record& r) {
  const auto n = entry_count(weight_shape(dy.shape()));
  const auto lines = n == 0 ? 0 : dy.size() / n;
  const ndarray::const_matrix_map slope(dy.data(), lines, n);
  ndarray d = dy;
  if (has_gamma()) {
    auto& gamma = find_weight("gamma");
    const auto z = from_rows(r.saved[0], dy.shape());
    const ndarray::const_matrix_map to(z.data(), lines, n);
    gamma.gradient.flat() +=
        (slope.cast<double>().array() * to.cast<double>().array()).colwise().sum().transpose().cast<float>();
    ndarray::matrix_map(d.data(), lines, n).array().rowwise() *= gamma.value.flat().transpose();
  }
  if (has_beta())
    find_weight("beta").gradient.flat() += slope.cast<double>().colwise().sum().transpose().array().cast<float>();
  auto back = to_rows(d).first;
  standardize_back(r.saved[0], r.saved[1], rms_, back);
  return from_rows(back, dy.shape());
}

void normalization_layer::add_config(json& c) const {
  const named_rules rules{{"beta", rules_of("beta")}, {"gamma", rules_of("gamma")}};
  add_initializers(c, rules);
  add_regularizers(c, rules);
  add_constraints(c, rules);
}

normalization_options normalization_layer::read_options(config_reader& c) {
  normalization_options o;
  o.epsilon = c.number("epsilon", o.epsilon);
  o.center = c.flag("center", true);
  o.scale = c.flag("scale", true);
  c.rules("beta", o.beta_initializer, o.beta_regularizer, o.beta_constraint);
  c.rules("gamma", o.gamma_initializer, o.gamma_regularizer, o.gamma_constraint);
  return o;
}

void normalization_layer::make_weights(const shape& input, rng& draw) {
  const auto needed = weight_shape(input);
  for (auto& w : weights()) w.build(needed, draw);
}

}  // namespace regula::layers

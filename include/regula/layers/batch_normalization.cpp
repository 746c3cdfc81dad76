// SPDX-License-Identifier: MIT
#include <cmath>
#include <regula/layers/axes.hpp>
#include <regula/layers/batch_normalization.hpp>
#include <regula/layers/config_reader.hpp>

namespace regula::layers {
namespace {

void move(ndarray& moving, const Eigen::ArrayXd& of_batch, double momentum) {
  moving.flat() = (moving.flat().cast<double>() * momentum + of_batch * (1.0 - momentum)).cast<float>();
}

}  // namespace

batch_normalization_layer::batch_normalization_layer(const batch_normalization_options& o)
    : single_layer(o.name, o.trainable), options_(o) {
  const auto probability = o.momentum >= 0.0 && o.momentum <= 1.0;
  if (!probability || !(o.epsilon >= 0.0) || !std::isfinite(o.epsilon))
    throw config_error("BatchNormalization needs 0 <= momentum <= 1 and epsilon >= 0; given are " +
                       number_text(o.momentum) + " and " + number_text(o.epsilon));
  activity_regularizer = o.activity_regularizer;
  declare("gamma", {o.gamma_initializer, o.gamma_regularizer, o.gamma_constraint}, o.scale);
  declare("beta", {o.beta_initializer, o.beta_regularizer, o.beta_constraint}, o.center);
  declare("moving_mean", o.moving_mean_initializer, {}, false);
  declare("moving_variance", o.moving_variance_initializer, {}, false);
}

std::string batch_normalization_layer::class_name() const { return "BatchNormalization"; }

shape batch_normalization_layer::output_shape(const shape& input) const {
  const auto channels = input.size() < 2 ? -1 : input[axis(input)];
  if (channels < 0)
    throw shape_error("BatchNormalization \"" + name() + "\" reads (batch, ..., channels); given is " +
                      shape_text(input));
  if (built() && channels != mean().size())
    throw shape_error("BatchNormalization \"" + name() + "\" was built for " + std::to_string(mean().size()) +
                      " channels; given is " + shape_text(input));
  return input;
}

ndarray batch_normalization_layer::forward(const ndarray& given, record& r) {
  output_shape(given.shape());
  const auto at = axis(given.shape());
  const bool last = at + 1 == given.rank();
  const auto moved = last ? ndarray() : with_axis_last(given, at);
  const auto& x = last ? given : moved;
  const bool of_batch = r.training && trainable() && x.rows() > 0;
  const auto mask = of_batch ? r.given_mask(0) : nullptr;
  if (mask && (!last || mask->shape() != shape(given.shape().begin(), given.shape().end() - 1)))
    throw shape_error("BatchNormalization \"" + name() + "\" of the last axis of " + shape_text(given.shape()) +
                      " takes a mask of all axes but that; given is " + shape_text(mask->shape()));
  Eigen::ArrayXd centre = mean().flat().cast<double>(), spread = variance().flat().cast<double>();
  if (mask) {  // Keras's own epsilon() keeps a mask of nothing from a division by 0
    const Eigen::VectorXd counts = mask->flat().matrix().cast<double>();
    const double number = counts.sum() + 1e-7;
    const Eigen::MatrixXd rows = x.matrix().cast<double>();
    centre = (rows.transpose() * counts / number).array();
    spread = ((rows.rowwise() - centre.matrix().transpose()).cwiseAbs2().transpose() * counts / number).array();
  } else if (of_batch) {
    centre = x.matrix().cast<double>().colwise().mean().transpose();
    spread = (x.matrix().cast<double>().rowwise() - centre.matrix().transpose()).colwise().squaredNorm().transpose() /
             static_cast<double>(x.rows());
  }
  if (of_batch) {
    move(mean(), centre, options_.momentum);
    move(variance(), spread, options_.momentum);
  }
  const Eigen::ArrayXf inverse = (spread + options_.epsilon).rsqrt().cast<float>();
  const Eigen::ArrayXf from = centre.cast<float>();
  ndarray normal(x.shape());
  normal.matrix() = ((x.matrix().array().rowwise() - from.transpose()).rowwise() * inverse.transpose()).matrix();
  ndarray y = normal;
  if (options_.scale) y.matrix().array().rowwise() *= find_weight("gamma").value.flat().transpose();
  if (options_.center) y.matrix().array().rowwise() += find_weight("beta").value.flat().transpose();
  if (r.keep) r.saved = {std::move(normal), ndarray(inverse.matrix()), ndarray({}, of_batch ? 1.0F : 0.0F)};
  return with_axis_back(std::move(y), at, given.shape());
}

ndarray batch_normalization_layer::backward(const ndarray& given, record& r) {
  const auto& normal = r.saved[0];
  ndarray dx = with_axis_last(given, axis(given.shape()));
  const auto g = dx.matrix().array();
  const auto n = normal.matrix().array();
  const Eigen::ArrayXf by_gamma = (g * n).colwise().sum().transpose(), by_beta = g.colwise().sum().transpose();
  Eigen::ArrayXf factor = r.saved[1].flat();
  if (options_.scale) {
    auto& gamma = find_weight("gamma");
    gamma.gradient.flat() += by_gamma;
    factor *= gamma.value.flat();
  }
  if (options_.center) find_weight("beta").gradient.flat() += by_beta;
  const auto mask = r.saved[2]() != 0.0F ? r.given_mask(0) : nullptr;
  if (mask) {
    const Eigen::ArrayXf counts = mask->flat();
    const auto number = static_cast<float>(counts.cast<double>().sum() + 1e-7);
    const Eigen::ArrayXf mean_beta = by_beta / number, mean_gamma = by_gamma / number;
    for (std::ptrdiff_t i = 0; i < dx.rows(); ++i)
      dx.matrix().array().row(i) -= counts[i] * (mean_beta.transpose() + n.row(i) * mean_gamma.transpose());
  } else if (r.saved[2]() != 0.0F) {
    const auto rows = static_cast<float>(dx.rows());
    dx.matrix().array().rowwise() -= (by_beta / rows).transpose();
    dx.matrix().array() -= n.rowwise() * (by_gamma / rows).transpose();
  }
  dx.matrix().array().rowwise() *= factor.transpose();
  return with_axis_back(std::move(dx), axis(given.shape()), given.shape());
}

json batch_normalization_layer::get_config() const {
  json c{{"axis", options_.axis},
         {"momentum", options_.momentum},
         {"epsilon", options_.epsilon},
         {"center", options_.center},
         {"scale", options_.scale}};
  const named_rules rules{{"beta", rules_of("beta")}, {"gamma", rules_of("gamma")}};
  add_initializers(c, rules);
  add_initializers(c, {{"moving_mean", rules_of("moving_mean")}, {"moving_variance", rules_of("moving_variance")}});
  add_regularizers(c, rules);
  add_constraints(c, rules);
  for (const auto* key : {"synchronized", "renorm"}) c[key] = false;
  c["renorm_clipping"] = nullptr;
  c["renorm_momentum"] = 0.99;
  return c;
}

std::shared_ptr<layer> batch_normalization_layer::from_config(config_reader& c) {
  batch_normalization_options o;
  o.momentum = c.number("momentum", o.momentum);
  o.epsilon = c.number("epsilon", o.epsilon);
  o.center = c.flag("center", true);
  o.scale = c.flag("scale", true);
  c.rules("beta", o.beta_initializer, o.beta_regularizer, o.beta_constraint);
  c.rules("gamma", o.gamma_initializer, o.gamma_regularizer, o.gamma_constraint);
  o.moving_mean_initializer = c.initializer("moving_mean_initializer", "Zeros");
  o.moving_variance_initializer = c.initializer("moving_variance_initializer", "Ones");
  o.axis = axis_in(c);
  for (const auto* key : {"synchronized", "renorm"}) c.only(key, {false});
  c.only("renorm_clipping", {});
  c.ignore({"renorm_momentum"});
  return std::make_shared<batch_normalization_layer>(o);
}

void batch_normalization_layer::make_weights(const shape& input, rng& draw) {
  output_shape(input);
  for (auto& w : weights()) w.build({input[axis(input)]}, draw);
}

std::size_t batch_normalization_layer::axis(const shape& input) const {
  return axis_of("BatchNormalization \"" + name() + "\"", options_.axis, input.size());
}

ref<batch_normalization_layer> BatchNormalization(const batch_normalization_options& options) {
  return make<batch_normalization_layer>(options);
}

}  // namespace regula::layers

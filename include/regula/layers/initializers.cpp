// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>
#include <regula/layers/initializers.hpp>

namespace regula::initializers {
namespace {

void check(const initializer_class& c) {
  const auto [a, b] = std::pair(c.first.value, c.second.value);
  constexpr double most = std::numeric_limits<float>::max();
  const auto refuse = [&](const std::string& rule) {
    throw config_error(std::string(c.name) + " needs " + rule + "; given " + number_text(a) +
                       (c.second.name.empty() ? "" : " and " + number_text(b)));
  };
  if (!(std::abs(a) <= most && std::abs(b) <= most)) refuse("finite numbers in the range of float");
  if (c.how == method::uniform && a > b) refuse("minval <= maxval");
  if ((c.how == method::normal || c.how == method::truncated_normal) && b < 0) refuse("stddev >= 0");
  if (c.how == method::variance_scaling && a <= 0) refuse("scale > 0");
}

void check(const initializer_class& c, const shape& s) {
  if (c.how == method::identity && s.size() != 2)
    throw shape_error("Identity makes matrices; the shape is " + shape_text(s));
  if (c.how == method::orthogonal && s.size() < 2)
    throw shape_error("Orthogonal needs a shape of rank 2 or more; this one is " + shape_text(s));
}

void fill(ndarray& w, auto&& next) {
  for (float& v : w.values()) v = static_cast<float>(next());
}

void fill_uniform(ndarray& w, double low, double high, rng& draw) {
  fill(w, [&] { return std::min(low + (high - low) * draw.uniform(), high); });
}

void fill_scaled(const initializer_class& c, ndarray& w, rng& draw) {
  const auto [in, out] = fans_of(w.shape());
  const double fan = c.mode == fan_mode::fan_in ? in : c.mode == fan_mode::fan_out ? out : (in + out) / 2;
  const double deviation = std::sqrt(c.first.value / std::max(1.0, fan));
  constexpr double kept = 0.87962566103423978;  // standard deviation of a normal cut at -2 and 2
  switch (c.draws) {
    case distribution::uniform: fill_uniform(w, -std::sqrt(3.0) * deviation, std::sqrt(3.0) * deviation, draw); break;
    case distribution::truncated_normal: fill(w, [&] { return deviation / kept * draw.truncated_normal(); }); break;
    case distribution::untruncated_normal: fill(w, [&] { return deviation * draw.normal(); }); break;
  }
}

/// Columns of normals made orthonormal one after the other, twice each [Giraud et al. 2005,
/// doi:10.1007/s00211-005-0615-4]: the Q of a QR decomposition whose R has a positive diagonal, as Keras's.
void fill_orthogonal(ndarray& w, double gain, rng& draw) {
  if (w.size() == 0) return;
  const bool wide = w.rows() < w.last();
  Eigen::MatrixXd q(std::max(w.rows(), w.last()), std::min(w.rows(), w.last()));
  for (std::ptrdiff_t k = 0; k < q.cols();) {
    auto column = q.col(k);
    for (double& v : column) v = draw.normal();
    const double before = column.norm();
    for (int pass = 0; pass < 2; ++pass) column -= q.leftCols(k) * (q.leftCols(k).transpose() * column).eval();
    if (!(column.norm() > 1e-10 * before)) continue;
    column.normalize();
    ++k;
  }
  if (wide)
    w.matrix() = (gain * q.transpose()).cast<float>();
  else
    w.matrix() = (gain * q).cast<float>();
}

ndarray filled(const initializer_class& c, ndarray w, rng& draw) {
  const double a = c.first.value, b = c.second.value;
  switch (c.how) {
    case method::fill: w.flat().setConstant(static_cast<float>(a)); break;
    case method::uniform: fill_uniform(w, a, b, draw); break;
    case method::normal: fill(w, [&] { return a + b * draw.normal(); }); break;
    case method::truncated_normal: fill(w, [&] { return a + b * draw.truncated_normal(); }); break;
    case method::variance_scaling: fill_scaled(c, w, draw); break;
    case method::orthogonal: fill_orthogonal(w, a, draw); break;
    case method::identity: w.matrix().diagonal().setConstant(static_cast<float>(a)); break;
  }
  return w;
}

}  // namespace

initializer::initializer(const initializer_class& c, double first, double second, seed_type seed)
    : initializer(c, first, second, c.mode, c.draws, seed) {}

initializer::initializer(const initializer_class& c, double first, double second, fan_mode mode, distribution draws,
                         seed_type seed)
    : class_(c), seed_(seed) {
  class_.first.value = first;
  class_.second.value = second;
  class_.mode = mode;
  class_.draws = draws;
  check(class_);
}

ndarray initializer::make(const shape& extents, rng& draw) const {
  check(class_, extents);
  ndarray w(extents);
  if (!seed_) return filled(class_, std::move(w), draw);
  rng own(static_cast<std::uint64_t>(*seed_));
  return filled(class_, std::move(w), own);
}

bool initializer::operator==(const initializer& other) const {
  return class_.name == other.class_.name && class_.first.value == other.class_.first.value &&
         class_.second.value == other.class_.second.value && class_.mode == other.class_.mode &&
         class_.draws == other.class_.draws && seed_ == other.seed_;
}

initializer get(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> aliases[] = {{"zero", "zeros"},
                                                                       {"one", "ones"},
                                                                       {"uniform", "random_uniform"},
                                                                       {"normal", "random_normal"},
                                                                       {"IdentityInitializer", "identity"},
                                                                       {"OrthogonalInitializer", "orthogonal"}};
  auto key = name;
  for (const auto& [alias, meant] : aliases)
    if (alias == name) key = meant;
  std::string known;
  for (const auto& c : initializer_classes) {
    if (c.name == key || c.snake_case == key) return initializer(c);
    known += (known.empty() ? "" : ", ") + std::string(c.name);
  }
  throw config_error("no initializer \"" + std::string(name) + "\"; known are " + known);
}

initializer zeros() { return get("Zeros"); }

initializer ones() { return get("Ones"); }

initializer constant(double value) { return {get("Constant").arguments(), value, 0}; }

initializer random_uniform(double minval, double maxval, initializer::seed_type seed) {
  return {get("RandomUniform").arguments(), minval, maxval, seed};
}

initializer random_normal(double mean, double stddev, initializer::seed_type seed) {
  return {get("RandomNormal").arguments(), mean, stddev, seed};
}

initializer truncated_normal(double mean, double stddev, initializer::seed_type seed) {
  return {get("TruncatedNormal").arguments(), mean, stddev, seed};
}

initializer variance_scaling(double scale, fan_mode mode, distribution draws, initializer::seed_type seed) {
  return {get("VarianceScaling").arguments(), scale, 0, mode, draws, seed};
}

initializer seeded(std::string_view name, std::int64_t seed) {
  const auto c = get(name).arguments();
  return {c, c.first.value, c.second.value, c.mode, c.draws, seed};
}

initializer orthogonal(double gain, initializer::seed_type seed) {
  return {get("Orthogonal").arguments(), gain, 0, seed};
}

initializer identity(double gain) { return {get("Identity").arguments(), gain, 0}; }

}  // namespace regula::initializers

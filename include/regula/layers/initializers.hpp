// SPDX-License-Identifier: MIT
/// Initial weights: Keras's initializers, as values. Their configs are in <regula/layers/initializer_config.hpp>.
///
///   rng draw(42);
///   const auto init = initializers::get("glorot_uniform");     or initializers::glorot_uniform()
///   ndarray kernel = init.make({3, 3, 16, 32}, draw);
#pragma once
#include <limits>
#include <optional>
#include <regula/layers/initializer_classes.hpp>
#include <regula/layers/random.hpp>

namespace regula::initializers {

class initializer {
public:
  using seed_type = std::optional<std::int64_t>;

  /// Zeros.
  initializer() : initializer(initializer_classes[0]) {}
  explicit initializer(const initializer_class& c) : initializer(c, c.first.value, c.second.value) {}
  /// Throws config_error for numbers that are no floats, minval > maxval, stddev < 0 or scale <= 0.
  initializer(const initializer_class& c, double first, double second, seed_type seed = {})
      : initializer(c, first, second, c.mode, c.draws, seed) {}
  initializer(const initializer_class& c, double first, double second, fan_mode mode, distribution draws,
              seed_type seed)
      : class_(c), seed_(seed) {
    class_.first.value = first;
    class_.second.value = second;
    class_.mode = mode;
    class_.draws = draws;
    check();
  }

  std::string_view class_name() const { return class_.name; }
  /// The class with this one's numbers in the places of the defaults.
  const initializer_class& arguments() const { return class_; }
  seed_type seed() const { return seed_; }

  /// A tensor of this shape. With a seed of its own it draws from that, the same entries at every call, and leaves
  /// `draw` as it is. Throws shape_error: Identity takes matrices, Orthogonal rank 2 and more.
  ndarray make(const shape& extents, rng& draw) const {
    check(extents);
    ndarray w(extents);
    if (!seed_) return filled(std::move(w), draw);
    rng own(static_cast<std::uint64_t>(*seed_));
    return filled(std::move(w), own);
  }

  bool operator==(const initializer& other) const {
    return class_.name == other.class_.name && class_.first.value == other.class_.first.value &&
           class_.second.value == other.class_.second.value && class_.mode == other.class_.mode &&
           class_.draws == other.class_.draws && seed_ == other.seed_;
  }

private:
  void check() const {
    const auto [a, b] = std::pair(class_.first.value, class_.second.value);
    constexpr double most = std::numeric_limits<float>::max();
    const auto refuse = [&](const std::string& rule) {
      throw config_error(std::string(class_.name) + " needs " + rule + "; given " + number_text(a) +
                         (class_.second.name.empty() ? "" : " and " + number_text(b)));
    };
    if (!(std::abs(a) <= most && std::abs(b) <= most)) refuse("finite numbers in the range of float");
    if (class_.how == method::uniform && a > b) refuse("minval <= maxval");
    if ((class_.how == method::normal || class_.how == method::truncated_normal) && b < 0) refuse("stddev >= 0");
    if (class_.how == method::variance_scaling && a <= 0) refuse("scale > 0");
  }

  void check(const shape& s) const {
    if (class_.how == method::identity && s.size() != 2)
      throw shape_error("Identity makes matrices; the shape is " + shape_text(s));
    if (class_.how == method::orthogonal && s.size() < 2)
      throw shape_error("Orthogonal needs a shape of rank 2 or more; this one is " + shape_text(s));
  }

  ndarray filled(ndarray w, rng& draw) const {
    const double a = class_.first.value, b = class_.second.value;
    switch (class_.how) {
      case method::fill: w.flat().setConstant(static_cast<float>(a)); break;
      case method::uniform: fill_uniform(w, a, b, draw); break;
      case method::normal: fill(w, [&] { return a + b * draw.normal(); }); break;
      case method::truncated_normal: fill(w, [&] { return a + b * draw.truncated_normal(); }); break;
      case method::variance_scaling: fill_scaled(w, draw); break;
      case method::orthogonal: fill_orthogonal(w, a, draw); break;
      case method::identity: w.matrix().diagonal().setConstant(static_cast<float>(a)); break;
    }
    return w;
  }
  static void fill(ndarray& w, auto&& next) {
    for (float& v : w.values()) v = static_cast<float>(next());
  }
  static void fill_uniform(ndarray& w, double low, double high, rng& draw) {
    fill(w, [&] { return std::min(low + (high - low) * draw.uniform(), high); });
  }
  void fill_scaled(ndarray& w, rng& draw) const {
    const auto [in, out] = fans_of(w.shape());
    const double fan = class_.mode == fan_mode::fan_in ? in : class_.mode == fan_mode::fan_out ? out : (in + out) / 2;
    const double deviation = std::sqrt(class_.first.value / std::max(1.0, fan));
    constexpr double kept = 0.87962566103423978;  // standard deviation of a normal cut at -2 and 2
    switch (class_.draws) {
      case distribution::uniform: fill_uniform(w, -std::sqrt(3.0) * deviation, std::sqrt(3.0) * deviation, draw); break;
      case distribution::truncated_normal: fill(w, [&] { return deviation / kept * draw.truncated_normal(); }); break;
      case distribution::untruncated_normal: fill(w, [&] { return deviation * draw.normal(); }); break;
    }
  }
  /// Columns of normals made orthonormal one after the other, twice each [Giraud et al. 2005,
  /// doi:10.1007/s00211-005-0615-4]: the Q of a QR decomposition whose R has a positive diagonal, as Keras's.
  static void fill_orthogonal(ndarray& w, double gain, rng& draw) {
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

  initializer_class class_;
  seed_type seed_;
};

/// The initializer of a class with its defaults, by Keras's name: "GlorotUniform", "glorot_uniform"; also "zero",
/// "one", "uniform", "normal", "IdentityInitializer", "OrthogonalInitializer". Throws config_error with the known
/// names.
inline initializer get(std::string_view name) {
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

inline initializer zeros() { return get("Zeros"); }
inline initializer ones() { return get("Ones"); }
inline initializer constant(double value) { return {get("Constant").arguments(), value, 0}; }
inline initializer random_uniform(double minval = -0.05, double maxval = 0.05, initializer::seed_type seed = {}) {
  return {get("RandomUniform").arguments(), minval, maxval, seed};
}
inline initializer random_normal(double mean = 0, double stddev = 0.05, initializer::seed_type seed = {}) {
  return {get("RandomNormal").arguments(), mean, stddev, seed};
}
/// Normal, drawn again beyond two standard deviations.
inline initializer truncated_normal(double mean = 0, double stddev = 0.05, initializer::seed_type seed = {}) {
  return {get("TruncatedNormal").arguments(), mean, stddev, seed};
}
/// Variance scale / n, where n is the mode's fan, at least 1; uniform in +-sqrt(3 scale / n), or normal.
inline initializer variance_scaling(double scale = 1, fan_mode mode = fan_mode::fan_in,
                                    distribution draws = distribution::truncated_normal,
                                    initializer::seed_type seed = {}) {
  return {get("VarianceScaling").arguments(), scale, 0, mode, draws, seed};
}
/// The class of this name with its defaults and a seed: seeded("GlorotUniform", 42).
inline initializer seeded(std::string_view name, std::int64_t seed) {
  const auto c = get(name).arguments();
  return {c, c.first.value, c.second.value, c.mode, c.draws, seed};
}
/// Orthonormal rows or columns, whichever are fewer, of the matrix (all axes but the last, last), times gain.
/// [Saxe, McClelland, Ganguli 2014, arXiv:1312.6120]
inline initializer orthogonal(double gain = 1, initializer::seed_type seed = {}) {
  return {get("Orthogonal").arguments(), gain, 0, seed};
}
inline initializer identity(double gain = 1) { return {get("Identity").arguments(), gain, 0}; }

}  // namespace regula::initializers

// SPDX-License-Identifier: MIT
/// Initial weights: Keras's initializers, as values. Their configs are in <regula/layers/initializer_config.hpp>.
///
///   rng draw(42);
///   const auto init = initializers::get("glorot_uniform");     or initializers::glorot_uniform()
///   ndarray kernel = init.make({3, 3, 16, 32}, draw);
#pragma once
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
  initializer(const initializer_class& c, double first, double second, seed_type seed = {});
  initializer(const initializer_class& c, double first, double second, fan_mode mode, distribution draws,
              seed_type seed);

  std::string_view class_name() const { return class_.name; }
  /// The class with this one's numbers in the places of the defaults.
  const initializer_class& arguments() const { return class_; }
  seed_type seed() const { return seed_; }

  /// A tensor of this shape. With a seed of its own it draws from that, the same entries at every call, and leaves
  /// `draw` as it is. Throws shape_error: Identity takes matrices, Orthogonal rank 2 and more.
  ndarray make(const shape& extents, rng& draw) const;

  bool operator==(const initializer& other) const;

private:
  initializer_class class_;
  seed_type seed_;
};

/// The initializer of a class with its defaults, by Keras's name: "GlorotUniform", "glorot_uniform"; also "zero",
/// "one", "uniform", "normal", "IdentityInitializer", "OrthogonalInitializer". Throws config_error with the known
/// names.
initializer get(std::string_view name);

initializer zeros();
initializer ones();
initializer constant(double value);
initializer random_uniform(double minval = -0.05, double maxval = 0.05, initializer::seed_type seed = {});
initializer random_normal(double mean = 0, double stddev = 0.05, initializer::seed_type seed = {});
/// Normal, drawn again beyond two standard deviations.
initializer truncated_normal(double mean = 0, double stddev = 0.05, initializer::seed_type seed = {});
/// Variance scale / n, where n is the mode's fan, at least 1; uniform in +-sqrt(3 scale / n), or normal.
initializer variance_scaling(double scale = 1, fan_mode mode = fan_mode::fan_in,
                             distribution draws = distribution::truncated_normal, initializer::seed_type seed = {});
/// The class of this name with its defaults and a seed: seeded("GlorotUniform", 42).
initializer seeded(std::string_view name, std::int64_t seed);
/// Orthonormal rows or columns, whichever are fewer, of the matrix (all axes but the last, last), times gain.
/// [Saxe, McClelland, Ganguli 2014, arXiv:1312.6120]
initializer orthogonal(double gain = 1, initializer::seed_type seed = {});
initializer identity(double gain = 1);

}  // namespace regula::initializers

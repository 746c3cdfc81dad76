// SPDX-License-Identifier: MIT
/// Keras's classes of initializers as a table: their names, arguments and defaults; and the fans of a weight's shape.
#pragma once
#include <array>
#include <regula/ndarray.hpp>

namespace regula::initializers {

enum class method { fill, uniform, normal, truncated_normal, variance_scaling, orthogonal, identity };
enum class fan_mode { fan_in, fan_out, fan_avg };
enum class distribution { uniform, truncated_normal, untruncated_normal };

inline constexpr std::array<std::string_view, 3> fan_mode_names = {"fan_in", "fan_out", "fan_avg"};
inline constexpr std::array<std::string_view, 3> distribution_names = {"uniform", "truncated_normal",
                                                                       "untruncated_normal"};
/// A numeric argument of a class: its name in the config ("" for none) and its default.
struct argument {
  std::string_view name = "";
  double value = 0;
};

/// What Keras calls a class of initializers. `scaled` ones state mode and distribution in their config; those that fix
/// them (GlorotUniform...) do not.
struct initializer_class {
  std::string_view name, snake_case;
  method how;
  argument first{}, second{};
  fan_mode mode = fan_mode::fan_in;
  distribution draws = distribution::truncated_normal;

  constexpr bool is_random() const { return how != method::fill && how != method::identity; }
  constexpr bool states_scale() const { return how == method::variance_scaling && !first.name.empty(); }
};

/// Arguments in the order of Keras's configs. first.value of Zeros, Ones is what they fill with; of GlorotUniform and
/// its kin, their fixed scale.
inline constexpr std::array initializer_classes = {
    initializer_class{"Zeros", "zeros", method::fill, {"", 0}},
    initializer_class{"Ones", "ones", method::fill, {"", 1}},
    initializer_class{"Constant", "constant", method::fill, {"value", 0}},
    initializer_class{"RandomUniform", "random_uniform", method::uniform, {"minval", -0.05}, {"maxval", 0.05}},
    initializer_class{"RandomNormal", "random_normal", method::normal, {"mean", 0}, {"stddev", 0.05}},
    initializer_class{"TruncatedNormal", "truncated_normal", method::truncated_normal, {"mean", 0}, {"stddev", 0.05}},
    initializer_class{"VarianceScaling", "variance_scaling", method::variance_scaling, {"scale", 1}},
    initializer_class{"GlorotUniform",
                      "glorot_uniform",
                      method::variance_scaling,
                      {"", 1},
                      {},
                      fan_mode::fan_avg,
                      distribution::uniform},
    initializer_class{"GlorotNormal", "glorot_normal", method::variance_scaling, {"", 1}, {}, fan_mode::fan_avg},
    initializer_class{
        "HeUniform", "he_uniform", method::variance_scaling, {"", 2}, {}, fan_mode::fan_in, distribution::uniform},
    initializer_class{"HeNormal", "he_normal", method::variance_scaling, {"", 2}},
    initializer_class{"LecunUniform",
                      "lecun_uniform",
                      method::variance_scaling,
                      {"", 1},
                      {},
                      fan_mode::fan_in,
                      distribution::uniform},
    initializer_class{"LecunNormal", "lecun_normal", method::variance_scaling, {"", 1}},
    initializer_class{"Orthogonal", "orthogonal", method::orthogonal, {"gain", 1}},
    initializer_class{"Identity", "identity", method::identity, {"gain", 1}},
};

/// Input and output units of a weight: its extents for a matrix, (..., inputs, outputs) of a convolution kernel times
/// its receptive field, the extent twice for a vector, 1 and 1 for a scalar. Doubles, so that no product overflows.
struct fans {
  double in = 1, out = 1;
};
fans fans_of(const shape& s);

}  // namespace regula::initializers

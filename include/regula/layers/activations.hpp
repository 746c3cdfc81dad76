// SPDX-License-Identifier: MIT
/// Activation functions by Keras's names, as values.
///
///   const layers::activation relu("relu");
///   ndarray y = relu(x);
///   ndarray dx = relu.gradient(x, y, dy);     dy: the gradient by y; dx: by x
#pragma once
#include <array>
#include <regula/layers/activation_functions.hpp>
#include <regula/ndarray.hpp>

namespace regula::layers {

/// One of activation_functions: linear, relu, relu6, leaky_relu, elu, selu, exponential, tanh, sigmoid, hard_sigmoid,
/// softplus, softsign, silu (also read as "swish"), gelu, softmax, log_softmax. The last two work on the last axis.
class activation {
public:
  activation() : function_(&table[0]) {}
  /// By Keras's name. Throws config_error with the known names.
  explicit activation(std::string_view name) : function_(&find(name)) {}

  std::string_view name() const { return function_->name; }

  /// The value, of x's shape.
  ndarray operator()(ndarray x) const {
    function_->value(x);
    return x;
  }
  /// dx from dy, where y = (*this)(x). Throws shape_error where the three shapes differ.
  ndarray gradient(const ndarray& x, const ndarray& y, ndarray dy) const {
    if (x.shape() != y.shape() || x.shape() != dy.shape())
      throw shape_error("x, y and dy of an activation have one shape; these are " + shape_text(x.shape()) + ", " +
                        shape_text(y.shape()) + " and " + shape_text(dy.shape()));
    function_->slope(x, y, dy);
    return dy;
  }

  bool operator==(const activation&) const = default;

  /// Keras's names of all, in the order of the list.
  static std::vector<std::string_view> names() {
    std::vector<std::string_view> all;
    for (const auto& f : table) all.push_back(f.name);
    return all;
  }

private:
  struct entry {
    std::string_view name;
    void (*value)(ndarray& x);
    void (*slope)(const ndarray& x, const ndarray& y, ndarray& d);
  };

  template <class F> static void apply(ndarray& a) {
    if constexpr (requires { F::row; }) {
      const std::vector<float> x(a.values().begin(), a.values().end());
      over_rows(a, [&](std::size_t from, std::size_t n) {
        F::row(std::span(x).subspan(from, n), a.values().subspan(from, n));
      });
    } else if constexpr (!std::is_same_v<F, linear_activation>) {
      for (float& v : a.values()) v = static_cast<float>(F::value(v));
    }
  }
  template <class F> static void pull_back(const ndarray& x, const ndarray& y, ndarray& d) {
    if constexpr (requires { F::row; }) {
      over_rows(d, [&](std::size_t from, std::size_t n) {
        F::row_slope(y.values().subspan(from, n), d.values().subspan(from, n));
      });
    } else if constexpr (!std::is_same_v<F, linear_activation>) {
      const auto n = static_cast<std::size_t>(x.size());
      const float *xs = x.data(), *ys = y.data();
      float* ds = d.data();
      for (std::size_t i = 0; i < n; ++i) ds[i] = static_cast<float>(ds[i] * F::slope(xs[i], ys[i]));
    }
  }
  static void over_rows(const ndarray& a, const auto& f) {
    const auto n = static_cast<std::size_t>(a.last());
    for (std::size_t from = 0; from < static_cast<std::size_t>(a.size()); from += n) f(from, n);
  }

  template <class... F> static constexpr std::array<entry, sizeof...(F)> entries(std::type_identity<std::tuple<F...>>) {
    return {entry{F::name, &apply<F>, &pull_back<F>}...};
  }
  static const std::array<entry, std::tuple_size_v<activation_functions>> table;

  static const entry& find(std::string_view name) {
    if (name == "swish") name = "silu";
    std::string known;
    for (const auto& f : table) {
      if (f.name == name) return f;
      known += (known.empty() ? "" : ", ") + std::string(f.name);
    }
    throw config_error("no activation \"" + std::string(name) + "\"; known are " + known);
  }

  const entry* function_;
};

constexpr std::array<activation::entry, std::tuple_size_v<activation_functions>> activation::table =
    activation::entries(std::type_identity<activation_functions>{});

}  // namespace regula::layers

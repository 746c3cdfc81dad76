// SPDX-License-Identifier: MIT
/// Layers that hold their penalties by type: no handle, no virtual call around the loop, coefficients at hand.
///
///   auto d = layers::Dense(5, layers::penalties{.kernel = regula::l1(0.01), .activity = regula::l2(0.01)});
///   d->held.kernel.set<"l1">(0.02);
#pragma once
#include <regula/layers/conv.hpp>
#include <regula/layers/dense.hpp>

namespace regula::layers {

struct no_penalty {};

/// Penalties of one tensor each. What is left out has none.
template <class Kernel = no_penalty, class Bias = no_penalty, class Activity = no_penalty> struct penalties {
  Kernel kernel = {};
  Bias bias = {};
  Activity activity = {};
};

/// A layer of class Base with penalties that are part of its type. A regularizer that a weight or the activity is given
/// later takes their place. It saves like a layer with handles, and is read back as such.
template <class Base, class Penalties> class penalized_layer final : public Base {
public:
  template <class... Args>
  explicit penalized_layer(const Penalties& penalties, Args&&... args)
      : Base(std::forward<Args>(args)...), held(penalties) {}

  Penalties held;

  double weight_penalty(const weight& w, ndarray* gradient, const policy& on) const override {
    if (w.regularizer) return Base::weight_penalty(w, gradient, on);
    return w.name == "kernel" ? ask(held.kernel, w.value, gradient, on) : ask(held.bias, w.value, gradient, on);
  }
  double activity_penalty(const ndarray& y, ndarray* gradient, const policy& on) const override {
    return this->activity_regularizer ? Base::activity_penalty(y, gradient, on) : ask(held.activity, y, gradient, on);
  }
  bool has_activity() const override { return this->activity_regularizer || !is_none(held.activity); }
  std::string weight_text(const weight& w) const override {
    return w.regularizer ? w.regularizer.text() : w.name == "kernel" ? text(held.kernel) : text(held.bias);
  }
  std::string activity_text() const override {
    return this->activity_regularizer ? Base::activity_text() : text(held.activity);
  }

private:
  void add_held(json& config) const override {
    add_regularizer(config, "kernel_regularizer", handle(held.kernel));
    if (this->weights().size() > 1) add_regularizer(config, "bias_regularizer", handle(held.bias));
    if (!this->activity_regularizer) add_regularizer(config, "activity_regularizer", handle(held.activity));
  }
  template <class P> static constexpr bool is_none(const P&) { return std::is_same_v<P, no_penalty>; }
  template <class P> static double ask(const P& p, const ndarray& w, ndarray* gradient, const policy& on) {
    if constexpr (std::is_same_v<P, no_penalty>)
      return 0.0;
    else
      return gradient ? p.value_and_add_gradient(on, w, *gradient) : p(on, w);
  }
  template <class P> static std::string text(const P& p) {
    if constexpr (std::is_same_v<P, no_penalty>)
      return "";
    else
      return parsing::text_of(written(p), {});
  }
  template <class P> static regularizer handle(const P& p) {
    if constexpr (std::is_same_v<P, no_penalty>)
      return {};
    else
      return p;
  }
};

template <class K, class B, class A>
auto Dense(std::ptrdiff_t units, const penalties<K, B, A>& held, const dense_options& options = {}) {
  return make<penalized_layer<dense_layer, penalties<K, B, A>>>(held, units, options);
}
template <class K, class B, class A>
auto Conv1D(std::ptrdiff_t filters, const shape& kernel_size, const penalties<K, B, A>& held,
            const conv_options& options = {}) {
  return make<penalized_layer<conv_layer, penalties<K, B, A>>>(held, 1U, false, filters, kernel_size, options);
}
template <class K, class B, class A>
auto Conv2D(std::ptrdiff_t filters, const shape& kernel_size, const penalties<K, B, A>& held,
            const conv_options& options = {}) {
  return make<penalized_layer<conv_layer, penalties<K, B, A>>>(held, 2U, false, filters, kernel_size, options);
}
template <class K, class B, class A>
auto Conv3D(std::ptrdiff_t filters, const shape& kernel_size, const penalties<K, B, A>& held,
            const conv_options& options = {}) {
  return make<penalized_layer<conv_layer, penalties<K, B, A>>>(held, 3U, false, filters, kernel_size, options);
}

}  // namespace regula::layers

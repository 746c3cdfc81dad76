// SPDX-License-Identifier: MIT
/// A layer of one's own by concept: any class with forward and backward, without deriving.
///
///   struct Cube {
///     ndarray forward(const ndarray& x) const;
///     ndarray backward(const ndarray& x, const ndarray& dy) const;
///   };
///   auto cube = layers::wrap(Cube{}, {.activity_regularizer = regularizers::L2(0.1)});
#pragma once
#include <regula/custom_objects.hpp>
#include <regula/layers/simple.hpp>

namespace regula::layers {

/// forward(x) is pure, backward(x, dy) is dL/dx. Shapes follow from forward of a batch of one.
template <class T>
concept layer_like = std::copyable<T> && requires(const T& t, const ndarray& x) {
  { t.forward(x) } -> std::convertible_to<ndarray>;
  { t.backward(x, x) } -> std::convertible_to<ndarray>;
};

template <layer_like T> class wrapped_layer final : public single_layer {
public:
  explicit wrapped_layer(T inner, const plain_options& o = {}) : single_layer(o.name), inner_(std::move(inner)) {
    activity_regularizer = o.activity_regularizer;
  }
  /// That of T: what a file calls it, and what reads it back has to be named in custom_objects.
  std::string class_name() const override { return regularizers::short_name(typeid(T)); }
  shape output_shape(const shape& input) const override {
    auto one = input;
    if (!one.empty()) one[0] = 1;
    auto out = ndarray(inner_.forward(ndarray(one))).shape();
    if (!out.empty() && !input.empty()) out[0] = input[0];
    return out;
  }
  ndarray forward(const ndarray& x, record&) override { return inner_.forward(x); }
  ndarray backward(const ndarray& dy, record& r) override { return inner_.backward(r.inputs[0], dy); }

private:
  T inner_;
};

/// Reads T back: custom_objects{{"Cube", layers::wrapped(Cube{})}}. What T has in it comes from here, not from the file.
template <layer_like T> layer_reader wrapped(T inner) {
  return [inner](config_reader&) { return std::make_shared<wrapped_layer<T>>(inner); };
}

template <layer_like T> ref<wrapped_layer<T>> wrap(T inner, const plain_options& options = {}) {
  return make<wrapped_layer<T>>(std::move(inner), options);
}

}  // namespace regula::layers

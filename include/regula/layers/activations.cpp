// SPDX-License-Identifier: MIT
#include <array>
#include <regula/layers/activation_functions.hpp>
#include <regula/layers/activations.hpp>

namespace regula::layers {

struct activation_entry {
  std::string_view name;
  void (*value)(ndarray& x);
  void (*slope)(const ndarray& x, const ndarray& y, ndarray& d);
};

namespace {

void over_rows(const ndarray& a, const auto& f) {
  const auto n = static_cast<std::size_t>(a.last());
  for (std::size_t from = 0; from < static_cast<std::size_t>(a.size()); from += n) f(from, n);
}

template <class F> void apply(ndarray& a) {
  if constexpr (requires { F::row; }) {
    const std::vector<float> x(a.values().begin(), a.values().end());
    over_rows(a, [&](std::size_t from, std::size_t n) {
      F::row(std::span(x).subspan(from, n), a.values().subspan(from, n));
    });
  } else if constexpr (!std::is_same_v<F, linear_activation>) {
    for (float& v : a.values()) v = static_cast<float>(F::value(v));
  }
}

template <class F> void pull_back(const ndarray& x, const ndarray& y, ndarray& d) {
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

template <class... F>
constexpr std::array<activation_entry, sizeof...(F)> entries(std::type_identity<std::tuple<F...>>) {
  return {activation_entry{F::name, &apply<F>, &pull_back<F>}...};
}
constexpr auto table = entries(std::type_identity<activation_functions>{});

const activation_entry& find(std::string_view name) {
  if (name == "swish") name = "silu";
  if (name == "softmax_v2") name = "softmax";  // tf.keras 2.0 to 2.4
  std::string known;
  for (const auto& f : table) {
    if (f.name == name) return f;
    known += (known.empty() ? "" : ", ") + std::string(f.name);
  }
  throw config_error("no activation \"" + std::string(name) + "\"; known are " + known);
}

}  // namespace

activation::activation() : function_(&table[0]) {}

activation::activation(std::string_view name) : function_(&find(name)) {}

std::string_view activation::name() const { return function_->name; }

ndarray activation::operator()(ndarray x) const {
  function_->value(x);
  return x;
}

ndarray activation::gradient(const ndarray& x, const ndarray& y, ndarray dy) const {
  if (x.shape() != y.shape() || x.shape() != dy.shape())
    throw shape_error("x, y and dy of an activation have one shape; these are " + shape_text(x.shape()) + ", " +
                      shape_text(y.shape()) + " and " + shape_text(dy.shape()));
  function_->slope(x, y, dy);
  return dy;
}

std::vector<std::string_view> activation::names() {
  std::vector<std::string_view> all;
  for (const auto& f : table) all.push_back(f.name);
  return all;
}

}  // namespace regula::layers

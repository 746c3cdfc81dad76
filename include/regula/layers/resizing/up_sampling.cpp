// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <regula/layers/config_reader.hpp>
#include <regula/layers/resizing/up_sampling.hpp>

namespace regula::layers {
namespace {

bool is_linear(std::size_t spatial, const std::string& interpolation) {
  const bool linear = interpolation == "bilinear" && spatial == 2;
  if (!linear && interpolation != "nearest")
    throw config_error("UpSampling" + std::to_string(spatial) + "D: interpolation is nearest" +
                       (spatial == 2 ? " or bilinear" : "") + ", not \"" + interpolation + "\"");
  return linear;
}

/// One axis made longer: (outer, in, inner) to (outer, in size, inner).
struct longer_axis {
  std::ptrdiff_t outer = 1, in, inner = 1, size;
  bool linear;

  longer_axis(const shape& s, std::size_t axis, std::ptrdiff_t times, bool between)
      : in(s[axis]), size(times), linear(between) {
    for (std::size_t k = 0; k < s.size(); ++k) (k < axis ? outer : inner) *= k == axis ? 1 : s[k];
  }

  /// f(offset of the input, offset of the output, weight): what each row of `inner` outputs adds up.
  template <class F> void for_each_share(F f) const {
    for (std::ptrdiff_t n = 0; n < outer; ++n)
      for (std::ptrdiff_t o = 0; o < in * size; ++o) {
        const auto to = (n * in * size + o) * inner;
        const auto row = [&](std::ptrdiff_t i) { return (n * in + std::clamp<std::ptrdiff_t>(i, 0, in - 1)) * inner; };
        if (!linear) {
          f(row(o / size), to, 1.0F);
          continue;
        }
        const double at = (static_cast<double>(o) + 0.5) / static_cast<double>(size) - 0.5, below = std::floor(at);
        const auto i = static_cast<std::ptrdiff_t>(below);
        f(row(i), to, static_cast<float>(below + 1 - at));
        if (at > below) f(row(i + 1), to, static_cast<float>(at - below));
      }
  }
};

}  // namespace

up_sampling_layer::up_sampling_layer(std::size_t spatial, shape size, const up_sampling_options& o)
    : spatial_layer("UpSampling", spatial, o.data_format, o.name),
      size_(std::move(size)),
      linear_(is_linear(spatial, o.interpolation)) {
  check_extents("size", size_, 1);
  activity_regularizer = o.activity_regularizer;
  if (spatial == 1 && format().first()) throw config_error("UpSampling1D: data_format is channels_last");
}

json up_sampling_layer::get_config() const {
  if (spatial() == 1) return {{"size", size_[0]}};
  json c{{"size", size_}, {"data_format", format().name()}};
  if (spatial() == 2) c["interpolation"] = linear_ ? "bilinear" : "nearest";
  return c;
}

std::shared_ptr<layer> up_sampling_layer::from_config(config_reader& c, std::size_t spatial) {
  up_sampling_options o;
  const auto size = c.has("size") ? c.extents("size", spatial) : shape(spatial, 2);
  c.ignore({"size"});
  if (spatial > 1) o.data_format = c.word("data_format", o.data_format);
  if (spatial == 2) o.interpolation = c.word("interpolation", o.interpolation);
  return std::make_shared<up_sampling_layer>(spatial, size, o);
}

shape up_sampling_layer::output_last(const shape& input) const {
  auto output = input;
  for (std::size_t k = 0; k < spatial(); ++k) output[k + 1] = extent_product(input[k + 1], size_[k]);
  return output;
}

ndarray up_sampling_layer::forward_last(const ndarray& x) const {
  ndarray y = x;
  for (std::size_t k = 0; k < spatial(); ++k) {
    const longer_axis axis(y.shape(), k + 1, size_[k], linear_);
    auto s = y.shape();
    s[k + 1] *= size_[k];
    ndarray longer(s);
    if (longer.size() > 0)
      axis.for_each_share([&](std::ptrdiff_t from, std::ptrdiff_t to, float weight) {
        Eigen::Map<Eigen::ArrayXf>(longer.data() + to, axis.inner) +=
            weight * Eigen::Map<const Eigen::ArrayXf>(y.data() + from, axis.inner);
      });
    y = std::move(longer);
  }
  return y;
}

ndarray up_sampling_layer::backward_last(const ndarray& dy, const shape& input, const record&) const {
  ndarray dx = dy;
  for (std::size_t k = spatial(); k-- > 0;) {
    auto s = dx.shape();
    s[k + 1] = input[k + 1];
    const longer_axis axis(s, k + 1, size_[k], linear_);
    ndarray shorter(s);
    if (shorter.size() > 0)
      axis.for_each_share([&](std::ptrdiff_t to, std::ptrdiff_t from, float weight) {
        Eigen::Map<Eigen::ArrayXf>(shorter.data() + to, axis.inner) +=
            weight * Eigen::Map<const Eigen::ArrayXf>(dx.data() + from, axis.inner);
      });
    dx = std::move(shorter);
  }
  return dx;
}

ref<up_sampling_layer> UpSampling1D(const shape& size, const up_sampling_options& options) {
  return make<up_sampling_layer>(1U, size, options);
}

ref<up_sampling_layer> UpSampling2D(const shape& size, const up_sampling_options& options) {
  return make<up_sampling_layer>(2U, size, options);
}

ref<up_sampling_layer> UpSampling3D(const shape& size, const up_sampling_options& options) {
  return make<up_sampling_layer>(3U, size, options);
}

named_layers resizing_layers() {
  named_layers all;
  for (std::size_t n = 1; n <= 3; ++n) {
    const auto rank = std::to_string(n) + "D";
    all["ZeroPadding" + rank] = [=](config_reader& c) { return zero_padding_layer::from_config(c, n); };
    all["UpSampling" + rank] = [=](config_reader& c) { return up_sampling_layer::from_config(c, n); };
  }
  return all;
}

}  // namespace regula::layers

// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <regula/layers/config_reader.hpp>
#include <regula/layers/resizing/zero_padding.hpp>

namespace regula::layers {
namespace {

/// f(offset in the small image, offset in the padded one, count) for each line of the small one.
template <class F> void for_each_padded_line(const shape& small, const paddings& padding, F f) {
  std::array<std::ptrdiff_t, 3> in{1, 1, 1}, before{}, out{1, 1, 1};
  for (std::size_t k = 0, at = 3 - padding.size(); k < padding.size(); ++k, ++at) {
    in[at] = small[k + 1];
    before[at] = padding[k].first;
    out[at] = in[at] + padding[k].first + padding[k].second;
  }
  const auto channels = small.back(), count = in[2] * channels;
  for (std::ptrdiff_t n = 0, from = 0; n < small.front(); ++n)
    for (std::ptrdiff_t i = 0; i < in[0]; ++i)
      for (std::ptrdiff_t j = 0; j < in[1]; ++j, from += count)
        f(from, (((n * out[0] + i + before[0]) * out[1] + j + before[1]) * out[2] + before[2]) * channels, count);
}

}  // namespace

zero_padding_layer::zero_padding_layer(std::size_t spatial, paddings padding, const spatial_options& o)
    : spatial_layer("ZeroPadding", spatial, o.data_format, o.name), padding_(std::move(padding)) {
  shape before, after;
  for (const auto& [b, a] : padding_) before.push_back(b), after.push_back(a);
  check_extents("padding", before, 0);
  check_extents("padding", after, 0);
  activity_regularizer = o.activity_regularizer;
}

json zero_padding_layer::get_config() const {
  auto padding = json::array();
  for (const auto& [before, after] : padding_) padding.push_back(json::array({before, after}));
  return {{"padding", spatial() == 1 ? padding[0] : padding}, {"data_format", format().name()}};
}

std::shared_ptr<layer> zero_padding_layer::from_config(config_reader& c, std::size_t spatial) {
  const auto name = "ZeroPadding" + std::to_string(spatial) + "D";
  const auto refuse = [&](const json& given) {
    throw config_error(name + ": padding is a whole number from 0 up, or " + std::to_string(spatial) +
                       " of them or of pairs (before, after); given is " + regularizers::shown(given));
  };
  const auto& given = c.take("padding");
  const auto whole = [&](const json& n) {
    if (!n.is_number() || !(n.get<double>() >= 0 && n.get<double>() <= 2147483647.0) ||
        n.get<double>() != static_cast<double>(static_cast<std::ptrdiff_t>(n.get<double>())))
      refuse(given);
    return static_cast<std::ptrdiff_t>(n.get<double>());
  };
  const auto pair = [&](const json& n) -> std::pair<std::ptrdiff_t, std::ptrdiff_t> {
    if (!n.is_array()) return {whole(n), whole(n)};
    if (n.size() != 2) refuse(given);
    return {whole(n[0]), whole(n[1])};
  };
  paddings padding(spatial, {1, 1});
  if (given.is_array() && spatial > 1) {
    if (given.size() != spatial) refuse(given);
    for (std::size_t k = 0; k < spatial; ++k) padding[k] = pair(given[k]);
  } else if (!given.is_null()) {
    padding.assign(spatial, pair(given));
  }
  spatial_options o;
  o.data_format = c.word("data_format", o.data_format);
  return std::make_shared<zero_padding_layer>(spatial, padding, o);
}

shape zero_padding_layer::output_last(const shape& input) const {
  entry_count({input.begin() + 1, input.end()});
  auto output = input;
  for (std::size_t k = 0; k < spatial(); ++k) output[k + 1] += padding_[k].first + padding_[k].second;
  return output;
}

ndarray zero_padding_layer::forward_last(const ndarray& x) const {
  ndarray y(output_last(x.shape()));
  for_each_padded_line(x.shape(), padding_, [&](std::ptrdiff_t from, std::ptrdiff_t to, std::ptrdiff_t count) {
    std::copy_n(x.data() + from, count, y.data() + to);
  });
  return y;
}

ndarray zero_padding_layer::backward_last(const ndarray& dy, const shape& input, const record&) const {
  ndarray dx(input);
  for_each_padded_line(input, padding_, [&](std::ptrdiff_t to, std::ptrdiff_t from, std::ptrdiff_t count) {
    std::copy_n(dy.data() + from, count, dx.data() + to);
  });
  return dx;
}

ref<zero_padding_layer> ZeroPadding1D(const paddings& padding, const spatial_options& options) {
  return make<zero_padding_layer>(1U, padding, options);
}

ref<zero_padding_layer> ZeroPadding2D(const paddings& padding, const spatial_options& options) {
  return make<zero_padding_layer>(2U, padding, options);
}

ref<zero_padding_layer> ZeroPadding3D(const paddings& padding, const spatial_options& options) {
  return make<zero_padding_layer>(3U, padding, options);
}

}  // namespace regula::layers

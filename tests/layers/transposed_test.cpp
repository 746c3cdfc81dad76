// SPDX-License-Identifier: MIT
/// Transposed and separable convolutions against loops over every product. Keras's answers stand behind Conv1DTranspose
/// with stride 1 and padding valid alone (golden_test.cpp).
#include <tests/layers/against_loops.hpp>

namespace {
namespace transposed {

using namespace against_loops;
using Catch::Matchers::ContainsSubstring;
using layer_tools::scattered;

struct transpose_case {
  shape input, window;
  std::ptrdiff_t filters;
  layers::conv_transpose_options how;
  shape spatial;  // of the output, as Keras computes it
};

/// y[n, i stride + t dilation - before, f] += x[n, i, c] kernel[t, f, c], where TensorFlow has
/// before = max((in - 1) stride + reach - out, 0) / 2 for padding same.
loops transpose_loops(const transpose_case& of) {
  return [of](const std::vector<reals>& x, const std::vector<reals>& w) {
    const auto axes = of.window.size();
    shape in(3, 1), window(3, 1), out(3, 1), stride(3, 1), dilation(3, 1), before(3, 0);
    for (std::size_t a = 0; a < axes; ++a) {
      in[a] = of.input[a + 1], window[a] = of.window[a], out[a] = of.spatial[a];
      if (!of.how.strides.empty()) stride[a] = of.how.strides[a];
      if (!of.how.dilation_rate.empty()) dilation[a] = of.how.dilation_rate[a];
      const auto reach = (window[a] - 1) * dilation[a] + 1;
      if (of.how.padding == "same")
        before[a] = std::max<std::ptrdiff_t>((in[a] - 1) * stride[a] + reach - out[a], 0) / 2;
    }
    const auto channels = of.input.back(), batch = of.input[0], f_count = of.filters;
    const auto entries = batch * out[0] * out[1] * out[2] * f_count;
    reals y(static_cast<std::size_t>(entries));
    const auto taps = window[0] * window[1] * window[2], places = in[0] * in[1] * in[2];
    for (std::ptrdiff_t n = 0; n < batch; ++n)
      for (std::ptrdiff_t i = 0; i < places; ++i)
        for (std::ptrdiff_t t = 0; t < taps; ++t) {
          const shape at{i / in[2] / in[1], i / in[2] % in[1], i % in[2]};
          const shape tap{t / window[2] / window[1], t / window[2] % window[1], t % window[2]};
          bool inside = true;
          std::ptrdiff_t to = n;
          for (std::size_t a = 0; a < 3; ++a) {
            const auto o = at[a] * stride[a] + tap[a] * dilation[a] - before[a];
            inside = inside && o >= 0 && o < out[a];
            to = to * out[a] + o;
          }
          for (std::ptrdiff_t f = 0; inside && f < f_count; ++f)
            for (std::ptrdiff_t c = 0; c < channels; ++c)
              y[static_cast<std::size_t>(to * f_count + f)] +=
                  x[0][static_cast<std::size_t>((n * places + i) * channels + c)] *
                  w[0][static_cast<std::size_t>((t * f_count + f) * channels + c)];
        }
    for (std::size_t i = 0; i < y.size(); ++i) {
      if (of.how.use_bias) y[i] += w[1][i % static_cast<std::size_t>(f_count)];
      if (of.how.activation == "tanh") y[i] = std::tanh(y[i]);
    }
    return y;
  };
}

/// naive::convolution twice.
loops separable_loops(const shape& input, const shape& depthwise, std::ptrdiff_t filters,
                      const layers::convolution_options& how) {
  return [=](const std::vector<reals>& x, const std::vector<reals>& w) {
    const naive::convolution first(input, depthwise, how, true);
    shape k(input.size() - 2, 1);
    k.push_back(first.output.back());
    k.push_back(filters);
    const naive::convolution second(first.output, k, {});
    reals between(static_cast<std::size_t>(regula::entry_count(first.output)));
    const auto at = [](std::ptrdiff_t i) { return static_cast<std::size_t>(i); };
    first.for_each_product([&](auto i, auto j, auto o) { between[at(o)] += x[0][at(i)] * w[0][at(j)]; });
    reals y(static_cast<std::size_t>(regula::entry_count(second.output)));
    second.for_each_product([&](auto i, auto j, auto o) { y[at(o)] += between[at(i)] * w[1][at(j)]; });
    if (w.size() > 2)
      for (std::size_t i = 0; i < y.size(); ++i) y[i] += w[2][i % at(filters)];
    return y;
  };
}

}  // namespace transposed
}  // namespace

TEST_CASE("transposed convolutions answer as their formula", "[layers]") {
  using namespace transposed;
  const std::vector<transpose_case> all{
      {{2, 5, 3}, {3}, 4, {}, {7}},
      {{2, 5, 3}, {3}, 4, {.strides = {2}}, {11}},
      {{2, 5, 3}, {2}, 4, {.strides = {3}}, {15}},
      {{2, 5, 3}, {3}, 1, {.strides = {2}, .padding = "same"}, {10}},
      {{2, 5, 1}, {4}, 2, {.strides = {2}, .padding = "same"}, {10}},
      {{2, 5, 1}, {2}, 2, {.strides = {3}, .padding = "same"}, {15}},
      {{2, 5, 3}, {3}, 2, {.dilation_rate = {2}}, {9}},
      {{2, 5, 3}, {3}, 2, {.padding = "same", .dilation_rate = {3}}, {5}},
      {{2, 5, 3}, {3}, 2, {.strides = {2}, .output_padding = {0}}, {11}},
      {{2, 5, 3}, {3}, 2, {.strides = {3}, .output_padding = {2}}, {17}},
      {{2, 5, 3}, {3}, 2, {.strides = {2}, .padding = "same", .output_padding = {0}}, {9}},
      {{2, 5, 3}, {3}, 2, {.strides = {3}, .padding = "same", .output_padding = {2}}, {15}},
      {{2, 5, 3}, {4}, 2, {.strides = {2}, .padding = "same", .output_padding = {1}}, {9}},
      {{2, 3, 4, 2}, {3, 2}, 3, {.strides = {2, 1}, .padding = "same", .activation = "tanh"}, {6, 4}},
      {{2, 3, 4, 2}, {2, 3}, 3, {.strides = {1, 2}, .use_bias = false}, {4, 9}},
      {{2, 2, 3, 2, 2}, {2, 2, 3}, 2, {.strides = {2, 1, 2}}, {4, 4, 5}},
      {{2, 2, 3, 2, 2}, {3, 2, 1}, 2, {.strides = {2, 2, 2}, .padding = "same"}, {4, 6, 4}},
  };
  for (const auto& of : all) {
    const auto l = layers::make<layers::conv_transpose_layer>(of.window.size(), of.filters, of.window, of.how);
    auto expected = of.spatial;
    expected.insert(expected.begin(), of.input[0]);
    expected.push_back(of.filters);
    CHECK(l->output_shapes({of.input})[0] == expected);
    goes_back(*l, {scattered(of.input)}, transpose_loops(of));
  }
}

TEST_CASE("separable convolutions answer as two convolutions", "[layers]") {
  using namespace transposed;
  using layers::padding;
  goes_back(*layers::SeparableConv1D(4, {3}), {scattered({2, 6, 3})}, separable_loops({2, 6, 3}, {3, 3, 1}, 4, {}));
  goes_back(*layers::SeparableConv1D(2, {3}, {.padding = "same", .dilation_rate = {2}, .depth_multiplier = 2}),
            {scattered({2, 6, 3})}, separable_loops({2, 6, 3}, {3, 3, 2}, 2, {.dilation = {2}, .pad = padding::same}));
  goes_back(*layers::SeparableConv2D(3, {3, 2}, {.strides = {2, 2}, .padding = "same", .depth_multiplier = 2}),
            {scattered({2, 5, 4, 3})},
            separable_loops({2, 5, 4, 3}, {3, 2, 3, 2}, 3, {.strides = {2, 2}, .pad = padding::same}));
  goes_back(*layers::SeparableConv2D(3, {2, 2}, {.use_bias = false}), {scattered({2, 5, 4, 1})},
            separable_loops({2, 5, 4, 1}, {2, 2, 1, 1}, 3, {}));
}

TEST_CASE("configs of transposed and separable convolutions, and what they refuse", "[layers]") {
  using namespace transposed;
  const auto weights = [](std::initializer_list<const char*> roles) {
    std::string text;
    for (const auto* role : roles)
      text += std::string(R"(, ")") + role + R"(_initializer": {"module": "keras.initializers", "class_name": "Zeros",
          "config": {}, "registered_name": null})";
    for (const auto* role : roles)
      text += std::string(R"(, ")") + role + R"(_regularizer": {"module": "keras.regularizers", "class_name": "L2",
          "config": {"l2": 0.5}, "registered_name": null})";
    text += R"(, "activity_regularizer": null)";
    for (const auto* role : roles)
      text += std::string(R"(, ")") + role + R"(_constraint": {"module": "keras.constraints", "class_name": "NonNeg",
          "config": {}, "registered_name": null})";
    return text + "}";
  };
  for (const std::string bias : {"true", "false"}) {
    comes_back("Conv2DTranspose", (R"({"filters": 3, "kernel_size": [3, 2], "strides": [2, 2], "padding": "valid",
        "output_padding": [1, 0], "data_format": "channels_last", "dilation_rate": [1, 1], "activation": "relu",
        "use_bias": )" + bias + weights({"kernel", "bias"}))
                                      .c_str());
    comes_back("SeparableConv1D", (R"({"depth_multiplier": 2, "filters": 3, "kernel_size": [3], "strides": [2],
        "padding": "same", "data_format": "channels_last", "dilation_rate": [1], "activation": "relu",
        "use_bias": )" + bias + weights({"depthwise", "pointwise", "bias"}))
                                      .c_str());
  }
  // What Keras 2 writes of a kernel that a separable convolution does not have.
  CHECK(config_of("SeparableConv2D", R"({"filters": 2, "kernel_size": [3, 3], "groups": 1, "kernel_regularizer": null,
      "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null}}})")["filters"] == 2);
  CHECK(config_of("Conv2DTranspose", R"({"filters": 2, "kernel_size": 3, "strides": 2, "groups": 1,
      "output_padding": 1})")["output_padding"] == regula::json{1, 1});
  // As published models have them: of Keras 2 in a file of TensorFlow.js, and of Keras 2.2.
  const auto published = config_of("Conv2DTranspose", R"({"name": "conv2d_transpose", "trainable": true,
      "dtype": "float32", "filters": 512, "kernel_size": [4, 4], "strides": [2, 2], "padding": "same",
      "data_format": "channels_last", "dilation_rate": [1, 1], "activation": "linear", "use_bias": true,
      "kernel_initializer": {"class_name": "RandomNormal", "config": {"mean": 0.0, "stddev": 0.02, "seed": null}},
      "bias_initializer": {"class_name": "Zeros", "config": {}}, "kernel_regularizer": null, "bias_regularizer": null,
      "activity_regularizer": null, "kernel_constraint": null, "bias_constraint": null, "output_padding": null})");
  CHECK(published["output_padding"].is_null());
  CHECK(config_of("SeparableConv2D", R"({"bias_regularizer": null, "data_format": "channels_last", "strides": [1, 1],
      "depthwise_constraint": null, "pointwise_initializer": {"class_name": "VarianceScaling", "config": {"distribution":
      "uniform", "scale": 1.0, "seed": null, "mode": "fan_avg"}}, "bias_initializer": {"class_name": "Zeros",
      "config": {}}, "depthwise_regularizer": null, "pointwise_regularizer": null, "dilation_rate": [1, 1],
      "depth_multiplier": 1, "activity_regularizer": null, "kernel_size": [3, 3], "name": "separable_conv2d_1",
      "trainable": true, "filters": 8, "pointwise_constraint": null, "padding": "same", "activation": "linear",
      "bias_constraint": null, "use_bias": false, "depthwise_initializer": {"class_name": "VarianceScaling", "config":
      {"distribution": "uniform", "scale": 1.0, "seed": null, "mode": "fan_avg"}}})")["use_bias"] == false);
  is_refused("Conv1DTranspose", R"({"filters": 2, "kernel_size": 3, "groups": 2})", "groups is 1; given is 2");
  is_refused("Conv1DTranspose", R"({"filters": 2, "kernel_size": 3, "padding": "causal"})", "valid or same");
  is_refused("Conv1DTranspose", R"({"filters": 2, "kernel_size": 3, "strides": 2, "dilation_rate": 2})", "do not go");
  is_refused("Conv1DTranspose", R"({"filters": 2, "kernel_size": 3, "strides": 2, "output_padding": 2})",
             "numbers below strides");
  is_refused("Conv1DTranspose", R"({"filters": 2, "kernel_size": 3, "output_padding": -1})", "from 0 up");
  is_refused("Conv1DTranspose", R"({"filters": 2, "kernel_size": 4, "strides": 2, "padding": "same",
      "output_padding": 0})",
             "even reach from 1 up; given is (0,)");
  is_refused("Conv2DTranspose", R"({"filters": 2, "kernel_size": 3, "strides": 2, "output_padding": [1, 1, 1]})",
             "output_padding is 2 numbers");
  is_refused("Conv2DTranspose", R"({"filters": 2, "kernel_size": [3]})", "kernel_size is 2 whole numbers");
  is_refused("SeparableConv1D", R"({"filters": 2, "kernel_size": 3, "padding": "causal"})", "valid or same");
  is_refused("SeparableConv1D", R"({"filters": 2, "kernel_size": 3, "depth_multiplier": 0})", "depth_multiplier");
  is_refused("SeparableConv1D", R"({"filters": 2, "kernel_size": 3, "kernel_regularizer": "l2"})",
             "kernel_regularizer");

  const auto refused = [](const auto& l, const shape& s, const char* says) {
    CHECK_THROWS_AS(l->output_shapes({s}), regula::shape_error);
    CHECK_THROWS_WITH(l->output_shapes({s}), ContainsSubstring(says));
  };
  const auto t = layers::Conv1DTranspose(2, {3}, {.strides = {2}, .name = "t"});
  CHECK(t->output_shapes({{-1, 4, 3}})[0] == shape{-1, 9, 2});
  refused(t, {2, 0, 3}, "\"t\" needs entries along each spatial axis");
  refused(t, {2, -1, 3}, "their number known; given is (2, None, 3)");
  refused(t, {2, 3}, "reads (batch, 1 spatial axis, channels)");
  refused(t, {2, 5, -1}, "channels)");
  refused(t, {2, std::numeric_limits<std::ptrdiff_t>::max() / 2, 3}, "more entries than memory");
  t(ndarray({2, 4, 3}));
  refused(t, {2, 4, 2}, "was built for 3 channels; given is (2, 4, 2)");
  const auto wide = layers::Conv1DTranspose(2, {2147483647}, {.dilation_rate = {2147483647}});
  CHECK_THROWS_AS(wide(ndarray({1, 2, 1})), regula::error);
  const auto s = layers::SeparableConv2D(2, {2, 2}, {.name = "s"});
  refused(s, {2, 3, 3}, "\"s\" reads (batch, 2 spatial axes, channels)");
  s(ndarray({2, 4, 4, 3}));
  refused(s, {2, 4, 4, 2}, "was built for 3 channels");
}

// SPDX-License-Identifier: MIT
/// ZeroPadding, UpSampling, Reshape, Permute, Flatten and convolutions of channels_first, against loops over numbers in long
/// double. No answers of Keras stand behind them, but those of convolutions in channels_last.
#include <algorithm>
#include <cmath>
#include <regula/models/from_json.hpp>
#include <tests/layers/spatial_tools.hpp>

namespace {
namespace resizing_tests {

using namespace spatial_tools;
using Catch::Matchers::ContainsSubstring;
using regula::json;

std::string format_name(bool first) { return first ? "channels_first" : "channels_last"; }

layers::any_layer read(const std::string& class_name, const std::string& config) {
  return layers::deserialize({{"class_name", class_name}, {"config", json::parse(config)}});
}

/// y[o] = sum over i of the share of x[i] in it, along each spatial axis: nearest, or bilinear as max(0, 1 - distance) of
/// the middles with the first and last entry going on.
reals longer(const shape& in, const shape& size, bool linear, const reals& x) {
  auto out = in;
  for (std::size_t k = 0; k < size.size(); ++k) out[k + 1] *= size[k];
  reals y;
  for_each_index(out, [&](const shape& o) {
    real sum = 0;
    for_each_index(in, [&](const shape& i) {
      real share = i[0] == o[0] && i.back() == o.back() ? 1 : 0;
      for (std::size_t k = 0; k < size.size(); ++k) {
        const real middle = (real(o[k + 1]) + 0.5L) / real(size[k]) - 0.5L;
        const real at = std::clamp(middle, 0.0L, real(in[k + 1] - 1));
        share *= linear ? std::max(0.0L, 1 - std::abs(at - real(i[k + 1]))) : (o[k + 1] / size[k] == i[k + 1] ? 1 : 0);
      }
      sum += share * x[position(i, in)];
    });
    y.push_back(sum);
  });
  return y;
}

}  // namespace resizing_tests
}  // namespace

TEST_CASE("zeros are padded before and after, and cut off on the way back", "[resizing]") {
  using namespace resizing_tests;
  for (const bool first : {false, true})
    for (const auto& c : {std::pair{shape{2, 3, 2}, layers::paddings{{1, 2}}},
                          {{2, 3, 1}, {{0, 0}}},
                          {{2, 0, 1}, {{1, 1}}},
                          {{2, 3, 4, 2}, {{1, 0}, {2, 3}}},
                          {{1, 2, 3, 2, 3}, {{1, 2}, {0, 1}, {3, 0}}}}) {
      const auto& in = c.first;
      const auto& padding = c.second;
      auto out = in;
      for (std::size_t k = 0; k < padding.size(); ++k) out[k + 1] += padding[k].first + padding[k].second;
      layers::zero_padding_layer l(padding.size(), padding,
                                   {.data_format = format_name(first), .activity_regularizer = both});
      goes_back(l, in, out, first, [&](const reals& x) {
        reals y(ndarray(out).values().size(), 0);
        for_each_index(in, [&](const shape& at) {
          auto to = at;
          for (std::size_t k = 0; k < padding.size(); ++k) to[k + 1] += padding[k].first;
          y[position(to, out)] = x[position(at, in)];
        });
        return y;
      });
    }
}

TEST_CASE("upsampling agrees with loops, forward and back", "[resizing]") {
  using namespace resizing_tests;
  for (const auto& c : {std::pair{shape{2, 3, 2}, shape{3}},
                        {{2, 1, 1}, {1}},
                        {{2, 3, 4, 2}, {2, 3}},
                        {{2, 4, 1, 3}, {1, 4}},
                        {{2, 2, 3, 2, 2}, {2, 1, 3}}})
    for (const bool first : {false, true})
      for (const bool linear : {false, true}) {
        const auto &in = c.first, &size = c.second;
        if ((linear && size.size() != 2) || (first && size.size() == 1)) continue;
        CAPTURE(regula::shape_text(in), regula::shape_text(size), first, linear);
        auto out = in;
        for (std::size_t k = 0; k < size.size(); ++k) out[k + 1] *= size[k];
        layers::up_sampling_layer l(size.size(), size,
                                    {.interpolation = linear ? "bilinear" : "nearest",
                                     .data_format = format_name(first),
                                     .activity_regularizer = both});
        goes_back(l, in, out, first, [&](const reals& x) { return longer(in, size, linear, x); });
      }
  CHECK(layers::UpSampling2D({1, 2}, {.interpolation = "bilinear"})(ndarray({1, 1, 2, 1}, {0, 4})) ==
        ndarray({1, 1, 4, 1}, {0, 1, 3, 4}));
}

TEST_CASE("Reshape and Permute keep the entries", "[resizing]") {
  using namespace resizing_tests;
  const auto same = [](const reals& x) { return x; };
  for (const auto& [in, target, out] : {std::tuple{shape{2, 6}, shape{2, 3}, shape{2, 2, 3}},
                                        {{2, 2, 6}, {-1}, {2, 12}},
                                        {{2, 2, 6}, {3, -1, 2}, {2, 3, 2, 2}},
                                        {{3}, {1, 1}, {3, 1, 1}},
                                        {{3, 1}, {}, {3}},
                                        {{0, 4}, {2, -1}, {0, 2, 2}},
                                        {{2, 0}, {0, 3}, {2, 0, 3}}}) {
    CAPTURE(regula::shape_text(in), regula::shape_text(target));
    if (ndarray(in).size() > 0) {
      goes_back(*layers::Reshape(target, {.activity_regularizer = both}), in, out, false, same);
      CHECK(round_trip(layers::Reshape(target)) == json{{"target_shape", target}});
    }
    CHECK(layers::Reshape(target)(ndarray(in)).shape() == out);
  }
  for (const auto& dims : {shape{1, 2, 3}, shape{2, 3, 1}, shape{3, 1, 2}, shape{3, 2, 1}, shape{1, 3, 2}}) {
    const shape in{2, 3, 1, 4};
    shape out{2};
    for (const auto n : dims) out.push_back(in[static_cast<std::size_t>(n)]);
    goes_back(*layers::Permute(dims, {.activity_regularizer = both}), in, out, false, [&](const reals& x) {
      reals y(x.size());
      for_each_index(in, [&](const shape& at) {
        shape to{at[0]};
        for (const auto n : dims) to.push_back(at[static_cast<std::size_t>(n)]);
        y[position(to, out)] = x[position(at, in)];
      });
      return y;
    });
    CHECK(round_trip(layers::Permute(dims)) == json{{"dims", dims}});
  }
  CHECK(layers::Permute({})(ndarray({3}, {1, 2, 3})) == ndarray({3}, {1, 2, 3}));
}

TEST_CASE("Flatten of channels_first has the entries in the order of channels_last", "[resizing]") {
  using namespace resizing_tests;
  for (const auto& in : {shape{2, 3, 2}, shape{2, 3, 4, 2}, shape{1, 2, 3, 2, 4}}) {
    const shape out{in[0], ndarray(in).size() / in[0]};
    goes_back(*layers::Flatten({.data_format = "channels_first", .activity_regularizer = both}), in, out, true,
              [](const reals& x) { return x; });
    goes_back(*layers::Flatten({.activity_regularizer = both}), in, out, false, [](const reals& x) { return x; });
  }
  CHECK(layers::Flatten({.data_format = "channels_first"})(ndarray({3})).shape() == shape{3, 1});
  CHECK(round_trip(layers::Flatten({.data_format = "channels_first"})) == json{{"data_format", "channels_first"}});
}

TEST_CASE("convolutions of channels_first are those of channels_last, turned", "[resizing][convolution]") {
  using namespace resizing_tests;
  const auto turns = [](const auto& make, const shape& in) {
    CAPTURE(regula::shape_text(in));
    const auto x = scattered(in, 3);
    std::vector<ndarray> outputs, slopes;
    std::vector<std::vector<ndarray>> weights;
    for (const bool first : {false, true}) {
      const layers::any_layer l = make(format_name(first));
      regula::rng draw(4);
      layers::record r{.keep = true, .draw = &draw};
      const auto y = l->run({first ? turned(x, false) : x}, r)[0];
      CHECK(y.shape() == l->output_shapes({(first ? turned(x, false) : x).shape()})[0]);
      l->zero_gradients();
      const auto dy = scattered(first ? turned(y, true).shape() : y.shape(), 8);
      const auto dx = l->run_back({first ? turned(dy, false) : dy}, r)[0];
      outputs.push_back(first ? turned(y, true) : y);
      slopes.push_back(first ? turned(dx, true) : dx);
      weights.emplace_back();
      for (const auto& w : l->weights()) weights.back().push_back(w.gradient);
      CHECK(round_trip(l).at("data_format") == format_name(first));
    }
    CHECK(outputs[0] == outputs[1]);
    CHECK(slopes[0] == slopes[1]);
    CHECK(weights[0] == weights[1]);
  };
  const auto with = [](const std::string& format, std::ptrdiff_t groups = 1) {
    return layers::conv_options{
        .padding = "same", .data_format = format, .groups = groups, .activation = "tanh", .activity_regularizer = both};
  };
  turns([&](const auto& f) { return layers::Conv1D(4, {3}, with(f, 2)); }, {2, 5, 2});
  turns([&](const auto& f) { return layers::Conv2D(4, {2, 3}, with(f, 2)); }, {2, 5, 4, 2});
  turns([&](const auto& f) { return layers::Conv3D(2, {2, 3, 2}, with(f, 2)); }, {2, 3, 4, 2, 2});
  turns([&](const auto& f) { return layers::DepthwiseConv1D({2}, 2, with(f)); }, {2, 5, 3});
  turns([&](const auto& f) { return layers::DepthwiseConv2D({2, 3}, 2, with(f)); }, {2, 5, 4, 3});
  const auto transposed = [](const std::string& format) {
    return layers::conv_transpose_options{.data_format = format, .activation = "tanh", .activity_regularizer = both};
  };
  turns([&](const auto& f) { return layers::Conv1DTranspose(4, {3}, transposed(f)); }, {2, 5, 2});
  turns([&](const auto& f) { return layers::Conv2DTranspose(3, {2, 3}, transposed(f)); }, {2, 5, 4, 2});
  turns([&](const auto& f) { return layers::Conv3DTranspose(2, {2, 1, 2}, transposed(f)); }, {2, 3, 4, 2, 2});
  const auto separable = [](const std::string& format) {
    return layers::separable_conv_options{
        .data_format = format, .depth_multiplier = 2, .activation = "tanh", .activity_regularizer = both};
  };
  turns([&](const auto& f) { return layers::SeparableConv1D(4, {3}, separable(f)); }, {2, 5, 2});
  turns([&](const auto& f) { return layers::SeparableConv2D(3, {2, 3}, separable(f)); }, {2, 5, 4, 2});
  // an activation acts along the last axis, whatever it is: as in Keras
  const auto softmax = layers::Conv1D(2, {1}, {.data_format = "channels_first", .activation = "softmax"});
  const auto y = softmax(scattered({1, 3, 4}));
  CHECK(y.shape() == shape{1, 2, 4});
  CHECK(y.matrix().row(0).sum() == Approx(1));
  CHECK_THROWS_WITH(softmax->output_shapes({{1, 3}}), ContainsSubstring("reads (batch, channels, 1 spatial axis)"));
  CHECK_THROWS_WITH(softmax->output_shapes({{1, 4, 3}}), ContainsSubstring("3"));
}

TEST_CASE("a network of channels_first as Keras 2 wrote it is read", "[resizing]") {
  using namespace resizing_tests;
  const auto m = regula::models::from_json(json::parse(R"({"class_name": "Sequential", "config": [
    {"class_name": "Conv2D", "config": {"name": "c", "trainable": true, "batch_input_shape": [null, 3, 8, 8],
      "dtype": "float32", "filters": 2, "kernel_size": [3, 2], "strides": [1, 1], "padding": "valid",
      "data_format": "channels_first", "dilation_rate": [1, 1], "activation": "linear", "use_bias": true}},
    {"class_name": "MaxPooling2D", "config": {"name": "p", "trainable": true, "pool_size": [2, 3],
      "padding": "valid", "strides": [2, 3], "data_format": "channels_first"}},
    {"class_name": "Dropout", "config": {"name": "d", "trainable": true, "rate": 0.25}},
    {"class_name": "Flatten", "config": {"name": "f", "trainable": true, "data_format": "channels_first"}}]})"));
  CHECK(m->output_shapes({{-1, 3, 8, 8}})[0] == shape{-1, 2 * 3 * 2});
  const auto x = scattered({2, 3, 8, 8});
  CHECK(layers::any_layer(m)(x).shape() == shape{2, 12});
}

TEST_CASE("configs of padding and upsampling are Keras's", "[resizing]") {
  using namespace resizing_tests;
  CHECK(round_trip(layers::ZeroPadding1D({{1, 2}})).dump() == R"({"padding":[1,2],"data_format":"channels_last"})");
  CHECK(round_trip(layers::ZeroPadding2D({{1, 2}, {0, 3}})).dump() ==
        R"({"padding":[[1,2],[0,3]],"data_format":"channels_last"})");
  CHECK(round_trip(read("ZeroPadding3D", R"({"padding": [1, 2, 3], "data_format": "channels_first"})")).dump() ==
        R"({"padding":[[1,1],[2,2],[3,3]],"data_format":"channels_first"})");
  for (const auto* one : {R"({"padding": 2})", R"({"padding": [2, 2]})", R"({"padding": [[2, 2], [2, 2]]})"})
    CHECK(round_trip(read("ZeroPadding2D", one))["padding"] == json::parse("[[2,2],[2,2]]"));
  CHECK(round_trip(read("ZeroPadding2D", "{}"))["padding"] == json::parse("[[1,1],[1,1]]"));
  CHECK(round_trip(layers::UpSampling1D({3})).dump() == R"({"size":3})");
  CHECK(round_trip(layers::UpSampling2D({2, 3}, {.interpolation = "bilinear"})).dump() ==
        R"({"size":[2,3],"data_format":"channels_last","interpolation":"bilinear"})");
  CHECK(round_trip(read("UpSampling3D", R"({"size": 2})")).dump() ==
        R"({"size":[2,2,2],"data_format":"channels_last"})");
}

TEST_CASE("what they cannot read is refused in a sentence", "[resizing]") {
  using namespace resizing_tests;
  for (const auto* bad :
       {"-1", "1.5", "3e9", "[1]", "[[1,2,3],[1,2]]", "[[1,-1],[1,1]]", "\"same\"", "[[[1]],[1]]", "{}", "1e300"})
    CHECK_THROWS_WITH(
        read("ZeroPadding2D", R"({"padding": )" + std::string{bad} + "}"),
        ContainsSubstring("ZeroPadding2D: padding is a whole number from 0 up, or 2 of them or of pairs"));
  CHECK_THROWS_WITH(layers::ZeroPadding1D({{-1, 0}}), "ZeroPadding1D: padding is 1 numbers from 0 up; given is [-1]");
  CHECK_THROWS_AS(read("ZeroPadding3D", R"({"padding": 2147483647})")->output_shapes({{-1, 1, 1, 1, 1}}),
                  regula::shape_error);
  CHECK_THROWS_AS(read("UpSampling3D", R"({"size": 2147483647})")->output_shapes({{-1, 1, 1, 2, 1}}),
                  regula::shape_error);
  CHECK_THROWS_WITH(layers::UpSampling2D({2, 2}, {.interpolation = "bicubic"}),
                    "UpSampling2D: interpolation is nearest or bilinear, not \"bicubic\"");
  CHECK_THROWS_WITH(layers::UpSampling3D({2, 2, 2}, {.interpolation = "bilinear"}),
                    "UpSampling3D: interpolation is nearest, not \"bilinear\"");
  CHECK_THROWS_WITH(layers::Reshape({2, -1}, {.name = "r"})->output_shapes({{-1, 3, 3}}),
                    "Reshape \"r\": the 9 entries of each sample of (None, 3, 3) do not fill target_shape [2,-1]");
  CHECK_THROWS_AS(layers::Reshape({0, -1})->output_shapes({{-1, 0}}), regula::shape_error);
  CHECK_THROWS_WITH(layers::Reshape({-1, -1}), ContainsSubstring("one of which may be -1; given is"));
  CHECK_THROWS_AS(layers::Reshape({-2}), regula::config_error);
  for (const auto* bad :
       {"null", "3", "[1.5]", "[\"a\"]", "[1,1,1,1,1,1]", "[-2]", "[18446744073709551615]", "[[1]]"}) {
    CHECK_THROWS_AS(read("Reshape", R"({"target_shape": )" + std::string{bad} + "}"), regula::config_error);
    CHECK_THROWS_AS(read("Permute", R"({"dims": )" + std::string{bad} + "}"), regula::config_error);
  }
  for (const auto& dims : {shape{2}, shape{1, 1}, shape{0, 1}, shape{1, 3}})
    CHECK_THROWS_WITH(layers::Permute(dims), ContainsSubstring("the numbers from 1 to that of the axes"));
  CHECK_THROWS_WITH(layers::Permute({2, 1}, {.name = "p"})->output_shapes({{-1, 3}}),
                    "Permute \"p\" with dims [2,1] reads 3 axes with the batch; given is (None, 3)");
}

// SPDX-License-Identifier: MIT
/// Pooling against loops over numbers in long double, forward and back; its gradient also against differences of these
/// loops. No answers of Keras stand behind it: its rules (what is padded does not count, out = ceil(in / stride), the odd
/// entry of the padding at the end) are written down in the loops.
#include <algorithm>
#include <regula/layers.hpp>
#include <regula/layers/serialization.hpp>
#include <tests/layers/spatial_tools.hpp>

namespace {
namespace pooling_tests {

using namespace spatial_tools;
using Catch::Matchers::ContainsSubstring;
using layers::pool;

/// The largest entry or the mean of each window, index by index.
reals pooled(const shape& in, const reals& x, pool what, const shape& window, const shape& strides, bool same) {
  const auto out = windows(in, window, strides, same);
  reals y;
  for_each_index(out, [&](const shape& o) {
    real sum = 0, most = -std::numeric_limits<real>::infinity();
    int count = 0;
    for_each_index(window, [&](const shape& tap) {
      shape at = o;
      for (std::size_t k = 0; k < window.size(); ++k)
        at[k + 1] = o[k + 1] * strides[k] + tap[k] - before(in[k + 1], out[k + 1], window[k], strides[k], same);
      if (!inside(at, in)) return;
      const real v = x[position(at, in)];
      sum += v, ++count, most = std::max(most, v);
    });
    y.push_back(what == pool::max ? most : sum / count);
  });
  return y;
}

void agrees(pool what, const shape& in, const shape& window, const shape& strides, const std::string& padding,
            bool first) {
  CAPTURE(int(what), regula::shape_text(in), regula::shape_text(window), regula::shape_text(strides), padding, first);
  layers::pooling_layer l(what, window.size(), window,
                          {.strides = strides,
                           .padding = padding,
                           .data_format = first ? "channels_first" : "channels_last",
                           .activity_regularizer = both});
  const auto loops = [&](const reals& x) {
    return pooled(in, x, what, window, strides.empty() ? window : strides, padding == "same");
  };
  goes_back(l, in, windows(in, window, strides.empty() ? window : strides, padding == "same"), first, loops);
}

shape joined(const shape& spatial) {
  shape s{2};
  s.insert(s.end(), spatial.begin(), spatial.end());
  return s;
}

}  // namespace pooling_tests
}  // namespace

TEST_CASE("pooling agrees with loops, forward and back", "[pooling]") {
  using namespace pooling_tests;
  for (const auto what : {pool::max, pool::average})
    for (const auto* padding : {"valid", "same"})
      for (const bool first : {false, true})
        for (const std::ptrdiff_t channels : {1, 3, 9}) {
          for (const std::ptrdiff_t n : {3, 4, 7})
            for (const std::ptrdiff_t window : {1, 2, 3})
              for (const std::ptrdiff_t stride : {1, 2, 5})
                agrees(what, {2, n, channels}, {window}, {stride}, padding, first);
          agrees(what, {2, 5, 6, channels}, {2, 3}, {}, padding, first);
          agrees(what, {2, 6, 5, channels}, {3, 2}, {2, 1}, padding, first);
          agrees(what, {1, 4, 3, 5, channels}, {2, 3, 2}, {1, 2, 2}, padding, first);
        }
  agrees(pool::average, {1, 9, 9, 2}, {9, 8}, {1, 1}, "same", false);  // in double
  CHECK(layers::MaxPooling1D({2147483647}, {.padding = "same"})(ndarray({1, 3, 1}, {1, 3, 2})) ==
        ndarray({1, 1, 1}, 3.0F));
}

TEST_CASE("global pooling agrees with loops, forward and back", "[pooling]") {
  using namespace pooling_tests;
  for (const auto what : {pool::max, pool::average})
    for (const bool keepdims : {false, true})
      for (const bool first : {false, true})
        for (const auto& spatial : {shape{7}, shape{1}, shape{4, 5}, shape{9, 9}, shape{2, 3, 4}}) {
          layers::global_pooling_layer l(what, spatial.size(),
                                         {.keepdims = keepdims,
                                          .data_format = first ? "channels_first" : "channels_last",
                                          .activity_regularizer = both});
          auto in = joined(spatial);
          in.push_back(3);
          shape out{2};
          if (keepdims) out.resize(spatial.size() + 1, 1);
          out.push_back(3);
          goes_back(l, in, out, first,
                    [&](const reals& x) { return pooled(in, x, what, spatial, shape(spatial.size(), 1), false); });
        }
}

TEST_CASE("of equal maxima the first takes the gradient, and NaN is a maximum", "[pooling]") {
  using namespace pooling_tests;
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto slopes = [](layers::layer& l, const ndarray& x) {
    layers::record r{.keep = true};
    regula::rng draw(1);
    l.build({x.shape()}, draw);
    const auto y = l.run({x}, r)[0];
    return l.run_back({ndarray(y.shape(), 1.0F)}, r)[0];
  };
  const auto square = layers::MaxPooling2D();
  CHECK(slopes(*square, ndarray({1, 2, 2, 1}, {1, 3, 3, 3})) == ndarray({1, 2, 2, 1}, {0, 1, 0, 0}));
  CHECK(slopes(*square, ndarray({1, 2, 2, 1}, {1, 2, 3, 3})) == ndarray({1, 2, 2, 1}, {0, 0, 1, 0}));
  CHECK(slopes(*layers::GlobalMaxPooling3D(), ndarray({1, 1, 2, 2, 1}, 5.0F)) ==
        ndarray({1, 1, 2, 2, 1}, {1, 0, 0, 0}));
  // overlapping windows choose on their own
  CHECK(slopes(*layers::MaxPooling1D({2}, {.strides = {1}}), ndarray({1, 3, 1}, {4, 4, 4})) ==
        ndarray({1, 3, 1}, {1, 1, 0}));
  for (const std::ptrdiff_t channels : {1, 9})
    for (std::ptrdiff_t at = 0; at < 4; ++at) {
      ndarray x({1, 2, 2, channels}, 1.0F);
      x.matrix().row(at).setConstant(nan);
      CHECK(square(x).flat().isNaN().all());
      auto want = x;
      want.flat().setZero();
      want.matrix().row(at).setOnes();
      CHECK(slopes(*square, x) == want);
    }
}

TEST_CASE("a mean of many entries is added up in double", "[pooling]") {
  using namespace pooling_tests;
  const ndarray x({1, 1 << 20, 1}, 0.1F);
  CHECK(layers::GlobalAveragePooling1D()(x)(0, 0) == 0.1F);
}

TEST_CASE("configs of pooling are Keras's", "[pooling]") {
  using namespace pooling_tests;
  const auto config = [](const layers::any_layer& l) { return round_trip(l).dump(); };
  CHECK(config(layers::MaxPooling2D({3, 2}, {.padding = "same", .data_format = "channels_first"})) ==
        R"({"pool_size":[3,2],"padding":"same","strides":[3,2],"data_format":"channels_first"})");
  CHECK(config(layers::AveragePooling1D({2}, {.strides = {1}})) ==
        R"({"pool_size":[2],"padding":"valid","strides":[1],"data_format":"channels_last"})");
  CHECK(config(layers::GlobalMaxPooling3D({.keepdims = true})) == R"({"data_format":"channels_last","keepdims":true})");
  CHECK(layers::MaxPooling2D()->name() == "max_pooling2d");
  for (const auto* rank : {"1D", "2D", "3D"})
    for (const auto& [written, read] : {std::pair{"MaxPool", "MaxPooling"}, {"AvgPool", "AveragePooling"}})
      for (const std::string global : {"", "Global"}) {
        const auto made =
            layers::deserialize({{"class_name", global + written + rank}, {"config", regula::json::object()}});
        CHECK(made->class_name() == global + read + rank);
        CHECK(round_trip(made).value("pool_size", regula::json()).size() ==
              static_cast<std::size_t>(global.empty() ? rank[0] - '0' : 0));
      }
  const auto keras_2 = layers::deserialize(regula::json::parse(
      R"({"class_name": "MaxPooling2D", "config": {"name": "p", "trainable": true, "dtype": "float32",
        "pool_size": 3, "strides": null, "padding": "valid", "data_format": null}})"));
  CHECK(keras_2->output_shapes({{-1, 9, 9, 2}})[0] == shape{-1, 3, 3, 2});
}

TEST_CASE("what pooling cannot read is refused in a sentence", "[pooling]") {
  using namespace pooling_tests;
  CHECK_THROWS_WITH(layers::MaxPooling2D({2}), "MaxPooling2D: pool_size is 2 numbers from 1 up; given is [2]");
  CHECK_THROWS_WITH(layers::MaxPooling1D({2}, {.strides = {0}}), ContainsSubstring("strides is 1 numbers from 1 up"));
  CHECK_THROWS_WITH(layers::MaxPooling1D({2}, {.padding = "causal"}), "padding is valid or same, not \"causal\"");
  CHECK_THROWS_WITH(layers::MaxPooling1D({2}, {.data_format = "NCHW"}),
                    "data_format is channels_last or channels_first, not \"NCHW\"");
  const auto p = layers::MaxPooling2D({2, 3}, {.name = "p"});
  CHECK_THROWS_WITH(p->output_shapes({{-1, 4, 2, 3}}),
                    ContainsSubstring("\"p\": its window (2, 3) does not fit into the 2 entries of spatial axis 1"));
  CHECK_THROWS_WITH(p->output_shapes({{-1, 4, 4}}), ContainsSubstring("reads (batch, 2 spatial axes, channels)"));
  CHECK_THROWS_WITH(p->output_shapes({{-1, -1, 4, 4}}), ContainsSubstring("given is (None, None, 4, 4)"));
  CHECK_THROWS_WITH(layers::GlobalAveragePooling1D({.name = "g"})->output_shapes({{2, 0, 3}}),
                    ContainsSubstring("\"g\" needs an entry along each spatial axis; given is (2, 0, 3)"));
  CHECK(layers::MaxPooling1D({2}, {.padding = "same"})(ndarray({2, 0, 3})).shape() == shape{2, 0, 3});
}

// SPDX-License-Identifier: MIT
/// LayerNormalization, GroupNormalization, and the axis of BatchNormalization, against their formulas as loops. Keras's
/// answers stand behind LayerNormalization over one axis alone (golden_test.cpp).
#include <tests/layers/against_loops.hpp>

namespace {
namespace normalized {

using namespace against_loops;
using Catch::Matchers::ContainsSubstring;
using layer_tools::scattered;

/// Groups of entries, `group(i)` of `groups`, each brought to mean 0 and variance 1, then w[gamma] and w[beta] of
/// `place(i)`; no such weight for -1.
loops standard_loops(std::size_t groups, const std::function<std::size_t(std::size_t)>& group,
                     const std::function<std::size_t(std::size_t)>& place, int gamma = 0, int beta = 1,
                     bool rms = false) {
  return [=](const std::vector<reals>& x, const std::vector<reals>& w) {
    reals mean(groups), variance(groups), count(groups);
    for (std::size_t i = 0; i < x[0].size(); ++i) mean[group(i)] += x[0][i], count[group(i)] += 1;
    for (std::size_t g = 0; g < groups; ++g) mean[g] /= count[g];
    for (std::size_t i = 0; i < x[0].size(); ++i) {
      const real off = x[0][i] - mean[group(i)];
      variance[group(i)] += off * off / count[group(i)];
    }
    auto y = x[0];
    for (std::size_t i = 0; i < y.size(); ++i) {
      const auto g = group(i);
      y[i] = (y[i] - (rms ? 0 : mean[g])) / std::sqrt(variance[g] + real{0.001});
      if (gamma >= 0) y[i] *= w[static_cast<std::size_t>(gamma)][place(i)];
      if (beta >= 0) y[i] += w[static_cast<std::size_t>(beta)][place(i)];
    }
    return y;
  };
}

std::function<std::size_t(std::size_t)> by(std::size_t n) {
  return [n](std::size_t i) { return i / n; };
}
std::function<std::size_t(std::size_t)> within(std::size_t n) {
  return [n](std::size_t i) { return i % n; };
}

}  // namespace normalized
}  // namespace

TEST_CASE("LayerNormalization answers as its formula", "[layers]") {
  using namespace normalized;
  const auto x = scattered({3, 4, 5});
  goes_back(*layers::LayerNormalization(), {x}, standard_loops(12, by(5), within(5)));
  goes_back(*layers::LayerNormalization({}, {1, 2}), {x}, standard_loops(3, by(20), within(20)));
  goes_back(*layers::LayerNormalization({}, {-2, -1}), {x}, standard_loops(3, by(20), within(20)));
  goes_back(*layers::LayerNormalization({.center = false}), {x}, standard_loops(12, by(5), within(5), 0, -1));
  goes_back(*layers::LayerNormalization({.scale = false}), {x}, standard_loops(12, by(5), within(5), -1, 0));
  goes_back(*layers::LayerNormalization({.center = false, .scale = false}), {x},
            standard_loops(12, by(5), within(5), -1, -1));
  for (const bool scale : {true, false})
    goes_back(*layers::LayerNormalization({.scale = scale}, {-1}, true), {x},
              standard_loops(12, by(5), within(5), 0, -1, true));
}

TEST_CASE("GroupNormalization answers as its formula", "[layers]") {
  using namespace normalized;
  const auto x = scattered({2, 3, 2, 6});  // 36 entries a sample
  for (const std::size_t groups : {1, 2, 3, 6}) {
    const auto share = 6 / groups;
    const auto group = [=](std::size_t i) { return i / 36 * groups + i % 6 / share; };
    goes_back(*layers::GroupNormalization(static_cast<std::ptrdiff_t>(groups)), {x},
              standard_loops(2 * groups, group, within(6)));
    if (groups == 6) goes_back(*layers::GroupNormalization(-1), {x}, standard_loops(2 * groups, group, within(6)));
  }
  const auto rows = scattered({5, 4});
  goes_back(*layers::GroupNormalization(2, {.center = false}), {rows}, standard_loops(10, by(2), within(4), 0, -1));
  goes_back(*layers::GroupNormalization(2, {.scale = false}), {rows}, standard_loops(10, by(2), within(4), -1, 0));
}

TEST_CASE("BatchNormalization has the axis that it is given", "[layers]") {
  using namespace normalized;
  const auto x = scattered({4, 3, 2, 5});
  const auto last = [](std::size_t i) { return i % 5; };
  const auto first = [](std::size_t i) { return i / 10 % 3; };
  for (const std::ptrdiff_t axis : {-1, 3})
    goes_back(*layers::BatchNormalization({.axis = axis}), {x}, standard_loops(5, last, last), true);
  for (const std::ptrdiff_t axis : {1, -3})
    goes_back(*layers::BatchNormalization({.axis = axis}), {x}, standard_loops(3, first, first), true);
  goes_back(*layers::BatchNormalization({.axis = 1}), {x}, [&](const auto& in, const auto& w) {
    auto y = in[0];
    for (std::size_t i = 0; i < y.size(); ++i)
      y[i] = (y[i] - w[2][first(i)]) / std::sqrt(w[3][first(i)] + real{0.001}) * w[0][first(i)] + w[1][first(i)];
    return y;
  });

  const auto read = [](const char* axis, const shape& s) {
    const auto l =
        layers::deserialize({{"class_name", "BatchNormalization"}, {"config", {{"axis", regula::json::parse(axis)}}}});
    regula::rng draw(1);
    l->build({s}, draw);
    return l->weights()[0].value.shape();
  };
  CHECK(read("[3]", {-1, 4, 4, 6}) == shape{6});
  CHECK(read("3", {-1, 4, 4, 6}) == shape{6});
  CHECK(read("[1]", {-1, 6}) == shape{6});
  CHECK(read("[1]", {-1, 6, 4}) == shape{6});
  CHECK(read("-1", {-1, 6, 4}) == shape{4});
  CHECK(config_of("BatchNormalization", R"({"axis": [3]})")["axis"] == 3);
  CHECK_THROWS_AS(read("[3]", {-1, 6}), regula::shape_error);
  CHECK_THROWS_WITH(read("[3]", {-1, 6}), ContainsSubstring("along the axis 3; an input of 2 axes has 1 to 1"));
  CHECK_THROWS_AS(read("0", {-1, 6}), regula::shape_error);
  is_refused("BatchNormalization", R"({"axis": [1, 2]})", "axis is one whole number, or a list of one");
  is_refused("BatchNormalization", R"({"axis": "last"})", "axis is a whole number; given is");
}

TEST_CASE("BatchNormalization moves its statistics in training alone", "[layers]") {
  using namespace normalized;
  const auto b = layers::BatchNormalization({.momentum = 0.75});
  const ndarray x({4, 2}, {1, 10, 2, 20, 3, 30, 6, 40});  // means 3 and 25, variances 3.5 and 125
  const auto statistics = [&](double mean, double variance, double mean_1, double variance_1) {
    CHECK(b->find_weight("moving_mean").value == ndarray({2}, {float(mean), float(mean_1)}));
    CHECK(b->find_weight("moving_variance").value == ndarray({2}, {float(variance), float(variance_1)}));
  };
  b(x);
  statistics(0, 1, 0, 1);
  const auto y = b(x, true);
  CHECK(y(3, 0) == Approx(3 / std::sqrt(3.501)));
  statistics(0.75, 0.75 + 0.875, 6.25, 0.75 + 31.25);
  CHECK_THROWS_AS(b(ndarray({2, 3}), true), regula::shape_error);
  b(ndarray(shape{0, 2}), true);
  b->set_trainable(false);
  b(x, true);
  statistics(0.75, 0.75 + 0.875, 6.25, 0.75 + 31.25);
}

TEST_CASE("configs of normalizations, and what they refuse", "[layers]") {
  using namespace normalized;
  const std::string weights = R"("beta_initializer": {"module": "keras.initializers", "class_name": "Zeros",
      "config": {}, "registered_name": null}, "gamma_initializer": {"module": "keras.initializers", "class_name": "Ones",
      "config": {}, "registered_name": null}, "beta_regularizer": null, "gamma_regularizer": {"module":
      "keras.regularizers", "class_name": "L2", "config": {"l2": 0.5}, "registered_name": null}, "beta_constraint": null,
      "gamma_constraint": {"module": "keras.constraints", "class_name": "NonNeg", "config": {},
      "registered_name": null}})";
  for (const std::string flags : {R"("epsilon": 0.01, "center": true, "scale": false, )",
                                  R"("epsilon": 0.0, "center": false, "scale": true, )"}) {
    for (const std::string axis : {"-1", "[1, 2]"})
      for (const std::string rms : {"true", "false"})
        comes_back("LayerNormalization",
                   (R"({"axis": )" + axis + ", " + flags + R"("rms_scaling": )" + rms + ", " + weights).c_str());
    comes_back("GroupNormalization", (R"({"groups": -1, "axis": -1, )" + flags + weights).c_str());
  }
  const auto l = layers::LayerNormalization({}, {-2, -1});
  l(ndarray({2, 3, 4}));
  CHECK(l->get_config()["axis"] == regula::json{1, 2});
  const auto g = layers::GroupNormalization(-1);
  g(ndarray({2, 3, 4}));
  CHECK(g->get_config()["groups"] == 4);

  is_refused("LayerNormalization", R"({"axis": []})", "needs an axis");
  is_refused("LayerNormalization", R"({"epsilon": -1})", "LayerNormalization needs epsilon >= 0; given is -1");
  is_refused("GroupNormalization", R"({"groups": 0})", "groups is at least 1, or -1");
  is_refused("GroupNormalization", R"({"groups": 1e10})", "groups is a whole number from -1 up");
  const auto refused = [](const auto& layer, const shape& s, const char* says) {
    CHECK_THROWS_AS(layer->output_shapes({s}), regula::shape_error);
    CHECK_THROWS_WITH(layer->output_shapes({s}), ContainsSubstring(says));
  };
  refused(layers::LayerNormalization({}, {1}), {2, 3, 4}, "normalizes the last axes of (batch, ...)");
  refused(layers::LayerNormalization({}, {2, 1}), {2, 3, 4}, "in their order; given are the axes (2, 1)");
  refused(layers::LayerNormalization({}, {0, 1}), {2, 3}, "the last axes");
  refused(layers::LayerNormalization({}, {7}), {2, 3}, "along the axis 7");
  refused(layers::LayerNormalization(), {2, -1}, "needs to know the extents");
  refused(layers::GroupNormalization(4), {2, 6}, "has 4 groups, into which the channels of (2, 6) do not divide");
  refused(layers::GroupNormalization(1, {.name = "g"}), {2, -1}, "\"g\" reads (batch, ..., channels), axis -1");
  refused(layers::make<layers::group_normalization_layer>(2, layers::normalization_options{}, 1), {2, 4, 4},
          "given are the axis 1");
  refused(l, {2, 4, 4}, "has a gamma of shape (3, 4); given is (2, 4, 4)");
}

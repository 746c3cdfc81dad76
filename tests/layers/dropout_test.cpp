// SPDX-License-Identifier: MIT
/// Dropout: what it leaves, how often, what it hands back. Its masks are not Keras's, whose generators are others.
#include <regula/files/weights.hpp>
#include <regula/models.hpp>
#include <tests/layers/spatial_tools.hpp>

namespace {
namespace dropout_tests {

using namespace spatial_tools;
using Catch::Matchers::ContainsSubstring;
using regula::json;

layers::any_layer read(const std::string& config) {
  return layers::deserialize({{"class_name", "Dropout"}, {"config", json::parse(config)}});
}

}  // namespace dropout_tests
}  // namespace

TEST_CASE("Dropout drops, scales what it keeps, and is the identity outside of training", "[dropout]") {
  using namespace dropout_tests;
  const ndarray x({100, 1000}, 2.0F);
  for (const double rate : {0.0, 0.1, 0.5, 0.9, 1.0}) {
    CAPTURE(rate);
    const auto d = layers::Dropout(rate, {.seed = 7});
    CHECK(d(x) == x);
    const auto y = d(x, true);
    const auto kept = static_cast<float>(2 / (1 - rate));
    std::ptrdiff_t dropped = 0;
    for (const float v : y.values()) {
      if (v != 0) REQUIRE(v == Approx(kept));
      dropped += v == 0;
    }
    const double sigma = std::sqrt(1e5 * rate * (1 - rate));
    CHECK(std::abs(static_cast<double>(dropped) - 1e5 * rate) <= 4 * sigma);
  }
}

TEST_CASE("masks follow from the seed, call by call, on every platform", "[dropout]") {
  using namespace dropout_tests;
  const ndarray x({16}, 1.0F);
  const auto a = layers::Dropout(0.5, {.seed = 3}), b = layers::Dropout(0.5, {.seed = 3});
  const auto first = a(x, true);
  regula::rng draw(3);
  for (const float v : first.values()) CHECK(v == (draw.uniform() < 0.5 ? 0.0F : 2.0F));
  CHECK(b(x) == x);  // draws nothing
  CHECK(b(x, true) == first);
  const auto second = a(x, true);
  CHECK(second != first);
  CHECK(b(x, true) == second);
  CHECK(layers::Dropout(0.5, {.seed = 4})(x, true) != first);
  const ndarray wide({256}, 1.0F);
  CHECK(layers::Dropout(0.5)(wide, true) != layers::Dropout(0.5)(wide, true));
  const auto copy = layers::deserialize(layers::serialize(*a));
  CHECK(copy(x, true) == first);
}

TEST_CASE("Dropout goes back along the mask of its call", "[dropout]") {
  using namespace dropout_tests;
  for (const bool training : {false, true}) {
    const auto d = layers::Dropout(0.4, {.seed = 9, .activity_regularizer = both});
    const auto x = scattered({4, 6});
    regula::rng draw(1);
    layers::record r{.training = training, .keep = true, .draw = &draw};
    const auto y = d->run({x}, r)[0];
    d(x, true);  // a later call with another mask
    regula::rng same(9);
    reals factors;
    for (std::ptrdiff_t i = 0; i < x.size(); ++i)
      factors.push_back(!training ? 1 : same.uniform() < 0.4 ? 0 : 1 / 0.6L);
    const auto dy = scattered(y.shape(), 99), dx = d->run_back({dy}, r)[0];
    const auto loss = [&](std::size_t i, real at) {
      const real v = factors[i] * at;
      return dy.values()[i] * v + (l1 * std::abs(v) + l2 * v * v) / 4;
    };
    for (std::size_t i = 0; i < factors.size(); ++i) {
      const real v = x.values()[i], step = 1e-6L;
      CHECK(y.values()[i] == Approx(static_cast<double>(factors[i] * v)));
      const auto slope = static_cast<double>((loss(i, v + step) - loss(i, v - step)) / (2 * step));
      CHECK(dx.values()[i] == Approx(slope).epsilon(1e-5).margin(1e-6));
    }
  }
  const auto all = layers::Dropout(1.0);
  layers::record r{.training = true, .keep = true};
  regula::rng draw(1);
  all->build({{2}}, draw);
  CHECK(all->run({ndarray({2}, {1, std::numeric_limits<float>::infinity()})}, r)[0] == ndarray({2}));
  CHECK(all->run_back({ndarray({2}, 1.0F)}, r)[0] == ndarray({2}));
}

TEST_CASE("a model with Dropout trains, and answers without it", "[dropout]") {
  using namespace dropout_tests;
  const auto m =
      regula::models::Sequential({layers::InputLayer({4}), layers::Dropout(0.5, {.seed = 1}), layers::Dense(1)});
  m.compile({.optimizer = regula::optimizers::sgd{}, .loss = "mse"});
  const auto x = scattered({8, 4}), y = scattered({8, 1}, 2);
  m.fit(x, y, {.epochs = 2, .verbose = 0});
  CHECK(m.predict(x) == m.predict(x));
}

TEST_CASE("the state of Keras's generator in a file of weights is passed over", "[dropout]") {
  using namespace dropout_tests;
  const regula::models::Sequential m({layers::InputLayer({4}), layers::Dropout(0.5), layers::Dense(1)});
  auto tree = regula::files::weights_tree(*m);
  auto& state = tree.groups["layers"].groups["dropout"].groups["seed_generator"].groups["vars"];
  state.datasets["0"] = ndarray({2}, {4e9F, 0});
  state.rounded.insert("0");
  regula::files::assign_weights(*m, tree, "m.weights.h5");
  tree.groups["layers"].groups["dropout"].groups["vars"].datasets["0"] = ndarray({2});
  CHECK_THROWS_AS(regula::files::assign_weights(*m, tree, "m.weights.h5"), regula::file_error);
}

TEST_CASE("configs of Dropout are Keras's", "[dropout]") {
  using namespace dropout_tests;
  CHECK(round_trip(layers::Dropout(0.25)).dump() == R"({"rate":0.25,"seed":null,"noise_shape":null})");
  CHECK(round_trip(layers::Dropout(0.25, {.seed = ~std::uint64_t{0}})).dump() ==
        R"({"rate":0.25,"seed":18446744073709551615,"noise_shape":null})");
  CHECK(round_trip(read(R"({"rate": 1, "seed": 1337})"))["seed"] == 1337);
  for (const double rate : {-0.1, 1.5, std::numeric_limits<double>::quiet_NaN()})
    CHECK_THROWS_WITH(layers::Dropout(rate), ContainsSubstring("Dropout: rate is a number from 0 to 1; given is"));
  CHECK_THROWS_AS(read("{}"), regula::config_error);
  for (const auto* bad : {R"("seed": 0.5)", R"("seed": "a")", R"("seed": {})", R"("noise_shape": [null, 1])"})
    CHECK_THROWS_AS(read(R"({"rate": 0.5, )" + std::string{bad} + "}"), regula::config_error);
}

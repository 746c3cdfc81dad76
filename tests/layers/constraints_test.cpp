// SPDX-License-Identifier: MIT
/// Constraints of weights against loops over rows and columns, in configs, and in training. Only these loops stand behind
/// them: there are no answers of Keras.
#include <regula/layers.hpp>
#include <regula/layers/serialization.hpp>
#include <regula/models.hpp>
#include <tests/catch.hpp>
#include <tests/layers/layer_tools.hpp>

namespace {

using Catch::Matchers::ContainsSubstring;
using regula::json, regula::ndarray, regula::shape;
namespace constraints = regula::constraints;
namespace layers = regula::layers;
namespace models = regula::models;
namespace optimizers = regula::optimizers;
namespace training = regula::training;

/// w of shape (rows, columns), each column of norm n scaled by wanted(n) / (1e-7 + n).
template <class Wanted> void scale_columns(ndarray& w, const Wanted& wanted) {
  const auto rows = w.shape(0), columns = w.shape(1);
  for (std::ptrdiff_t j = 0; j < columns; ++j) {
    long double squares = 0;
    for (std::ptrdiff_t i = 0; i < rows; ++i) squares += static_cast<long double>(w(i, j)) * w(i, j);
    const long double n = std::sqrt(squares);
    for (std::ptrdiff_t i = 0; i < rows; ++i) w(i, j) = static_cast<float>(w(i, j) * wanted(n) / (1e-7L + n));
  }
}

struct by_hand {
  constraints::constraint rule;
  void (*naive)(ndarray&);
};
std::vector<by_hand> all_rules() {
  return {{constraints::MaxNorm(0.5),
           [](ndarray& w) { scale_columns(w, [](long double n) { return std::min(n, 0.5L); }); }},
          {constraints::NonNeg(),
           [](ndarray& w) {
             for (float& v : w.values()) v = v >= 0 ? v : 0;
           }},
          {constraints::UnitNorm(), [](ndarray& w) { scale_columns(w, [](long double) { return 1.0L; }); }},
          {constraints::MinMaxNorm(0.4, 0.6, 0.75), [](ndarray& w) {
             scale_columns(w, [](long double n) { return 0.75L * std::clamp(n, 0.4L, 0.6L) + 0.25L * n; });
           }}};
}

double apart(const ndarray& a, const ndarray& b) {
  REQUIRE(a.shape() == b.shape());
  double most = 0;
  for (std::size_t k = 0; k < a.values().size(); ++k)
    most = std::max(most, std::abs(double{a.values()[k]} - double{b.values()[k]}));
  return most;
}

TEST_CASE("each constraint is what a loop over columns says") {
  for (const auto& [rule, naive] : all_rules()) {
    CAPTURE(rule.name());
    auto w = layer_tools::scattered({5, 4}), same = w;
    for (std::ptrdiff_t i = 0; i < 5; ++i) w(i, 1) = same(i, 1) = 0.0F;  // a column without a direction
    rule(w);
    naive(same);
    CHECK(apart(w, same) < 1e-6);
  }
}

TEST_CASE("training moves the weights, then brings each to where its constraint allows") {
  const auto x = layer_tools::scattered({6, 5}, 3), y = layer_tools::scattered({6, 4}, 4);
  for (const auto& [rule, naive] : all_rules()) {
    CAPTURE(rule.name());
    const auto free = layers::Dense(4, {.kernel_regularizer = "l2"});
    const auto bound = layers::Dense(4, {.kernel_regularizer = "l2", .kernel_constraint = rule});
    regula::rng draw(1);
    for (const auto& l : {free, bound}) l->build({{-1, 5}}, draw);
    bound->kernel().assign(free->kernel().value);
    optimizers::optimizer one = "sgd", other = optimizers::sgd{};
    one.learning_rate(0.5);
    other.learning_rate(0.5);
    for (int step = 0; step < 5; ++step) {
      layers::record r;
      training::train_step(*bound, one, {x}, {y}, "mse", r);
      training::train_step(*free, other, {x}, {y}, "mse", r);
      auto expected = free->kernel().value;
      naive(expected);
      free->kernel().assign(expected);
      CHECK(apart(bound->kernel().value, expected) < 1e-6);
      CHECK(apart(bound->bias().value, free->bias().value) < 1e-6);
    }
  }
}

TEST_CASE("fit keeps kernels, biases, tables and scales where their constraints allow") {
  const auto rule = constraints::NonNeg();
  models::Sequential m({layers::InputLayer({6, 6, 1}),
                        layers::Conv2D(3, {3, 3}, {.kernel_constraint = constraints::MaxNorm(0.3, {0, 1, 2})}),
                        layers::DepthwiseConv2D({2, 2}, 1, {.kernel_constraint = rule}),
                        layers::BatchNormalization({.beta_constraint = rule, .gamma_constraint = "max_norm"}),
                        layers::Flatten(), layers::Dense(2, {.kernel_constraint = rule, .bias_constraint = rule})});
  m.build({6, 6, 1}, 1);
  m.compile({.optimizer = "sgd", .loss = "mse"});
  m.fit(layer_tools::scattered({8, 6, 6, 1}), layer_tools::scattered({8, 2}, 2), {.epochs = 3, .verbose = 0});
  for (const auto& p : m.places()) {
    if (!p.weight || p.weight->constraint != rule) continue;
    CAPTURE(p.path);
    CHECK(*std::min_element(p.weight->value.values().begin(), p.weight->value.values().end()) >= 0.0F);
  }
  const auto& kernel = m.layer("conv2d")->weights()[0].value;
  CHECK(kernel.matrix().colwise().norm().maxCoeff() <= 0.3F + 1e-6F);
}

TEST_CASE("a frozen weight is not constrained") {
  const auto d = layers::Dense(2, {.kernel_constraint = constraints::NonNeg()});
  regula::rng draw(1);
  d->build({{-1, 3}}, draw);
  d->kernel().assign(layer_tools::scattered({3, 2}));
  d->set_trainable(false);
  optimizers::optimizer sgd = "sgd";
  layers::record r;
  training::train_step(*d, sgd, {ndarray({1, 3}, 1.0F)}, {ndarray({1, 2})}, "mse", r);
  CHECK(apart(d->kernel().value, layer_tools::scattered({3, 2})) == 0);
}

TEST_CASE("constraints are in the configs of layers and come back, in both forms of Keras and by name") {
  const std::vector<layers::any_layer> all{
      layers::Dense(2, {.kernel_constraint = constraints::MaxNorm(3), .bias_constraint = constraints::NonNeg()}),
      layers::Dense(2, {.use_bias = false, .bias_constraint = constraints::NonNeg()}),
      layers::Conv1D(2, {3}, {.kernel_constraint = constraints::UnitNorm({0, 1}), .bias_constraint = "non_neg"}),
      layers::DepthwiseConv1D({3}, 1, {.kernel_constraint = constraints::MinMaxNorm(0.1, 0.9, 0.5, {0})}),
      layers::Embedding(4, 2, {.embeddings_constraint = constraints::UnitNorm({1})}),
      layers::BatchNormalization({.beta_constraint = "NonNeg", .gamma_constraint = constraints::MaxNorm()})};
  for (const auto& l : all) {
    const auto written = layers::serialize(*l);
    CAPTURE(written.dump());
    const auto again = layers::deserialize(written);
    CHECK(layers::serialize(*again) == written);
    for (std::size_t k = 0; k < l->weights().size(); ++k)
      CHECK(again->weights()[k].constraint == l->weights()[k].constraint);
  }
  const auto config = layers::serialize(*all[0])["config"];
  CHECK(config["kernel_constraint"] == json{{"module", "keras.constraints"},
                                            {"class_name", "MaxNorm"},
                                            {"config", {{"max_value", 3.0}, {"axis", 0}}},
                                            {"registered_name", nullptr}});
  json old{{"class_name", "Dense"}, {"config", {{"units", 2}, {"kernel_constraint", {{"class_name", "NonNeg"}}}}}};
  CHECK(layers::deserialize(old)->weights()[0].constraint == constraints::NonNeg());
  old["config"]["kernel_constraint"] = "maxnorm";
  CHECK(layers::deserialize(old)->weights()[0].constraint == constraints::MaxNorm());
  old["config"]["kernel_constraint"] = "max";
  CHECK_THROWS_WITH(layers::deserialize(old),
                    ContainsSubstring("Dense: kernel_constraint: unknown constraint \"max\""));
}

TEST_CASE("a rule that a weight can never follow is refused when the layer is built, by layer and weight") {
  regula::rng draw(1);
  const auto d = layers::Dense(2, {.kernel_constraint = constraints::MaxNorm(1.0, {0, 2}), .name = "head"});
  CHECK_THROWS_WITH(d->build({{-1, 3}}, draw), ContainsSubstring("Dense \"head\": the constraint of \"kernel\"") &&
                                                   ContainsSubstring("axis 2") && ContainsSubstring("(3, 2)"));
  const auto conv = layers::Conv2D(2, {3, 3}, {.kernel_regularizer = "orthogonal_regularizer", .name = "eyes"});
  CHECK_THROWS_WITH(conv->build({{-1, 4, 4, 1}}, draw),
                    ContainsSubstring("Conv2D \"eyes\": the regularizer of \"kernel\"") &&
                        ContainsSubstring("rank 2") && ContainsSubstring("(3, 3, 1, 2)"));
}

TEST_CASE("one scope, or one argument, has regularizers, layers and constraints of one's own") {
  const constraints::constraint halved("Halved", [](ndarray& w) { w.flat() *= 0.5F; });
  const regula::regularizer smooth([](auto W) { return 0.5 * sum(sqrt(1.0 + square(W))); });
  struct Twice {
    ndarray forward(const ndarray& x) const {
      auto y = x;
      y.flat() *= 2.0F;
      return y;
    }
    ndarray backward(const ndarray&, const ndarray& dy) const { return forward(dy); }
  };
  models::Sequential m({layers::InputLayer({3}), layers::wrap(Twice{}),
                        layers::Dense(2, {.kernel_regularizer = smooth, .kernel_constraint = halved})});
  CHECK(m.layer("twice")->class_name() == "Twice");
  const auto text = models::to_json(m);
  CHECK_THROWS_WITH(models::from_json(text), ContainsSubstring("unknown layer class \"Twice\""));
  const auto reads = [&](const models::graph& g) {
    models::Model again(models::clone(g, {{"Twice", layers::wrapped(Twice{})}}));
    CHECK(again.layer("dense")->weights()[0].regularizer == smooth);
    CHECK(again.layer("dense")->weights()[0].constraint == halved);
    CHECK(again(ndarray({1, 3}, 1.0F)).shape() == shape{1, 2});
  };
  reads(m);
  const auto plain = [&] { return models::from_json(text); };
  {
    const regula::custom_objects scope{{"Twice", layers::wrapped(Twice{})}, {"smooth", smooth}, {"Halved", halved}};
    reads(*plain());
  }
  CHECK_THROWS_AS(plain(), regula::config_error);
  reads(*models::from_json(text, {{"Twice", layers::wrapped(Twice{})}, {"smooth", smooth}, {"Halved", halved}}));
}

}  // namespace

TEST_CASE("a constraint that was moved from can be asked", "[layers]") {
  auto c = constraints::MaxNorm(3.0);
  const auto taken = std::move(c);
  CHECK(taken.get_config()["max_value"] == 3.0);
  CHECK(c.get_config() == taken.get_config());
  CHECK(constraints::constraint(taken) == taken);
  CHECK(regula::kept_json(taken.get_config()) == taken.get_config());
  CHECK(taken.get_config() == regula::kept_json(taken.get_config()));
  CHECK(constraints::constraint().get_config().is_null());
}

TEST_CASE("NaN stays NaN, and the norm of all entries is refused", "[layers]") {
  regula::ndarray w({3}, {-1.0F, std::numeric_limits<float>::quiet_NaN(), 2.0F});
  regula::constraints::NonNeg()(w);
  CHECK(w(0) == 0.0F);
  CHECK(std::isnan(w(1)));
  CHECK(w(2) == 2.0F);
  CHECK_THROWS_AS(regula::constraints::deserialize(
                      {{"class_name", "MaxNorm"}, {"config", {{"max_value", 2.0}, {"axis", nullptr}}}}),
                  regula::config_error);
}

TEST_CASE("a constraint that does not fit, put on a built layer, is said before anything moves", "[layers]") {
  const auto d = layers::Dense(2);
  const regula::models::Sequential m({d});
  m.build({3}, 1);
  m.compile({.optimizer = "sgd", .loss = "mse"});
  const auto before = d->kernel().value;
  d->bias().constraint = regula::constraints::MaxNorm(1.0, {3});
  CHECK_THROWS_AS(m.fit(ndarray({4, 3}, 1.0F), ndarray({4, 2}), {.verbose = 0}), regula::shape_error);
  CHECK(d->kernel().value == before);
}

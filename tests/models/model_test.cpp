// SPDX-License-Identifier: MIT
/// Models as users hold them: places, penalties attached by pattern, tables, drawings, penalties held by type.
#include <regula/files.hpp>
#include <regula/gallery.hpp>
#include <regula/json.hpp>
#include <regula/models.hpp>
#include <tests/catch.hpp>

namespace {

using Catch::Matchers::ContainsSubstring;
using regula::ndarray;
namespace layers = regula::layers;
namespace models = regula::models;
namespace regularizers = regula::regularizers;

models::Sequential two_layers() {
  models::Sequential m({layers::InputLayer({3}), layers::Dense(4, {.kernel_initializer = "ones", .name = "hidden"}),
                        layers::Dense(2, {.kernel_initializer = "ones", .name = "head"})},
                       "two");
  return m;
}

TEST_CASE("places of a model are its weights and activities, nested ones under their model") {
  const auto inner = two_layers();
  models::Sequential outer({layers::InputLayer({3}), inner, layers::Dense(1)}, "outer");
  std::vector<std::string> paths;
  for (const auto& p : outer.places()) paths.push_back(p.path);
  CHECK(paths == std::vector<std::string>{"two/activity", "two/hidden/activity", "two/hidden/kernel", "two/hidden/bias",
                                          "two/head/activity", "two/head/kernel", "two/head/bias", "dense/activity",
                                          "dense/kernel", "dense/bias"});
  CHECK(outer.layer("two/head")->name() == "head");
  CHECK_THROWS_WITH(outer.layer("tow"), ContainsSubstring("no layer \"tow\"") && ContainsSubstring("two, dense"));
}

TEST_CASE("penalties are attached to a built model by pattern, replaced, and taken away") {
  const auto m = two_layers();
  CHECK(m.losses().empty());
  CHECK(m.regularize("*/kernel", regula::l1(0.5)) == 2);
  CHECK(m.losses() == std::vector<double>{0.5 * 12, 0.5 * 8});
  CHECK(m.regularize("head/kernel", regula::l2(0.25)) == 1);
  CHECK(m.losses() == std::vector<double>{6, 2});
  CHECK(m.regularize("hidden/activity", "l1") == 1);
  m(ndarray({2, 3}, 1.0F));  // hidden: 2 x 4 entries of 3
  CHECK(m.losses()[0] == Approx(0.01 * 24 / 2));
  CHECK(m.regularize("*", nullptr) == 6);
  m(ndarray({2, 3}, 1.0F));
  CHECK(m.losses().empty());
  CHECK_THROWS_WITH(m.regularize("conv*/kernel", "l2"),
                    ContainsSubstring("nothing matches") && ContainsSubstring("hidden/kernel"));
}

TEST_CASE("coefficients of many regularizers change together or not at all") {
  const auto m = two_layers();
  m.regularize("*/kernel", regula::l1(0.5));
  CHECK(m.set_coefficient("*", "l1", 1.0) == 2);
  CHECK(m.penalty() == 20);
  CHECK_THROWS_AS(m.set_coefficient("*", "l1", -1.0), regula::coefficient_error);
  CHECK(m.penalty() == 20);
  CHECK_THROWS_WITH(m.set_coefficient("*", "l2", 1.0),
                    ContainsSubstring("\"l2\"") && ContainsSubstring("hidden/kernel"));
}

TEST_CASE("loss terms say where they come from") {
  const auto m = two_layers();
  m.regularize("head/kernel", regula::l2(0.25));
  const auto terms = m.loss_terms();
  REQUIRE(terms.size() == 1);
  CHECK(terms[0].what == layers::loss_term::kind::weight);
  CHECK(terms[0].layer == "head");
  CHECK(terms[0].weight == "kernel");
  CHECK(terms[0].formula == "0.25 * sum(square(W))");
}

TEST_CASE("a summary has a row for each layer, and the totals") {
  const auto m = two_layers();
  m.regularize("head/kernel", regula::l2(0.25));
  m.layer("hidden")->set_trainable(false);
  const auto text = models::summary(m);
  CHECK_THAT(text, ContainsSubstring("Model \"two\" (Sequential)"));
  CHECK_THAT(text, ContainsSubstring("hidden  Dense  (None, 4)          16        0"));
  CHECK_THAT(text, ContainsSubstring("kernel: 0.25 * sum(square(W))"));
  CHECK_THAT(text, ContainsSubstring("parameters: 26 (10 trainable); penalty: 2"));
  CHECK_THAT(models::summary(models::Sequential({layers::Dense(1)})), ContainsSubstring("not built"));
}

TEST_CASE("drawings have the layers and what they read; hostile names stay names") {
  auto in = layers::Input({3}, "a \"quoted\\ name");
  auto left = layers::Dense(2, {.kernel_regularizer = "l1"})(in), right = layers::Dense(2)(in);
  const models::Model m(in, layers::Add()({left, right})[0], "graph");
  const auto dot = models::to_dot(m);
  CHECK_THAT(dot, ContainsSubstring("input0 -> step0") && ContainsSubstring("input0 -> step1") &&
                      ContainsSubstring("step1 -> step2"));
  CHECK_THAT(dot, ContainsSubstring("a \\\"quoted\\\\ name"));
  CHECK_THAT(dot, ContainsSubstring("(None, 2)\\n8 parameters\\nkernel: 0.01 * sum(abs(W))\", fillcolor=\"#dbe8f7\", "
                                    "color=\"#d62728\", penwidth=2]"));
  CHECK_THAT(dot, ContainsSubstring("(None, 2)\\n8 parameters\", fillcolor=\"#dbe8f7\"];"));
}

TEST_CASE("a model is not compiled before it is") {
  CHECK_THROWS_WITH(two_layers().evaluate(ndarray({1, 3}), ndarray({1, 2})), ContainsSubstring("not compiled"));
  const auto m = two_layers();
  m.compile({.optimizer = regula::optimizers::sgd{.learning_rate = 0.01}, .loss = "mse"});
  m.regularize("head/kernel", regula::l2(0.25));
  const auto h = m.fit(ndarray({4, 3}, 0.5F), ndarray({4, 2}), {.epochs = 3, .verbose = 0});
  CHECK(h["loss"].size() == 3);
  CHECK(h["loss"][0] == Approx(h["data_loss"][0] + h["penalty"][0]));
  CHECK(h["loss"][2] < h["loss"][0]);
  CHECK(m.predict(ndarray({5, 3})).shape() == regula::shape{5, 2});
}

TEST_CASE("the same seed makes the same weights, another one others") {
  models::Sequential a({layers::Dense(4)}), b({layers::Dense(4)});
  a.build({3}, 7);
  b.build({3}, 7);
  CHECK(a.layer("dense")->weights()[0].value == b.layer("dense")->weights()[0].value);
  b.initialize(8);
  CHECK_FALSE(a.layer("dense")->weights()[0].value == b.layer("dense")->weights()[0].value);
}

TEST_CASE("layers that are given no name are named after their class, apart from each other") {
  models::Sequential m({layers::Dense(2), layers::Dense(2), layers::BatchNormalization(), layers::Dense(1)});
  CHECK(m.layer("dense_2")->class_name() == "Dense");
  CHECK(m.layer("batch_normalization")->class_name() == "BatchNormalization");
  CHECK_THROWS_WITH(models::Sequential({layers::Dense(2, {.name = "d"}), layers::Dense(2, {.name = "d"})}),
                    ContainsSubstring("\"d\""));
}

TEST_CASE("freezing a model freezes the layers inside, nested ones too") {
  models::Sequential outer({layers::InputLayer({3}), two_layers(), layers::Dense(1)}, "outer");
  outer->set_trainable(false);
  CHECK_FALSE(outer.layer("two/hidden")->trainable());
  CHECK_FALSE(outer.layer("dense")->trainable());
}

TEST_CASE("integers that float cannot hold are no weights") {
  const auto m = two_layers();
  auto tree = regula::files::weights_tree(*m);
  auto& vars = tree.groups["layers"].groups["dense"].groups["vars"];
  CHECK_NOTHROW(regula::files::assign_weights(*m, tree, "w"));
  vars.rounded.insert("0");
  CHECK_THROWS_WITH(regula::files::assign_weights(*m, tree, "w"),
                    ContainsSubstring("layers/dense/vars/0 has integers"));
}

TEST_CASE("penalties held by type: the numbers of handles, coefficients at hand, replaced by a handle") {
  auto typed = layers::Dense(5, layers::penalties{.kernel = regula::l1(0.01), .activity = regula::l2(0.01)},
                             {.kernel_initializer = "ones"});
  const ndarray x({5, 5}, 2.0F);
  typed(x);
  REQUIRE(typed->losses().size() == 2);
  CHECK(typed->losses()[0] == Approx(5));
  CHECK(typed->losses()[1] == Approx(0.25));
  typed->held.kernel.set<"l1">(0.02);
  CHECK(typed->losses()[1] == Approx(0.5));

  auto erased = layers::Dense(
      5,
      {.kernel_initializer = "ones", .kernel_regularizer = regula::l1(0.02), .activity_regularizer = regula::l2(0.01)});
  const auto gradients = [&](layers::layer& l) {
    regula::rng draw(1);
    layers::record r{.keep = true, .draw = &draw};
    l.build({x.shape()}, draw);
    l.zero_gradients();
    const auto y = l.run({x}, r);
    auto dx = l.run_back({ndarray(y[0].shape())}, r);
    l.add_weight_penalties();
    dx.push_back(l.weights()[0].gradient);
    return dx;
  };
  CHECK(gradients(*typed) == gradients(*erased));
  CHECK(typed->get_config()["kernel_regularizer"] == erased->get_config()["kernel_regularizer"]);
  CHECK(typed->get_config()["activity_regularizer"] == regularizers::serialize(erased->activity_regularizer));

  typed->kernel().regularizer = regula::l2(1.0);
  CHECK(typed->losses()[1] == Approx(25));
}

}  // namespace

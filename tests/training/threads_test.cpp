// SPDX-License-Identifier: MIT
/// Training on several threads: the bits of one.
#include <regula/json.hpp>
#include <regula/models.hpp>
#include <regula/penalty_set.hpp>
#include <tests/catch.hpp>
#include <tests/threads/threads.hpp>
#include <tests/waves.hpp>

namespace {

using namespace regula;

models::Model network() {
  return models::Sequential(
      {layers::Conv2D(16, {3, 3}, {.activation = "relu", .kernel_regularizer = "l2", .activity_regularizer = "l1"}),
       layers::Flatten(), layers::Dense(200, {.activation = "relu", .kernel_regularizer = "l1_l2"}),
       layers::Dense(120, {.activation = "tanh", .kernel_regularizer = "0.001 * sum(norm2(rowwise(W)))"}),
       layers::Dense(4, {.kernel_regularizer = "orthogonal_regularizer"})});
}

struct trained {
  training::history history;
  training::logs logs;
  std::vector<double> losses;
  double penalty;
  ndarray predicted;
  std::vector<ndarray> weights, of_penalty;
  bool operator==(const trained&) const = default;
};

trained fitted(const optimizers::optimizer& with, const policy& on) {
  const auto x = waves({64, 8, 8, 4}, 0.37), y = waves({64, 4}, 0.9);
  const auto m = network();
  m.compile({.optimizer = with});
  auto h = m.fit(x, y, {.epochs = 1, .seed = 5, .validation_split = 0.3, .verbose = 0, .on = on});
  trained t{std::move(h), m.evaluate(x, y, 48, on), m.losses(on), m.penalty(on), m.predict(x, 48, on),
            {},           m.penalty_gradient(on)};
  for (const auto& p : m.places())
    if (p.weight) t.weights.push_back(p.weight->value);
  return t;
}

}  // namespace

TEST_CASE("fit, evaluate, predict and losses on any threads") {
  const auto same = [](const optimizers::optimizer& with) {
    const auto alone = fitted(with, {});
    for (const int threads : {1, 3, 8}) {
      CAPTURE(threads);
      const threads_test::backwards here{threads};
      CHECK(fitted(with, regula::on(here)) == alone);
    }
    const threads_test::fresh_threads two{2};
    CHECK(fitted(with, regula::on(two)) == alone);
  };
  same(optimizers::adam{.learning_rate = 0.01, .amsgrad = true});
  same(optimizers::sgd{.learning_rate = 0.01, .momentum = 0.9, .nesterov = true, .weight_decay = 0.1});
}

TEST_CASE("all that training does in parts reaches the executor") {
  const auto runs_of = [](const auto& what) {
    const threads_test::counting two{2};
    what(regula::on(two));
    return two.runs;
  };
  auto m = network();
  m.build({8, 8, 4}, 1);
  m.compile({});
  const auto x = waves({64, 8, 8, 4}, 0.37), y = waves({64, 4}, 0.9);
  CHECK(runs_of([&](const policy& on) { m.losses(on); }) > 0);
  CHECK(runs_of([&](const policy& on) { m.loss_terms(on); }) > 0);
  CHECK(runs_of([&](const policy& on) { m.penalty(on); }) > 0);
  CHECK(runs_of([&](const policy& on) { m.penalty_gradient(on); }) > 0);
  const int passes = runs_of([&](const policy& on) { m.predict(x, 64, on); });
  CHECK(passes == 3);  // the convolution and two products
  CHECK(runs_of([&](const policy& on) { m.evaluate(x, y, 64, on); }) == passes + 1);  // and the weights' penalties
  optimizers::optimizer adam = optimizers::adam{};
  CHECK(runs_of([&](const policy& on) { training::apply(adam, *m, on); }) == 1);
  // There and back: the convolution's two gradients are one run, a product's are two.
  CHECK(runs_of([&](const policy& on) { m.fit(x, y, {.batch_size = 64, .verbose = 0, .on = on}); }) ==
        passes + 5 + 1 + 1);
}

TEST_CASE("an optimizer's stretches are its update of each entry") {
  const std::ptrdiff_t n = (1 << 17) + 5;
  auto w = waves({n}, 0.5), tiny = waves({3}, 0.2);
  const auto g = waves({n}, 0.3), slope = waves({3}, 0.1), before = w;
  optimizers::optimizer sgd = optimizers::sgd{.learning_rate = 0.25};
  ndarray* const weights[] = {&w, &tiny};
  const ndarray* const gradients[] = {&g, &slope};
  const threads_test::fresh_threads three{3};
  sgd.step(weights, gradients, regula::on(three));
  for (std::ptrdiff_t i = 0; i < n; ++i)
    if (w.data()[i] != before.data()[i] - 0.25F * g.data()[i]) FAIL("entry " << i);
  CHECK(tiny(2) == waves({3}, 0.2)(2) - 0.25F * slope(2));
}

TEMPLATE_TEST_CASE("regularizers of all kinds on any threads", "", float, double) {
  using matrix = Eigen::Matrix<TestType, Eigen::Dynamic, Eigen::Dynamic>;
  const matrix w = waves({700, 500}, 0.37).matrix().template cast<TestType>();
  const regularizer all[] = {"l1",
                             "l2",
                             "l1_l2",
                             regularizers::OrthogonalRegularizer(0.01, "rows"),
                             "sum(norm2(rowwise(W)))",
                             [](auto W) { return 0.1 * sum(log1p(square(W))); },
                             regularizers::get(json{{"class_name", "Regularizer"}, {"config", json::object()}})};
  for (const auto& r : all) {
    CAPTURE(r.text());
    matrix g(700, 500), h(700, 500);
    const double value = r.value_and_gradient(w, g);
    for (const int threads : {1, 3}) {
      const threads_test::backwards here{threads};
      const auto on = regula::on(here);
      CHECK(r(on, w) == r(w));
      CHECK(r.value_and_gradient(on, w, h) == value);
      CHECK(g == h);
      penalty_set<TestType> set;
      h.setZero();
      set.tensor("w", w, h).penalize("*", r);
      CHECK(set.value_and_add_gradient(on) == value);
      CHECK(g == h);
    }
  }
}

TEST_CASE("what a penalty throws on another thread comes through") {
  auto m = network();
  m.build({8, 8, 4}, 1);
  m.regularize("dense_1/kernel", "b * sum(abs(W))");  // b has no value
  const threads_test::fresh_threads two{2};
  CHECK_THROWS_AS(m.penalty(regula::on(two)), regula::error);
  CHECK_THROWS_AS(m.penalty(), regula::error);
}

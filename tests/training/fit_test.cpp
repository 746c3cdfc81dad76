// SPDX-License-Identifier: MIT
/// Training against Keras's and TensorFlow.js's steps, the closed form of ridge regression, plain loops.
#include <Eigen/Cholesky>
#include <fstream>
#include <regula/json.hpp>
#include <regula/layers.hpp>
#include <regula/models/graph.hpp>
#include <regula/training/fit.hpp>
#include <tests/catch.hpp>

namespace {

using namespace regula;
using Catch::Matchers::ContainsSubstring;
using training::tensors;
using model_ref = std::shared_ptr<models::graph>;

json golden_file(const std::string& path) {
  std::ifstream file("tests/golden/data/keras/" + path);
  REQUIRE(file);
  return json::parse(file);
}
ndarray tensor_in(const json& j) { return {j.at("shape").get<shape>(), j.at("data").get<std::vector<float>>()}; }

model_ref chain(std::vector<layers::any_layer> all) {
  std::vector<std::shared_ptr<layers::layer>> shared;
  for (const auto& l : all) shared.push_back(l.shared());
  return std::make_shared<models::graph>(shared, "m");
}
std::vector<layers::weight*> weights_of(layers::layer& model) {
  std::vector<layers::weight*> all;
  model.visit_weights([&](layers::layer&, layers::weight& w, bool) { all.push_back(&w); });
  return all;
}
std::vector<ndarray> values_of(layers::layer& model) {
  std::vector<ndarray> all;
  for (const auto* w : weights_of(model)) all.push_back(w->value);
  return all;
}
void assign(layers::layer& model, const shape& input, const json& values) {
  training::predict(model, ndarray(input));
  const auto all = weights_of(model);
  REQUIRE(all.size() == values.size());
  for (std::size_t k = 0; k < all.size(); ++k) all[k]->assign(tensor_in(values[k]));
}
bool close(double got, double expected) { return std::abs(got - expected) <= 1e-6 + 1e-5 * std::abs(expected); }

/// Steps of SGD(0.05) on mse against zeros.
void follows(layers::layer& model, const ndarray& x, const json& losses, const json& after) {
  optimizers::optimizer sgd = optimizers::sgd{.learning_rate = 0.05};
  const ndarray zeros(model.output_shapes({x.shape()}).at(0));
  training::record r;
  for (const auto& expected : losses) {
    const auto s = training::train_step(model, sgd, {x}, {zeros}, "mse", r);
    CHECK(std::abs(s.losses.total() - expected.get<double>()) <= 1e-5 * expected.get<double>());
  }
  const auto all = weights_of(model);
  REQUIRE(all.size() == after.size());
  for (std::size_t k = 0; k < all.size(); ++k) {
    const auto expected = (after[k].is_object() ? after[k]["data"] : after[k]).get<std::vector<float>>();
    const auto got = all[k]->value.values();
    CHECK(std::equal(got.begin(), got.end(), expected.begin(), expected.end(), close));
  }
}
void follows_keras(const model_ref& model, const std::string& path) {
  const auto data = golden_file(path);
  const auto x = tensor_in(data["inputs"][0]);
  assign(*model, x.shape(), data["weights"]);
  const ndarray zeros(model->output_shapes({x.shape()}).at(0));
  const auto& train = data["train"];
  const auto before = training::evaluate(*model, "mse", {}, x, zeros);
  CHECK(close(before["loss"], train["evaluate_loss_before"]));
  CHECK(close(before["penalty"], data["total_regularization"]));
  follows(*model, x, train["step_losses"], train["weights_after"]);
  const auto after = training::evaluate(*model, "mse", {}, x, zeros);
  CHECK(close(after["penalty"], train["total_regularization_after"]));
}

/// y = -x_0 + x_2 + 2 x_3 ... + 0.5, with a little noise.
training::dataset regression(std::ptrdiff_t n, std::ptrdiff_t features) {
  rng draw(3);
  ndarray x({n, features}), y({n, 1});
  for (float& v : x.values()) v = static_cast<float>(draw.normal());
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    y(i, 0) = static_cast<float>(0.5 + 0.1 * draw.normal());
    for (std::ptrdiff_t j = 0; j < features; ++j) y(i, 0) += static_cast<float>(j - 1) * x(i, j);
  }
  return {x, y};
}

}  // namespace

TEST_CASE("three steps of an MLP and a ConvNet as in Keras", "[training][golden]") {
  using namespace regularizers;
  follows_keras(
      chain({layers::Dense(8, {.activation = "relu", .kernel_regularizer = L2(0.01), .bias_regularizer = L1(0.001F)}),
             layers::Dense(3, {.kernel_regularizer = L1L2(0.002, 0.003), .activity_regularizer = L2(0.05)})}),
      "models/A_mlp.expected.json");
  follows_keras(chain({layers::Conv2D(4, {3, 3},
                                      {.activation = "relu",
                                       .kernel_regularizer = L1L2(0.001, 0.002),
                                       .bias_regularizer = L2(0.01),
                                       .activity_regularizer = L1(0.003F)}),
                       layers::DepthwiseConv2D({2, 2}, 1, {.kernel_regularizer = L1(0.004F)}), layers::Flatten(),
                       layers::Dense(5, {.kernel_regularizer = OrthogonalRegularizer(0.1F, "columns")})}),
                "models/B_cnn.expected.json");
}

TEST_CASE("a step as in TensorFlow.js", "[training][golden]") {
  using namespace regularizers;
  const auto data = golden_file("tfjs/models.expected.json");
  const std::vector<model_ref> models{
      chain({layers::Dense(4, {.activation = "relu", .kernel_regularizer = L2(0.01), .bias_regularizer = L1(0.02)}),
             layers::Dense(2, {.kernel_regularizer = L1L2(0.003, 0.004)})}),
      chain({layers::Conv1D(2, {3}, {.kernel_regularizer = L2(0.05), .bias_regularizer = L1(0.03)})})};
  REQUIRE(data["models"].size() == models.size());
  for (std::size_t k = 0; k < models.size(); ++k) {
    const auto& expected = data["models"][k];
    const auto x = tensor_in(expected["input"]);
    assign(*models[k], x.shape(), expected["weights"]);
    const auto values = training::evaluate(*models[k], "mse", {}, x, ndarray(tensor_in(expected["output"]).shape()));
    CHECK(close(values["data_loss"], expected["mse_vs_zeros"]));
    CHECK(close(values["penalty"], expected["total_regularization"]));
    const auto losses = json::array({expected["train_on_batch_loss"]});
    follows(*models[k], x, losses, expected["weights_after_one_sgd_0p05_step"]);
  }
}

TEST_CASE("ridge regression reaches its closed form", "[training]") {
  const auto d = regression(200, 4);
  const double l2 = 0.3, n = 200;
  const auto model = chain({layers::Dense(1, {.kernel_regularizer = regularizers::L2(l2)})});
  optimizers::optimizer sgd = optimizers::sgd{.learning_rate = 0.1};
  const auto h =
      training::fit(*model, sgd, "mse", {}, d.x[0], d.y[0], {.epochs = 300, .batch_size = 200, .verbose = 0});
  // The minimum of |A w - y|^2 / n + l2 |w without its last entry|^2, where the last column of A is 1.
  Eigen::MatrixXd a(200, 5);
  a << d.x[0].matrix().cast<double>(), Eigen::VectorXd::Ones(200);
  const Eigen::MatrixXd penalty = Eigen::Vector<double, 5>(l2, l2, l2, l2, 0).asDiagonal();
  const Eigen::VectorXd y = d.y[0].flat().cast<double>().matrix();
  const Eigen::VectorXd w = (a.transpose() * a / n + penalty).ldlt().solve(a.transpose() * y / n);
  const auto got = values_of(*model);
  for (std::ptrdiff_t j = 0; j < 4; ++j) CHECK(std::abs(got[0](j, 0) - w(j)) < 1e-4);
  CHECK(std::abs(got[1](0) - w(4)) < 1e-4);
  CHECK(h["data_loss"].back() == Approx((a * w - y).squaredNorm() / n).epsilon(1e-5));
  CHECK(h["penalty"].back() == Approx(l2 * w.head(4).squaredNorm()).epsilon(1e-5));
  CHECK(h["loss"].back() == h["data_loss"].back() + h["penalty"].back());
}

TEST_CASE("frozen layers stay as they are and add no penalty", "[training]") {
  const auto d = regression(20, 3);
  const auto first = layers::Dense(4, {.activation = "tanh", .kernel_regularizer = "l2", .activity_regularizer = "l1"});
  const auto model = chain({first, layers::Dense(1, {.kernel_regularizer = "l1"})});
  first->set_trainable(false);
  training::evaluate(*model, "mse", {}, d.x[0], d.y[0]);
  const auto before = values_of(*model);
  optimizers::optimizer adam = optimizers::adam{.weight_decay = 0.1};
  training::fit(*model, adam, "mse", {}, d.x[0], d.y[0], {.epochs = 3, .verbose = 0});
  const auto after = values_of(*model);
  for (const std::size_t k : {0, 1, 2, 3}) CHECK((after[k] == before[k]) == (k < 2));
  CHECK(model->losses().size() == 2);  // the activity of the first, the kernel of the second
  const auto penalty = [&] { return training::evaluate(*model, "mse", {}, d.x[0], d.y[0])["penalty"]; };
  const double frozen = penalty();
  first->set_trainable(true);
  CHECK(penalty() - frozen == Approx(0.01 * before[0].flat().cast<double>().square().sum()));
}

TEST_CASE("a shared layer moves once and is penalized once", "[training]") {
  const auto shared = layers::Dense(2, {.use_bias = false, .kernel_regularizer = regularizers::L2(0.5)});
  const auto twice = chain({shared, shared});
  const ndarray x({1, 2}, {1, 2}), kernel({2, 2}, {0.5F, -1, 0.25F, 2});
  assign(*twice, {1, 2}, json::array({{{"shape", {2, 2}}, {"data", {0.5, -1, 0.25, 2}}}}));
  optimizers::optimizer sgd = optimizers::sgd{.learning_rate = 0.125};
  training::record r;
  const auto s = training::train_step(*twice, sgd, {x}, {ndarray({1, 2})}, "mse", r);
  // f(K) = |x K K|^2 / 2 + 0.5 |K|^2: K' r (u = x K, v = u K) gives x' (v K') + u' v + K.
  const Eigen::MatrixXf k = kernel.matrix(), row = x.matrix(), u = row * k, v = u * k;
  const Eigen::MatrixXf moved = k - 0.125F * (row.transpose() * (v * k.transpose()) + u.transpose() * v + k);
  CHECK(shared->kernel().value.matrix().isApprox(moved, 1e-6F));
  CHECK(s.losses.penalty == Approx(0.5 * k.squaredNorm()));
  CHECK(s.losses.data == Approx(v.squaredNorm() / 2));
}

TEST_CASE("batches, validation and several outputs are averaged over samples", "[training]") {
  const auto d = regression(11, 2);
  const auto in = layers::Input({2}, "in");
  const auto hidden = layers::Dense(3, {.activation = "tanh", .activity_regularizer = "l2", .name = "h"})(in);
  const auto a = layers::Dense(1, {.kernel_regularizer = "l2", .name = "a"})(hidden);
  const auto b = layers::Dense(2, {.name = "data"})(hidden);
  models::graph model({in}, {a, b}, "two");
  model.initialize(5);
  const tensors y{d.y[0], ndarray({11}, {0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1})};
  const auto second = losses::sparse_categorical_crossentropy(true);
  const training::loss_list both{losses::mean_squared_error(), second};
  const auto watched = training::metric_list::by_output({{metrics::get("mae")}, {metrics::get("accuracy")}});
  const auto all = training::predict(model, training::tensor_refs(d.x[0]), 4);
  const auto values = training::evaluate(model, both, watched, d.x[0], y, 4);
  CHECK(values["a_loss"] == Approx(losses::mean_squared_error().value(y[0], all[0])));
  CHECK(values["data_1_loss"] == Approx(second.value(y[1], all[1])));
  CHECK(values["data_loss"] == Approx(values["a_loss"] + values["data_1_loss"]));
  CHECK(values["a_mean_absolute_error"] == Approx(metrics::get("mae")(y[0], all[0])));
  CHECK(values["data_1_accuracy"] == Approx(metrics::get("accuracy")(y[1], all[1])));
  const auto whole = training::evaluate(model, both, {}, d.x[0], y, 11)["penalty"];
  const auto terms = model.losses();
  CHECK(whole == Approx(std::accumulate(terms.begin(), terms.end(), 0.0)));
  CHECK(values["penalty"] == Approx(whole));  // the batches are weighted by their samples: 4, 4, 3
  optimizers::optimizer still = optimizers::sgd{.learning_rate = 0};
  training::fit_options o{.epochs = 4, .batch_size = 3, .validation_split = 0.3, .verbose = 0, .initial_epoch = 1};
  const auto h = training::fit(model, still, both, watched, d.x[0], y, o);
  CHECK(h.epochs() == std::vector{1, 2, 3});
  CHECK(h.size() == 14);
  for (const auto& [name, series] : h) CHECK(series.size() == 3);
  const tensors tail{y[0].slice(7, 4), y[1].slice(7, 4)};
  const auto last = training::evaluate(model, both, watched, d.x[0].slice(7, 4), tail);
  for (const auto& [name, value] : last) CHECK(h["val_" + name][2] == Approx(value));
  CHECK_THROWS_WITH(h["accuracy"], ContainsSubstring("val_data_1_accuracy"));
}

TEST_CASE("training refuses what does not fit before anything moves", "[training]") {
  const auto d = regression(10, 2);
  const auto model = chain({layers::Dense(2), layers::BatchNormalization()});
  const ndarray &x = d.x[0], labels({10}, 1.0F), wrong({10}, {0, 1, 0, 1, 0, 1, 0, 1, 0, 2}), none({0, 2});
  optimizers::optimizer sgd = optimizers::sgd{};
  training::fit(*model, sgd, "mse", {}, x, ndarray({10, 2}), {.epochs = 0});
  const auto before = values_of(*model);
  const auto refused = [&](const training::tensor_refs& in, const training::tensor_refs& out,
                           const training::fit_options& o, const std::string& why) {
    CHECK_THROWS_WITH(training::fit(*model, sgd, losses::sparse_categorical_crossentropy(true), {}, in, out, o),
                      ContainsSubstring(why));
    CHECK(values_of(*model) == before);
  };
  refused(x, labels.slice(0, 9), {}, "one entry of the first axis for each sample; these are (10, 2) and (9,)");
  refused(x, wrong, {}, "label 2");
  refused(x, labels, {.validation_data = training::dataset(x, wrong)}, "label 2");
  refused(x, {labels, labels}, {}, "one target tensor for each of 1 outputs; given are 2");
  refused({x, x}, labels, {}, "takes 1 tensors; given are 2");
  refused(ndarray({10, 3}), labels, {}, "built for 2");
  refused(none, ndarray({0}), {}, "there are no samples");
  refused(ndarray(), ndarray(), {}, "a scalar has none");
  refused(tensors{}, labels, {}, "no input tensors");
  refused(x, labels, {.epochs = -1}, "not negative; given are -1 and 0");
  refused(x, labels, {.batch_size = 0}, "batch_size is at least 1, not 0");
  for (const double split : {1.0, -0.1, std::nan("")}) refused(x, labels, {.validation_split = split}, "in [0, 1)");
  for (const double split : {1e-18, 0.99})
    refused(x, labels, {.validation_split = split}, " of 10 samples to train on");
  refused(x, labels, {.validation_split = 0.5, .validation_data = training::dataset(x, labels)}, "not both");
  refused(x, labels, {.verbose = 3}, "verbose is 0, 1 or 2, not 3");
  refused(x, labels, {.callbacks = {nullptr}}, "null pointer");
  CHECK_THROWS_AS(training::evaluate(*model, {"mse", "mae"}, {}, x, x), config_error);
  CHECK(training::predict(*model, none).shape() == shape{0, 2});
  CHECK(training::predict(*model, x, std::numeric_limits<std::ptrdiff_t>::max()).shape() == shape{10, 2});
}

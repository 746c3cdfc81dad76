// SPDX-License-Identifier: MIT
/// Bidirectional and TimeDistributed against loops in long double and differences of these; penalties of the
/// layers inside. Behind the numbers stand the loops alone.
#include <regula/json.hpp>
#include <regula/layers.hpp>
#include <regula/layers/serialization.hpp>
#include <regula/models.hpp>
#include <tests/layers/naive_recurrent.hpp>

namespace {
namespace wrapped_layers {

using Catch::Matchers::ContainsSubstring;
using layer_tools::scattered, regula::json, regula::ndarray, regula::shape;
namespace layers = regula::layers;
namespace regularizers = regula::regularizers;
using naive::real, naive::reals;

layers::mask_ptr mask_of(shape s, std::vector<float> counts) {
  return std::make_shared<const ndarray>(std::move(s), std::move(counts));
}

/// Both layers as loops, joined by this mode.
struct both_ways {
  naive::recurrent forward, backward;
  std::string mode;

  reals operator()(const reals& x, const std::vector<reals>& w) const {
    const auto half = static_cast<std::ptrdiff_t>(w.size() / 2);
    const auto a = forward(x, {w.begin(), w.begin() + half});
    auto b = backward(x, {w.begin() + half, w.end()});
    const auto n = forward.units, m = backward.units, steps = forward.options.return_sequences ? forward.steps : 1;
    reals y;
    for (std::size_t i = 0; i < forward.batch; ++i)
      for (std::size_t t = 0; t < steps; ++t) {
        const auto *from_a = &a[(i * steps + t) * n], *from_b = &b[(i * steps + steps - 1 - t) * m];
        if (mode == "concat") {
          y.insert(y.end(), from_a, from_a + n);
          y.insert(y.end(), from_b, from_b + m);
          continue;
        }
        for (std::size_t j = 0; j < n; ++j)
          y.push_back(mode == "mul"   ? from_a[j] * from_b[j]
                      : mode == "sum" ? from_a[j] + from_b[j]
                                      : (from_a[j] + from_b[j]) / 2);
      }
    return y;
  }
};

void goes_both_ways(const char* mode, layers::recurrent_options o, bool masked, bool own_backward) {
  CAPTURE(mode, masked, own_backward, o.return_sequences);
  const auto inner = layers::make<layers::recurrent_layer>(layers::recurrent_kind::gru, 3, o);
  layers::bidirectional_options how{.merge_mode = mode};
  auto back = o;
  back.go_backwards = true;
  const std::size_t units = own_backward && std::string(mode) == "concat" ? 2 : 3;
  if (own_backward) {
    back.activation = "softsign";
    how.backward_layer = layers::GRU(static_cast<std::ptrdiff_t>(units), back);
  }
  const auto l = layers::Bidirectional(inner, how);
  const auto x = scattered({2, 4, 2});
  regula::rng draw(1);
  l->build({x.shape()}, draw);
  unsigned seed = 3;
  l->visit_weights([&](layers::layer&, layers::weight& w, bool) { w.assign(scattered(w.value.shape(), ++seed)); });
  layers::record r{.keep = true};
  const std::vector<float> counts{1, 0, 1, 0, 0, 1, 1, 1};
  if (masked) r.given = {mask_of({2, 4}, counts)};
  both_ways loops{
      {layers::recurrent_kind::gru, o, 2, 4, 2, 3}, {layers::recurrent_kind::gru, back, 2, 4, 2, units}, mode};
  for (auto* way : {&loops.forward, &loops.backward}) {
    way->options.zero_output_for_mask = o.return_sequences;
    if (masked) way->counts.assign(counts.begin(), counts.end());
  }
  const auto y = l->run({x}, r)[0];
  CHECK(y.shape() == l->output_shape(x.shape()));
  CHECK(r.made == layers::mask_list{nullptr});
  std::vector<reals> weights;
  l->visit_weights([&](layers::layer&, layers::weight& w, bool) { weights.push_back(naive::widened(w.value)); });
  CHECK(naive::off_by(y, loops(naive::widened(x), weights)) < 1e-6);
  const auto dy = scattered(y.shape(), 99);
  l->zero_gradients();
  const auto dx = l->run_back({dy}, r)[0];
  CHECK(naive::slopes_off_by(*l, x, dy, dx, loops) < 2e-6);
}

}  // namespace wrapped_layers
}  // namespace

TEST_CASE("Bidirectional reads a sequence from both ends", "[layers][recurrent]") {
  using namespace wrapped_layers;
  for (const auto* mode : {"concat", "sum", "mul", "ave"})
    for (int k = 0; k < 8; ++k) goes_both_ways(mode, {.return_sequences = k % 2 == 0}, k % 4 < 2, k < 4);
}

TEST_CASE("the layers inside Bidirectional are its own, with names and penalties", "[layers][recurrent]") {
  using namespace wrapped_layers;
  const auto lstm = layers::LSTM(
      2,
      {.kernel_regularizer = regularizers::L2(0.1), .activity_regularizer = regularizers::L2(0.5), .name = "lstm_4"});
  const auto b = layers::Bidirectional(lstm);
  const auto y = b(ndarray({3, 4, 2}, 1.0F));
  CHECK_FALSE(lstm->built());
  std::vector<std::string> terms;
  for (const auto& t : b->loss_terms()) terms.push_back(t.layer + "/" + t.weight);
  CHECK(terms == std::vector<std::string>{"forward_lstm_4/", "backward_lstm_4/", "forward_lstm_4/kernel",
                                          "backward_lstm_4/kernel"});
  const auto kernel = b->forward_layer().kernel().value.flat().square().cast<double>().sum();
  CHECK(b->losses()[2] == Approx(0.1 * kernel));
  const auto forward = y.matrix().leftCols(2).array().square().cast<double>().sum();
  CHECK(b->losses()[0] == Approx(0.5 * forward / 3));

  const regula::models::Sequential m({layers::InputLayer({4, 2}), b, layers::Dense(1)});
  CHECK(m.regularize("*kernel", "l1") == 5);
  CHECK(m.regularize("*/backward_lstm_4/recurrent_kernel", {}) == 1);
  CHECK(m.losses().size() == 2 + 4);
  b->set_trainable(false);
  CHECK(m.losses().size() == 2 + 1);
}

TEST_CASE("configs of wrappers come back, with the layers inside", "[layers][recurrent]") {
  using namespace wrapped_layers;
  const auto b = layers::Bidirectional(layers::LSTM(2, {.return_sequences = true, .name = "lstm"}),
                                       {.merge_mode = "ave", .activity_regularizer = "l2", .name = "both"});
  const auto t = layers::TimeDistributed(layers::Dense(2, {.kernel_regularizer = "l1", .name = "inner"}));
  for (const auto& l : {layers::any_layer(b), layers::any_layer(t)}) {
    const auto once = layers::serialize(*l);
    CHECK(layers::serialize(*layers::deserialize(once)).dump() == once.dump());
  }
  auto config = layers::serialize(*b)["config"];
  CHECK(config["layer"]["config"]["name"] == "forward_lstm");
  CHECK(config["backward_layer"]["config"]["name"] == "backward_lstm");
  CHECK(config["backward_layer"]["config"]["go_backwards"] == true);
  CHECK(config["layer"]["config"]["zero_output_for_mask"] == true);
  // As Keras 2 writes it: one layer, under its own name.
  config.erase("backward_layer");
  config["layer"]["config"]["name"] = "lstm";
  const auto same = layers::deserialize({{"class_name", "Bidirectional"}, {"config", config}});
  CHECK(layers::serialize(*same).dump() == layers::serialize(*b).dump());

  const auto refused = [&](const char* change, const char* says) {
    const json made{{"class_name", "Bidirectional"}, {"config", json(config).patch(json::parse(change))}};
    CHECK_THROWS_WITH(layers::deserialize(made), ContainsSubstring(says));
  };
  refused(R"([{"op": "replace", "path": "/merge_mode", "value": null}])", "two tensors, is not built");
  refused(R"([{"op": "replace", "path": "/merge_mode", "value": "max"}])", "merge_mode is concat, sum, mul or ave");
  refused(R"([{"op": "replace", "path": "/layer/class_name", "value": "Conv1D"}])", "filters is a whole number");
  refused(R"([{"op": "replace", "path": "/layer", "value": {"class_name": "Flatten", "config": {}}}])",
          "Bidirectional is of SimpleRNN, LSTM or GRU, not of Flatten");
  refused(R"([{"op": "replace", "path": "/layer", "value": 3}])", "a layer is an object");
  refused(R"([{"op": "copy", "path": "/backward_layer", "from": "/layer"}])", "different go_backwards");
  json deep{{"class_name", "Flatten"}, {"config", json::object()}};
  for (int k = 0; k < 40; ++k) deep = {{"class_name", "TimeDistributed"}, {"config", {{"layer", std::move(deep)}}}};
  CHECK_THROWS_WITH(layers::deserialize(deep), ContainsSubstring("layers inside each other"));
}

TEST_CASE("TimeDistributed is its layer at every step", "[layers][recurrent]") {
  using namespace wrapped_layers;
  const auto l = layers::TimeDistributed(layers::Dense(2, {.activation = "tanh",
                                                           .kernel_regularizer = regularizers::L2(0.1),
                                                           .activity_regularizer = regularizers::L2(0.5),
                                                           .name = "inner"}),
                                         {.activity_regularizer = regularizers::L1(0.2)});
  const auto x = scattered({2, 3, 2, 4});
  regula::rng draw(1);
  l->build({x.shape()}, draw);
  const auto loops = [](const reals& at, const std::vector<reals>& w) {
    reals y;
    for (std::size_t i = 0; i < at.size(); i += 4)
      for (std::size_t j = 0; j < 2; ++j) {
        real sum = w[1][j];
        for (std::size_t k = 0; k < 4; ++k) sum += at[i + k] * w[0][k * 2 + j];
        y.push_back(std::tanh(sum));
      }
    return y;
  };
  for (const bool activity : {true, false}) {
    if (!activity) l->activity_regularizer = {};
    layers::record r{.keep = true};
    const auto y = l->run({x}, r)[0];
    l->commit(r);
    REQUIRE(y.shape() == shape{2, 3, 2, 2});
    CHECK(naive::off_by(y, loops(naive::widened(x), {naive::widened(l->inner().weights()[0].value),
                                                     naive::widened(l->inner().weights()[1].value)})) < 1e-6);
    // As in Keras the activity penalty of the layer inside is lost.
    const auto terms = l->loss_terms();
    REQUIRE(terms.size() == (activity ? 2 : 1));
    CHECK(terms.back().layer == "inner");
    if (activity) {
      CHECK(terms[0].layer == "time_distributed");
      continue;
    }
    const auto dy = scattered(y.shape(), 99);
    l->zero_gradients();
    CHECK(naive::slopes_off_by(*l, x, dy, l->run_back({dy}, r)[0], loops) < 2e-6);
  }
  CHECK_THROWS_WITH(l(ndarray({2, 3})), ContainsSubstring("reads (batch, steps, ...)"));
  CHECK(l(ndarray({0, 3, 2, 4})).shape() == shape{0, 3, 2, 2});
}

TEST_CASE("BatchNormalization in TimeDistributed sees a step at a time in training", "[layers][recurrent]") {
  using namespace wrapped_layers;
  const auto l = layers::TimeDistributed(layers::BatchNormalization({.momentum = 0.5}));
  const auto alone = layers::BatchNormalization({.momentum = 0.5});
  const auto x = scattered({4, 3, 2}), dy = scattered({4, 3, 2}, 5);
  regula::rng draw(1);
  l->build({x.shape()}, draw);
  layers::record r{.training = true, .keep = true};
  const auto y = l->run({x}, r)[0], dx = l->run_back({dy}, r)[0];
  for (std::ptrdiff_t t = 0; t < 3; ++t) {
    ndarray step({4, 2}), slope({4, 2});
    for (std::ptrdiff_t b = 0; b < 4; ++b)
      for (std::ptrdiff_t j = 0; j < 2; ++j) step(b, j) = x(b, t, j), slope(b, j) = dy(b, t, j);
    layers::record its{.training = true, .keep = true, .draw = &draw};
    const auto expected = alone->run({step}, its)[0], back = alone->run_back({slope}, its)[0];
    for (std::ptrdiff_t b = 0; b < 4; ++b)
      for (std::ptrdiff_t j = 0; j < 2; ++j) {
        CHECK(y(b, t, j) == expected(b, j));
        CHECK(dx(b, t, j) == back(b, j));
      }
  }
  for (std::size_t k = 0; k < 4; ++k) CHECK(l->inner().weights()[k].value == alone->weights()[k].value);
}

TEST_CASE("penalties of wrapped and recurrent layers are as observed of Keras", "[layers][recurrent][golden]") {
  using namespace wrapped_layers;
  const regula::regularizer l2 = regularizers::L2(0.01);
  int checked = 0;
  const auto data = layer_tools::golden("behaviors.json");
  for (const auto& row : data["behaviors"]) {
    const auto name = row["name"].get<std::string>();
    const auto& seen = row["observed"];
    const ndarray x({2, 3, 4}, 1.0F);
    if (name.starts_with("TimeDistributed drops")) {
      const auto l = layers::TimeDistributed(layers::Dense(2, {.kernel_regularizer = l2, .activity_regularizer = l2}));
      l(x);
      CHECK(l->losses().size() == seen["n"]);
    } else if (name.starts_with("Bidirectional(LSTM(activity")) {
      const auto l = layers::Bidirectional(layers::LSTM(2, {.activity_regularizer = l2}));
      l(x);
      CHECK(l->losses().size() == seen["n"]);
      CHECK_FALSE(l->activity_regularizer);
      CHECK(l->forward_layer().activity_regularizer == l2);
    } else if (name.starts_with("SimpleRNN ignores")) {
      const auto l = layers::SimpleRNN(2, {.activity_regularizer = l2});
      l(x);
      CHECK(seen["n"] == 0);
      CHECK(l->losses().size() == 1);  // here it acts: keras_differences.md
    } else {
      continue;
    }
    ++checked;
  }
  CHECK(checked == 3);
}

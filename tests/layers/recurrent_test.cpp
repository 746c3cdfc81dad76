// SPDX-License-Identifier: MIT
/// SimpleRNN, LSTM, GRU against loops in long double and differences of these; masks, dropout, configs, refusals. LSTM
/// has answers of Keras too (golden_test.cpp); behind SimpleRNN, GRU, masks and dropout stand the loops alone.
#include <regula/layers.hpp>
#include <regula/layers/serialization.hpp>
#include <regula/models.hpp>
#include <tests/layers/naive_recurrent.hpp>

namespace {
namespace recurrent_layers {

using Catch::Matchers::ContainsSubstring;
using layer_tools::scattered, regula::json, regula::ndarray, regula::shape;
namespace layers = regula::layers;
using layers::recurrent_kind, layers::recurrent_options;

constexpr recurrent_kind kinds[] = {recurrent_kind::simple_rnn, recurrent_kind::lstm, recurrent_kind::gru};

/// Weights of a size at which gates are neither open nor shut.
void fill(layers::layer& l) {
  unsigned seed = 10;
  l.visit_weights([&](layers::layer&, layers::weight& w, bool) {
    w.assign(scattered(w.value.shape(), ++seed));
    w.value.flat() *= 0.5F;
  });
}

/// Forward and back against the loops; `mask`: (batch, steps), or empty.
void is_as_the_loops(recurrent_kind kind, const recurrent_options& o, const std::vector<float>& mask = {},
                     bool training = false) {
  const std::size_t batch = 3, steps = 4, features = 2, units = 3;
  const auto l = layers::make<layers::recurrent_layer>(kind, static_cast<std::ptrdiff_t>(units), o);
  CAPTURE(l->class_name(), o.reset_after, o.return_sequences, o.go_backwards, o.zero_output_for_mask, o.use_bias);
  CAPTURE(mask, training, o.dropout, o.recurrent_dropout);
  const auto x = scattered({3, 4, 2});
  regula::rng draw(1);
  l->build({x.shape()}, draw);
  fill(*l);
  layers::record r{.training = training, .keep = true, .draw = &draw};
  naive::recurrent loops{kind, o, batch, steps, features, units};
  if (!mask.empty()) {
    r.given = {std::make_shared<const ndarray>(shape{3, 4}, mask)};
    loops.counts.assign(mask.begin(), mask.end());
  }
  const auto y = l->run({x}, r)[0];
  const std::size_t gates = kind == recurrent_kind::gru ? 3 : kind == recurrent_kind::lstm ? 4 : 1;
  const auto drawn = [&](double rate) { return !training || rate == 0 ? 0 : o.recurrent_dropout > 0 ? gates : 1; };
  for (std::size_t k = 0; k < drawn(o.dropout); ++k) loops.x_masks.push_back(naive::widened(r.saved[k]));
  for (std::size_t k = 0; k < drawn(o.recurrent_dropout); ++k)
    loops.h_masks.push_back(naive::widened(r.saved[drawn(o.dropout) + k]));
  std::vector<naive::reals> weights;
  for (const auto& w : l->weights()) weights.push_back(naive::widened(w.value));
  CHECK(naive::off_by(y, loops(naive::widened(x), weights)) < 1e-6);
  const auto dy = scattered(y.shape(), 99);
  l->zero_gradients();
  const auto dx = l->run_back({dy}, r)[0];
  CHECK(naive::slopes_off_by(*l, x, dy, dx, loops) < 2e-6);
}

json config_of(const char* kind, json more = json::object()) {
  more["units"] = 2;
  return {{"class_name", kind}, {"config", more}};
}

}  // namespace recurrent_layers
}  // namespace

TEST_CASE("recurrent layers compute and go back as their formulas say", "[layers][recurrent]") {
  using namespace recurrent_layers;
  for (const auto kind : kinds)
    for (int k = 0; k < 16; ++k) {
      recurrent_options o{.use_bias = k % 2 == 0, .return_sequences = k % 4 < 2, .go_backwards = k % 8 < 4};
      o.reset_after = k < 8;
      is_as_the_loops(kind, o);
    }
  is_as_the_loops(recurrent_kind::lstm, {.activation = "softsign", .recurrent_activation = "tanh"});
  is_as_the_loops(recurrent_kind::gru, {.activation = "linear", .recurrent_activation = "softsign"});
}

TEST_CASE("recurrent layers skip masked steps", "[layers][recurrent]") {
  using namespace recurrent_layers;
  const std::vector<float> mask{1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0};
  for (const auto kind : kinds)
    for (int k = 0; k < 16; ++k) {
      recurrent_options o{.return_sequences = k % 2 == 0, .go_backwards = k % 4 < 2, .zero_output_for_mask = k % 8 < 4};
      o.reset_after = k < 8;
      is_as_the_loops(kind, o, mask);
    }
}

TEST_CASE("recurrent layers drop out entries of x and h in training, the same at every step", "[layers][recurrent]") {
  using namespace recurrent_layers;
  for (const auto kind : kinds)
    for (const bool reset_after : {true, false})
      for (const auto& [of_x, of_h] : {std::pair{0.4, 0.0}, {0.0, 0.5}, {0.3, 0.6}})
        for (const bool training : {true, false}) {
          recurrent_options o{.reset_after = reset_after, .return_sequences = true, .dropout = of_x};
          o.recurrent_dropout = of_h;
          is_as_the_loops(kind, o, {}, training);
        }
  const auto l = layers::SimpleRNN(50, {.activation = "linear", .dropout = 0.25, .kernel_initializer = "identity"});
  const auto y = l(ndarray({400, 1, 50}, 1.0F), true);
  const auto zeros = (y.flat() == 0.0F).cast<double>().mean();
  CHECK(zeros == Approx(0.25).margin(0.02));
  CHECK(((y.flat() == 0.0F) || (y.flat() == static_cast<float>(1 / 0.75))).all());
  layers::record nobody{.training = true};
  CHECK_THROWS_WITH(l->run({ndarray({1, 1, 50})}, nobody), ContainsSubstring("nothing to draw from"));
}

TEST_CASE("weights of recurrent layers begin as those of Keras", "[layers][recurrent]") {
  using namespace recurrent_layers;
  const auto l = layers::LSTM(3, {.bias_initializer = "ones"}), shut = layers::LSTM(3, {.unit_forget_bias = false});
  const auto zeros = layers::LSTM(2);
  for (const auto& made : {l, shut, zeros}) made(ndarray({1, 2, 5}));
  for (int k = 0; k < 2; ++k) {
    CHECK(zeros->bias().value == ndarray({8}, {0, 0, 1, 1, 0, 0, 0, 0}));
    CHECK(l->bias().value == ndarray({12}, 1.0F));
    CHECK(shut->bias().value == ndarray(shape{12}));
    const Eigen::MatrixXf u = l->recurrent_kernel().value.matrix();
    CHECK((u * u.transpose() - Eigen::MatrixXf::Identity(3, 3)).norm() < 1e-5F);
    for (const auto& made : {l, shut, zeros}) made->initialize(7);
  }
  const auto after = layers::GRU(2), before = layers::GRU(2, {.reset_after = false});
  after(ndarray({1, 2, 5})), before(ndarray({1, 2, 5}));
  CHECK(after->bias().value.shape() == shape{2, 6});
  CHECK(before->bias().value.shape() == shape{6});
  CHECK(after->kernel().value.shape() == shape{5, 6});
  CHECK(after->recurrent_kernel().value.shape() == shape{2, 6});
}

TEST_CASE("configs of recurrent layers have Keras's members in its order", "[layers][recurrent]") {
  using namespace recurrent_layers;
  const std::string start =
      "name,trainable,dtype,return_sequences,return_state,go_backwards,stateful,unroll,zero_output_for_mask,units,"
      "activation,";
  const std::string middle = "use_bias,kernel_initializer,recurrent_initializer,bias_initializer,";
  const std::string end =
      "kernel_regularizer,recurrent_regularizer,bias_regularizer,activity_regularizer,kernel_constraint,"
      "recurrent_constraint,bias_constraint,dropout,recurrent_dropout,";
  const auto keys = [](const layers::any_layer& l) {
    std::string all;
    const auto config = layers::serialize(*l)["config"];
    for (const auto& [key, value] : config.items()) all += key + ",";
    return all;
  };
  CHECK(keys(layers::SimpleRNN(2)) == start + middle + end);
  CHECK(keys(layers::LSTM(2)) == start + "recurrent_activation," + middle + "unit_forget_bias," + end + "seed,");
  CHECK(keys(layers::GRU(2)) == start + "recurrent_activation," + middle + end + "reset_after,seed,");
  for (const auto kind : kinds) {
    const auto l = layers::make<layers::recurrent_layer>(kind, 3,
                                                         recurrent_options{.activation = "relu",
                                                                           .use_bias = false,
                                                                           .return_sequences = true,
                                                                           .go_backwards = true,
                                                                           .unroll = true,
                                                                           .dropout = 0.25,
                                                                           .recurrent_dropout = 0.5,
                                                                           .kernel_regularizer = "l1",
                                                                           .recurrent_regularizer = "l2",
                                                                           .bias_regularizer = "l1_l2",
                                                                           .activity_regularizer = "l2",
                                                                           .kernel_constraint = "max_norm",
                                                                           .recurrent_constraint = "non_neg",
                                                                           .bias_constraint = "unit_norm",
                                                                           .name = "r"});
    const auto once = layers::serialize(*l);
    CHECK(layers::serialize(*layers::deserialize(once)).dump() == once.dump());
    CHECK(once["config"]["bias_constraint"]["class_name"] == "UnitNorm");
  }
  const auto gru = layers::deserialize(config_of("GRU", {{"implementation", 1}}));
  CHECK(layers::serialize(*gru)["config"]["reset_after"] == false);
  CHECK(layers::serialize(*layers::deserialize(config_of("GRU")))["config"]["reset_after"] == true);
}

TEST_CASE("recurrent layers refuse what they cannot compute", "[layers][recurrent]") {
  using namespace recurrent_layers;
  for (const auto* kind : {"SimpleRNN", "LSTM", "GRU"}) {
    for (const auto* key : {"stateful", "return_state", "time_major"}) {
      CHECK_THROWS_WITH(layers::deserialize(config_of(kind, {{key, true}})),
                        ContainsSubstring(std::string(key) + " is false; given is true"));
      layers::deserialize(config_of(kind, {{key, false}}));
    }
    for (const json& rate : {json(1.0), json(-0.1), json(1e300)})
      CHECK_THROWS_WITH(layers::deserialize(config_of(kind, {{"recurrent_dropout", rate}})),
                        ContainsSubstring("recurrent_dropout is from 0 to below 1"));
    auto too_big = config_of(kind);
    too_big["config"]["units"] = 2147483647;
    const auto l = layers::deserialize(too_big);
    regula::rng draw(1);
    draw.entries_left = 1000;
    CHECK_THROWS_AS(l->build({shape{-1, 2, 3}}, draw), regula::config_error);
    too_big["config"]["units"] = 0;
    CHECK_THROWS_AS(layers::deserialize(too_big), regula::config_error);
  }
  const auto l = layers::LSTM(2, {.name = "here"});
  for (const auto& wrong : {shape{2, 3}, shape{2, 0, 3}, shape{1, 2, 3, 4}})
    CHECK_THROWS_WITH(l(ndarray(wrong)), ContainsSubstring("LSTM \"here\" reads (batch, steps, features)"));
  l(ndarray({2, 3, 4}));
  CHECK_THROWS_WITH(l(ndarray({2, 3, 5})), ContainsSubstring("built for 4 features; given is (2, 3, 5)"));
  layers::record r{.given = {std::make_shared<const ndarray>(shape{2, 2})}};
  CHECK_THROWS_WITH(l->run({ndarray({2, 3, 4})}, r), ContainsSubstring("is (batch, steps), not (2, 2)"));

  layers::record none{.training = true, .keep = true};
  CHECK(l->run({ndarray({0, 3, 4})}, none)[0].shape() == shape{0, 2});
  CHECK(l->run_back({ndarray({0, 2})}, none)[0].shape() == shape{0, 3, 4});
}

TEST_CASE("an LSTM learns which half of a sequence is the louder one", "[layers][recurrent]") {
  using namespace recurrent_layers;
  regula::rng draw(3);
  ndarray x({64, 6, 1}), y({64, 1});
  for (std::ptrdiff_t b = 0; b < 64; ++b) {
    y(b, 0) = static_cast<float>(b % 2);
    for (std::ptrdiff_t t = 0; t < 6; ++t)
      x(b, t, 0) = static_cast<float>(draw.normal()) * ((t < 3) == (b % 2) ? 2 : 0.2F);
  }
  const regula::models::Sequential m({layers::LSTM(8, {.recurrent_regularizer = regula::regularizers::L2(1e-4)}),
                                      layers::Dense(1, {.activation = "sigmoid"})});
  m.build({6, 1}, 5);
  m.compile({.optimizer = regula::optimizers::adam{.learning_rate = 0.02}, .loss = "binary_crossentropy"});
  m.fit(x, y, {.epochs = 60, .seed = 1, .verbose = 0});
  CHECK(m.evaluate(x, y)["loss"] < 0.1);
}

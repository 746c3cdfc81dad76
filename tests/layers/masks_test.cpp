// SPDX-License-Identifier: MIT
/// Masks through layers and models; written by hand from Keras's rules, without answers of Keras.
#include <regula/layers.hpp>
#include <regula/layers/masks.hpp>
#include <regula/layers/serialization.hpp>
#include <regula/models.hpp>
#include <tests/layers/layer_tools.hpp>

namespace {
namespace layer_masks {

using Catch::Matchers::ContainsSubstring;
using regula::ndarray, regula::shape;
namespace layers = regula::layers;

layers::mask_ptr mask_of(shape s, std::vector<float> counts) {
  return std::make_shared<const ndarray>(std::move(s), std::move(counts));
}

}  // namespace layer_masks
}  // namespace

TEST_CASE("masks go through a model to the layer that skips their steps", "[layers][recurrent]") {
  using namespace layer_masks;
  const auto lstm = layers::LSTM(3);
  const regula::models::Sequential m({layers::InputLayer({4}), layers::Embedding(5, 2, {.mask_zero = true}),
                                      layers::Activation("tanh"), layers::BatchNormalization(), lstm});
  m.initialize(3);
  // Filling behind changes nothing; without the zeros the answer is that of the shorter sequence.
  const auto y = m(ndarray({2, 4}, {1, 4, 0, 0, 0, 1, 0, 4})), plain = m(ndarray({1, 4}, {1, 1, 1, 4}));
  CHECK((y.matrix().row(0) - y.matrix().row(1)).norm() < 1e-6F);
  CHECK((y.matrix().row(0) - plain.matrix().row(0)).norm() > 1e-3F);

  const auto masking = layers::Masking(0.5);
  regula::rng draw(1);
  layers::record r{.keep = true, .draw = &draw};
  const ndarray x({1, 3, 2}, {0.5F, 1, 0.5F, 0.5F, 0, 0});
  CHECK(masking->run({x}, r)[0] == ndarray({1, 3, 2}, {0.5F, 1, 0, 0, 0, 0}));
  REQUIRE(r.made.size() == 1);
  CHECK(*r.made[0] == ndarray({1, 3}, {1, 0, 1}));
  CHECK(masking->run_back({ndarray({1, 3, 2}, 1.0F)}, r)[0] == ndarray({1, 3, 2}, {1, 1, 0, 0, 1, 1}));
  CHECK(layers::serialize(*layers::deserialize(layers::serialize(*masking)))["config"]["mask_value"] == 0.5);
}

TEST_CASE("layers hand masks on where those of Keras do", "[layers][recurrent]") {
  using namespace layer_masks;
  const auto some = mask_of({1, 2}, {1, 0}), other = mask_of({1, 2}, {0, 0});
  const auto made = [&](const layers::any_layer& l, layers::tensors x, layers::mask_list given) {
    regula::rng draw(1);
    layers::record r{.draw = &draw, .given = std::move(given)};
    l->run(std::move(x), r);
    return r.made.at(0);
  };
  const ndarray x({1, 2, 3}, 1.0F);
  for (const auto& l : {layers::any_layer(layers::Dense(2)), layers::any_layer(layers::Activation("relu")),
                        layers::any_layer(layers::ActivityRegularization(0.1))})
    CHECK(made(l, {x}, {some}) == some);
  for (const auto& l : {layers::any_layer(layers::Flatten()), layers::any_layer(layers::Conv1D(2, {1})),
                        layers::any_layer(layers::LSTM(2, {.return_sequences = true})),
                        layers::any_layer(layers::TimeDistributed(layers::Dense(2)))})
    CHECK(made(l, {x}, {some}) == nullptr);
  CHECK(*made(layers::Add(), {x, x}, {some, other}) == ndarray({1, 2}, {1, 0}));
  CHECK(made(layers::Add(), {x, x}, {some, nullptr}) == nullptr);
  CHECK(*made(layers::Concatenate(), {x, x}, {some, other}) == ndarray({1, 2}, {1, 0}));
  CHECK(*made(layers::Concatenate(), {x, x}, {other, nullptr}) == ndarray({1, 2}, {1, 1}));
  CHECK(made(layers::Concatenate(), {x, x}, {}) == nullptr);
  CHECK(made(layers::Embedding(3, 2), {ndarray({1, 2})}, {some}) == nullptr);
}

TEST_CASE("a mask that reaches an output of a model is no loss that ignores it", "[layers][recurrent]") {
  using namespace layer_masks;
  const regula::models::Sequential m({layers::Masking(), layers::Dense(1)});
  m.build({2, 3}, 1);
  m.compile({.loss = "mse"});
  const ndarray x({4, 2, 3}, 1.0F), y({4, 2, 1});
  CHECK_THROWS_WITH(m.fit(x, y, {.verbose = 0}), ContainsSubstring("has a mask"));
  CHECK(m.predict(x).shape() == shape{4, 2, 1});
}

TEST_CASE("masks of merged tensors are broadcast as the tensors are", "[layers]") {
  using namespace layer_masks;
  const auto any = layers::either({mask_of({2, 3}, {1, 0, 0, 0, 0, 1}), mask_of({2, 1}, {0, 1})});
  CHECK(*any == ndarray({2, 3}, {1, 0, 0, 1, 1, 1}));
  CHECK(!layers::either({mask_of({2, 1}, {0, 1}), nullptr}));
  CHECK_THROWS_AS(layers::either({mask_of({2, 3}, std::vector<float>(6)), mask_of({2, 2}, std::vector<float>(4))}),
                  regula::shape_error);
}

TEST_CASE("TimeDistributed hands each step its part of the mask, and refuses one of other steps", "[layers]") {
  using namespace layer_masks;
  const auto inner = layers::BatchNormalization({.momentum = 0.0});
  const auto l = layers::TimeDistributed(inner);
  const ndarray x({2, 2, 1}, {1, 2, 3, 40});
  regula::rng draw(1);
  layers::record r{.training = true, .draw = &draw};
  r.given = {mask_of({2, 2}, {1, 1, 1, 0})};
  l->run({x}, r);
  CHECK(inner->find_weight("moving_mean").value(0) == Approx(2.0));  // of the second step, whose 40 does not count
  layers::record other{.training = true};
  other.given = {mask_of({2, 3}, std::vector<float>(6, 1.0F))};
  CHECK_THROWS_WITH(l->run({x}, other), ContainsSubstring("(batch, steps, ...)"));
}

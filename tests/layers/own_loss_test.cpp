// SPDX-License-Identifier: MIT
/// A loss of a layer's own: in losses(), in training, in the gradients; gone with the next call.
#include <regula/models.hpp>
#include <tests/layers/layer_tools.hpp>

namespace {
namespace own_loss {

using layer_tools::scattered, regula::ndarray, regula::shape;
namespace layers = regula::layers;

/// Hands x on, and asks for 0.1 sum x^2 to be small.
struct shrinking : layers::single_layer {
  shrinking() : single_layer("shrinking") {}
  std::string class_name() const override { return "Shrinking"; }
  shape output_shape(const shape& input) const override { return input; }
  ndarray forward(const ndarray& x, layers::record& r) override {
    r.add_loss(0.1 * static_cast<double>(x.flat().square().sum()));
    return x;
  }
  ndarray backward(const ndarray& dy, layers::record& r) override {
    auto dx = dy;
    dx.flat() += 0.2F * r.inputs[0].flat();
    return dx;
  }
};

}  // namespace own_loss
}  // namespace

TEST_CASE("a layer may add a loss of its own", "[layers]") {
  using namespace own_loss;
  const auto l = layers::make<shrinking>();
  const ndarray x({2, 2}, {1, 2, 3, 4});
  l(x);
  REQUIRE(l->losses().size() == 1);
  CHECK(l->losses()[0] == Approx(3.0));
  l->activity_regularizer = "l2";  // 0.01, a half for each of two samples; after the own one
  l(x);
  REQUIRE(l->losses().size() == 2);
  CHECK(l->losses()[1] == Approx(0.15));
  l(ndarray({1, 2}));
  CHECK(l->losses()[0] == 0.0);
  layers::record again;
  l->run({x}, again);
  l->run({x}, again);
  CHECK(again.activity.size() == 2);  // those of the second call alone
}

TEST_CASE("training goes down an own loss", "[layers]") {
  using namespace own_loss;
  const regula::models::Sequential m({layers::Dense(3, {.use_bias = false}), layers::make<shrinking>()});
  const auto x = scattered({4, 2});
  m.build({2}, 5);
  m(x);
  const auto total = [&] {
    m(x);
    return m->losses().at(0);
  };
  auto& kernel = m.layer("dense")->weights()[0];
  layers::record r{.keep = true};
  m->zero_gradients();
  m->run({x}, r);
  m->run_back({ndarray({4, 3})}, r);
  const auto slopes = kernel.gradient;
  for (std::size_t k = 0; k < kernel.value.values().size(); ++k) {
    auto& entry = kernel.value.values()[k];
    const float was = entry, step = 1e-2F;
    entry = was + step;
    const double above = total();
    entry = was - step;
    const double below = total();
    entry = was;
    CHECK(slopes.values()[k] == Approx((above - below) / (2.0 * step)).epsilon(1e-3));
  }
}

// SPDX-License-Identifier: MIT
/// What layers without steps of their own make of a mask: means of GlobalAveragePooling1D and BatchNormalization, as
/// loops in double and differences of them. No answers of Keras stand behind these.
#include <regula/layers.hpp>
#include <tests/layers/layer_tools.hpp>

namespace {
namespace masked_means {

using Catch::Matchers::ContainsSubstring;
using layer_tools::scattered, regula::ndarray, regula::shape;
namespace layers = regula::layers;

const ndarray mask({2, 3}, {1, 0, 1, 0, 1, 0});

layers::record with_mask(const ndarray& m) {
  layers::record r{.training = true, .keep = true};
  r.given = {std::make_shared<const ndarray>(m)};
  return r;
}

/// sum dy y over a call of a layer with the mask.
double weighed(layers::layer& l, const ndarray& x, const ndarray& dy) {
  auto r = with_mask(mask);
  const auto y = l.run({x}, r)[0];
  return (y.flat().cast<double>() * dy.flat().cast<double>()).sum();
}

void goes_back(layers::layer& l, const ndarray& x, const ndarray& dy) {
  auto r = with_mask(mask);
  l.run({x}, r);
  const auto dx = l.run_back({dy}, r)[0];
  for (std::size_t k = 0; k < x.values().size(); ++k) {
    auto above = x, below = x;
    above.values()[k] += 0.01F, below.values()[k] -= 0.01F;
    const double step = static_cast<double>(above.values()[k]) - static_cast<double>(below.values()[k]);
    CAPTURE(k);
    CHECK(dx.values()[k] == Approx((weighed(l, above, dy) - weighed(l, below, dy)) / step).epsilon(1e-3).margin(2e-3));
  }
}

}  // namespace masked_means
}  // namespace

TEST_CASE("GlobalAveragePooling1D takes the mean of the steps that count", "[layers]") {
  using namespace masked_means;
  const auto x = scattered({2, 3, 2});
  const auto l = layers::GlobalAveragePooling1D();
  regula::rng draw(1);
  l->build({x.shape()}, draw);
  auto r = with_mask(mask);
  const auto y = l->run({x}, r)[0];
  CHECK(y(0, 0) == Approx((x(0, 0, 0) + x(0, 2, 0)) / 2));
  CHECK(y(1, 1) == Approx(x(1, 1, 1)));
  goes_back(*l, x, scattered({2, 2}));
  auto none = with_mask(ndarray({2, 3}));
  CHECK(std::isnan(l->run({x}, none)[0](0, 0)));
  auto other = with_mask(ndarray({2, 2}));
  CHECK_THROWS_AS(l->run({x}, other), regula::shape_error);
}

TEST_CASE("BatchNormalization takes the statistics of the steps that count", "[layers]") {
  using namespace masked_means;
  const auto x = scattered({2, 3, 2});
  const auto l = layers::BatchNormalization({.momentum = 0.0});
  regula::rng draw(1);
  l->build({x.shape()}, draw);
  auto r = with_mask(mask);
  const auto y = l->run({x}, r)[0];
  for (int c = 0; c < 2; ++c) {
    const double a = x(0, 0, c), b = x(0, 2, c), d = x(1, 1, c), mean = (a + b + d) / 3;
    const double variance = ((a - mean) * (a - mean) + (b - mean) * (b - mean) + (d - mean) * (d - mean)) / 3;
    CHECK(l->find_weight("moving_mean").value(c) == Approx(mean).margin(1e-6));
    CHECK(l->find_weight("moving_variance").value(c) == Approx(variance).margin(1e-6));
    CHECK(y(1, 0, c) == Approx((x(1, 0, c) - mean) / std::sqrt(variance + 0.001)).margin(1e-5));
  }
  goes_back(*l, x, scattered({2, 3, 2}));
  auto other = with_mask(ndarray({2, 2}));
  CHECK_THROWS_WITH(l->run({x}, other), ContainsSubstring("a mask of all axes but that"));
}

TEST_CASE("a shape with a 0 has extents whose products fit", "[layers]") {
  CHECK(regula::entry_count({0, 5, 7}) == 0);
  CHECK_THROWS_AS(regula::entry_count({0, 2147483647, 2147483647, 2147483647}), regula::shape_error);
}

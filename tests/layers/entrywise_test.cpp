// SPDX-License-Identifier: MIT
/// ReLU, LeakyReLU, ELU, PReLU, Softmax, Add, Subtract, Multiply, Average, Maximum, Minimum. Keras's formulas as loops
/// stand behind them alone: there are no golden answers.
#include <tests/layers/against_loops.hpp>

namespace {
namespace entrywise {

using namespace against_loops;
using Catch::Matchers::ContainsSubstring;
using layer_tools::scattered;

loops each(const std::function<real(real)>& f) {
  return [f](const std::vector<reals>& x, const auto&) {
    auto y = x[0];
    for (auto& v : y) v = f(v);
    return y;
  };
}

/// (a, n, b) along the axis in the middle.
loops softmax_loops(std::size_t n, std::size_t b) {
  return [=](const std::vector<reals>& x, const auto&) {
    auto y = x[0];
    for (std::size_t i = 0; i < y.size(); i += n * b)
      for (std::size_t j = i; j < i + b; ++j) {
        real sum = 0;
        for (std::size_t k = 0; k < n; ++k) sum += std::exp(x[0][j + k * b]);
        for (std::size_t k = 0; k < n; ++k) y[j + k * b] = std::exp(x[0][j + k * b]) / sum;
      }
    return y;
  };
}

/// Of tensors (2, a, b) with a in {3, 1}, b in {4, 1}, or (2, 4): f over the entries of one place.
loops merge_loops(const std::vector<shape>& shapes, const std::function<real(const reals&)>& f) {
  return [=](const std::vector<reals>& x, const auto&) {
    reals y;
    for (std::ptrdiff_t n = 0; n < 2; ++n)
      for (std::ptrdiff_t a = 0; a < 3; ++a)
        for (std::ptrdiff_t b = 0; b < 4; ++b) {
          reals here;
          for (std::size_t k = 0; k < x.size(); ++k) {
            auto s = shapes[k];
            if (s.size() == 2) s = {s[0], 1, s[1]};
            const auto at = (n * s[1] + std::min(a, s[1] - 1)) * s[2] + std::min(b, s[2] - 1);
            here.push_back(x[k][static_cast<std::size_t>(at)]);
          }
          y.push_back(f(here));
        }
    return y;
  };
}

ndarray of(std::vector<float> entries) { return {{1, static_cast<std::ptrdiff_t>(entries.size())}, entries}; }

}  // namespace entrywise
}  // namespace

TEST_CASE("rectifiers answer as their formulas", "[layers]") {
  using namespace entrywise;
  const auto x = scattered({4, 3, 5});
  for (const double slope : {0.0, 0.25})
    for (const double threshold : {0.0, 0.5})
      for (const bool bounded : {false, true}) {
        const auto l = layers::ReLU({.max_value = bounded ? std::optional(1.1) : std::nullopt,
                                     .negative_slope = slope,
                                     .threshold = threshold});
        goes_back(*l, {x}, each([=](real v) {
          if (v <= threshold) return slope * (v - threshold);
          return bounded ? std::min(v, real{1.1F}) : v;
        }));
      }
  goes_back(*layers::LeakyReLU(), {x}, each([](real v) { return v > 0 ? v : real{0.3} * v; }));
  goes_back(*layers::LeakyReLU(-0.5), {x}, each([](real v) { return v > 0 ? v : real{-0.5} * v; }));
  goes_back(*layers::ELU(), {x}, each([](real v) { return v > 0 ? v : std::expm1(v); }));
  goes_back(*layers::ELU(0.7), {x}, each([](real v) { return v > 0 ? v : real{0.7} * std::expm1(v); }));
  goes_back(*layers::Softmax(), {x}, softmax_loops(5, 1));
  goes_back(*layers::Softmax(1), {x}, softmax_loops(3, 5));
  goes_back(*layers::Softmax(-2), {scattered({2, 2, 3, 4})}, softmax_loops(3, 4));
  goes_back(*layers::Softmax(1), {scattered({2, 3, 2, 4})}, softmax_loops(3, 8));

  const auto prelu = [](std::size_t a, std::size_t b, bool share_a, bool share_b) {
    return [=](const std::vector<reals>& in, const std::vector<reals>& w) {
      auto y = in[0];
      for (std::size_t i = 0; i < y.size(); ++i) {
        const auto row = share_a ? 0 : i / b % a, column = share_b ? 0 : i % b;
        if (y[i] < 0) y[i] *= w[0][row * (share_b ? 1 : b) + column];
      }
      return y;
    };
  };
  goes_back(*layers::PReLU(), {x}, prelu(3, 5, false, false));
  goes_back(*layers::PReLU({.shared_axes = {1}}), {x}, prelu(3, 5, true, false));
  goes_back(*layers::PReLU({.shared_axes = {2}}), {x}, prelu(3, 5, false, true));
  goes_back(*layers::PReLU({.shared_axes = {1, 2}}), {x}, prelu(3, 5, true, true));
}

TEST_CASE("rectifiers at their kinks, at infinity and at NaN", "[layers]") {
  using namespace entrywise;
  const auto slopes = [](const layers::any_layer& l, const ndarray& x) {
    layers::record r{.keep = true};
    regula::rng draw(1);
    r.draw = &draw;
    l->run({x}, r);
    return l->run_back({ndarray(x.shape(), 1.0F)}, r)[0];
  };
  const float inf = INFINITY;
  CHECK(layers::ReLU()(of({-inf, 0, inf})) == of({0, 0, inf}));
  CHECK(slopes(layers::ReLU(), of({-1, 0, 1})) == of({0, 0, 1}));
  CHECK(slopes(layers::ReLU({.max_value = 6, .negative_slope = 0.5}), of({0, 6, 5, 7})) == of({0.5F, 0, 1, 0}));
  CHECK(slopes(layers::LeakyReLU(0.25), of({0, -1, 1})) == of({0.25F, 0.25F, 1}));
  CHECK(slopes(layers::ELU(2), of({0, 1})) == of({2, 1}));
  CHECK(slopes(layers::PReLU({.alpha_initializer = "ones"}), of({0, -2, 2})) == of({0, 1, 1}));
  for (const layers::any_layer& l :
       {layers::any_layer(layers::ReLU({.max_value = 1})), layers::any_layer(layers::LeakyReLU()),
        layers::any_layer(layers::ELU()), layers::any_layer(layers::PReLU())}) {
    CHECK(std::isnan(l(of({NAN}))(0, 0)));
    CHECK(std::isnan(slopes(l, of({NAN}))(0, 0)));
  }
}

TEST_CASE("merges answer as their formulas", "[layers]") {
  using namespace entrywise;
  const auto sum = [](const reals& v) {
    real s = 0;
    for (const real x : v) s += x;
    return s;
  };
  const std::vector<std::vector<shape>> all{
      {{2, 3, 4}, {2, 3, 4}}, {{2, 3, 4}, {2, 1, 4}, {2, 3, 1}}, {{2, 4}, {2, 3, 1}}, {{2, 1, 1}, {2, 3, 4}, {2, 4}}};
  for (const auto& shapes : all) {
    layers::tensors x;
    for (unsigned k = 0; k < shapes.size(); ++k) x.push_back(scattered(shapes[k], k + 1));
    const auto n = static_cast<real>(x.size());
    goes_back(*layers::Add(), x, merge_loops(shapes, sum));
    goes_back(*layers::Average(), x, merge_loops(shapes, [&](const reals& v) { return sum(v) / n; }));
    goes_back(*layers::Multiply(), x, merge_loops(shapes, [](const reals& v) {
      real p = 1;
      for (const real one : v) p *= one;
      return p;
    }));
    goes_back(*layers::Maximum(), x,
              merge_loops(shapes, [](const reals& v) { return *std::max_element(v.begin(), v.end()); }));
    goes_back(*layers::Minimum(), x,
              merge_loops(shapes, [](const reals& v) { return *std::min_element(v.begin(), v.end()); }));
    if (x.size() == 2)
      goes_back(*layers::Subtract(), x, merge_loops(shapes, [](const reals& v) { return v[0] - v[1]; }));
  }
}

TEST_CASE("of equal entries the first one has the gradient of a maximum", "[layers]") {
  using namespace entrywise;
  for (const auto& l : {layers::Maximum(), layers::Minimum()}) {
    layers::record r{.keep = true};
    regula::rng draw(1);
    r.draw = &draw;
    l->run({of({1, 2}), of({1, 2}), of({1, 2})}, r);
    const auto dx = l->run_back({of({3, 4})}, r);
    CHECK(dx[0] == of({3, 4}));
    CHECK((dx[1] == of({0, 0}) && dx[2] == of({0, 0})));
    CHECK(std::isnan(l(layers::tensors{of({1}), of({NAN}), of({2})})[0](0, 0)));
  }
}

TEST_CASE("merges refuse what does not fit", "[layers]") {
  using namespace entrywise;
  CHECK(layers::Add()->output_shapes({{-1, 3}, {-1, 1}})[0] == shape{-1, 3});
  CHECK(layers::Add()->output_shapes({{-1, 3}, {5, 2, 3}})[0] == shape{5, 2, 3});
  CHECK(layers::Multiply()(layers::tensors{ndarray(shape{0, 3}), ndarray(shape{0, 1})})[0] == ndarray(shape{0, 3}));
  const auto refused = [](const auto& l, const layers::tensors& x, const char* says) {
    CHECK_THROWS_AS(l(x), regula::shape_error);
    CHECK_THROWS_WITH(l(x), ContainsSubstring(says));
  };
  for (const auto& l : {layers::Add("m"), layers::Multiply("m"), layers::Average("m"), layers::Maximum("m"),
                        layers::Minimum("m"), layers::Subtract("m")}) {
    refused(l, {ndarray({2, 3}), ndarray({2, 4})}, "but for extents of 1; given are (2, 3) and (2, 4)");
    refused(l, {ndarray({2, 3}), ndarray({1, 3})}, "one batch; given are (2, 3) and (1, 3)");
    refused(l, {ndarray({2, 3}), ndarray()}, "\"m\" takes tensors of one batch; given are (2, 3) and ()");
    refused(l, {}, "takes ");
  }
  refused(layers::Subtract(), {ndarray({2, 3})}, "takes two tensors; given are 1");
}

TEST_CASE("configs of rectifiers and merges", "[layers]") {
  using namespace entrywise;
  comes_back("ReLU", R"({"max_value": null, "negative_slope": 0.0, "threshold": 0.0})");
  comes_back("ReLU", R"({"max_value": 6.0, "negative_slope": 0.5, "threshold": 0.25})");
  comes_back("LeakyReLU", R"({"negative_slope": 0.3})");
  comes_back("ELU", R"({"alpha": 0.5})");
  comes_back("Softmax", R"({"axis": 1})");
  comes_back("PReLU", R"({"alpha_initializer": {"module": "keras.initializers", "class_name": "Zeros", "config": {},
      "registered_name": null}, "alpha_regularizer": null, "alpha_constraint": {"module": "keras.constraints",
      "class_name": "NonNeg", "config": {}, "registered_name": null}, "shared_axes": [1, 2]})");
  for (const auto* name : {"Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"}) comes_back(name, "{}");
  CHECK(config_of("LeakyReLU", R"({"alpha": 0.1})")["negative_slope"] == 0.1);
  CHECK(config_of("ReLU", R"({"alpha": 0.1, "max_value": 2})")["negative_slope"] == 0.1);
  CHECK(config_of("Softmax", R"({"axis": [2]})")["axis"] == 2);
  is_refused("ReLU", R"({"max_value": -1})", "ReLU: max_value is a number from 0 up; given is -1");
  is_refused("ReLU", R"({"threshold": -1})", "threshold");
  is_refused("ReLU", R"({"negative_slope": 1e300})", "negative_slope");
  is_refused("LeakyReLU", R"({"alpha": 1e300})", "negative_slope is a number; given is 1e+300");
  is_refused("ELU", R"({"alpha": "x"})", "alpha");
  is_refused("Softmax", R"({"axis": [1, 2]})", "axis is one whole number");
  is_refused("Softmax", R"({"axis": []})", "axis is one whole number");
  is_refused("Softmax", R"({"axis": 1e300})", "axis is a whole number; given is");
  is_refused("PReLU", R"({"shared_axes": [0]})", "shared_axes is at least 1, not 0");
  is_refused("PReLU", R"({"shared_axes": [1, 2, 3, 4, 5, 6, 7]})", "at most 6");
  CHECK_THROWS_WITH(layers::Softmax(3)(ndarray({2, 3})), ContainsSubstring("along the axis 3; an input of 2 axes"));
  CHECK_THROWS_WITH(layers::Softmax(0)(ndarray({2, 3})), ContainsSubstring("beside the batch"));
  CHECK_THROWS_WITH(layers::PReLU({.shared_axes = {2}})(ndarray({2, 3})), ContainsSubstring("along the axis 2"));
  CHECK_THROWS_AS(layers::PReLU()->output_shapes({{-1, -1, 3}}), regula::shape_error);
}

// SPDX-License-Identifier: MIT
/// Activations against the same formulas in long double, written out once more.
#include <functional>
#include <map>
#include <regula/layers/activations.hpp>
#include <tests/catch.hpp>

namespace {

using regula::ndarray;
using regula::layers::activation;
using real = long double;

struct witness {
  std::function<real(real)> value, slope;
};

real logistic(real x) { return 1 / (1 + std::exp(-x)); }
const real root2 = std::sqrt(2.0L), phi0 = 1 / std::sqrt(2 * std::acos(-1.0L));
const real selu_a = 1.67326324235437728481704L, selu_s = 1.05070098735548049341933L;

real normal_below(real x) { return std::erfc(-x / root2) / 2; }

const std::map<std::string, witness> witnesses = {
    {"linear", {[](real x) { return x; }, [](real) { return 1.0L; }}},
    {"relu", {[](real x) { return std::max(x, 0.0L); }, [](real x) { return x > 0 ? 1.0L : 0.0L; }}},
    {"relu6",
     {[](real x) { return std::min(std::max(x, 0.0L), 6.0L); }, [](real x) { return x > 0 && x < 6 ? 1.0L : 0.0L; }}},
    {"leaky_relu", {[](real x) { return std::max(x, x / 5); }, [](real x) { return x > 0 ? 1.0L : 0.2L; }}},
    {"elu", {[](real x) { return x > 0 ? x : std::expm1(x); }, [](real x) { return std::exp(std::min(x, 0.0L)); }}},
    {"selu",
     {[](real x) { return x > 0 ? selu_s * x : selu_s * selu_a * std::expm1(x); },
      [](real x) { return x > 0 ? selu_s : selu_s * selu_a * std::exp(x); }}},
    {"exponential", {[](real x) { return std::exp(x); }, [](real x) { return std::exp(x); }}},
    {"tanh",
     {[](real x) { return std::tanh(x); },
      [](real x) { return 4 / (std::exp(x) + std::exp(-x)) / (std::exp(x) + std::exp(-x)); }}},
    {"sigmoid", {logistic, [](real x) { return logistic(x) * logistic(-x); }}},
    {"hard_sigmoid",
     {[](real x) { return x < -3  ? 0
                          : x > 3 ? 1
                                  : (x + 3) / 6; },
      [](real x) { return std::abs(x) < 3 ? 1 / 6.0L : 0.0L; }}},
    {"softplus", {[](real x) { return x > 50 ? x : std::log1p(std::exp(x)); }, logistic}},
    {"softsign",
     {[](real x) { return x / (1 + std::abs(x)); }, [](real x) { return 1 / (1 + std::abs(x)) / (1 + std::abs(x)); }}},
    {"silu",
     {[](real x) { return x / (1 + std::exp(-x)); },
      [](real x) { return logistic(x) + x * logistic(x) * logistic(-x); }}},
    {"gelu",
     {[](real x) { return x * normal_below(x); },
      [](real x) { return normal_below(x) + x * phi0 * std::exp(-x * x / 2); }}},
};

float only(const ndarray& t) { return t.data()[0]; }
float value(const activation& f, float x) { return only(f(ndarray({1}, x))); }
float slope(const activation& f, float x) {
  return only(f.gradient(ndarray({1}, x), ndarray({1}, value(f, x)), ndarray({1}, 1.0F)));
}

/// Units in the last place of a float near `exact` between the two.
real ulps(float got, real exact) {
  const float near = static_cast<float>(exact);
  if (std::isinf(near) || std::isinf(got)) return got == near ? 0 : 1e9L;
  const float size = std::abs(near);
  const real unit = static_cast<real>(std::nextafter(size, std::numeric_limits<float>::infinity())) - size;
  return std::abs(got - exact) / unit;
}

std::vector<float> awkward() {
  std::vector<float> xs = {0.0F,   -0.0F, 1e-45F, -1e-45F, 1e-38F,  -1e-38F, 1e-8F,
                           -1e-8F, 6.0F,  -3.0F,  3.0F,    3.4e38F, -3.4e38F};
  for (float x = -120; x <= 120; x += 0.37F) xs.push_back(x);
  for (float x = 1e-6F; x < 100; x *= 1.7F) xs.insert(xs.end(), {x, -x});
  return xs;
}

const float infinity = std::numeric_limits<float>::infinity(), not_a_number = std::numeric_limits<float>::quiet_NaN();

}  // namespace

TEST_CASE("activations keep their precision", "[activations]") {
  for (const auto& [name, exact] : witnesses) {
    const activation f(name);
    real worst_value = 0, worst_slope = 0;
    for (const float x : awkward()) {
      CAPTURE(name, x, value(f, x), slope(f, x));
      const real v = ulps(value(f, x), exact.value(x)), d = ulps(slope(f, x), exact.slope(x));
      CHECK(v <= regula::layers::activation_ulps);
      CHECK(d <= regula::layers::activation_ulps);
      worst_value = std::max(worst_value, v), worst_slope = std::max(worst_slope, d);
    }
    INFO(name << ": " << worst_value << ", " << worst_slope);
    CHECK(std::isnan(value(f, not_a_number)));
    CHECK((name == "linear" || std::isnan(slope(f, not_a_number))));
  }
}

TEST_CASE("slopes of the witnesses are those of their values", "[activations]") {
  const real h = 1e-6L;
  for (const auto& [name, exact] : witnesses)
    for (real x = -9.987L; x < 10; x += 0.31L) {
      CAPTURE(name, static_cast<double>(x));
      const real difference = (exact.value(x + h) - exact.value(x - h)) / (2 * h);
      CHECK(std::abs(difference - exact.slope(x)) <= 1e-10L * (1 + std::abs(difference)));
    }
}

TEST_CASE("activations at infinity are their limits", "[activations]") {
  const std::map<std::string, std::array<float, 4>> limits = {
      // value at -inf and inf, slope at -inf and inf
      {"linear", {-infinity, infinity, 1, 1}},
      {"relu", {0, infinity, 0, 1}},
      {"relu6", {0, 6, 0, 0}},
      {"leaky_relu", {-infinity, infinity, 0.2F, 1}},
      {"elu", {-1, infinity, 0, 1}},
      {"selu", {static_cast<float>(-selu_a * selu_s), infinity, 0, static_cast<float>(selu_s)}},
      {"exponential", {0, infinity, 0, infinity}},
      {"tanh", {-1, 1, 0, 0}},
      {"sigmoid", {0, 1, 0, 0}},
      {"hard_sigmoid", {0, 1, 0, 0}},
      {"softplus", {0, infinity, 0, 1}},
      {"softsign", {-1, 1, 0, 0}},
      {"silu", {0, infinity, 0, 1}},
      {"gelu", {0, infinity, 0, 1}}};
  CHECK(limits.size() + 2 == activation::names().size());
  for (const auto& [name, expected] : limits) {
    const activation f(name);
    CAPTURE(name);
    CHECK(value(f, -infinity) == expected[0]);
    CHECK(value(f, infinity) == expected[1]);
    CHECK(slope(f, -infinity) == expected[2]);
    CHECK(slope(f, infinity) == expected[3]);
  }
}

TEST_CASE("softmax and log_softmax against long double", "[activations]") {
  const activation soft("softmax"), log_soft("log_softmax");
  const std::vector<std::vector<float>> rows = {{1, 2, 3},       {1000, 999, -1000},     {3e38F, -3e38F, 0},
                                                {-88, -89, -90}, {0, -infinity, 1e-20F}, {5, 5, 5}};
  ndarray x({2, 3, 3}), dy({2, 3, 3});
  for (std::size_t r = 0; r < rows.size(); ++r) std::copy(rows[r].begin(), rows[r].end(), x.data() + 3 * r);
  for (int i = 0; i < 18; ++i) dy.data()[i] = static_cast<float>(i % 5) - 1.7F;
  const auto y = soft(x), z = log_soft(x);
  const auto dx = soft.gradient(x, y, dy), dx_log = log_soft.gradient(x, z, dy);
  CHECK(y.shape() == x.shape());
  for (int r = 0; r < 6; ++r) {
    const auto* row = rows[static_cast<std::size_t>(r)].data();
    const real top = *std::max_element(row, row + 3);
    real total = 0, weighted = 0, plain = 0;
    for (int k = 0; k < 3; ++k) total += std::exp(row[k] - top);
    for (int k = 0; k < 3; ++k) weighted += dy.data()[3 * r + k] * std::exp(row[k] - top) / total;
    for (int k = 0; k < 3; ++k) plain += dy.data()[3 * r + k];
    for (int k = 0; k < 3; ++k) {
      const int i = 3 * r + k;
      const real p = std::exp(row[k] - top) / total;
      CAPTURE(r, k);
      CHECK(ulps(y.data()[i], p) <= 1);
      CHECK(ulps(z.data()[i], row[k] - top - std::log(total)) <= 1);
      CHECK(std::abs(dx.data()[i] - p * (dy.data()[i] - weighted)) <= 4e-7L);
      CHECK(std::abs(dx_log.data()[i] - (dy.data()[i] - p * plain)) <= 1e-6L);
    }
  }
  const ndarray with_nan({3}, {1.0F, not_a_number, 2.0F});
  CHECK(soft(with_nan).flat().isNaN().all());
  CHECK(log_soft(with_nan).flat().isNaN().all());
}

TEST_CASE("activations of any shape, names and refusals", "[activations]") {
  for (const auto name : activation::names()) {
    const activation f(name);
    CAPTURE(std::string(name));
    CHECK(f.name() == name);
    CHECK(f == activation(name));
    for (const regula::shape& s : {regula::shape{}, {0}, {0, 3}, {3, 0}, {1}, {2, 1, 2}}) {
      const ndarray x(s, 0.5F), y = f(x), d = f.gradient(x, y, ndarray(s, 1.0F));
      CHECK(y.shape() == s);
      CHECK(d.shape() == s);
    }
    CHECK_THROWS_AS(f.gradient(ndarray({2}), ndarray({2}), ndarray({3})), regula::shape_error);
    CHECK_THROWS_AS(f.gradient(ndarray({2}), ndarray({2, 1}), ndarray({2})), regula::shape_error);
  }
  CHECK(activation().name() == "linear");
  CHECK(activation("swish") == activation("silu"));
  CHECK(activation("relu") != activation("elu"));
  CHECK(activation::names().size() == 16);
  using Catch::Matchers::ContainsSubstring;
  CHECK_THROWS_AS(activation("Relu"), regula::config_error);
  CHECK_THROWS_WITH(activation("rleu"), ContainsSubstring("\"rleu\"") && ContainsSubstring("relu, relu6"));
}

TEST_CASE("activations pull back through the incoming gradient", "[activations]") {
  const ndarray x({2, 2}, {-1.0F, 2.0F, 0.0F, 4.0F}), dy({2, 2}, {3.0F, -5.0F, 7.0F, 0.5F});
  const activation relu("relu"), tanh("tanh");
  CHECK(relu.gradient(x, relu(x), dy) == ndarray({2, 2}, {0.0F, -5.0F, 0.0F, 0.5F}));
  const auto d = tanh.gradient(x, tanh(x), dy);
  CHECK(d(0, 1) == Approx(-5 / std::pow(std::cosh(2.0), 2)));
}

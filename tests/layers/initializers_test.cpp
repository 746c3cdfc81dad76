// SPDX-License-Identifier: MIT
/// Initializers: moments and ranges of many draws, fans, orthogonality, seeds, Keras's configs.
#include <fstream>
#include <regula/layers/initializer_config.hpp>
#include <set>
#include <tests/catch.hpp>

namespace {

using namespace regula::initializers;
using Catch::Matchers::ContainsSubstring;
using nlohmann::ordered_json;
using regula::ndarray;
using regula::rng;

constexpr int draws = 100000;

/// Bounds of 5 standard errors; fourth: the fourth central moment.
void has_moments(const ndarray& w, double mean, double variance, double fourth) {
  const auto n = static_cast<double>(w.size());
  const auto x = w.flat().cast<double>();
  const double got = x.mean(), spread = (x - got).square().mean();
  CAPTURE(got, mean, spread, variance);
  CHECK(std::abs(got - mean) <= 5 * std::sqrt(variance / n));
  CHECK(std::abs(spread - variance) <= 5 * std::sqrt((fourth - variance * variance) / n));
}
void is_uniform(const ndarray& w, double low, double high) {
  const double size = high - low;
  has_moments(w, (low + high) / 2, size * size / 12, size * size * size * size / 80);
  CHECK(w.flat().minCoeff() >= static_cast<float>(low));
  CHECK(w.flat().maxCoeff() <= static_cast<float>(high));
  CHECK(w.flat().maxCoeff() > low + 0.999 * size);
}
void is_normal(const ndarray& w, double mean, double deviation) {
  const double v = deviation * deviation;
  has_moments(w, mean, v, 3 * v * v);
  CHECK((w.flat() - static_cast<float>(mean)).abs().maxCoeff() > 3.5 * deviation);
}
/// The normal cut at +-2, whose variance and fourth moment are 1 - 4 f / P and 3 - 28 f / P, where f = phi(2) and
/// P = P(|z| < 2): by parts, E z^2 = 1 - 2 * 2 f / P and E z^4 = 3 E z^2 - 2 * 8 f / P.
void is_truncated(const ndarray& w, double mean, double deviation) {
  const double f = std::exp(-2.0) / std::sqrt(2 * std::acos(-1.0)), p = std::erf(std::sqrt(2.0));
  const double v = 1 - 4 * f / p, fourth = 3 * v - 16 * f / p;
  CHECK(std::sqrt(v) == Approx(0.87962566103423978).epsilon(1e-14));
  has_moments(w, mean, v * deviation * deviation, fourth * std::pow(deviation, 4));
  const double most = (w.flat() - static_cast<float>(mean)).abs().maxCoeff();
  CHECK(most <= 2 * deviation * (1 + 1e-6));
  CHECK(most > 1.99 * deviation);
}

ndarray made(const initializer& i, const regula::shape& s = {draws}, std::uint64_t seed = 7) {
  rng draw(seed);
  return i.make(s, draw);
}

ordered_json keras_config(const char* class_name, const ordered_json& j) {
  if (j.is_object() && j.value("class_name", ordered_json()) == class_name) return j["config"];
  if (j.is_structured())
    for (const auto& [key, part] : j.items())
      if (const auto found = keras_config(class_name, part); !found.is_null()) return found;
  return nullptr;
}

}  // namespace

TEST_CASE("draws have the moments of their distribution", "[initializers]") {
  is_uniform(made(random_uniform(-0.3, 0.5)), -0.3, 0.5);
  is_uniform(made(get("uniform")), -0.05, 0.05);
  is_normal(made(random_normal(2, 0.5)), 2, 0.5);
  is_truncated(made(truncated_normal(-1, 0.25)), -1, 0.25);

  const regula::shape matrix = {100, 1000}, kernel = {2, 5, 10, 1000};  // fans 100, 1000 and 100, 10000
  is_uniform(made(get("glorot_uniform"), matrix), -std::sqrt(6 / 1100.0), std::sqrt(6 / 1100.0));
  is_uniform(made(get("HeUniform"), kernel), -std::sqrt(6 / 100.0), std::sqrt(6 / 100.0));
  is_uniform(made(get("lecun_uniform"), matrix), -std::sqrt(3 / 100.0), std::sqrt(3 / 100.0));
  const double kept = 0.87962566103423978;
  is_truncated(made(get("GlorotNormal"), matrix), 0, std::sqrt(2 / 1100.0) / kept);
  is_truncated(made(get("he_normal"), kernel), 0, std::sqrt(2 / 100.0) / kept);
  is_truncated(made(get("lecun_normal"), matrix), 0, std::sqrt(1 / 100.0) / kept);
  is_normal(made(variance_scaling(3, fan_mode::fan_out, distribution::untruncated_normal), kernel), 0,
            std::sqrt(3 / 10000.0));

  CHECK(made(zeros(), {2, 3}) == ndarray({2, 3}));
  CHECK(made(ones(), {}) == ndarray({}, 1.0F));
  CHECK(made(constant(-2.5), {3}) == ndarray({3}, -2.5F));
  CHECK(made(identity(3), {2, 3}) == ndarray({2, 3}, {3, 0, 0, 0, 3, 0}));
}

TEST_CASE("integers below a bound are equally likely", "[initializers]") {
  rng draw(3);
  std::array<int, 7> count{};
  for (int i = 0; i < 70000; ++i) ++count.at(draw.below(7));
  for (const int c : count) CHECK(std::abs(c - 10000) <= 5 * std::sqrt(70000 * (1 / 7.0) * (6 / 7.0)));
  CHECK(draw.below(1) == 0);
}

TEST_CASE("fans of shapes", "[initializers]") {
  const auto fans = [](const regula::shape& s) { return std::pair(fans_of(s).in, fans_of(s).out); };
  CHECK(fans({}) == std::pair(1.0, 1.0));
  CHECK(fans({5}) == std::pair(5.0, 5.0));
  CHECK(fans({4, 7}) == std::pair(4.0, 7.0));
  CHECK(fans({3, 4, 7}) == std::pair(12.0, 21.0));
  CHECK(fans({3, 2, 4, 7}) == std::pair(24.0, 42.0));
  CHECK(fans({3, 0, 4, 7}) == std::pair(0.0, 0.0));
  CHECK_THROWS_AS(fans_of({-1, 2}), regula::shape_error);
  CHECK(made(get("he_normal"), {0, 4}).size() == 0);
}

TEST_CASE("orthogonal matrices", "[initializers]") {
  for (const regula::shape& s : {regula::shape{20, 20}, {30, 12}, {12, 30}, {3, 3, 4, 8}, {1, 5}, {5, 1}, {1, 1}}) {
    const auto w = made(orthogonal(1.5), s);
    const Eigen::MatrixXd m = w.matrix().cast<double>() / 1.5;
    const Eigen::MatrixXd tall = m.rows() < m.cols() ? Eigen::MatrixXd(m.transpose()) : m;
    const Eigen::MatrixXd gram = tall.transpose() * tall;
    CAPTURE(regula::shape_text(s));
    CHECK((gram - Eigen::MatrixXd::Identity(gram.rows(), gram.cols())).cwiseAbs().maxCoeff() <= 3e-7);
  }
  CHECK(made(orthogonal(), {0, 3}).size() == 0);
  CHECK_THROWS_AS(made(orthogonal(), {3}), regula::shape_error);
  CHECK_THROWS_AS(made(identity(), {2, 2, 2}), regula::shape_error);
  CHECK_THROWS_AS(made(zeros(), {-1}), regula::shape_error);
}

TEST_CASE("the same seed gives the same weights, on every platform", "[initializers]") {
  rng bits(5489);
  for (int i = 1; i < 10000; ++i) bits.bits();
  CHECK(bits.bits() == 9981545732273789042ULL);  // the standard's number for mt19937_64
  rng known(1);
  CHECK(known.uniform() == 0x1.122deafddb434p-3);

  for (const auto& c : initializer_classes) {
    const initializer unseeded(c);
    CAPTURE(std::string(c.name));
    rng one(9), two(9);
    CHECK(unseeded.make({4, 6}, one) == unseeded.make({4, 6}, two));
    const bool varies = !(unseeded.make({4, 6}, one) == unseeded.make({4, 6}, one));
    CHECK(varies == c.is_random());
    if (!c.is_random()) continue;
    const auto own = seeded(c.name, 42);
    const auto first = own.make({4, 6}, one);
    CHECK(own.make({4, 6}, two) == first);
    CHECK(own.make({4, 6}, two) == first);
    CHECK(one.bits() != two.bits());
    CHECK(!(seeded(c.name, -42).make({4, 6}, one) == first));
  }
  rng used(9), untouched(9);
  random_normal(0, 1, 1).make({5}, used);
  CHECK(used.bits() == untouched.bits());
}

TEST_CASE("configs of initializers are Keras's", "[initializers]") {
  for (const char* name : {"layers", "serialization"}) {
    std::ifstream file("tests/golden/data/keras/" + std::string(name) + ".json");
    REQUIRE(file);
    const auto data = ordered_json::parse(file);
    for (const char* c : {"GlorotUniform", "Zeros", "Ones", "RandomUniform"}) {
      const auto expected = keras_config(c, data);
      CAPTURE(name, c);
      if (std::string(name) == "serialization" || std::string(c) == "GlorotUniform") REQUIRE(!expected.is_null());
      if (!expected.is_null()) CHECK(config(from_config(c, expected)).dump() == expected.dump());
    }
  }
  CHECK(config(variance_scaling(2)).dump() ==
        R"({"seed":null,"scale":2.0,"mode":"fan_in","distribution":"truncated_normal","input_axes":null,)"
        R"("output_axes":null})");
  const auto tfjs = from_config(
      "VarianceScaling", ordered_json::parse(R"({"scale":1,"mode":"fan_avg","distribution":"normal","seed":null})"));
  CHECK(tfjs == variance_scaling(1, fan_mode::fan_avg));
  CHECK(from_config("RandomNormal", {{"seed", -3}, {"stddev", 2}}) == random_normal(0, 2, -3));
  for (const auto& c : initializer_classes) {
    CHECK(get(c.name) == get(c.snake_case));
    const auto i = c.is_random() ? seeded(c.name, 11) : get(c.name);
    CHECK(from_config(i.class_name(), config(i)) == i);
  }
}

TEST_CASE("what is no initializer is refused", "[initializers]") {
  using regula::config_error;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_WITH(get("glorot"), ContainsSubstring("\"glorot\"") && ContainsSubstring("GlorotUniform"));
  CHECK_THROWS_AS(random_uniform(1, 0), config_error);
  CHECK_THROWS_AS(random_normal(0, -1), config_error);
  CHECK_THROWS_AS(random_normal(nan, 1), config_error);
  CHECK_THROWS_AS(constant(1e39), config_error);
  CHECK_THROWS_AS(variance_scaling(0), config_error);
  CHECK_THROWS_WITH(from_config("GlorotUniform", {{"gain", 1}}),
                    ContainsSubstring("\"gain\"") && ContainsSubstring("seed"));
  for (const char* text :
       {R"({"seed": 1.5})", R"({"seed": "a"})", R"({"seed": 9223372036854775808})", R"({"scale": "1"})",
        R"({"scale": true})", R"({"scale": -1})", R"({"mode": "fan"})", R"({"mode": 1})", R"({"distribution": null})",
        R"({"input_axes": [0]})", R"({"": 1})", "[]", "null", "3"})
    CHECK_THROWS_AS(from_config("VarianceScaling", ordered_json::parse(text)), config_error);
  CHECK_THROWS_AS(from_config("Zeros", {{"", 1}}), config_error);
  CHECK_THROWS_AS(from_config("Zeros", {{"seed", 1}}), config_error);
  CHECK_THROWS_AS(from_config("HeNormal", {{"scale", 1}}), config_error);
  ordered_json deep = 1;
  for (int i = 0; i < 1000; ++i) deep = ordered_json::array({std::move(deep)});
  CHECK_THROWS_WITH(from_config("HeNormal", {{"seed", deep}}), ContainsSubstring("given is [[[[...]]]]"));
}

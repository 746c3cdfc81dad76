// SPDX-License-Identifier: MIT
/// Values and gradients against those of Keras (data/keras/README.md). Run from the root of the sources.
#include <fstream>
#include <nlohmann/json.hpp>
#include <regula/penalty.hpp>
#include <tests/catch.hpp>

namespace {

using namespace regula::symbols;
using nlohmann::json;

double number_in(const json& j) {
  if (!j.is_string()) return j.get<double>();
  const auto& text = j.get_ref<const std::string&>();
  if (text == "nan") return std::numeric_limits<double>::quiet_NaN();
  return (text == "-inf" ? -1 : 1) * std::numeric_limits<double>::infinity();
}

/// Keras's constructors take None for the default, and True for 1.
double factor(const json& args, const char* name, double otherwise) {
  if (!args.contains(name) || args[name].is_null()) return otherwise;
  return args[name].is_boolean() ? 1.0 : args[name].get<double>();
}

struct answer {
  double value;
  std::vector<double> grad;
};

template <class S, class P> answer ask(const P& p, const std::vector<double>& input) {
  const std::vector<S> w(input.begin(), input.end());
  std::vector<S> g(w.size(), S(7));
  const double value = p.value_and_gradient(w, g);
  return {value, {g.begin(), g.end()}};
}

template <class S> answer ask(const std::string& name, const json& args, const std::vector<double>& input) {
  auto l1 = regula::penalty(regula::coef<"l1">(0.01) * sum(abs(W)));
  auto l2 = regula::penalty(regula::coef<"l2">(0.01) * sum(square(W)));
  auto both = regula::penalty(regula::coef<"l1">(0) * sum(abs(W)) + regula::coef<"l2">(0) * sum(square(W)));
  if (name == "custom_fn_l1_reg") return ask<S>(l1, input);
  if (name == "L1") {
    l1.set("l1", static_cast<double>(static_cast<float>(factor(args, "l1", 0.01))));
    return ask<S>(l1, input);
  }
  if (name == "L1L2") {
    both.set("l1", factor(args, "l1", 0));
    both.set("l2", factor(args, "l2", 0));
    return ask<S>(both, input);
  }
  REQUIRE((name == "L2" || name == "custom_class_L2Regularizer"));
  l2.set("l2", factor(args, "l2", 0.01));
  return ask<S>(l2, input);
}

template <class S> bool near(double got, double expected, double size) {
  if (std::isnan(expected)) return std::isnan(got);
  if (std::isinf(expected)) return got == expected;
  const double relative = sizeof(S) == 4 ? 1e-6 : 1e-14;
  return std::abs(got - expected) <= relative * size + 2.0 * static_cast<double>(std::numeric_limits<S>::denorm_min());
}

template <class S> void agrees(const json& test, const json& expected) {
  std::vector<double> input;
  for (const auto& x : test["input"]) input.push_back(number_in(x));
  const answer got = ask<S>(test["class"].get<std::string>(), test["args"], input);
  CAPTURE(test["id"].get<std::string>(), sizeof(S), got.value, got.grad);

  if (test["id"] == R"(edge/L1L2{"l1": 0.0, "l2": 0.0}/nan)") {
    CHECK(number_in(expected["value"]) == 0);
    CHECK(std::isnan(got.value));
    return;
  }
  double value = number_in(expected["value"]);
  // Keras adds up floats: here a sum of squares of floats is a double, the answer of Keras in float64.
  if (std::isinf(value) && test.contains("in_float64")) value = number_in(test["in_float64"]["value"]);
  CHECK(near<S>(got.value, value, std::abs(value)));
  if (expected["grad"] == "not_differentiable_constant") {
    CHECK(got.grad == std::vector<double>(input.size()));
    return;
  }
  REQUIRE(expected["grad"].size() == got.grad.size());
  double largest = 0;
  for (const auto& g : expected["grad"])
    if (std::isfinite(number_in(g))) largest = std::max(largest, std::abs(number_in(g)));
  for (std::size_t i = 0; i < got.grad.size(); ++i)
    CHECK(near<S>(got.grad[i], number_in(expected["grad"][i]), largest));
}

}  // namespace

TEST_CASE("penalties answer as Keras does", "[golden]") {
  std::ifstream file("tests/golden/data/keras/penalties.json");
  REQUIRE(file);
  const json data = json::parse(file);
  CHECK(data["cases"].size() == 56);
  for (const auto& test : data["cases"]) {
    if (test["dtype"] == "float64") agrees<double>(test, test);
    if (test["dtype"] == "float32") agrees<float>(test, test);
    if (test.contains("in_float64")) agrees<double>(test, test["in_float64"]);
  }
}

// SPDX-License-Identifier: MIT
/// Regularizers of text against compiled ones: calls, layers, configs, names told from formulas; members "formula" of the
/// version before.
#include <regula/json.hpp>
#include <regula/layers.hpp>
#include <regula/layers/serialization.hpp>
#include <regula/models.hpp>
#include <regula/training/fit.hpp>
#include <tests/catch.hpp>

namespace {

using namespace regula;
using Catch::Matchers::ContainsSubstring;
using regularizers::get, regularizers::serialize, regularizers::form;

ndarray waves(const shape& extents) {
  ndarray t(extents);
  for (std::size_t k = 0; k < t.values().size(); ++k) t.values()[k] = std::sin(1.0F + 1.7F * static_cast<float>(k));
  return t;
}

/// The same value, gradient, added gradient, config and texts.
void is_same(const regularizer& text, const regularizer& compiled, const shape& extents) {
  const auto w = waves(extents);
  CAPTURE(text.text(), extents);
  const auto check = [&](const auto& tensor, auto g, double near) {
    auto h = g;
    CHECK(text(tensor) == Approx(compiled(tensor)).epsilon(near));
    CHECK(text.value_and_gradient(tensor, g) == Approx(compiled.value_and_gradient(tensor, h)).epsilon(near));
    for (std::size_t k = 0; k < g.size(); ++k) CHECK(g[k] == Approx(h[k]).epsilon(near));
    CHECK(text.value_and_add_gradient(tensor, g) == Approx(compiled.value_and_add_gradient(tensor, h)).epsilon(near));
    for (std::size_t k = 0; k < g.size(); ++k) CHECK(g[k] == Approx(h[k]).epsilon(near));
  };
  if (extents.size() == 1) {
    const std::vector<double> doubles(w.values().begin(), w.values().end());
    check(doubles, std::vector<double>(doubles.size(), 0.5), 1e-12);
    const std::vector<float> floats(w.values().begin(), w.values().end());
    check(floats, std::vector<float>(floats.size(), 0.5F), 1e-6);
  }
  ndarray g(extents, 0.5F), h(extents, 0.5F);
  CHECK(text.value_and_gradient(w, g) == Approx(compiled.value_and_gradient(w, h)).epsilon(1e-6));
  for (std::size_t k = 0; k < g.values().size(); ++k) CHECK(g.values()[k] == Approx(h.values()[k]).epsilon(1e-6));
  CHECK(text == compiled);
  CHECK(text.get_config() == compiled.get_config());
  for (const auto f : {text_form::plain, text_form::latex, text_form::cpp, text_form::text})
    CHECK(text.text({f, {}}) == compiled.text({f, {}}));
  CHECK(serialize(text) == serialize(compiled));
}

std::string refusal_of(const json& from) {
  try {
    get(from);
  } catch (const error& e) {
    return e.what();
  }
  return "taken";
}

/// What version 1 of the member was.
json old_formula(const json& config, const char* text, const json& coefficients = nullptr) {
  json j{{"module", "regula"}, {"class_name", "Formula"}, {"config", config}, {"registered_name", nullptr}};
  j["formula"] = {{"version", 1}, {"text", text}};
  if (!coefficients.is_null()) j["formula"]["coefficients"] = coefficients;
  return j;
}

}  // namespace

TEST_CASE("a regularizer of text is the compiled one", "[described]") {
  const regularizer sparse = penalty(coef<"l1">(0.5) * sum(abs(symbols::W)) + 0.25 * mean(square(symbols::W)));
  for (const shape& s : {shape{7}, shape{3, 5}, shape{2, 3, 4}, shape{2, 2, 3, 5}, shape{600}})
    is_same("l1 = 0.5; l1 * sum(abs(W)) + 0.25 * mean(square(W))", sparse, s);
  const regularizer groups = penalty(0.1 * sum(norm2(rowwise(symbols::W))));
  is_same(std::string{"0.1 * sum(norm2(rowwise(W)))"}, groups, {3, 5});
  is_same(parse("0.1 * sum(norm2(rowwise(W)))"), groups, {64, 5});
  is_same(json("0.1 * sum(norm2(rowwise(W)))"), groups, {3, 5});
  is_same(json::parse(to_json(parse("0.1 * sum(norm2(rowwise(W)))"))), groups, {3, 5});
  is_same(get(to_json(parse("0.1 * sum(norm2(rowwise(W)))"))), groups, {3, 5});
  is_same("tensor kernel; 2 * sum(abs(kernel))", penalty(2 * sum(abs(symbol<"kernel">))), {4});
}

TEST_CASE("coefficients of a text are set, checked and copied as others", "[described]") {
  const std::vector<double> w{1, -2};
  std::vector<double> g{7, 7};
  regularizer r = "free mu; coef L; L * sum(abs(W)) + mu * sum(W)";
  CHECK(r.get_config() == json{{"L", nullptr}, {"mu", nullptr}});
  CHECK_THROWS_AS(r(w), coefficient_error);
  CHECK_THROWS_AS(r.value_and_gradient(w, g), coefficient_error);
  CHECK(g == std::vector<double>{7, 7});
  CHECK(get(serialize(r)) == r);
  r.set("L", 2.0);
  const auto copy = r.with_config({{"mu", -1.0}});
  CHECK(copy(w) == 7.0);
  CHECK(r.get_config() == json{{"L", 2.0}, {"mu", nullptr}});
  CHECK(copy != r);
  CHECK_THROWS_AS(r.set("L", -1.0), coefficient_error);
  CHECK_THROWS_AS(r.set("M", 1.0), coefficient_error);
  CHECK_THROWS_AS(r.with_config({{"mu", 1.0}, {"L", NAN}}), coefficient_error);
  CHECK_THROWS_AS(r.with_config({{"mu", "1"}}), coefficient_error);
  CHECK_THROWS_AS(r.with_config({{"L", nullptr}}), coefficient_error);
  CHECK(r.get_config() == json{{"L", 2.0}, {"mu", nullptr}});
  const regularizer trace = "trace(W)";
  ndarray m({2, 3}), h({2, 3}, 7.0F);
  CHECK_THROWS_AS(trace.value_and_gradient(m, h), shape_error);
  CHECK(h == ndarray({2, 3}, 7.0F));
}

TEST_CASE("layers take formulas as text, and learn", "[described][layers]") {
  const auto with = [](const regularizer& kernel, const regularizer& bias) {
    return layers::Dense(2, {.kernel_regularizer = kernel, .bias_regularizer = bias});
  };
  const ndarray x = waves({12, 3}), y = waves({12, 2});
  std::vector<double> last;
  for (const bool text : {true, false}) {
    auto l = text ? layers::Dense(2, {.kernel_regularizer = "0.1 * sum(norm2(rowwise(W)))",
                                      .bias_regularizer = "0.01 * sum(log1p(abs(W)))"})
                  : with(penalty(0.1 * sum(norm2(rowwise(symbols::W)))), penalty(0.01 * sum(log1p(abs(symbols::W)))));
    l(x);
    l->kernel().value = waves({3, 2});
    optimizers::optimizer sgd = optimizers::sgd{.learning_rate = 0.1};
    const auto h = training::fit(*l, sgd, "mse", {}, x, y, {.epochs = 40, .shuffle = false, .verbose = 0});
    CHECK(h["loss"].back() < 0.5 * h["loss"].front());
    last.push_back(h["loss"].back());
    const auto again = layers::deserialize(layers::serialize(*l));
    CHECK(layers::serialize(*again)["config"] == layers::serialize(*l)["config"]);
  }
  CHECK(last[0] == Approx(last[1]).epsilon(1e-5));

  auto config = layers::serialize(*layers::Dense(2));
  config["config"]["kernel_regularizer"] = "0.1 * sum(norm2(rowwise(W)))";
  CHECK(layers::deserialize(config)->weights()[0].regularizer.text() == "0.1 * sum(norm2(rowwise(W)))");
  config["config"]["kernel_regularizer"] = "0.1 * sum(norm2(rowwise(W))";
  CHECK_THROWS_AS(layers::deserialize(config), config_error);
  CHECK_THROWS_WITH(layers::deserialize(config), ContainsSubstring("kernel_regularizer: "));
  CHECK_THROWS_AS(layers::Dense(2, {.kernel_regularizer = "0.1 * sum(norm2(rowwise(W))"}), parse_error);

  // Shapes that the formula refuses are refused where the layer is built, before any value.
  const auto square = layers::Dense(2, {.kernel_regularizer = "trace(W)"});
  CHECK_THROWS_WITH(square(ndarray({1, 3})), ContainsSubstring("to be square"));
}

TEST_CASE("a name is told from a formula", "[described]") {
  const std::vector<double> w{1, -2};
  CHECK(get("l2").model()->builtin() == "L2");
  {
    const custom_objects scope{{"sum(abs(W))", regularizers::L1(5.0)}, {"my-l1", regularizers::L1(7.0)}};
    CHECK(get("sum(abs(W))")(w) == 15.0);  // a name wins
    CHECK(get("my-l1")(w) == 21.0);
  }
  CHECK(get("sum(abs(W))")(w) == 3.0);
  for (const auto* word : {"l3", "my-l1", "Custom>l1", "W", "", "a/b", "<lambda>"}) {
    CHECK_THAT(refusal_of(word), ContainsSubstring("Could not interpret regularizer identifier: " + std::string{word}));
    CHECK_THAT(refusal_of(word), ContainsSubstring("; or a formula, as in \"0.1 * sum(abs(W))\""));
  }
  for (const auto* text : {"sum(", "2 * W", "W + V", "l1 = 0.1;", "W^2", "summ(W)", "sum(W);;"})
    CHECK_THROWS_AS(get(text), parse_error);
  CHECK_THAT(refusal_of("sum(W * W0)"), ContainsSubstring("a penalty of one tensor: this formula has W, W0"));
  CHECK_THROWS_AS(get("sum(W * W0)"), config_error);
  CHECK_THROWS_AS(regularizer(parse("sum(W * W0)")), config_error);
}

TEST_CASE("a text may be registered, and stays itself", "[described]") {
  regularizers::register_prototype("Test>of text", "k = 0.5; k * sum(exp(W))");
  regularizers::register_prototype("Test>of text", "k = 0.5; k * sum(exp(W))");
  CHECK_THROWS_WITH(regularizers::register_prototype("Test>of text", "k = 0.5; k * sum(sqrt(1 + square(W)))"),
                    ContainsSubstring("is registered already"));
  CHECK(get("Test>of text").text() == "0.5 * sum(exp(W))");
  regularizer r = "k * sum(exp(W))";
  r.set("k", 2.0);
  CHECK(serialize(r)["config"] == "Test>of text");
  CHECK(get(serialize(r)) == r);
  CHECK(serialize(regularizer("k * sum(tanh(W))"))["class_name"] == "Formula");
}

TEST_CASE("members \"formula\" of version 1 are read", "[described]") {
  const std::vector<double> w{1, -2};
  CHECK(get(old_formula({{"k", 0.5}}, "k * sum(abs(W))"))(w) == 1.5);
  // A number in it was a constant, and comes before the coefficient that is called c0.
  CHECK(get(old_formula({{"c0", 0.5}}, "2 * c0 * sum(abs(W))"))(w) == 3.0);
  CHECK(get(old_formula({{"mu", -0.5}}, "mu * sum(abs(W))"))(w) == -1.5);
  CHECK(get(old_formula({{"l1", 0.5}}, "l1 * sum(abs(W))")).model()->builtin() == "L1");
  auto named = old_formula({{"anything", "else"}}, "k * sum(abs(W))", {{"k", 2.0}});
  named["module"] = nullptr, named["class_name"] = "Mine";
  CHECK(get(named)(w) == 6.0);
  CHECK(serialize(get(named))["config"] == named["config"]);
  CHECK(serialize(get(named))["formula"]["regula"] == 1);
  CHECK_THAT(refusal_of(old_formula({{"k", "x"}}, "k * sum(abs(W))")), ContainsSubstring("k"));
  CHECK_THAT(refusal_of(old_formula({{"q", 1}}, "k * sum(abs(W))")), ContainsSubstring("q"));
  auto newer = old_formula({{"k", 0.5}}, "k * sum(abs(W))");
  newer["formula"]["version"] = 2;
  CHECK_THAT(refusal_of(newer), ContainsSubstring("has version 2; this library reads 1"));
}

TEST_CASE("a registered name wins over the formula beside it", "[described]") {
  const auto written = [] {
    auto j = serialize(regularizer("k = 0.5; k * sum(sqrt(1 + square(W)))"));
    j["module"] = nullptr, j["class_name"] = "Mine", j["registered_name"] = "Mine";
    return j;
  }();
  const std::vector<double> w{0, 0};
  CHECK(get(written)(w) == Approx(1.0));
  const regularizer other = [](auto v) { return coef<"k">(9.0) * sum(abs(v + 1.0)); };
  CHECK(regularizers::deserialize(written, {{"Mine", other}})(w) == 1.0);
  CHECK(regularizers::deserialize(written, {{"Mine", other}}).text() == "0.5 * sum(abs(W + 1))");
}

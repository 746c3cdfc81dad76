// SPDX-License-Identifier: MIT
/// Names of custom regularizers: the registry of the program, the scopes of a thread, what a reader is given, and what
/// none of them knows. JSON that nobody should write.
#include <atomic>
#include <regula/json.hpp>
#include <regula/regularizers.hpp>
#include <tests/catch.hpp>
#include <thread>

namespace {

using namespace regula::regularizers;
using Catch::Matchers::ContainsSubstring;
using regula::coef, regula::json, regula::regularizer;

constexpr auto halved = [](auto w) { return coef<"half">(0.5) * sum(abs(w)); };
constexpr auto unknown_function = [](auto w) { return coef<"k">(0.5) * sum(log1p(abs(w))); };
namespace shapes_of_names {
struct Ridge {
  BOOST_HANA_DEFINE_STRUCT(Ridge, (double, strength), (int, times));
  auto formula(auto w) const { return strength * times * sum(square(w)); }
};
template <class T> struct Scaled {
  T by = T(0.5);
  auto operator()(auto w) const { return coef<"by">(by) * sum(abs(w)); }
};
}  // namespace shapes_of_names
using shapes_of_names::Ridge, shapes_of_names::Scaled;

json class_json(const json& name, const json& config, const json& registered = nullptr) {
  return {{"module", nullptr}, {"class_name", name}, {"config", config}, {"registered_name", registered}};
}

/// Refused with an error of this library, whatever the JSON says; the message is short enough to be read.
void is_refused(const json& bad, const std::string& because = "") {
  CAPTURE(shown(bad));
  try {
    get(bad);
    FAIL_CHECK("taken");
  } catch (const regula::error& e) {
    CHECK_THAT(e.what(), ContainsSubstring(because));
    CHECK(std::string{e.what()}.size() < 2000);
  }
}

}  // namespace

TEST_CASE("registered regularizers are read by name", "[registry]") {
  register_serializable<"Test", "halved">(halved);
  register_serializable<"Test", "ridge">(Ridge{0.5, 2});
  const std::vector<double> w{1, -2};
  CHECK(get("Test>halved")(w) == 1.5);
  CHECK(regularizer("Test>ridge")(w) == 5.0);

  regularizer tuned = halved;
  tuned.set("half", 2.0);
  const auto written = serialize(tuned);
  CHECK(written["config"] == "Test>halved");
  CHECK(get(written) == tuned);
  CHECK(get(serialize(tuned, form::legacy)) == regularizer(halved));  // the legacy form is the bare name
  const regularizer ridge = Ridge{0.25, 3};
  for (const auto f : {form::keras3, form::legacy}) CHECK(get(serialize(ridge, f)) == ridge);
  CHECK(get(class_json("Elsewhere", {{"strength", 1}}, "Test>ridge")) == regularizer(Ridge{1, 2}));
  CHECK(get(class_json("Elsewhere", {{"times", 5}}, "Test>ridge")) == regularizer(Ridge{0.5, 5}));

  // The same again is no change; another one under the name is refused, and the first stays.
  register_serializable<"Test", "halved">(halved);
  CHECK_THROWS_WITH((register_serializable<"Test", "halved">(unknown_function)),
                    ContainsSubstring("\"Test>halved\" is registered already"));
  CHECK(get("Test>halved")(w) == 1.5);
  is_refused("Test>Halved", "Test>halved, Test>ridge");
}

TEST_CASE("scopes nest, the innermost first, and end", "[registry]") {
  const std::vector<double> w{1, -2};
  const auto value = [&](const char* name) { return get(name)(w); };
  is_refused("mine");
  {
    const custom_objects outer{{"mine", L1(1.0)}, {"other", L2(1.0)}, {"Test>halved", L2(3.0)}};
    CHECK(value("mine") == 3.0);
    {
      const custom_objects inner{{"mine", L1(2.0)}};
      CHECK(value("mine") == 6.0);
      CHECK(value("other") == 5.0);
    }
    CHECK(value("mine") == 3.0);
    register_serializable<"Test", "halved">(halved);
    CHECK(value("Test>halved") == 15.0);  // before the registry
    CHECK(deserialize("mine", {{"mine", L1(9.0)}})(w) == 3.0);
    CHECK(get(class_json("Mine", {{"l1", 4.0}}, "mine"))(w) == 12.0);
    is_refused("theirs", "mine, other");
    is_refused(class_json("mine", {{"l2", 4.0}}));
  }
  is_refused("mine");
  CHECK(value("Test>halved") == 1.5);
  CHECK(deserialize("mine", {{"mine", L1(9.0)}})(w) == 27.0);
  CHECK(deserialize("Test>halved", {{"Test>halved", L1(9.0)}})(w) == 1.5);  // what is given comes last
  const custom_objects shadow{{"l2", L1(1.0)}};
  CHECK(value("l2") == 3.0);
  CHECK(deserialize(class_json("Plain", json::object()), {{"Plain", Ridge{1, 1}}})(w) == 5.0);
}

TEST_CASE("a thread has its own scopes; all share the registry", "[registry]") {
  const custom_objects here{{"here", L1(1.0)}};
  register_serializable<"Test", "halved">(halved);
  std::atomic<int> wrong = 0;
  const auto work = [&](int k) {
    const auto known = [](const char* name) { return find_custom(name).has_value(); };
    wrong += known("here");
    for (int i = 0; i < 200; ++i) {
      const custom_objects own{{"own", L1(k)}};
      wrong += get("own")(std::vector<float>{1}) != k;
      wrong += !known("Test>halved");
      if (k % 2 == 0) register_serializable<"Test", "even">(Ridge{1, 1});
      if (k % 2 == 1) register_serializable<"Test", "odd">(Scaled<double>{});
      wrong += !known(k % 2 == 0 ? "Test>even" : "Test>odd");
      wrong += serialize(halved)["config"] != "Test>halved";
    }
    wrong += known("own");
  };
  std::vector<std::thread> all;
  for (int k = 0; k < 6; ++k) all.emplace_back(work, k);
  for (auto& t : all) t.join();
  CHECK(wrong == 0);
  CHECK(find_custom("here"));
}

TEST_CASE("a formula travels with what is not registered", "[registry]") {
  const auto written = serialize(unknown_function);
  CHECK(written.dump() == R"j({"module":"regula","class_name":"Formula","config":{"k":0.5},"registered_name":null,)j"
                          R"j("formula":{"coefficients":[{"free":false,"name":"k","value":0.5}],)j"
                          R"j("formula":"k * sum(log1p(abs(W)))","regula":1,"tensors":[{"name":"W"}]}})j");
  const std::vector<double> entries{1, -2};
  const regularizer compiled = unknown_function;
  CHECK(get(written) == compiled);
  CHECK(get(written).model()->class_name() == "Formula");
  CHECK(get(written)(entries) == Approx(compiled(entries)));
  CHECK(serialize(get(written)) == written);
  const auto known = deserialize(written, {{"any", unknown_function}});
  CHECK(known == compiled);
  CHECK(known.model()->source() == compiled.model()->source());  // compiled where the program has it
  {
    const custom_objects scope{{"any", unknown_function}};
    auto tuned = written;
    tuned["config"]["k"] = 2.0;
    CHECK(get(tuned).coefficient("k") == 2.0);
    tuned["config"]["k"] = -2.0;
    is_refused(tuned, "cannot be -2");
  }
  const regularizer own_l1 = [](auto w) { return coef<"l1">(0.125) * sum(abs(w)); };
  CHECK(serialize(own_l1)["class_name"] == "Formula");
  CHECK(get(serialize(own_l1)) == regularizer(L1(0.125)));  // the formula of a built-in one
  CHECK(get(serialize(own_l1)).model()->builtin() == "L1");
  auto newer = written;
  newer["formula"]["regula"] = 2;
  is_refused(newer, "has version 2 of the format; this library reads versions up to 1");

  const auto scaled = serialize(Scaled<std::vector<double>::value_type>{});
  CHECK(scaled["formula"]["formula"] == "by * sum(abs(W))");
  const auto ridge = serialize(regularizer(shapes_of_names::Ridge{2, 3}));
  CHECK(ridge["class_name"] == "Ridge");
  CHECK(ridge["config"].dump() == R"({"strength":2.0,"times":3})");
}

TEST_CASE("hostile JSON is refused in a sentence", "[registry]") {
  for (const json& bad : {json(true), json(-1), json(1e300), json::array(), json::array({"l1"}), json::object()})
    is_refused(bad);
  for (const json& name : {json(), json(3), json(""), json::array({"L1"}), json::object()})
    is_refused({{"class_name", name}, {"config", json::object()}}, "Unknown `config` as a `dict`");
  for (const auto* name : {"L1", "L1L2", "OrthogonalRegularizer", "Regularizer", "l1_l2", "Formula", "function"})
    for (const json& config : {json(3), json("l1"), json::array({1}), json{{"bogus", 1}}}) {
      is_refused({{"class_name", name}, {"config", config}});
      is_refused({{"module", "keras.regularizers"}, {"class_name", name}, {"config", config}});
    }
  for (const json& value :
       {json("5"), json(-1), json(-1e-300), json(NAN), json(INFINITY), json::array(), json::object()})
    for (const auto* key : {"l1", "l2"})
      is_refused({{"class_name", "L1L2"}, {"config", {{key, value}}}}, "expected a non-negative float");
  for (const json& mode : {json(), json(3), json("Rows"), json::array({"rows"}), json("\xff\xfe")})
    is_refused({{"class_name", "OrthogonalRegularizer"}, {"config", {{"mode", mode}}}}, "Expected one of");
  for (const json& formula :
       {json(), json(3), json::array(), json{{"text", 3}}, json{{"text", nullptr}, {"version", 1}},
        json{{"version", "1"}}, json{{"version", json::array({1, 2})}}}) {
    is_refused({{"module", "regula"}, {"class_name", "Formula"}, {"config", json::object()}, {"formula", formula}});
    is_refused({{"module", nullptr}, {"class_name", "Unreg"}, {"config", {}}, {"formula", formula}}, "Unreg");
    is_refused({{"class_name", "function"}, {"config", "unreg"}, {"formula", formula}}, "unreg");
  }
  is_refused("\xff\xfe");
  is_refused(std::string(100000, 'x').substr(0, 200));

  const auto text_is_refused = [](const std::string& text) { CHECK_THROWS_AS(get(text), regula::error); };
  for (const auto* text : {"{", "{]", "{\"class_name\": \"L1\"",
                           "{\"class_name\": \"L1\", \"config\": {\"l1\": 1e999}}", "{}{}", "{\"a\": \xff}"})
    text_is_refused(text);
  text_is_refused("{\"class_name\": \"L1\", \"config\": " + std::string(100000, '[') + std::string(100000, ']') + "}");
  std::string deep;
  for (int k = 0; k < 100000; ++k) deep += "{\"config\":";
  text_is_refused(deep + "1" + std::string(100000, '}'));
  CHECK_THROWS_WITH(regula::parse_json(std::string(1000, '[')), ContainsSubstring("nested deeper than 500"));
  CHECK(regula::parse_json(std::string(400, '[') + std::string(400, ']')).is_array());
}

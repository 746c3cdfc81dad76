// SPDX-License-Identifier: MIT
/// The penalties of Keras through regula::regularizer (data/keras/penalties.json, orthogonal.json), and their JSON in both
/// forms (serialization.json). Run from the root of the sources.
#include <regula/json.hpp>
#include <tests/layers/layer_tools.hpp>

namespace {

using namespace regula::symbols;
using namespace layer_tools;
using namespace regula::regularizers;

using row_major = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The regularizer of a case, with the coefficients of Keras.
regularizer penalty_of_case(const std::string& name, json args) {
  for (auto& a : args)
    if (a.is_boolean()) a = a.get<bool>() ? 1.0 : 0.0;
  if (name == "custom_fn_l1_reg") return l1_reg;
  if (name == "custom_class_L2Regularizer") return L2Regularizer{args.value("l2", 0.01)};
  auto r = get(json{{"class_name", name}, {"config", args}});
  return r.with_config(rounded(name, r.get_config()));
}

struct handle_answer {
  double value;
  std::vector<double> grad;
};
handle_answer ask_float(const regularizer& r, const shape& extents, const json& input) {
  const ndarray w(extents, floats_in(input));
  ndarray g(extents, 7.0F);
  const double value = r.value_and_gradient(w, g);
  CHECK((r(w) == value || std::isnan(value) || near(r(w), value, std::abs(value))));
  return {value, {g.values().begin(), g.values().end()}};
}
handle_answer ask_double(const regularizer& r, const shape& extents, const json& input) {
  const bool is_matrix = extents.size() == 2;
  const auto n = static_cast<std::ptrdiff_t>(input.size());
  row_major w(is_matrix ? extents[0] : n, is_matrix ? extents[1] : 1), g = row_major::Constant(w.rows(), w.cols(), 7.0);
  for (std::ptrdiff_t i = 0; i < n; ++i) w.data()[i] = number_in(input[static_cast<std::size_t>(i)]);
  const double value = r.value_and_gradient(w, g);
  return {value, {g.data(), g.data() + n}};
}

void is_the_answer(const handle_answer& got, const json& expected, double relative) {
  const double value = number_in(expected["value"]), tiny = relative < 1e-6 ? 0x1p-1073 : 0x1p-148;
  CAPTURE(got.value, got.grad, value);
  CHECK((near(got.value, value, std::abs(value), relative) || std::abs(got.value - value) <= tiny));
  std::vector<double> grad(got.grad.size());
  if (expected["grad"].is_array()) {
    grad.clear();
    for (const auto& g : expected["grad"]) grad.push_back(number_in(g));
  }
  double most = 0;
  for (const double g : grad) most = std::isfinite(g) ? std::max(most, std::abs(g)) : most;
  REQUIRE(grad.size() == got.grad.size());
  for (std::size_t i = 0; i < grad.size(); ++i)
    CHECK((near(got.grad[i], grad[i], most, relative) || std::abs(got.grad[i] - grad[i]) <= tiny));
}

struct Plain {
  BOOST_HANA_DEFINE_STRUCT(Plain, (double, a));
  auto operator()(auto w) const { return a * sum(abs(w)); }
};

/// What serialization.json writes about.
regularizer object_called(const std::string& text) {
  const std::map<std::string, regularizer> all{
      {"L1()", L1()},
      {"L1(0.1)", L1(0.1)},
      {"L2()", L2()},
      {"L2(0.1)", L2(0.1)},
      {"L2(1e-5)", L2(1e-5)},
      {"L1L2()", L1L2()},
      {"L1L2(l1=0.1,l2=0.2)", L1L2(0.1, 0.2)},
      {"OrthogonalRegularizer()", OrthogonalRegularizer()},
      {"OrthogonalRegularizer(0.1,'columns')", OrthogonalRegularizer(0.1, "columns")},
      {"l1_reg (registered Custom>l1)", l1_reg},
      {"L2Regularizer(0.5) (registered Custom>l2)", L2Regularizer{0.5}},
      {"unregistered function plain_fn", [](auto w) { return 0.5 * sum(log1p(abs(w))); }},
      {"unregistered class Plain(2.0)", Plain{2.0}},
      {"None", nullptr}};
  const auto found = all.find(text);
  REQUIRE(found != all.end());
  return found->second;
}

/// As Keras would have written it: without the formula, with its own word for where a class was defined.
json as_keras_writes(json here, const json& keras) {
  if (!here.is_object()) return here;
  here.erase("formula");
  if (here.contains("class_name")) here["config"] = rounded(here["class_name"].get<std::string>(), here["config"]);
  if (keras.is_object() && keras.value("module", json()) == "penalties_defs") {
    CHECK(here["module"].is_null());
    here["module"] = "penalties_defs";
  }
  return here;
}

}  // namespace

TEST_CASE("handles of the penalties of Keras answer as Keras does", "[regularizers][golden]") {
  const auto data = golden("penalties.json");
  CHECK(data["cases"].size() == 56);
  for (const auto& test : data["cases"]) {
    CAPTURE(test["id"].get<std::string>());
    const auto name = test["class"].get<std::string>();
    const auto r = penalty_of_case(name, test["args"]);
    const shape extents{static_cast<std::ptrdiff_t>(test["input"].size())};
    if (test["id"] == R"(edge/L1L2{"l1": 0.0, "l2": 0.0}/nan)") {
      CHECK(number_in(test["value"]) == 0);  // Keras leaves out what has the factor 0; here 0 NaN is NaN
      CHECK(std::isnan(ask_float(r, extents, test["input"]).value));
      continue;
    }
    if (test["dtype"] == "float64") is_the_answer(ask_double(r, extents, test["input"]), test, 1e-14);
    json expected = test;
    if (std::isinf(number_in(test["value"])) && test.contains("in_float64"))
      expected["value"] = test["in_float64"]["value"];  // Keras adds up floats, here a sum of their squares is a double
    if (test["dtype"] == "float32") is_the_answer(ask_float(r, extents, test["input"]), expected, 1e-6);
    if (test.contains("in_float64")) is_the_answer(ask_double(r, extents, test["input"]), test["in_float64"], 1e-14);
  }
}

TEST_CASE("handles of the orthogonal regularizer answer as Keras does", "[regularizers][golden]") {
  const auto data = golden("orthogonal.json");
  CHECK(data["cases"].size() == 26);
  std::size_t single = 0, refused = 0;
  for (const auto& test : data["cases"]) {
    CAPTURE(test["id"].get<std::string>());
    const auto r = penalty_of_case("OrthogonalRegularizer", test["args"]);
    const auto extents = test["shape"].get<shape>();
    if (test.contains("error")) {
      ++refused;
      const ndarray w(extents, 1.0F);
      CHECK_THROWS_AS(r(w), regula::shape_error);
      const auto sizes = replaced(test["error"].get<std::string>(), "torch.Size([", "(");
      CHECK_THROWS_WITH(r(w), replaced(sizes, "])", extents.size() == 1 ? ",)" : ")"));
    } else if (extents[test["args"].value("mode", "rows") == "rows" ? 0 : 1] < 2) {
      ++single;  // no pair: 0 here, NaN there
      CHECK(std::isnan(number_in(test["value"])));
      CHECK(ask_float(r, extents, test["input"]).value == 0);
      CHECK(ask_double(r, extents, test["input"]).grad == std::vector<double>(test["input"].size()));
    } else {
      is_the_answer(ask_float(r, extents, test["input"]), test, 1e-6);
      is_the_answer(ask_double(r, extents, test["input"]), test["in_float64"], 1e-6);
    }
  }
  CHECK(single > 0);
  CHECK(refused > 0);
}

TEST_CASE("regularizers are written and read as Keras does", "[regularizers][golden]") {
  register_the_page();
  const auto data = golden("serialization.json");
  CHECK(data["regularizers"].size() == 14);
  for (const auto& row : data["regularizers"]) {
    const auto name = row["object"].get<std::string>();
    const auto r = object_called(name);
    const auto keras3 = serialize(r), legacy = serialize(r, form::legacy);
    CAPTURE(name, keras3.dump(), legacy.dump());
    if (name == "unregistered function plain_fn") {
      // A function has no name here; its formula stands for it.
      CHECK(keras3["class_name"] == "Formula");
      for (const auto& j : {keras3, legacy}) CHECK(get(j) == r);
      continue;
    }
    CHECK(as_keras_writes(keras3, row["keras3"]) == row["keras3"]);
    CHECK(as_keras_writes(legacy, row["legacy"]) == row["legacy"]);
    if (row.contains("keras3_json_text") && !keras3.contains("formula"))
      CHECK(as_keras_writes(keras3, {}).dump() == replaced(row["keras3_json_text"].get<std::string>(), " ", ""));
    if (row.contains("keras3_roundtrip_error")) {
      CHECK(keras3["formula"]["formula"] == "c0 * sum(abs(W))");
      for (auto j : {keras3, legacy}) {
        CHECK(get(j).text() == "2 * sum(abs(W))");
        CHECK(serialize(get(j)) == j);
        j.erase("formula");
        CHECK_THROWS_WITH(
            get(j), Catch::Matchers::StartsWith(j.contains("module") ? "Cannot deserialize object of type `Plain`"
                                                                     : "Could not interpret regularizer identifier: "));
      }
      continue;
    }
    for (const auto& j : {keras3, legacy}) CHECK(get(j) == r);
    for (const auto& j : {row["keras3"], row["legacy"]}) {
      const auto read = get(j);
      CHECK(static_cast<bool>(read) == !row["keras3"].is_null());
      const auto& config = row["keras3_roundtrip"];
      if (config.is_object()) CHECK(read.get_config() == config);
    }
  }
}

// SPDX-License-Identifier: MIT
/// What the tests of regularizers and layers share: golden files, the custom regularizers of the Keras page, models by
/// hand. Tests run from the root of the sources.
#pragma once
#include <fstream>
#include <random>
#include <regula/json.hpp>
#include <regula/regularizers.hpp>
#include <tests/catch.hpp>

namespace layer_tools {

using regula::json, regula::ndarray, regula::regularizer, regula::shape;

inline std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

/// A file of data/keras. errors.json has an Infinity, which is no JSON.
inline json golden(const std::string& name) {
  std::ifstream file("tests/golden/data/keras/" + name);
  REQUIRE(file);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return json::parse(replaced(text, ":Infinity", ":\"inf\""));
}
inline double number_in(const json& j) {
  if (!j.is_string()) return j.get<double>();
  const auto& text = j.get_ref<const std::string&>();
  if (text == "nan") return std::numeric_limits<double>::quiet_NaN();
  return (text == "-inf" ? -1 : 1) * std::numeric_limits<double>::infinity();
}
inline std::vector<float> floats_in(const json& list) {
  std::vector<float> all;
  for (const auto& x : list) all.push_back(static_cast<float>(number_in(x)));
  return all;
}
/// {"shape": [...], "data": [...]}
inline ndarray tensor_in(const json& j) { return {j["shape"].get<shape>(), floats_in(j["data"])}; }

/// The same NaN or infinity, or within relative * size.
inline bool near(double got, double expected, double size, double relative = 1e-6) {
  if (std::isnan(expected)) return std::isnan(got);
  if (std::isinf(expected)) return got == expected;
  return std::abs(got - expected) <= relative * size;
}
inline double largest(std::span<const float> all) {
  double most = 0;
  for (const float v : all) most = std::max(most, std::abs(double{v}));
  return most;
}
/// Entries from -2 to 2, none of them near a kink at 0.
inline ndarray scattered(const shape& extents, unsigned seed = 1) {
  std::mt19937 draw(seed);
  ndarray t(extents);
  for (float& v : t.values()) {
    const auto k = static_cast<float>(draw() % 2000);
    v = (k < 1000 ? -1.0F : 1.0F) * (0.05F + 0.0019F * (k < 1000 ? k : k - 1000));
  }
  return t;
}

/// The two custom regularizers of the Keras page, registered under its names.
inline constexpr auto l1_reg = [](auto w) { return 0.01 * sum(abs(w)); };
struct L2Regularizer {
  BOOST_HANA_DEFINE_STRUCT(L2Regularizer, (double, l2));
  auto operator()(auto w) const { return l2 * sum(square(w)); }
};
inline void register_the_page() {
  regula::regularizers::register_serializable<"Custom", "l1">(l1_reg);
  regula::regularizers::register_serializable<"Custom", "l2", L2Regularizer>();
}

/// Keras keeps the factors of L1 and OrthogonalRegularizer rounded to float.
inline json rounded(std::string_view name, json config) {
  for (const auto* key : {"l1", "factor"})
    if ((name == "L1" || name == "OrthogonalRegularizer") && config.contains(key)) {
      const auto value = config[key].get<double>();
      config[key] = value > 3.4e38 ? json("inf") : json(static_cast<double>(static_cast<float>(value)));
    }
  return config;
}

/// Rows of behaviors.json that have no twin here: why.
inline std::string reason_without_twin(const std::string& row) {
  const auto is = [&](const char* start) { return row.starts_with(start); };
  if (is("custom callable returning") || is("custom weight callable") || is("custom ACTIVITY callable"))
    return "a regularizer is a formula, and a formula of a penalty is a scalar: others do not compile";
  if (is("mixed_") || is("float64 layer") || is("Dense(dtype='float16')")) return "layers have float weights";
  if (is("int32 weight") || is("L2(0.5) called on numpy") || is("L1(0.5) called on a python list"))
    return "entries are float or double: others do not compile";
  if (is("MultiHeadAttention") || is("GroupedQueryAttention") || is("GroupQueryAttention"))
    return "this layer is not built";
  if (is("TimeDistributed") || is("SimpleRNN") || is("Bidirectional")) return "in wrappers_test.cpp";
  if (is("add_loss outside call")) return "add_loss is a member of the record that a call has";
  if (is("trainer: compute_loss")) return "in the tests of training";
  if (is("weights-only checkpoint")) return "in the tests of files";
  return "";
}

/// Rows of behaviors.json about configs: layers/golden_test.cpp checks them.
inline bool is_row_of_configs(const std::string& row) {
  for (const auto* start :
       {"clone_model", "one regularizer object in two layers: not", "one regularizer object in two layers saved",
        "unregistered function", "custom Regularizer subclass", "unregistered class", "L1 config float32",
        "L1(0.01).get_config()", "mutating regularizer.l2", "mutating regularizer.l1",
        "Dense(kernel_regularizer=<legacy", "Dense.get_config", "activity_regularizer key", "lambda regularizer"})
    if (row.starts_with(start)) return true;
  return false;
}

}  // namespace layer_tools

// SPDX-License-Identifier: MIT
/// Models that have everything a file has to hold, and what two of them have in common.
#pragma once
#include <fstream>
#include <regula/json.hpp>
#include <regula/models/json_text.hpp>
#include <regula/models/layer_order.hpp>
#include <regula/models/model.hpp>
#include <regula/models/serialization.hpp>
#include <sstream>
#include <tests/catch.hpp>

namespace saved {

using namespace regula;

inline std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  std::ostringstream all;
  all << file.rdbuf();
  return all.str();
}
inline json golden(const std::string& name) {
  return models::read_json(content("tests/golden/data/keras/" + name), name);
}

/// Two inputs, two outputs; a Dense that is used twice, a Functional model with two outputs and a Sequential inside.
inline std::shared_ptr<models::graph> zoo() {
  using namespace layers;
  const auto a = Input({4}, "a"), b = Input({4}, "b");
  auto twice = Dense(4, {.activation = "tanh", .kernel_regularizer = regularizers::L1L2(0.01, 0.02), .name = "twice"});
  const auto u = twice(a);
  const auto v = twice(b);
  const auto sum = Add("sum")(symbolics{u, v})[0];
  const auto inner_in = Input({4}, "inner_in");
  const auto first = Dense(3, {.bias_regularizer = regularizers::L1(0.03)})(inner_in);
  const auto second = BatchNormalization({.gamma_regularizer = regularizers::L2(0.1)})(first);
  const models::Model two(symbolics{inner_in}, symbolics{first, second}, "two");
  const models::Sequential chain({Dense(2, {.name = "d"}), Activation("relu"), ActivityRegularization(0.1, 0.2)},
                                 "chain");
  const auto outs = two(symbolics{sum});
  const auto both = Concatenate("both")(symbolics{outs[0], outs[1], b})[0];
  const auto end = Dense(2, {.activity_regularizer = regularizers::L2(0.05), .name = "end"})(chain(both));
  return models::Model(symbolics{a, b}, symbolics{end, outs[1]}, "zoo").shared();
}

/// All values, so that a weight that was not written is seen.
inline void fill(const models::graph& g) {
  float next = 0.0F;
  for (auto* l : models::layers_below(g))
    for (auto& w : l->weights())
      for (auto& v : w.value.values()) v = (next += 0.03125F) - 1.0F;
}
inline std::vector<ndarray> values(const models::graph& g) {
  std::vector<ndarray> all;
  for (auto* l : models::layers_below(g))
    for (auto& w : l->weights()) all.push_back(w.value);
  return all;
}

/// What an error says; "" where nothing is thrown. Exceptions of other families pass.
template <class F> std::string says(F&& f) {
  try {
    f();
    return "";
  } catch (const regula::error& e) {
    return e.what();
  }
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

}  // namespace saved

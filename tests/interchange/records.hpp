// SPDX-License-Identifier: MIT
/// Penalties as records for tests/interchange/check.py: inputs, value and gradient of the compiled kernels, and every text.
#pragma once
#include <fmt/format.h>

#include <Eigen/Dense>
#include <Eigen/SparseCore>
#include <nlohmann/json.hpp>
#include <random>
#include <regula/export.hpp>
#include <regula/sparse.hpp>
#include <regula/tensor.hpp>
#include <unsupported/Eigen/CXX11/Tensor>

namespace interchange {

using json = nlohmann::json;
using regula::shown;
using regula::text_form;
using matrix = Eigen::MatrixXd;

/// What JSON has no number for is a word.
inline json number(double v) {
  if (std::isfinite(v)) return v;
  return std::isnan(v) ? "nan" : v > 0 ? "inf" : "-inf";
}

/// Entries in the order of Python, the last index fastest.
inline json array(const matrix& m) {
  json entries = json::array();
  for (Eigen::Index i = 0; i < m.rows(); ++i)
    for (Eigen::Index j = 0; j < m.cols(); ++j) entries.push_back(number(m(i, j)));
  return {{"shape", {m.rows(), m.cols()}}, {"entries", std::move(entries)}};
}
inline json array(const Eigen::SparseMatrix<double>& m) { return array(matrix(m)); }
inline json array(const regula::groups<double>& g) { return array(matrix(g.matrix())); }
inline json array(const Eigen::Tensor<double, 4>& t) {
  json entries = json::array();
  for (int i = 0; i < t.dimension(0); ++i)
    for (int j = 0; j < t.dimension(1); ++j)
      for (int k = 0; k < t.dimension(2); ++k)
        for (int l = 0; l < t.dimension(3); ++l) entries.push_back(number(t(i, j, k, l)));
  return {{"shape", {t.dimension(0), t.dimension(1), t.dimension(2), t.dimension(3)}}, {"entries", entries}};
}

inline matrix random(int rows, int cols, unsigned seed, double low = -2.0, double high = 2.0) {
  std::mt19937 generator(seed);
  matrix m(rows, cols);
  for (Eigen::Index j = 0; j < m.cols(); ++j)
    for (Eigen::Index i = 0; i < m.rows(); ++i)
      m(i, j) = low + (high - low) * (static_cast<double>(generator()) + 0.5) / 4294967296.0;
  return m;
}

/// The text in each style; null where it is refused.
inline json texts(const auto& formula) {
  json all;
  const std::pair<const char*, regula::text_style> styles[] = {
      {"latex", {text_form::latex, shown::values}},   {"latex names", {text_form::latex, shown::names}},
      {"mathml", {text_form::mathml, shown::values}}, {"content", {text_form::content_mathml, shown::values}},
      {"dot", {text_form::dot, shown::values}},       {"numpy", {text_form::numpy, shown::values}},
      {"keras", {text_form::keras, shown::values}},   {"torch", {text_form::torch, shown::values}},
      {"jax", {text_form::jax, shown::values}},       {"sympy", {text_form::sympy, shown::values}},
  };
  for (const auto& [name, style] : styles) try {
      all[name] = to_string(regula::exported(formula), style);
    } catch (const regula::error& refused) {
      all[name] = {{"refused", refused.what()}};
    }
  return all;
}

/// One line of JSON. Without the type of the penalty, so that it is compiled once.
inline void print(const char* name, json tensors, double value, json gradient, json formula, json derivative) {
  fmt::print("{}\n", json{{"name", name},
                          {"tensors", std::move(tensors)},
                          {"value", number(value)},
                          {"gradient", std::move(gradient)},
                          {"texts", std::move(formula)},
                          {"derivative", std::move(derivative)}}
                         .dump());
}

template <class P> constexpr bool has(std::string_view name) {
  for (const auto each : P::tensor_names())
    if (each == name) return true;
  return false;
}

/// A penalty of W alone, or of W and one of M, W0, V, or F and W0, of its shape.
template <class Tensor> void record(const char* name, const auto& p, const Tensor& w, const Tensor& other = {}) {
  using namespace regula::symbols;
  using P = std::decay_t<decltype(p)>;
  constexpr auto F = regula::symbol<"F">;
  Tensor g = w;
  json tensors{{"W", array(w)}};
  double value = 0;
  const auto with = [&](const char* key, auto... bound) {
    tensors[key] = array(other);
    value = p.value_and_gradient(W = wrt(w, g), bound...);
  };
  if constexpr (P::tensor_names().size() == 1) {
    value = p.value_and_gradient(w, g);
  } else if constexpr (has<P>("F")) {
    tensors["W0"] = array(other);
    with("F", F = other, W0 = other);
  } else if constexpr (has<P>("M")) {
    with("M", M = other);
  } else if constexpr (has<P>("W0")) {
    with("W0", W0 = other);
  } else {
    with("V", V = other);
  }
  print(name, std::move(tensors), value, array(g), texts(p), texts(p.gradient_formula(W)));
}

}  // namespace interchange

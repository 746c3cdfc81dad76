// SPDX-License-Identifier: MIT
/// What the program shows of a trained model.
#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "train.hpp"

namespace breast_cancer {

/// The greatest difference between the gradient and central differences, relative to the greatest entry.
template <class Penalty> double gradient_error(const Penalty& penalty, Eigen::VectorXd w) {
  Eigen::VectorXd exact(w.size()), differences(w.size());
  penalty.gradient(w, exact);
  for (Eigen::Index i = 0; i < w.size(); ++i) {
    const double x = w[i], h = 1e-6;
    w[i] = x + h;
    const double above = penalty(w);
    w[i] = x - h;
    differences[i] = (above - penalty(w)) / (2 * h);
    w[i] = x;
  }
  return (exact - differences).cwiseAbs().maxCoeff() / differences.cwiseAbs().maxCoeff();
}

/// The fraction of patients on the right side.
inline double accuracy(const table& data, const Eigen::VectorXd& w) {
  return ((data.z * w).array() * data.y.array() > 0).cast<double>().mean();
}

/// The weights that count, by size; a bar to the left for malignant and to the right for benign.
inline void print_weights(const Eigen::VectorXd& w, double least) {
  constexpr int half = 20;
  std::vector<Eigen::Index> order;
  for (Eigen::Index i = 0; i < w.size(); ++i)
    if (std::abs(w[i]) >= least) order.push_back(i);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return std::abs(w[a]) > std::abs(w[b]); });

  fmt::print("weights   bars to the left say malignant, to the right benign\n");
  const double most = w.cwiseAbs().maxCoeff();
  for (const auto i : order) {
    const std::string bar(static_cast<std::size_t>(std::lround(half * std::abs(w[i]) / most)), '#');
    fmt::print("  {:<26} {:>8.3f}  {:>{}}|{}\n", feature(i), w[i], w[i] < 0 ? bar : "", half, w[i] > 0 ? bar : "");
  }
  fmt::print("  and {} smaller than {}\n", w.size() - static_cast<Eigen::Index>(order.size()), least);
}

}  // namespace breast_cancer

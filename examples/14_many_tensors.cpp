// SPDX-License-Identifier: MIT
/// The weights of a small network, each with its penalties, in one call on two threads.
#include <fmt/format.h>

#include <cmath>
#include <regula/gallery.hpp>
#include <regula/penalty_set.hpp>

using namespace regula::symbols;
using regula::coef;

int main() {
  const auto wave = [](auto i, auto j) {
    return std::sin(7.0f * static_cast<float>(i) + 3.0f * static_cast<float>(j));
  };
  const Eigen::MatrixXf filters = Eigen::MatrixXf::NullaryExpr(9, 32, wave),
                        dense = Eigen::MatrixXf::NullaryExpr(512, 600, wave);
  const Eigen::VectorXf bias = Eigen::VectorXf::Constant(600, 0.5f);
  Eigen::MatrixXf to_filters(9, 32), to_dense(512, 600);
  Eigen::VectorXf to_bias(600);

  Eigen::ThreadPool pool(1);
  const regula::eigen_threads two(pool);  // its thread and this one

  //[set]
  regula::penalty_set<float> set;
  set.tensor("conv/kernel", filters, to_filters).tensor("dense/kernel", dense, to_dense);
  set.tensor("dense/bias", bias, to_bias);

  set.penalize("*/kernel", regula::l2(0.001));  // * stands for any letters
  set.penalize("dense/*", regula::penalty(coef<"l1">(0.01) * sum(abs(W))));

  const double total = set.value_and_gradient(regula::on(two));  // or value_and_gradient(), on this thread
  fmt::print("{} tensors, {} weights: {:.3f}\n", set.size(), set.entries(), total);
  for (const char* name : {"conv/kernel", "dense/kernel", "dense/bias"})
    fmt::print("  {:<13} {:9.3f}\n", name, set.value_of(name));
  fmt::print("  l2 {:.3f}, l1 {:.3f}\n", set.values_by_penalty()[0], set.values_by_penalty()[1]);
  //[/set]

  const float there = 2 * 0.001f * dense(3, 4) + (dense(3, 4) > 0 ? 0.01f : -0.01f);
  fmt::print("gradient at dense/kernel(3, 4): {:.6f}, by hand {:.6f}\n", to_dense(3, 4), there);
  fmt::print("same total on one thread: {}\n", set.value_and_gradient() == total);
}

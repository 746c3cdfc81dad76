// SPDX-License-Identifier: MIT
/// Twelve kernels by name, each called once on what is already there: instructions.py counts what they execute.
#include <cmath>
#include <cstdio>
#include <regula/gallery.hpp>
#include <regula/penalty.hpp>
#include <string_view>
#include <vector>

namespace {

using namespace regula::symbols;
using matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

const matrix w =
    matrix::NullaryExpr(256, 256, [](auto i, auto j) { return std::sin(static_cast<float>(7 * i + 3 * j)) + 0.01f; });
matrix g = matrix::Zero(256, 256);
const std::vector<float> small_w(64, 0.3f);
std::vector<float> small_g(64);

}  // namespace

/// By its name callgrind knows what to count.
template <class P> [[gnu::noinline]] double measured(const P& p) { return p.value_and_gradient(w, g); }
template <class P> [[gnu::noinline]] double measured_small(const P& p) {
  return p.value_and_gradient(small_w, small_g);
}

int main(int count, char** names) {
  const std::string_view name = count > 1 ? names[1] : "";
  double total = 0.0;
  bool known = false;
  const auto kernel = [&](std::string_view mine, const auto& p) {
    if (name.empty()) std::puts(std::string(mine).c_str());
    if (name != mine) return;
    known = true;
    p.value_and_gradient(w, g);  // a second call takes no memory
    total = measured(p);
  };
  const auto small = [&](std::string_view mine, const auto& p) {
    if (name.empty()) std::puts(std::string(mine).c_str());
    if (name != mine) return;
    known = true;
    total = measured_small(p);
  };
  using regula::penalty;
  kernel("l1", regula::l1(0.01));
  kernel("l2", regula::l2(0.01));
  kernel("l1_l2", regula::l1_l2(0.01, 0.02));
  kernel("pseudo_huber", penalty(sum(sqrt(1.0 + square(W)) - 1.0)));
  kernel("log", penalty(sum(log1p(square(W)))));
  kernel("composite", penalty(sum(log_cosh(W)) + 0.1 * sum(sqrt(square(W) + 0.01)) + 0.2 * sum(abs(W))));
  kernel("norm", penalty(norm2(W)));
  kernel("rows", penalty(sum(norm2(rowwise(W)))));
  kernel("columns", penalty(sum(norm2(colwise(W)))));
  kernel("variation", penalty(sum(sqrt(square(difference<0>(W)) + square(difference<1>(W)) + 0.01))));
  kernel("orthogonal", penalty(sum(square(gram(W) - regula::identity))));
  small("small", regula::l1_l2(0.01, 0.02));
  if (known) std::printf("%g\n", total);
  return known || name.empty() ? 0 : 2;
}

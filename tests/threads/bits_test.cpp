// SPDX-License-Identifier: MIT
/// Calls on several threads: right, and with the bits that they have on one. How entries are shared out depends on their
/// number, not on their type: either is tried somewhere, both where entries are met one by one.
#include <tests/threads/threads.hpp>
//
#include <cstring>
#include <random>
#include <regula/tensor.hpp>

namespace {

using namespace kernel_test;
using namespace threads_test;

template <class A, class B> bool same_bits(const A& a, const B& b) {
  for (Eigen::Index j = 0; j < a.cols(); ++j)
    for (Eigen::Index i = 0; i < a.rows(); ++i)
      if (std::memcmp(&a(i, j), &b(i, j), sizeof(a(i, j))) != 0) return false;
  return true;
}

/// On 1, 2, 3 and 8 threads, whatever the order of the parts.
template <class P, class W, class G> void same_on_any_threads(const P& p, const W& w, G&& g) {
  using held = Eigen::Matrix<typename W::Scalar, Eigen::Dynamic, Eigen::Dynamic>;
  const double value = p.value_and_gradient(w, g), alone = p(w);
  const held slope = g;
  g.setConstant(typename W::Scalar(2));
  p.add_gradient(w, g);
  const held added = g;
  const auto slopes = p.coefficient_gradient(w);
  for (const int threads : {1, 2, 3, 8}) {
    CAPTURE(threads, w.rows(), w.cols());
    const backwards here{threads};
    const fresh_threads others{threads};
    const auto check = [&](regula::policy on) {
      g.setConstant(typename W::Scalar(-7));
      CHECK(p.value_and_gradient(on, w, g) == value);
      CHECK(same_bits(g, slope));
      CHECK(p(on, w) == alone);
      g.setConstant(typename W::Scalar(2));
      p.add_gradient(on, w, g);
      CHECK(same_bits(g, added));
      CHECK(p.coefficient_gradient(on, w) == slopes);
    };
    check(regula::on(here));
    if (threads == 2) check(regula::on(others));  // a race is one of two as of eight
  }
}

template <class M> M entries(Eigen::Index rows, Eigen::Index cols) {
  std::mt19937 random(5);
  M w(rows, cols);
  for (Eigen::Index i = 0; i < rows; ++i)
    for (Eigen::Index j = 0; j < cols; ++j) {
      w(i, j) = static_cast<typename M::Scalar>(static_cast<double>(random()) / 1.7e9 - 1.25);
    }
  return w;
}

/// Plain loops in long double: sum of norms of lines, whose gradient is w / norm.
template <class W> real norms_of_rows(const W& w, Eigen::Matrix<real, -1, -1>& g) {
  real total = 0;
  for (Eigen::Index i = 0; i < w.rows(); ++i) {
    real squares = 0;
    for (Eigen::Index j = 0; j < w.cols(); ++j) squares += static_cast<real>(w(i, j)) * static_cast<real>(w(i, j));
    const real norm = std::sqrt(squares);
    total += norm;
    for (Eigen::Index j = 0; j < w.cols(); ++j) g(i, j) = norm > 0 ? static_cast<real>(w(i, j)) / norm : 0;
  }
  return total;
}
/// sum sqrt(dx^2 + dy^2 + 0.01) of forward differences.
template <class W> real variation(const W& w, Eigen::Matrix<real, -1, -1>& g) {
  real total = 0;
  g.setZero();
  for (Eigen::Index i = 0; i < w.rows(); ++i)
    for (Eigen::Index j = 0; j < w.cols(); ++j) {
      const real here = w(i, j), down = i + 1 < w.rows() ? static_cast<real>(w(i + 1, j)) - here : 0,
                 right = j + 1 < w.cols() ? static_cast<real>(w(i, j + 1)) - here : 0,
                 root = std::sqrt(down * down + right * right + real(0.01));
      total += root;
      g(i, j) -= (down + right) / root;
      if (i + 1 < w.rows()) g(i + 1, j) += down / root;
      if (j + 1 < w.cols()) g(i, j + 1) += right / root;
    }
  return total;
}
template <class P, class W, class Loop> void right(const P& p, const W& w, Loop loop) {
  W g(w.rows(), w.cols());
  Eigen::Matrix<real, -1, -1> truth(w.rows(), w.cols());
  const real value = loop(w, truth);
  const fresh_threads two{2};
  const double found = p.value_and_gradient(regula::on(two), w, g);
  CHECK(std::fabs(static_cast<real>(found) - value) <= std::fabs(value) * real(1e-12));
  real worst = 0;
  for (Eigen::Index j = 0; j < g.cols(); ++j)
    for (Eigen::Index i = 0; i < g.rows(); ++i)
      worst = std::max(worst, std::fabs(static_cast<real>(g(i, j)) - truth(i, j)));
  CHECK(worst <= real(1e-13));
}

constexpr auto rows = regula::penalty(regula::coef<"a">(1.0) * sum(norm2(rowwise(W))));
constexpr auto cols = regula::penalty(regula::coef<"a">(1.0) * sum(norm2(colwise(W))));
constexpr auto smooth =
    regula::penalty(regula::coef<"a">(1.0) * sum(sqrt(square(difference<0>(W)) + square(difference<1>(W)) + 0.01)));
constexpr auto top = regula::penalty(regula::coef<"a">(0.5) * max(abs(W)) + min(W));

}  // namespace

TEMPLATE_TEST_CASE("entry by entry: the bits of one thread", "[threads]", float, double) {
  for (const Eigen::Index n : {0, 1, 4097, 250'000, 65'536 * 5 + 3}) {
    const auto w = entries<matrix<TestType>>(n, 1);
    matrix<TestType> room(n + 1, 1);
    same_on_any_threads(elastic, w, room.block(1, 0, n, 1));
  }
  const auto w = entries<matrix<TestType>>(600, 500);
  matrix<TestType> g(600, 500);
  same_on_any_threads(coupled, w, g);
  same_on_any_threads(top, w, g);
  same_on_any_threads(elastic, w.block(1, 2, 597, 490), g.block(3, 3, 597, 490));
}

TEST_CASE("rows, columns and neighbours: the bits of one thread", "[threads]") {
  const auto each = [](const auto& w, auto g) {
    same_on_any_threads(rows, w, g);
    same_on_any_threads(cols, w, g);
    same_on_any_threads(smooth, w, g);
  };
  for (const auto& [m, n] : {std::pair<int, int>{600, 500}, {100'000, 3}, {3, 100'000}, {0, 5}, {1, 1}}) {
    each(entries<matrix<float>>(m, n), matrix<float>(m, n));
    each(entries<row_major<float>>(m, n), row_major<float>(m, n));
  }
  const auto w = entries<row_major<float>>(700, 600);
  row_major<float> g(700, 600);
  same_on_any_threads(rows, w.block(1, 3, 600, 500), g.block(0, 1, 600, 500));
  same_on_any_threads(smooth, w.block(1, 3, 600, 500), g.block(0, 1, 600, 500));
}

TEST_CASE("groups in parts are right", "[threads]") {
  const auto by_columns = [](const auto& w, auto& g) {
    Eigen::Matrix<real, -1, -1> turned(w.cols(), w.rows());
    const real value = norms_of_rows(w.transpose(), turned);
    g = turned.transpose();
    return value;
  };
  for (const auto& [m, n] : {std::pair<int, int>{600, 500}, {90'000, 3}, {3, 90'000}}) {
    CAPTURE(m, n);
    const auto check = [&](const auto& w) {
      right(rows, w, [](const auto& x, auto& g) { return norms_of_rows(x, g); });
      right(cols, w, by_columns);
      right(smooth, w, [](const auto& x, auto& g) { return variation(x, g); });
    };
    check(entries<matrix<double>>(m, n));
    check(entries<row_major<double>>(m, n));
  }
}

TEST_CASE("products of matrices: the bits of one thread", "[threads]") {
  constexpr auto orthogonal = regula::penalty(0.5 * sum(square(gram(W) - regula::identity)));
  constexpr auto product = regula::penalty(sum(abs(matmul(W, transpose(W)))));
  const auto w = entries<matrix<double>>(260, 150);
  matrix<double> g(260, 150);
  same_on_any_threads(orthogonal, w, g);
  same_on_any_threads(product, w, g);
}

TEST_CASE("three axes: the bits of one thread", "[threads]") {
  constexpr auto p = regula::penalty(sum(norm2(axes<0, 2>(W))) + sum(abs(difference<2>(W))));
  const auto w = entries<matrix<float>>(300'000, 1);
  std::vector<float> g(300'000), h(300'000);
  const Eigen::TensorMap<const Eigen::Tensor<const float, 3>> in(w.data(), 20, 30, 500);
  const double value = p.value_and_gradient(in, Eigen::TensorMap<Eigen::Tensor<float, 3>>(g.data(), 20, 30, 500));
  const backwards x{4};
  Eigen::TensorMap<Eigen::Tensor<float, 3>> out(h.data(), 20, 30, 500);
  CHECK(p.value_and_gradient(regula::on(x), in, out) == value);
  CHECK(g == h);
}

TEST_CASE("the second order and several tensors: the bits of one thread", "[threads]") {
  constexpr auto p = regula::penalty(sum(log1p(square(W - W0))) + sum(abs(W0)));
  const auto w = entries<matrix<float>>(300'000, 1);
  const matrix<float> w0 = 0.5f * w.reverse(), v = w.cwiseAbs();
  matrix<float> a(300'000, 1), b(300'000, 1), c(300'000, 1), d(300'000, 1);
  p.hessian_vector(W = wrt(w, v, a), W0 = wrt(w0, v, b));
  const backwards x{3};
  p.hessian_vector(regula::on(x), W = wrt(w, v, c), W0 = wrt(w0, v, d));
  CHECK(a == c);
  CHECK(b == d);
  p.hessian_diagonal(W = wrt(w, a), W0 = w0);
  p.hessian_diagonal(regula::on(x), W = wrt(w, c), W0 = w0);
  CHECK(a == c);
}

TEST_CASE("squares that leave their range", "[threads]") {
  constexpr auto p = regula::penalty(norm2(W) + sum(norm2(colwise(W))));
  for (const float scale : {1e-30f, 1e25f}) {
    const matrix<float> w = scale * entries<matrix<float>>(600, 500);
    matrix<float> g(600, 500);
    same_on_any_threads(p, w, g);
  }
}

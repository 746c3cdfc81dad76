// SPDX-License-Identifier: MIT
/// Differences where a plane has a large interior: of higher ranks, beside diagonals, and larger than the caches.
#include <tests/structure/matrices.hpp>

namespace {

using namespace structure_test;
using regula::constant;

/// w(at + steps along an axis) - w(at), 0 where there is none.
real difference_at(const cube& w, extents at, std::size_t axis, std::ptrdiff_t steps = 1) {
  const real here = w(at[0], at[1], at[2], at[3]);
  at[axis] += steps;
  return at[axis] < w.n[axis] ? w(at[0], at[1], at[2], at[3]) - here : 0;
}
template <class F> real summed(const cube& w, F f) {
  real total = 0;
  for_entries(w.n, [&](std::size_t, const extents& at) { total += f(at); });
  return total;
}

}  // namespace

TEST_CASE("differences along each axis of a tensor", "[structure]") {
  const auto along = compiled<double, true>(sum(square(difference<0>(W)) * W) + sum(square(difference<2>(W))));
  const auto across = compiled<float>(sum(square(difference<1>(W))) + sum(exp(difference<2>(W))));
  const witness along_loop{[](const cube& w) {
    return summed(w, [&](const extents& at) {
      const real a = difference_at(w, at, 0), c = difference_at(w, at, 2);
      return a * a * w(at[0], at[1], at[2], at[3]) + c * c;
    });
  }};
  const witness across_loop{[](const cube& w) {
    return summed(w, [&](const extents& at) {
      const real b = difference_at(w, at, 1), c = difference_at(w, at, 2);
      return b * b + std::exp(c);
    });
  }};
  for (const extents& n : {shape(37, 3, 2), shape(3, 37, 2), shape(2, 3, 37), shape(35, 2, 3, 2), shape(40, 1, 3)}) {
    const cube w = numbers(n, 7);
    const int rank = n[3] > 1 ? 4 : 3;
    right("along", along, along_loop, w, rank);
    right("across", across, across_loop, w, rank);
  }
}

TEST_CASE("an image larger than the caches", "[structure]") {
  const auto smoothness = tested(regula::penalty(sum(square(difference<0>(W))) + sum(square(difference<1>(W)))));
  const auto check = [&](const auto& w) {
    std::decay_t<decltype(w)> g(w.rows(), w.cols()), expected = w;
    const double value = smoothness.value_and_gradient(w, g);
    double total = 0;
    expected.setZero();
    for (Eigen::Index j = 0; j < w.cols(); ++j)
      for (Eigen::Index i = 0; i < w.rows(); ++i)
        for (const auto& [k, l] : {std::pair{i + 1, j}, {i, j + 1}}) {
          if (k == w.rows() || l == w.cols()) continue;
          const double d = w(k, l) - w(i, j);
          total += d * d;
          expected(k, l) += 2 * d;
          expected(i, j) -= 2 * d;
        }
    CHECK(value == Approx(total).epsilon(1e-10));
    CHECK((g - expected).cwiseAbs().maxCoeff() <= 1e-14);
  };
  check(Eigen::MatrixXd(Eigen::MatrixXd::Random(1601, 1003)));
  check(Eigen::MatrixXd(Eigen::MatrixXd::Random(1600, 1024)));  // results are streamed
  check(Eigen::Matrix<double, -1, -1, Eigen::RowMajor>(Eigen::MatrixXd::Random(1024, 1600)));
}

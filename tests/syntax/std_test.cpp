// SPDX-License-Identifier: MIT
/// Formulas beside `using namespace std`: atoms are found through their argument, and win against std but in one case.
///
/// std::max(const T&, const T&) is more specialized than an atom for two operands of one type, so max(2.0 * W, 0.5 * W)
/// picks it; the compiler then says "a formula is not a number: call sin(W), max(W, V)... without std::". Write
/// regula::max there, or leave the using directive out. The same holds for min.
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <complex>
#include <numeric>
#include <regula/penalty.hpp>
#include <tests/catch.hpp>
#include <valarray>

using namespace std;  // NOLINT: the subject of this test

namespace {

using namespace regula::symbols;

const Eigen::MatrixXd w = Eigen::MatrixXd::Random(6, 7), v = Eigen::MatrixXd::Random(6, 7);

}  // namespace

TEST_CASE("functions of one formula", "[syntax]") {
  CHECK(regula::penalty(sum(abs(W)))(w) == Approx(w.cwiseAbs().sum()));
  CHECK(regula::penalty(sum(exp(W)))(w) == Approx(w.array().exp().sum()));
  CHECK(regula::penalty(sum(log(exp(W) + 1.0)))(w) == Approx((w.array().exp() + 1).log().sum()));
  CHECK(regula::penalty(sum(sqrt(square(W))))(w) == Approx(w.cwiseAbs().sum()));
  CHECK(regula::penalty(sum(sin(W) + cos(W) + tanh(W)))(w) ==
        Approx((w.array().sin() + w.array().cos() + w.array().tanh()).sum()));
  CHECK(regula::penalty(sum(pow<3>(W)))(w) == Approx(w.array().cube().sum()));
  CHECK(regula::penalty(max(W))(w) == w.maxCoeff());
  CHECK(regula::penalty(min(W))(w) == w.minCoeff());
  CHECK(regula::penalty(norm(W))(w) == Approx(w.norm()));
  CHECK(regula::penalty(sum(W) / size(W))(w) == Approx(w.mean()));
}

TEST_CASE("max and min of operands of different types", "[syntax]") {
  CHECK(regula::penalty(sum(max(W, V)))(W = w, V = v) == Approx(w.cwiseMax(v).sum()));
  CHECK(regula::penalty(sum(min(W, V)))(W = w, V = v) == Approx(w.cwiseMin(v).sum()));
  CHECK(regula::penalty(sum(max(W, 0.0)))(w) == Approx(w.cwiseMax(0.0).sum()));
  CHECK(regula::penalty(sum(max(0, W)))(w) == Approx(w.cwiseMax(0.0).sum()));
}

TEST_CASE("operands of one type need the name in full", "[syntax]") {
  CHECK(regula::penalty(sum(regula::max(2.0 * W, 0.5 * W)))(w) == Approx((2.0 * w).cwiseMax(0.5 * w).sum()));
  CHECK(regula::penalty(sum(regula::min(2.0 * W, 0.5 * W)))(w) == Approx((2.0 * w).cwiseMin(0.5 * w).sum()));
}

struct number {
  int v;
};

TEST_CASE("a program's own number stays its own beside using namespace regula", "[syntax]") {
  using namespace regula;
  CHECK(number{3}.v == 3);
}

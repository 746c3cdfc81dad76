// SPDX-License-Identifier: MIT
/// The declared slope at every kink, in the spelling of each atom and in those that come out the same.
#include <regula/penalty.hpp>
#include <tests/catch.hpp>
#include <vector>

namespace {

using namespace regula::symbols;
constexpr double inf = std::numeric_limits<double>::infinity();

/// The slope of sum(f(W)) at x.
template <class P> double slope_at(const P& p, double x) {
  const std::vector<double> w = {x};
  std::vector<double> g = {7};
  p.gradient(w, g);
  return g[0];
}
template <class P> bool flat_at_zeros(const P& p) {
  for (const double zero : {0.0, -0.0}) {
    const std::vector<double> w(19, zero);
    std::vector<double> g(19, 7);
    if (p.value_and_gradient(w, g) != 0 || g != std::vector<double>(19, 0)) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("slopes at the kinks are the declared ones", "[atoms]") {
  using regula::penalty;
  CHECK(slope_at(penalty(sum(abs(W))), 0) == 0);
  CHECK(slope_at(penalty(sum(sign(W))), 0) == 0);
  CHECK(slope_at(penalty(sum(nonzero(W))), 0) == 0);
  CHECK(slope_at(penalty(sum(positive(W))), 0) == 0.5);
  CHECK(slope_at(penalty(sum(negative(W))), 0) == -0.5);
  CHECK(slope_at(penalty(sum(max(W, 1.0))), 1) == 0.5);
  CHECK(slope_at(penalty(sum(min(W, 1.0))), 1) == 0.5);
  CHECK(slope_at(penalty(sum(max(W, regula::constant<1>))), 1) == 0.5);
  CHECK(slope_at(penalty(sum(clamp(W, -1.0, 1.0))), -1) == 0.5);
  CHECK(slope_at(penalty(sum(clamp(W, -1.0, 1.0))), 0.3) == 1);
  CHECK(slope_at(penalty(sum(clamp(W, -1.0, 1.0))), 3) == 0);
  CHECK(slope_at(penalty(sum(sqrt(W))), 0) == 0);
  CHECK(slope_at(penalty(sum(sqrt(abs(W)))), 0) == 0);
  CHECK(slope_at(penalty(sum(regula::pow<1, 2>(abs(W)))), 0) == 0);
  CHECK(slope_at(penalty(sum(regula::pow<1, 3>(abs(W)))), 0) == 0);
  CHECK(slope_at(penalty(sum(regula::pow<3, 4>(W))), 0) == 0);
  CHECK(slope_at(penalty(sum(regula::pow<3, 2>(abs(W)))), 0) == 0);
  CHECK(slope_at(penalty(sum(xlogx(W))), 0) == -inf);
  CHECK(slope_at(penalty(sum(log(W))), 0) == inf);
  CHECK(slope_at(penalty(sum(huber(W, 2.0))), 2) == 2);
  CHECK(slope_at(penalty(sum(huber(W, 2.0))), -2) == -2);
}

TEST_CASE("the norm of zeros has gradient 0, however it is spelled", "[atoms]") {
  using regula::penalty;
  CHECK(flat_at_zeros(penalty(norm2(W))));
  CHECK(flat_at_zeros(penalty(norm(W))));
  CHECK(flat_at_zeros(penalty(sqrt(sum(square(W))))));
  CHECK(flat_at_zeros(penalty(sqrt(sum(W * W)))));
  CHECK(flat_at_zeros(penalty(sqrt(dot(W, W)))));
  CHECK(flat_at_zeros(penalty(regula::pow<1, 2>(sum(square(W))))));
  CHECK(flat_at_zeros(penalty(sqrt(0.5 * sum(square(W))))));
  CHECK(flat_at_zeros(penalty(sqrt(sum(square(W)) / 4.0))));
  CHECK(flat_at_zeros(penalty(sqrt(mean(square(W))))));
  CHECK(flat_at_zeros(penalty(0.1 * norm2(3.0 * W))));
  CHECK(flat_at_zeros(penalty(norm1(W))));
  CHECK(flat_at_zeros(penalty(norm_inf(W))));

  const auto joint = penalty(sqrt(sum(square(W)) + sum(square(V))));
  const std::vector<double> w(3, 0.0), v(5, 0.0);
  std::vector<double> dw(3, 7), dv(5, 7);
  CHECK(joint.value_and_gradient(W = regula::wrt(w, dw), V = regula::wrt(v, dv)) == 0);
  CHECK(dw == w);
  CHECK(dv == v);
}

TEST_CASE("second derivatives at the kinks are 0", "[atoms]") {
  const std::vector<double> w = {0, 0, 0}, v = {1, 2, 3};
  std::vector<double> hv(3, 7), diagonal(3, 7);
  const auto p = regula::penalty(sum(abs(W)) + norm2(W));
  p.hessian_vector(w, v, hv);
  p.hessian_diagonal(w, diagonal);
  CHECK(hv == w);
  CHECK(diagonal == w);
}

// SPDX-License-Identifier: MIT
/// Second derivatives far from 0, where the textbook forms subtract what is nearly equal, and log_sum_exp's infinities.
#include <regula/penalty.hpp>
#include <tests/catch.hpp>
#include <tests/laws/laws.hpp>

namespace {

using namespace regula::symbols;
using laws::distance;
using regula::lanes;
using real = long double;

/// The diagonal of the Hessian of a sum of f(entry), and f''.
template <class S> struct subject {
  const char* name;
  void (*diagonal)(const std::vector<S>& w, std::vector<S>& h);
  void (*along)(const std::vector<S>& w, const std::vector<S>& v, std::vector<S>& hv);
  real (*truth)(real x);
  bool convex;
  int ulps;
};
template <class S, class F> subject<S> of(const char* name, F, real (*truth)(real), bool convex, int ulps) {
  return {name,
          [](const std::vector<S>& w, std::vector<S>& h) { regula::penalty(F{}).hessian_diagonal(w, h); },
          [](const std::vector<S>& w, const std::vector<S>& v, std::vector<S>& hv) {
            regula::penalty(F{}).hessian_vector(w, v, hv);
          },
          truth,
          convex,
          ulps};
}

constexpr auto one = regula::constant<1>;
constexpr auto two = regula::constant<2>;
real cubed_root(real x) { return 1 / std::pow(std::sqrt(1 + x * x), real{3}); }
real bell(real x) { return 1 / (std::cosh(x) * std::cosh(x)); }
/// e^-x / (1 + e^-x)^2, even.
real hill(real x) {
  const real e = std::exp(-std::fabs(x));
  return e / ((1 + e) * (1 + e));
}

template <class S> std::vector<subject<S>> subjects() {
  return {
      of<S>("pseudo_huber", sum(pseudo_huber(W, one)), cubed_root, true, 8),
      of<S>(
          "pseudo_huber of 2", two * sum(pseudo_huber(W, two)), [](real x) { return 2 * cubed_root(x / 2); }, true, 10),
      of<S>("a root by hand", sum(sqrt(square(W) + one)), cubed_root, true, 8),
      of<S>(
          "a root of a distance", sum(sqrt(one + square(W - two))), [](real x) { return cubed_root(x - 2); }, true, 10),
      of<S>("log_cosh", sum(log_cosh(W)), bell, true, 8),
      of<S>("softplus", sum(softplus(W)), hill, true, 8),
      of<S>(
          "tanh", sum(tanh(W)), [](real x) { return -2 * std::tanh(x) * bell(x); }, false, 12),
      of<S>(
          "logistic", sum(logistic(W)), [](real x) { return -std::tanh(x / 2) * hill(x); }, false, 12),
      of<S>(
          "atan", sum(atan(W)), [](real x) { return -2 * x / ((1 + x * x) * (1 + x * x)); }, false, 10)};
}

template <class S> void keep_their_digits() {
  std::vector<S> w;
  for (const double x : {1e-6, 0.003, 0.1,  0.5,  0.59, 0.61, 0.9,   1.0,    1.7,     3.0,
                         5.0,  8.0,   12.0, 20.0, 37.0, 80.0, 700.0, 3000.0, 30000.0, 1e9})
    for (const double sign : {1.0, -1.0}) w.push_back(static_cast<S>(sign * x));
  const std::vector<S> ones(w.size(), S(1));
  for (const auto& each : subjects<S>()) {
    std::vector<S> h(w.size(), S(7)), hv(w.size(), S(7));
    each.diagonal(w, h);
    each.along(w, ones, hv);
    for (std::size_t i = 0; i < w.size(); ++i) {
      const real truth = each.truth(static_cast<real>(w[i]));
      if (std::fabs(truth) < 64 * std::numeric_limits<S>::min()) continue;
      CAPTURE(each.name, sizeof(S), w[i], h[i], hv[i], static_cast<double>(truth));
      CHECK(distance(h[i], truth) <= each.ulps);
      CHECK(distance(hv[i], truth) <= each.ulps);
      if (each.convex) CHECK((h[i] >= 0 && hv[i] >= 0));
    }
  }
}

/// An atom whose last argument is known from the first: as one of x.
template <class A, class S> void slope_of(real (*truth)(real), real (*next)(real)) {
  for (const S x : laws::awkward<S>()) {
    const lanes<S> at(static_cast<double>(x));
    S out[lanes<S>::size];
    regula::dsl::evaluate<A, 0, lanes<S>>(at, A::known(at)).store(out);
    CAPTURE(A::name, sizeof(S), x, out[0]);
    if (std::isnan(x)) {
      CHECK(std::isnan(out[0]));
    } else {
      CHECK(out[0] >= 0);
      CHECK(distance(out[0], truth(static_cast<real>(x))) <= A::ulps);
    }
  }
  for (const double x : laws::calm) {
    const regula::one_lane at(x), y = A::known(at), z = regula::dsl::evaluate<A, 0, regula::one_lane>(at, y);
    CHECK(laws::is_slope(A::slope(at, y, z).first.v, next(x), truth(x)));
  }
}

}  // namespace

TEST_CASE("second derivatives keep their digits and their signs", "[derive]") {
  keep_their_digits<float>();
  keep_their_digits<double>();
}

TEST_CASE("slopes of tanh and logistic", "[derive]") {
  const auto next_bell = [](real x) -> real { return -2 * std::tanh(x) * bell(x); };
  const auto next_hill = [](real x) -> real { return -std::tanh(x / 2) * hill(x); };
  slope_of<regula::tanh_slope_atom, float>(bell, next_bell);
  slope_of<regula::tanh_slope_atom, double>(bell, next_bell);
  slope_of<regula::logistic_slope_atom, float>(hill, next_hill);
  slope_of<regula::logistic_slope_atom, double>(hill, next_hill);
}

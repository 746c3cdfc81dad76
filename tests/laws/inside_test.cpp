// SPDX-License-Identifier: MIT
/// Every atom in a formula: the kernel's value and gradient against a plain loop and its differences.
#include <random>
#include <regula/penalty.hpp>
#include <tests/catch.hpp>
#include <tests/laws/laws.hpp>

namespace {

using namespace laws;
using namespace regula::symbols;

/// The facts of a law and what a penalty made of it answers, without its type: the checks are compiled once.
struct subject {
  std::string_view name;
  std::uint64_t bits;
  regula::interval domain;
  long double (*truth)(long double);
  double (*value_and_gradient)(const std::vector<double>& w, std::vector<double>& g);
  bool constant_slope, takes_nan;
};
template <class L> subject of() {
  return {L::name,
          L::bits,
          L::domain,
          [](long double x) { return truth<L>(x); },
          [](const std::vector<double>& w, std::vector<double>& g) {
            return regula::penalty(sum(regula::call<typename L::atom, L::bits>(W))).value_and_gradient(w, g);
          },
          std::is_same_v<typename L::atom, regula::detached_atom>,
          std::is_same_v<L, power<0>>};
}
template <class... L> std::vector<subject> all_of(regula::type_list<L...>) { return {of<L>()...}; }

/// Inside the domain, no kink near: the calm values, and as many again at random.
std::vector<double> inputs(const regula::interval& domain) {
  std::vector<double> xs;
  std::mt19937 random(7);
  std::uniform_real_distribution<double> factor(0.9, 1.1);
  for (const double x : calm)
    for (const double each : {x, x * factor(random)})
      if (domain.low < each && each < domain.high) xs.push_back(each);
  xs.push_back(0.6);  // an odd number of them: a padded end
  return xs;
}

void holds_inside(const subject& a) {
  const auto w = inputs(a.domain);
  std::vector<double> g(w.size());
  const double value = a.value_and_gradient(w, g);
  long double total = 0, size = 0;
  for (const double x : w) {
    total += a.truth(x);
    size += std::fabs(a.truth(x));
  }
  CAPTURE(a.name, a.bits);
  CHECK(std::fabs(value - total) <= 1e-14L * size);
  for (std::size_t i = 0; i < w.size(); ++i) {
    const long double expected = a.constant_slope ? 0 : difference(a.truth, w[i]);
    CAPTURE(w[i], g[i], static_cast<double>(expected));
    CHECK(is_slope(g[i], expected, a.truth(w[i])));
  }

  // A NaN is seen in the value and stays in its place.
  auto sick = w, h = g;
  sick[1] = std::numeric_limits<double>::quiet_NaN();
  CHECK(std::isnan(a.value_and_gradient(sick, h)) != a.takes_nan);
  h[1] = g[1];
  for (std::size_t i = 0; i < g.size(); ++i)
    CHECK(std::fabs(h[i] - g[i]) <= 4 * std::numeric_limits<double>::epsilon() * std::fabs(g[i]));
}

struct subject_of_two {
  std::string_view name;
  bool (*fits)(double, double);
  long double (*truth)(long double, long double);
  double (*value_and_gradients)(const std::vector<double>& w, const std::vector<double>& v, std::vector<double>& dw,
                                std::vector<double>& dv);
};
template <class... L> std::vector<subject_of_two> all_of_two(regula::type_list<L...>) {
  return {{L::name, [](double a, double b) { return inside<L>(a) && inside<L>(b) && (L::parameters == 0 || b > 0); },
           [](long double a, long double b) { return truth<L>(a, b); },
           [](const std::vector<double>& w, const std::vector<double>& v, std::vector<double>& dw,
              std::vector<double>& dv) {
             const auto p = regula::penalty(sum(regula::call<typename L::atom>(W, V)));
             return p.value_and_gradient(W = regula::wrt(w, dw), V = regula::wrt(v, dv));
           }}...};
}

}  // namespace

TEST_CASE("an atom keeps its promises in a penalty", "[laws]") {
  for (const auto& each : all_of(unary{})) holds_inside(each);
}

TEST_CASE("an atom of two tensors keeps its promises in a penalty", "[laws]") {
  for (const auto& each : all_of_two(binary{})) {
    std::vector<double> w, v;
    for (const double a : calm)
      for (const double b : calm)
        if (a != b && each.fits(a, b)) w.push_back(a), v.push_back(b);
    std::vector<double> dw(w.size()), dv(w.size());
    const double value = each.value_and_gradients(w, v, dw, dv);
    long double total = 0, size = 0;
    for (std::size_t i = 0; i < w.size(); ++i) {
      const long double a = w[i], b = v[i], y = each.truth(a, b);
      total += y;
      size += std::fabs(y);
      CAPTURE(each.name, w[i], v[i], dw[i], dv[i]);
      CHECK(is_slope(dw[i], difference([&](long double t) { return each.truth(t, b); }, a), y));
      CHECK(is_slope(dv[i], difference([&](long double t) { return each.truth(a, t); }, b), y));
    }
    CAPTURE(each.name, value, static_cast<double>(total));
    CHECK(std::fabs(value - total) <= 1e-14L * size);
  }
}

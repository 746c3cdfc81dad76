// SPDX-License-Identifier: MIT
/// An atom of three arguments: partials{da, db, dc} in values, gradients, second derivatives and texts.
#include <Eigen/Core>
#include <regula/penalty.hpp>
#include <regula/text.hpp>
#include <tests/catch.hpp>

namespace {

using namespace regula::symbols;
using regula::coef;
using matrix = Eigen::MatrixXd;

/// a b e^c.
struct discounted_atom : regula::elementwise {
  static constexpr std::string_view name = "discounted", latex = "{#1} {#2} e^{{#3}}";
  static constexpr int arity = 3;
  static constexpr auto value(const auto& a, const auto& b, const auto& c) { return a * b * exp(c); }
  static constexpr auto slope(const auto&, const auto& b, const auto& c, const auto& y) {
    return regula::partials{b * exp(c), regula::call<discounted_atom>(y, inverse(b), 0.0), y};
  }
};
template <class A, class B, class C>
  requires regula::arguments<A, B, C>
constexpr auto discounted(A a, B b, C c) { return regula::call<discounted_atom>(a, b, c); }

const matrix w = matrix::Random(5, 7), v = matrix::Random(5, 7), m = matrix::Random(5, 7);
const matrix da = matrix::Random(5, 7), db = matrix::Random(5, 7), dc = matrix::Random(5, 7);
const auto p = regula::penalty(coef<"l">(0.5) * sum(discounted(W, V, M)));

long double naive(const matrix& a, const matrix& b, const matrix& c) {
  long double total = 0;
  for (Eigen::Index i = 0; i < a.size(); ++i)
    total += static_cast<long double>(a(i)) * static_cast<long double>(b(i)) * std::exp(static_cast<long double>(c(i)));
  return total / 2;
}

}  // namespace

TEST_CASE("an atom of three arguments has three slopes", "[atoms]") {
  matrix a(5, 7), b(5, 7), c(5, 7);
  CHECK(p.value_and_gradient(W = wrt(w, a), V = wrt(v, b), M = wrt(m, c)) ==
        Approx(static_cast<double>(naive(w, v, m))));
  const double h = 1e-6;
  for (Eigen::Index i = 0; i < w.size(); ++i) {
    matrix low = m, high = m;
    low(i) -= h;
    high(i) += h;
    CHECK(a(i) == Approx(0.5 * v(i) * std::exp(m(i))));
    CHECK(b(i) == Approx(0.5 * w(i) * std::exp(m(i))));
    CHECK(c(i) == Approx(static_cast<double>(naive(w, v, high) - naive(w, v, low)) / (2 * h)).margin(1e-9));
  }
}

TEST_CASE("second derivatives of an atom of three arguments", "[atoms]") {
  matrix a(5, 7), b(5, 7), c(5, 7);
  p.hessian_vector(W = wrt(w, da, a), V = wrt(v, db, b), M = wrt(m, dc, c));
  for (Eigen::Index i = 0; i < w.size(); ++i) {
    const double e = 0.5 * std::exp(m(i));
    CHECK(a(i) == Approx(e * (db(i) + v(i) * dc(i))).margin(1e-12));
    CHECK(b(i) == Approx(e * (da(i) + w(i) * dc(i))).margin(1e-12));
    CHECK(c(i) == Approx(e * (v(i) * da(i) + w(i) * db(i) + w(i) * v(i) * dc(i))).margin(1e-12));
  }
  p.hessian_diagonal(W = w, V = v, M = wrt(m, c));
  for (Eigen::Index i = 0; i < w.size(); ++i) CHECK(c(i) == Approx(0.5 * w(i) * v(i) * std::exp(m(i))).margin(1e-12));
}

TEST_CASE("texts of an atom of three arguments", "[atoms]") {
  CHECK(regula::to_string(p) == "0.5 * sum(discounted(W, V, M))");
  CHECK(regula::to_latex(p) == "0.5 \\, \\sum W V e^{M}");
  CHECK(regula::to_string(p.gradient_formula(W)) == "0.5 * V * exp(M)");
  CHECK(regula::to_string(p.gradient_formula(M)) == "0.5 * discounted(W, V, M)");
  CHECK(regula::to_string(p.hessian_formula(M)) == "0.5 * discounted(W, V, M)");
}

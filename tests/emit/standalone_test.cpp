// SPDX-License-Identifier: MIT
/// Standalone C against plain loops in long double; its names, its refusals.
#include <cmath>
#include <regula/parse.hpp>
#include <regula/user_atoms.hpp>
#include <tests/catch.hpp>
#include <tests/emit/called_c.hpp>

namespace {

using real = long double;
using steps = const std::ptrdiff_t*;

struct half_square_atom : regula::elementwise {
  static constexpr std::string_view name = "half_square", latex = "\\frac{1}{2} {#1}^{2}";
  static constexpr auto value(const auto& x) { return select(x > 0.0, 0.5 * x * x, 0.25 * x * x); }
  static constexpr auto slope(const auto& x, const auto&) { return max(x, 0.0) + min(0.5 * x, 0.0); }
};

}  // namespace

TEST_CASE("standalone C of sums over everything", "[emit]") {
  const auto p = regula::parse("l1 = 0.3; l2 = 0.7; l1 * sum(abs(W)) + l2 * sum(square(W))");
  const emit_test::compiled_c code(p.to_c());
  REQUIRE(code.good());
  const auto f = code.function<double(const float*, std::size_t, float*, const double*)>();
  const float w[5] = {1.5F, -2.0F, 0.0F, 0.25F, -0.125F};
  float g[5];
  const double c[2] = {0.3, 0.7};
  real expected = 0;
  for (const real x : w) expected += 0.3L * std::fabs(x) + 0.7L * x * x;
  CHECK(f(w, 5, g, c) == Approx(static_cast<double>(expected)).epsilon(1e-7));
  for (int i = 0; i < 5; ++i)
    CHECK(g[i] == Approx(0.3 * (w[i] > 0 ? 1 : w[i] < 0 ? -1 : 0) + 1.4 * static_cast<double>(w[i])));
  CHECK(f(w, 0, g, c) == 0.0);
}

TEST_CASE("standalone C of rows that lie one after the other, and of planes", "[emit]") {
  const emit_test::compiled_c code(regula::parse("sum(norm2(rowwise(W)))").to_c({.doubles = true}));
  REQUIRE(code.good());
  const auto f = code.function<double(const double*, steps, steps, double*, steps, const double*)>();
  const double w[2][3] = {{3.0, 0.0, 4.0}, {0.0, 0.0, 0.0}};
  double g[2][3];
  const std::ptrdiff_t n[6] = {2, 3, 1, 1, 1, 1}, by[6] = {3, 1, 0, 0, 0, 0};
  const double none = 0.0;
  CHECK(f(&w[0][0], n, by, &g[0][0], by, &none) == 5.0);
  CHECK(g[0][0] == Approx(0.6));
  CHECK(g[0][2] == Approx(0.8));
  CHECK((g[0][1] == 0.0 && g[1][0] == 0.0));

  // A third axis is a plane of its own; the differences go along it.
  const emit_test::compiled_c planes(regula::parse("sum(square(difference<2>(W)))").to_c({.doubles = true}));
  REQUIRE(planes.good());
  const auto d = planes.function<double(const double*, steps, steps, double*, steps, const double*)>();
  const double cube[2][2] = {{1.0, 2.0}, {4.0, 8.0}};
  double slopes[2][2];
  const std::ptrdiff_t m[6] = {2, 1, 2, 1, 1, 1}, over[6] = {1, 0, 2, 0, 0, 0};
  CHECK(d(&cube[0][0], m, over, &slopes[0][0], over, &none) == 9.0 + 36.0);
  CHECK((slopes[0][0] == -6.0 && slopes[0][1] == -12.0 && slopes[1][0] == 6.0 && slopes[1][1] == 12.0));
}

TEST_CASE("standalone C of products", "[emit]") {
  emit_test::check_c<double>("sum(square(gram(W) - identity))", 5, 3, -1.0);
  emit_test::check_c<float>("sum(square(gram(W) - identity))", 2, 6, -1.0);
  emit_test::check_c<double>("sum(square(matmul(A, B)))", 4, 4, -1.0);
  emit_test::check_c<double>("sum(abs(upper(W))) + trace(matmul(W, transpose(W)))", 4, 4, -1.0);
  emit_test::check_c<double>("sum(gradient_norm(W)) + sum(square(W - mean(colwise(W))))", 7, 5, -1.0);
  emit_test::check_c<float>("sum(log_sum_exp(rowwise(W))) + max(norm1(colwise(W)))", 7, 5, -1.0);
}

TEST_CASE("standalone C of an atom of the user's", "[emit]") {
  const auto p = regula::parse("sum(half_square(W))", regula::atoms<half_square_atom>());
  const emit_test::compiled_c code(p.to_c());
  REQUIRE(code.good());
  const auto f = code.function<double(const float*, std::size_t, float*, const double*)>();
  const float w[3] = {2.0F, -2.0F, 0.0F};
  float g[3];
  const double none = 0.0;
  CHECK(f(w, 3, g, &none) == 3.0);
  CHECK((g[0] == 2.0F && g[1] == -1.0F && g[2] == 0.0F));
}

TEST_CASE("standalone C of one half of a call", "[emit]") {
  const auto p = regula::parse("sum(square(W))");
  const emit_test::compiled_c value(p.to_c({.call = regula::planned_call::value, .name = "my_value"}));
  const emit_test::compiled_c slope(p.to_c({.call = regula::planned_call::gradient, .name = "my_slope"}));
  REQUIRE((value.good() && slope.good()));
  const float w[2] = {1.0F, 2.0F};
  float g[2];
  CHECK(value.function<double(const float*, std::size_t, const double*)>("my_value")(w, 2, nullptr) == 5.0);
  slope.function<void(const float*, std::size_t, float*, const double*)>("my_slope")(w, 2, g, nullptr);
  CHECK((g[0] == 2.0F && g[1] == 4.0F));
}

TEST_CASE("what has no C is refused in a sentence", "[emit]") {
  const auto why = [](const char* text) -> std::string {
    try {
      regula::parse(text).to_c();
    } catch (const regula::argument_error& e) {
      return e.what();
    }
    return {};
  };
  CHECK(why("nuclear_norm(W)").find("is not written as C: entry by entry functions") != std::string::npos);
  CHECK(why("sorted_l1(W, V)").find("is not written as C: entry by entry functions") != std::string::npos);
  CHECK(why("sum(square(apply(L, W)))") == "a formula that applies a sparse matrix is not written as C");
  const auto p = regula::parse("sum(abs(W))");
  CHECK_THROWS_WITH(p.to_c({.name = "f; x"}), "a C function is named by letters, digits and _: \"f; x\" is no name");
  CHECK_THROWS_AS(p.to_c({.name = ""}), regula::argument_error);
  CHECK_THROWS_AS(p.to_c({.name = "2f"}), regula::argument_error);
}

// SPDX-License-Identifier: MIT
/// Compiled loops against plain loops in long double, and against the first tier.
#include <Eigen/Core>
#include <cmath>
#include <random>
#include <regula/parse.hpp>
#include <regula/user_atoms.hpp>
#include <tests/catch.hpp>
#include <tests/emit/cache.hpp>
#include <vector>

namespace {

using real = long double;

/// x / (1 + |x|), and its slope.
struct own_sign_atom : regula::elementwise {
  static constexpr std::string_view name = "own_sign", latex = "s\\left({#1}\\right)";
  static constexpr auto value(const auto& x) { return x / (1.0 + abs(x)); }
  static constexpr auto slope(const auto& x, const auto&) { return square(inverse(1.0 + abs(x))); }
};

struct one {
  const char* formula;
  real (*value)(real);
  real (*slope)(real);
  bool own = false;
};
const one formulas[] = {
    {"sum(abs(W))", [](real x) { return std::fabs(x); }, [](real x) { return real(x > 0) - real(x < 0); }},
    {"0.5 * sum(square(W))", [](real x) { return x * x / 2; }, [](real x) { return x; }},
    {"sum(pseudo_huber(W, 1))", [](real x) { return std::sqrt(1 + x * x) - 1; },
     [](real x) { return x / std::sqrt(1 + x * x); }},
    {"sum(log(1 + square(W)))", [](real x) { return std::log(1 + x * x); }, [](real x) { return 2 * x / (1 + x * x); }},
    {"sum(log_cosh(W))", [](real x) { return std::log(std::cosh(x)); }, [](real x) { return std::tanh(x); }},
    {"sum(softplus(W))", [](real x) { return std::log1p(std::exp(x)); }, [](real x) { return 1 / (1 + std::exp(-x)); }},
    {"sum(sin(W)) + sum(cos(W)) + sum(atan(W))", [](real x) { return std::sin(x) + std::cos(x) + std::atan(x); },
     [](real x) { return std::cos(x) - std::sin(x) + 1 / (1 + x * x); }},
    {"sum(pow<5, 3>(abs(W)))", [](real x) { return std::pow(std::fabs(x), 5 / real(3)); },
     [](real x) { return std::copysign(5 / real(3) * std::pow(std::fabs(x), 2 / real(3)), x); }},
    {"sum(own_sign(W))", [](real x) { return x / (1 + std::fabs(x)); },
     [](real x) { return 1 / ((1 + std::fabs(x)) * (1 + std::fabs(x))); }, true}};

template <class S> std::vector<S> numbers(std::size_t n, unsigned seed = 3) {
  std::mt19937 random(seed);
  std::normal_distribution<S> normal;
  std::vector<S> w(n);
  for (auto& x : w) x = normal(random);
  return w;
}
regula::parsed_penalty parsed(const one& f) {
  return f.own ? regula::parse(f.formula, regula::atoms<own_sign_atom>()) : regula::parse(f.formula);
}

template <class S> void check(const one& f) {
  const auto p = parsed(f);
  const auto report = p.compile({.doubles = sizeof(S) == sizeof(double), .every_call = true});
  INFO(f.formula << (sizeof(S) == 4 ? ", float: " : ", double: ") << report.reason);
  REQUIRE(report.tier == 2);
  const real tolerance = sizeof(S) == 4 ? 3e-6L : 1e-14L;
  for (const std::size_t n : {0u, 1u, 7u, 15u, 16u, 17u, 63u, 64u, 65u, 4095u, 4096u, 4097u, 9999u}) {
    const auto w = numbers<S>(n);
    std::vector<S> g(n, S(7)), more(n, S(1)), alone(n, S(7));
    const double value = p.value_and_gradient(w, g);
    real expected = 0, size = 1, worst = 0;
    for (std::size_t i = 0; i < n; ++i) {
      expected += f.value(w[i]), size += std::fabs(f.value(w[i]));
      worst = std::max(worst, std::fabs(g[i] - f.slope(w[i])));
    }
    INFO("n = " << n);
    CHECK(std::fabs(value - expected) <= tolerance * size);
    CHECK(worst <= 2 * tolerance);
    // Other calls have other code in their sweeps, and as many sums in flight as that leaves room for.
    CHECK(std::fabs(p.value(w) - expected) <= tolerance * size);
    CHECK(std::fabs(p.value_and_add_gradient(w, more) - expected) <= tolerance * size);
    p.gradient(w, alone);
    real added = 0;
    for (std::size_t i = 0; i < n; ++i)
      added = std::max({added, std::fabs(real(more[i]) - 1 - g[i]), std::fabs(real(alone[i]) - g[i])});
    CHECK(added <= 4 * tolerance);
  }
}

}  // namespace

TEST_CASE("compiled loops compute what plain loops do", "[emit]") {
  const emit_test::fresh_cache cache;
  for (const auto& f : formulas) check<float>(f), check<double>(f);
}

TEST_CASE("what is compiled has the parts of every other call", "[emit]") {
  const emit_test::fresh_cache cache;
  auto p = regula::parse("c = 0.5; c * sum(M * square(W - W0)) + max(abs(W)) + min(W) + norm2(W0)");
  const auto plain = regula::parse(p.text("text"));
  const auto copy = p;
  REQUIRE(p.compile());
  const Eigen::MatrixXf m = Eigen::MatrixXf::Random(33, 21), w = Eigen::MatrixXf::Random(33, 21),
                        w0 = Eigen::MatrixXf::Random(33, 21);
  const auto same = [&](const regula::parsed_penalty& a, const regula::parsed_penalty& b) {
    Eigen::MatrixXf x[3], y[3];
    for (auto* all : {x, y})
      for (int t = 0; t < 3; ++t) all[t].resize(33, 21);
    const double found = a.value_and_gradient({{"M", m, x[0]}, {"W", w, x[1]}, {"W0", w0, x[2]}});
    CHECK(found == Approx(b.value_and_gradient({{"M", m, y[0]}, {"W", w, y[1]}, {"W0", w0, y[2]}})).epsilon(1e-6));
    for (int t = 0; t < 3; ++t) CHECK((x[t] - y[t]).cwiseAbs().maxCoeff() < 1e-6F);
  };
  same(p, plain), same(copy, plain);
  p.set("c", 2.0);
  auto other = plain;
  other.set("c", 2.0);
  same(p, other);

  // A tensor with gaps goes the way of the first tier.
  Eigen::MatrixXf gaps = Eigen::MatrixXf::Random(40, 21), a(33, 21), b(33, 21);
  const auto q = regula::parse("sum(log_cosh(W))"), r = regula::parse("sum(log_cosh(W))");
  REQUIRE(q.compile());
  CHECK(q.value_and_gradient(gaps.topRows(33), a) == Approx(r.value_and_gradient(gaps.topRows(33), b)).epsilon(1e-6));
  CHECK(a.isApprox(b, 1e-6F));
}

TEST_CASE("sums of logarithms have the same bits in both tiers", "[emit]") {
  const emit_test::fresh_cache cache;
  // No product is added to something: there are no two ways to contract.
  for (const char* formula : {"sum(log(abs(W)))", "sum(log1p(abs(W)))", "sum(log1p(abs(W))) + sum(abs(W))"})
    for (const std::size_t n : {64u, 200u, 4096u, 9999u}) {
      const auto first = regula::parse(formula), second = regula::parse(formula);
      REQUIRE(second.compile());
      auto w = numbers<float>(n);
      const double usual = first.value(w);
      CHECK(usual == second.value(w));
      w[n / 2] = 1e30F;  // beyond what factors may be
      CHECK(first.value(w) == second.value(w));
      for (std::size_t i = 0; i < 16; ++i) w[i] = 1e7F;  // beyond the product of eight
      CHECK(first.value(w) == second.value(w));
    }
}

TEST_CASE("compiled loops on several threads have the bits of one", "[emit]") {
  struct backwards {
    int threads() const { return 3; }
    void run(std::ptrdiff_t n, const regula::call_part& part) const {
      for (auto i = n; i-- > 0;) part(i);
    }
  };
  const backwards x;
  const auto p = regula::parse("sum(abs(W)) + sum(log1p(square(W)))");
  REQUIRE(p.compile());
  const auto w = numbers<float>(300'001);
  std::vector<float> g(w.size()), h(w.size());
  CHECK(p.with_threads(regula::on(x)).value_and_gradient(w, g) == p.value_and_gradient(w, h));
  CHECK(g == h);
}

TEST_CASE("numbers out of the ordinary", "[emit]") {
  const emit_test::fresh_cache cache;
  const auto p = regula::parse("norm2(W)"), q = regula::parse("sum(square(W))");
  REQUIRE(p.compile());
  REQUIRE(q.compile());
  std::vector<float> w = {3e30F, 4e30F}, g(2);
  CHECK(p.value_and_gradient(w, g) == Approx(5e30));
  CHECK((g[0] == Approx(0.6F) && g[1] == Approx(0.8F)));
  CHECK(q.value(w) == Approx(2.5e61));
  w = {3e-30F, 4e-30F};
  CHECK(p.value_and_gradient(w, g) == Approx(5e-30));
  w = {0.0F, -0.0F};
  CHECK(p.value_and_gradient(w, g) == 0.0);
  CHECK((g[0] == 0.0F && g[1] == 0.0F));
  w = {1.0F, std::nanf("")};
  CHECK(std::isnan(p.value_and_gradient(w, g)));
  const auto top = regula::parse("max(W)");
  REQUIRE(top.compile());
  CHECK(std::isnan(top.value(w)));
  CHECK(top.value(std::vector<float>{}) == -std::numeric_limits<double>::infinity());
}

TEST_CASE("a formula with structure stays at the first tier, and says so", "[emit]") {
  const emit_test::fresh_cache cache;
  for (const char* text : {"sum(norm2(rowwise(W)))", "sum(gradient_norm(W))", "sum(square(gram(W) - identity))"}) {
    const auto p = regula::parse(text);
    const auto report = p.compile();
    CHECK(report.tier == 1);
    CHECK(report.reason.find("only formulas that work entry by entry") == 0);
    CHECK_THROWS_AS(p.compile({.must_compile = true}), regula::argument_error);
    const Eigen::MatrixXf w = Eigen::MatrixXf::Random(5, 4);
    CHECK(p.value(w) >= 0.0);
  }
  CHECK_FALSE(std::filesystem::exists(cache.path()));
}

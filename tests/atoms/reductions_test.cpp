// SPDX-License-Identifier: MIT
/// Every reduction in the list, in the kernel: value and gradient against its witness, and what it makes of nothing.
#include <map>
#include <tests/laws/witness_matrices.hpp>

namespace {

using namespace regula::symbols;
using naive::real;
using naive::reals;
constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

template <class S> using call = double (*)(const std::vector<S>& w, std::vector<S>& g);

/// A reduction as calls and as its witness.
struct reduction {
  std::string_view name;
  call<float> in_float;
  call<double> in_double;
  real (*loop)(const reals&);
};
template <class A, class S> double run(const std::vector<S>& w, std::vector<S>& g) {
  if constexpr (A::arity == 1)
    return regula::penalty(regula::call<A>(W)).value_and_gradient(w, g);
  else
    return regula::penalty(regula::call<A>(W, W)).value_and_gradient(w, g);
}
template <class A> real loop_of(const reals& w) {
  const laws::cube x{structure_test::shape(std::ssize(w)), w};
  if constexpr (A::arity == 1)
    return laws::witness<A>(x);
  else
    return laws::witness<A>(x, x);
}
template <class... A> std::vector<reduction> all_of(regula::type_list<A...>) {
  return {{A::name, &run<A, float>, &run<A, double>, &loop_of<A>}...};
}
const auto reductions = all_of(regula::reduction_atoms{});

/// What they make of nothing, of { 3 } and of { 1, NaN, 2 }.
struct row {
  double of_nothing, of_three, of_nan = no_number;
};
const std::map<std::string_view, row> known = {
    {"sum", {0, 3}},     {"max", {-inf, 3}},        {"min", {inf, 3}},
    {"size", {0, 1, 3}}, {"mean", {no_number, 3}},  {"variance", {no_number, 0}},
    {"norm1", {0, 3}},   {"norm2", {0, 3}},         {"norm_inf", {0, 3}},
    {"dot", {0, 9}},     {"count_nonzero", {0, 1}}, {"log_sum_exp", {-inf, 3}}};

template <class S> void is_what_the_loop_says(const reduction& r, call<S> f) {
  for (const std::size_t n : {37u, 5000u}) {
    const auto w = naive::data<S>(n);
    std::vector<S> g(n, S(7));
    const double value = f(w, g);
    CAPTURE(r.name, n, value);
    CHECK(naive::error(value, r.loop(naive::widened(w))) <= naive::tolerance<S>);
    if (n < 100) CHECK(naive::error(g, naive::gradient(r.loop, naive::widened(w))) <= naive::tolerance<S>);
  }
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

TEST_CASE("a reduction is what a plain loop says", "[atoms]") {
  for (const reduction& r : reductions) {
    is_what_the_loop_says(r, r.in_float);
    is_what_the_loop_says(r, r.in_double);
  }
}

TEST_CASE("reductions of nothing, of one entry, of NaN", "[atoms]") {
  for (const reduction& r : reductions) {
    CAPTURE(r.name);
    REQUIRE(known.contains(r.name));
    const row& truth = known.at(r.name);
    std::vector<double> none, three = {3}, sick = {1, no_number, 2}, g(3);
    CAPTURE(r.in_double(none, none), r.in_double(sick, g));
    CHECK(same(r.in_double(none, none), truth.of_nothing));
    CHECK(same(r.in_double(sick, g), truth.of_nan));
    g.resize(1);
    CHECK(r.in_double(three, g) == Approx(truth.of_three));
    CHECK(naive::error(g, naive::gradient(r.loop, {3})) <= 1e-9);
  }
}

TEST_CASE("the largest size of no entries is 0, of each empty row too", "[atoms]") {
  const auto p = regula::penalty(sum(regula::constant<1> + norm_inf(rowwise(W))));
  Eigen::MatrixXd w(3, 0), g(3, 0);
  CHECK(p.value_and_gradient(w, g) == 3);
  w.resize(0, 3), g.resize(0, 3);
  CHECK(p.value_and_gradient(w, g) == 0);
}

TEST_CASE("a NaN is seen wherever it stands", "[atoms]") {
  const auto highest = regula::penalty(max(W));
  const auto lowest = regula::penalty(min(W));
  for (const std::size_t at : {0, 1, 7, 8, 36}) {
    auto w = naive::data<double>(37);
    w[at] = no_number;
    CAPTURE(at);
    CHECK(std::isnan(highest(w)));
    CHECK(std::isnan(lowest(w)));
  }
}

TEST_CASE("entries that tie share the slope equally", "[atoms]") {
  std::vector<double> w = {3, 1, 3, -5, 3}, g(5);
  CHECK(regula::penalty(max(W)).value_and_gradient(w, g) == 3);
  CHECK(g == std::vector<double>{1.0 / 3, 0, 1.0 / 3, 0, 1.0 / 3});
  w = {-5, 1, -5, 0, 2};
  CHECK(regula::penalty(min(W)).value_and_gradient(w, g) == -5);
  CHECK(g == std::vector<double>{0.5, 0, 0.5, 0, 0});
  CHECK(regula::penalty(norm_inf(W)).value_and_gradient(w = {-3, 1, 3, 0, 0}, g) == 3);
  CHECK(g == std::vector<double>{-0.5, 0, 0.5, 0, 0});
}

TEST_CASE("infinite entries", "[atoms]") {
  const std::vector<double> w = {1, inf, 2}, v = {-inf, 1, 2};
  CHECK(regula::penalty(sum(W))(w) == inf);
  CHECK(regula::penalty(max(W))(w) == inf);
  CHECK(regula::penalty(min(W))(w) == 1);
  CHECK(regula::penalty(min(W))(v) == -inf);
  CHECK(regula::penalty(max(W))(v) == 2);
  CHECK(regula::penalty(norm1(W))(v) == inf);
  CHECK(regula::penalty(norm2(W))(v) == inf);
  CHECK(regula::penalty(norm_inf(W))(v) == inf);
  CHECK(regula::penalty(count_nonzero(W))(v) == 3);
  CHECK(regula::penalty(log_sum_exp(W))(v) == Approx(2 + std::log1p(std::exp(-1.0))));
  CHECK(regula::penalty(log_sum_exp(W))(w) == inf);
}

TEST_CASE("log_sum_exp neither overflows nor vanishes", "[atoms]") {
  const auto p = regula::penalty(log_sum_exp(W));
  for (const double far : {1000.0, -1000.0}) {
    const std::vector<double> w = {far, far + 1};
    std::vector<double> g(2);
    CHECK(p.value_and_gradient(w, g) == Approx(far + std::log(1 + std::exp(1.0))));
    CHECK(g[0] == Approx(1 / (1 + std::exp(1.0))));
    CHECK(g[0] + g[1] == Approx(1));
  }
}

TEST_CASE("log_sum_exp of infinities is one, and the entries that are the maximum share its slope", "[atoms]") {
  const auto p = regula::penalty(log_sum_exp(W));
  const auto is = [&](const std::vector<double>& w, double value, const std::vector<double>& slopes) {
    std::vector<double> g(w.size(), 7);
    CAPTURE(w);
    CHECK(p(w) == value);
    CHECK(p.value_and_gradient(w, g) == value);
    CHECK(g == slopes);
  };
  is({-inf, -inf}, -inf, {0.5, 0.5});
  is({-inf, -inf, 3}, 3, {0, 0, 1});
  is({inf, 1}, inf, {1, 0});
  is({inf, -inf, inf}, inf, {0.5, 0, 0.5});
  std::vector<double> g(2);
  const std::vector<double> sick = {no_number, -inf};
  CHECK(std::isnan(p.value_and_gradient(sick, g)));
  CHECK(std::isnan(g[0]));
}

TEST_CASE("a coefficient of 0 turns off a term of finite entries whose squares are beyond float", "[atoms]") {
  const auto p = regula::penalty(regula::coef<"l1">(0) * sum(abs(W)) + regula::coef<"l2">(0) * sum(square(W)));
  std::vector<float> w = {1e30f, -3e38f, 1e38f}, g(3, 7.0f);
  CHECK(p(w) == 0);
  CHECK(p.value_and_gradient(w, g) == 0);
  CHECK(g == std::vector<float>(3));
  CHECK(p.with_config({{"l1", 2.0}})(std::vector<float>{1e30f, 1e30f}) == Approx(4e30));
  CHECK(p.with_config({{"l2", 2.0}})(w) == Approx(2e77));
  CHECK(regula::penalty(0.0 * norm2(W) * max(W))(w) == 0);
  w[1] = static_cast<float>(inf);
  CHECK(std::isnan(p(w)));
  w[1] = static_cast<float>(no_number);
  CHECK(std::isnan(p(w)));
  CHECK(std::isnan(p.value_and_gradient(w, g)));
}

TEST_CASE("what became a number still counts the entries it was written over", "[atoms]") {
  const std::vector<double> w = {-1, 0.5, 2, 4};
  CHECK(regula::penalty(sum(pow<0>(W)))(w) == 4);
  CHECK(regula::penalty(norm1(pow<0>(W)))(w) == 4);
  CHECK(regula::penalty(norm2(pow<0>(W)))(w) == 2);
  CHECK(regula::penalty(count_nonzero(pow<0>(W)))(w) == 4);
  CHECK(regula::penalty(dot(pow<0>(W), pow<0>(W)))(w) == 4);
  CHECK(regula::penalty(mean(pow<0>(W)))(w) == 1);
}

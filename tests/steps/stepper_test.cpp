// SPDX-License-Identifier: MIT
/// Steps of optimizers: against loops in long double, and against a gradient and an update one after the other.
#include <tests/threads/threads.hpp>
//
#include <regula/stepper.hpp>

namespace {

using namespace kernel_test;
using Catch::Matchers::Equals;
using regula::stepper;
using regula::updates::adam, regula::updates::sgd;

/// One entry in long double.
struct entry {
  real w, a = 0, b = 0, c = 0;
};
void naive_step(const sgd& u, int, entry& x, real g) {
  x.w -= x.w * u.weight_decay * u.learning_rate;
  x.a = u.momentum * x.a - u.learning_rate * g;
  x.w += u.momentum == 0 ? -u.learning_rate * g : u.nesterov ? u.momentum * x.a - u.learning_rate * g : x.a;
}
void naive_step(const adam& u, int t, entry& x, real g) {
  x.w -= x.w * u.weight_decay * u.learning_rate;
  x.a = u.beta_1 * x.a + (1 - static_cast<real>(u.beta_1)) * g;
  x.b = u.beta_2 * x.b + (1 - static_cast<real>(u.beta_2)) * g * g;
  x.c = std::max(x.c, x.b);
  const real rate = u.learning_rate * std::sqrt(1 - std::pow(static_cast<real>(u.beta_2), static_cast<real>(t))) /
                    (1 - std::pow(static_cast<real>(u.beta_1), static_cast<real>(t)));
  x.w -= rate * x.a / (std::sqrt(u.amsgrad ? x.c : x.b) + static_cast<real>(u.epsilon));
}

/// p: l1 |w| + l2 w^2 of `elastic`.
template <class S, class Update> void follows_the_loop(const Update& update, std::ptrdiff_t n) {
  const auto start = naive::data<S>(static_cast<std::size_t>(n), 3),
             loss = naive::data<S>(static_cast<std::size_t>(n), 4);
  auto w = start;
  std::vector<entry> truth;
  for (const S x : start) truth.push_back({static_cast<real>(x)});
  stepper<S, Update> optimizer(update);
  for (int t = 1; t <= 3; ++t) {
    const double before = elastic(w);
    CHECK(naive::error(optimizer.step(elastic, w, loss), before) <= naive::tolerance<S>);
    real worst = 0;
    for (std::size_t i = 0; i < w.size(); ++i) {
      const real x = truth[i].w;
      naive_step(update, t, truth[i], loss[i] + (x > 0 ? 0.01 : x < 0 ? -0.01 : 0) + 2 * 0.02 * x);
      worst = std::max(worst, std::fabs(static_cast<real>(w[i]) - truth[i].w) / (1 + std::fabs(truth[i].w)));
    }
    CAPTURE(n, t);
    CHECK(worst < real(sizeof(S) == 4 ? 2e-6 : 1e-14));
  }
  CHECK(optimizer.steps() == 3);
}

}  // namespace

TEMPLATE_TEST_CASE("a step is what a loop says", "[steps]", float, double) {
  for (const std::ptrdiff_t n : {0, 1, 2047, 2049, 9000}) {
    follows_the_loop<TestType>(sgd{.learning_rate = 0.05}, n);
    follows_the_loop<TestType>(sgd{.learning_rate = 0.05, .weight_decay = 0.1}, n);
    follows_the_loop<TestType>(sgd{.learning_rate = 0.05, .momentum = 0.9}, n);
    follows_the_loop<TestType>(sgd{.learning_rate = 0.05, .momentum = 0.9, .nesterov = true}, n);
    follows_the_loop<TestType>(adam{.learning_rate = 0.01, .epsilon = 1e-3}, n);
    follows_the_loop<TestType>(adam{.learning_rate = 0.01, .epsilon = 1e-3, .amsgrad = true}, n);
    follows_the_loop<TestType>(adam{.learning_rate = 0.01, .epsilon = 1e-3, .weight_decay = 0.004}, n);
  }
}

TEST_CASE("what is a sum over entries", "[steps]") {
  using regula::penalty, regula::coef;
  STATIC_REQUIRE(elastic.is_sum_over_entries());
  STATIC_REQUIRE(penalty(2.0 - 3.0 * sum(log1p(square(W))) / coef<"t">(4.0)).is_sum_over_entries());
  STATIC_REQUIRE(penalty(coef<"a">(1.0) * coef<"b">(2.0) * sum(max(W, 0.5))).is_sum_over_entries());
  STATIC_REQUIRE(!penalty(norm2(W)).is_sum_over_entries());
  STATIC_REQUIRE(!penalty(mean(abs(W))).is_sum_over_entries());
  STATIC_REQUIRE(!penalty(square(sum(W))).is_sum_over_entries());
  STATIC_REQUIRE(!penalty(sum(W) * sum(abs(W))).is_sum_over_entries());
  STATIC_REQUIRE(!penalty(max(W)).is_sum_over_entries());
  STATIC_REQUIRE(!penalty(sum(square(W - mean(W)))).is_sum_over_entries());
  STATIC_REQUIRE(!penalty(sum(W / sum(abs(W)))).is_sum_over_entries());
  STATIC_REQUIRE(!penalty(sum(norm2(rowwise(W)))).is_sum_over_entries());
  STATIC_REQUIRE(!penalty(sum(abs(difference<0>(W)))).is_sum_over_entries());
  STATIC_REQUIRE(!penalty(sum(abs(W - W0))).is_sum_over_entries());
  STATIC_REQUIRE(!penalty(sum(abs(upper(W)))).is_sum_over_entries());
}

TEMPLATE_TEST_CASE("one pass has the weights of two", "[steps]", float, double) {
  constexpr auto shifted = regula::penalty(5.0 + sum(log1p(square(W))));
  constexpr auto rows = regula::penalty(0.1 * sum(norm2(rowwise(W))) + norm2(W));
  const matrix<TestType> start = matrix<TestType>::Random(150, 140), loss = matrix<TestType>::Random(150, 140);
  const auto check = [&](const auto& p, const auto& update) {
    matrix<TestType> w = start, twice = start, g = loss, m = matrix<TestType>::Zero(150, 140), v = m;
    stepper<TestType, std::remove_cvref_t<decltype(update)>> optimizer(update);
    for (int t = 1; t <= 2; ++t) {
      const double value = optimizer.step(p, w, loss);
      g = loss;
      matrix<TestType> of_penalty(150, 140);
      CHECK(std::fabs(value - p.value_and_gradient(twice, of_penalty)) <= 1e-6 * std::fabs(value));
      g = of_penalty + loss;
      using map = Eigen::Map<Eigen::Array<TestType, Eigen::Dynamic, 1>>;
      map slots[] = {{m.data(), m.size()}, {v.data(), v.size()}};
      map all(twice.data(), twice.size());
      update(t, all, map(g.data(), g.size()), slots);
      CHECK((w - twice).cwiseAbs().maxCoeff() <= 4 * std::numeric_limits<TestType>::epsilon());
    }
  };
  check(shifted, sgd{.learning_rate = 0.1, .momentum = 0.5});
  check(shifted, adam{});
  check(rows, sgd{.learning_rate = 0.1});
  check(rows, adam{.weight_decay = 0.1});
}

TEST_CASE("a step has the same bits on any threads", "[steps]") {
  const Eigen::VectorXf start = Eigen::VectorXf::Random(200'001), loss = Eigen::VectorXf::Random(200'001);
  const auto after = [&](auto step) {
    Eigen::VectorXf w = start;
    stepper<float, adam> optimizer(adam{});
    const double value = step(optimizer, w);
    step(optimizer, w);
    return std::pair(value, w);
  };
  const auto alone = after([&](auto& o, auto& w) { return o.step(elastic, w, loss); });
  for (const int n : {1, 2, 3, 8}) {
    const threads_test::fresh_threads x{n};
    const auto shared = after([&](auto& o, auto& w) { return o.step(regula::on(x), elastic, w, loss); });
    CHECK(shared.first == alone.first);
    CHECK(shared.second == alone.second);
  }
}

TEST_CASE("a NaN stays where it is", "[steps]") {
  std::vector<float> w(5000, 0.5f), g(5000, 0.1f);
  w[17] = std::numeric_limits<float>::quiet_NaN();
  stepper<float, sgd> optimizer(sgd{});
  CHECK(std::isnan(optimizer.step(elastic, w, g)));
  CHECK(std::isnan(w[17]));
  CHECK(std::count_if(w.begin(), w.end(), [](float x) { return std::isnan(x); }) == 1);
}

TEST_CASE("what a step refuses, before it writes", "[steps]") {
  Eigen::MatrixXf w = Eigen::MatrixXf::Ones(6, 4), g = w;
  const Eigen::MatrixXf before = w;
  stepper<float, sgd> optimizer(sgd{.momentum = 0.9});
  CHECK_THAT(refusal<regula::shape_error>([&] { optimizer.step(elastic, w, g.transpose()); }),
             Equals("the gradient is 4 x 6; it must have the shape of the tensor, 6 x 4"));
  const std::string gaps =
      "a step takes tensors without gaps, and the gradient's entries in the order of the tensor's: copy a "
      "block, or a matrix in another order, into one that is";
  CHECK_THAT(refusal<regula::shape_error>([&] { optimizer.step(elastic, w.topRows(2), g.topRows(2)); }), Equals(gaps));
  const row_major<float> other = g;
  CHECK_THAT(refusal<regula::shape_error>([&] { optimizer.step(elastic, w, other); }), Equals(gaps));
  CHECK_THAT(refusal<regula::overlap_error>([&] { optimizer.step(elastic, w, w); }),
             Equals("the gradient overlaps the tensor: give it memory of its own"));
  CHECK(w == before);
  CHECK(optimizer.steps() == 0);

  optimizer.step(elastic, w, g);
  Eigen::MatrixXf small = Eigen::MatrixXf::Ones(2, 2), to = small;
  CHECK_THAT(refusal<regula::shape_error>([&] { optimizer.step(elastic, small, to); }),
             Equals("the first step had 24 entries, this one has 4; reset() forgets the first"));
  optimizer.update().momentum = 0;
  CHECK_THAT(refusal<regula::argument_error>([&] { optimizer.step(elastic, w, g); }),
             Equals("the update had 1 states for each entry, now it has 0; reset() forgets them"));
  optimizer.reset();
  optimizer.step(elastic, small, to);
  CHECK(optimizer.steps() == 1);
}

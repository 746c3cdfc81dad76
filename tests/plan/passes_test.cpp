// SPDX-License-Identifier: MIT
/// How often memory is read.
#include <regula/penalty.hpp>
#include <tests/catch.hpp>
#include <tests/graph/show.hpp>

namespace {

using namespace graph_test;
using namespace regula::symbols;
constexpr request all{true, 1, true}, both_tensors{true, 3};

template <request R, class F> constexpr int passes(F f) {
  return is_flat<R>(f) ? recipe_of<R, F>::plan.sizes.sweeps : -1;
}
/// How many there are of the parts that `part` lists, in all sweeps.
template <request R, class F> constexpr int count(regula::dsl::list regula::dsl::sweep::*part) {
  int n = 0;
  for (const auto& s : recipe_of<R, F>::plan.sweeps) n += (s.*part).count;
  return n;
}
template <request R, class F> constexpr int reads(F) { return count<R, F>(&regula::dsl::sweep::loads); }
template <request R, class F> constexpr int reductions(F) { return count<R, F>(&regula::dsl::sweep::sums); }
constexpr auto elastic = 0.01 * sum(abs(W)) + 0.02 * sum(square(W));

}  // namespace

// A separable penalty is one pass, whatever is asked of it.
static_assert(passes<value>(elastic) == 1 && passes<both>(elastic) == 1 && passes<gradient>(elastic) == 1);
static_assert(passes<all>(elastic) == 1 && passes<by_coefficients>(elastic) == 1);
static_assert(passes<hessian_vector>(elastic) == 1 && passes<hessian_diagonal>(elastic) == 1);
static_assert(reads<both>(elastic) == 1 && reductions<both>(elastic) == 2);
static_assert(passes<both>(sum(huber(W, 1.0)) + sum(log1p(abs(W))) + sum(exp(-square(W)))) == 1);
static_assert(passes<both_tensors>(sum(V * square(W)) + sum(abs(V))) == 1 &&
              reads<both_tensors>(sum(V * square(W))) == 2);

// Sums that do not wait for each other share a pass.
static_assert(passes<value>(norm2(W) * max(W) + mean(W)) == 1);
static_assert(reductions<value>(norm2(W) + sum(square(W))) == 1);

// A gradient that needs the value first is a second pass, and the first reads no more than it must.
static_assert(passes<value>(norm2(W)) == 1 && passes<both>(norm2(W)) == 2 && reads<both>(norm2(W)) == 2);
static_assert(passes<both>(square(sum(W))) == 2 && reads<both>(square(sum(W))) == 1);  // the second only writes
static_assert(passes<both>(norm2(W) + sum(abs(W))) == 2);
static_assert(passes<both>(max(W)) == 3 && passes<value>(max(W)) == 1);
static_assert(passes<value>(variance(W)) == 2 && passes<value>(log_sum_exp(W)) == 2 &&
              passes<both>(log_sum_exp(W)) == 3);

// A sum that only the value needs joins the pass that writes the gradient.
static_assert(passes<both>(sum(square(W - mean(W)))) == 3 && passes<gradient>(sum(square(W - mean(W)))) == 3);
static_assert(passes<value>(sum(abs(W)) + sum(abs(W - mean(W)))) == 2);
static_assert(reads<value>(sum(abs(W)) + sum(abs(W - mean(W)))) == 2);

// Of W, the gradient waits for V; so does the sum, which then needs no pass of its own.
static_assert(passes<both>(sum(abs(W)) * norm2(V)) == 2 && reads<both>(sum(abs(W)) * norm2(V)) == 2);

// Shapes that differ are read in passes of their own.
static_assert(passes<value>(sum(abs(W)) + sum(square(V))) == 2 &&
              passes<both_tensors>(sum(abs(W)) + sum(square(V))) == 2);
static_assert(passes<both_tensors>(norm2(W) * norm2(V)) == 4);

TEST_CASE("a sum that joins a later pass is the sum", "[plan]") {
  const std::vector<double> w = {-3, 0.5, 2, -1, 4};
  double middle = 0, size = 0, spread = 0;
  for (const double x : w) middle += x / 5, size += std::abs(x);
  for (const double x : w) spread += std::abs(x - middle);
  CHECK(regula::penalty(sum(abs(W)) + sum(abs(W - mean(W))))(w) == Approx(size + spread).epsilon(1e-14));
}

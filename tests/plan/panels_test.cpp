// SPDX-License-Identifier: MIT
/// How often memory is read by programs with panels and matrices, and what they keep.
#include <regula/penalty.hpp>
#include <tests/catch.hpp>
#include <tests/graph/show.hpp>

namespace {

using namespace graph_test;
using namespace regula::symbols;
using regula::identity;

template <request R, class F> constexpr auto sizes = recipe_of<R, F>::plan.sizes;
template <request R, class F> constexpr int sweeps(F) { return sizes<R, F>.sweeps; }
template <request R, class F> constexpr int groups(F) { return sizes<R, F>.groups; }
template <request R, class F> constexpr int operations(F) { return sizes<R, F>.operations; }
template <request R, class F> constexpr int temporaries(F) { return sizes<R, F>.temporaries; }

constexpr auto rows = sum(norm2(rowwise(W)));
constexpr auto orthogonal = sum(square(gram(W) - identity));
constexpr auto variation = sum(abs(difference<0>(W))) + sum(abs(difference<1>(W)));

}  // namespace

// Rows are read twice while they are in the cache, and nothing is kept.
static_assert(!is_flat<both>(rows) && sweeps<value>(rows) == 2 && sweeps<both>(rows) == 3);
static_assert(groups<both>(rows) == 1 && temporaries<both>(rows) == 0);

// A sum that nobody waits for joins the sweep that stores, beside panels too.
static_assert(sweeps<both>(sum(abs(W)) * sum(norm2(rowwise(V)))) == 3);

// Neighbours are one pass.
static_assert(sweeps<both>(variation) == 1 && groups<both>(variation) == 1 && temporaries<both>(variation) == 0);

// x'x, one pass over it, and the product that is the gradient goes to the gradient's own memory.
static_assert(operations<value>(orthogonal) == 1 && sweeps<value>(orthogonal) == 1);
static_assert(operations<both>(orthogonal) == 2 && sweeps<both>(orthogonal) == 1 && temporaries<both>(orthogonal) == 2);

// Patterns of one tensor need no panels.
static_assert(sweeps<both>(sum(square(off_diagonal(W)))) == 1 && temporaries<both>(sum(square(upper(W)))) == 0);

TEST_CASE("rows and columns, two groups of sweeps, are the norms of both", "[plan]") {
  static_assert(groups<value>(sum(norm2(rowwise(W))) * sum(norm2(colwise(W)))) == 2);
  const Eigen::MatrixXd w = Eigen::MatrixXd::Random(7, 5);
  CHECK(regula::penalty(sum(norm2(rowwise(W))) * sum(norm2(colwise(W))))(w) ==
        Approx(w.rowwise().norm().sum() * w.colwise().norm().sum()).epsilon(1e-13));
}

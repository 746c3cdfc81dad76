// SPDX-License-Identifier: MIT
/// The plans of formulas with rows, neighbours and matrices.
#include <regula/plan.hpp>
#include <tests/catch.hpp>

using namespace regula::symbols;
using Catch::Matchers::ContainsSubstring;
using regula::coef;
using regula::identity;
using regula::penalty;
using regula::plan_text;
using regula::planned_call;

namespace {

constexpr auto l = coef<"l">(0.5);

/// An operation that states no flops.
struct flipped_atom : regula::matrix_operation {
  static constexpr std::string_view name = "flipped", latex = "F\\left({#1}\\right)";
  static constexpr auto shape_of(auto&, const regula::dsl::shape* x, std::uint64_t) { return x[0]; }
  static constexpr auto adjoint(const auto& x, const auto&, const auto& a) {
    return regula::call<flipped_atom>(a.like(x));
  }
  template <class S> static void compute(const auto&, const auto*, std::uint64_t, auto&) {}
};
constexpr auto flipped(regula::argument auto x) { return regula::call<flipped_atom>(x); }

}  // namespace

TEST_CASE("the plan of the norms of rows") {
  CHECK(plan_text(penalty(l * sum(norm2(rowwise(W))))) == R"(value and gradient: 0 matrix operations, 3 sweeps
phase  work     over  panels  reads  writes       flops  transcendental  bytes read  bytes written  sums up
1      entries  W     rows    W      -            2      0               4           0              r1 = norm2(rowwise(W))
1      rim      W     rows    r1     r2 = l / r1  3      0               0           0              s1 = sum(r1)
1      entries  W     rows    W, r2  dP/dW        1      0               4           4              -
P = l * s1
dP/dW = r2 * W
)");
  CHECK(plan_text<planned_call::value>(penalty(l * sum(norm2(each<3>(W))))) == R"(value: 0 matrix operations, 2 sweeps
phase  work     over  panels  reads  writes  flops  transcendental  bytes read  bytes written  sums up
1      entries  W     axis 3  W      -       2      0               4           0              r1 = norm2(each<3>(W))
1      rim      W     axis 3  r1     -       1      0               0           0              s1 = sum(r1)
P = l * s1
)");
}

TEST_CASE("the plan of a matrix's distance from orthogonal ones") {
  CHECK(plan_text(penalty(l * sum(square(gram(W) - identity)))) ==
        R"(value and gradient: 2 matrix operations, 1 sweep
phase  work     over   panels  reads  writes                        flops    transcendental  bytes read  bytes written  sums up
1      gram     -      -       W      t1 = gram(W)                  m*n^2    -               -           -              -
1      entries  n x n  -       t1     t2 = 4 * l * (t1 - identity)  6        0               4           4              s1 = sum(square(t1 - identity))
2      matmul   -      -       W, t2  dP/dW = matmul(W, t2)         2*m*n^2  -               -           -              -
P = l * s1
dP/dW = matmul(W, t2)
workspace: t1: n x n, t2: n x n
m = rows of W, n = columns of W
)");
}

TEST_CASE("the plan of neighbours") {
  CHECK(plan_text(penalty(l * sum(abs(difference<0>(W))))) == R"(value and gradient: 0 matrix operations, 1 sweep
phase  work     over  panels  reads                                   writes  flops  transcendental  bytes read  bytes written  sums up
1      entries  W     -       W, shifted<0, 1>(W), shifted<0, -1>(W)  dP/dW   14     0               4           4              s1 = sum(abs(difference<0>(W)))
P = l * s1
dP/dW = l * shifted<0, -1>(sign(difference<0>(W))) - l * sign(difference<0>(W))
)");
}

TEST_CASE("the plan of rows and columns together") {
  const auto plan = plan_text(penalty(l * sum(norm2(rowwise(W))) * sum(norm2(colwise(W)))));
  CHECK_THAT(plan, ContainsSubstring("W     columns") || ContainsSubstring("W            columns"));
  CHECK_THAT(plan, ContainsSubstring("m x 1 x ..."));
  CHECK_THAT(plan, ContainsSubstring("m = rows of W, n = columns of W"));
}

TEST_CASE("the plan of matrix products") {
  const auto plan = plan_text(penalty(sum(square(matmul(V, W))) + sum(square(flipped(M)))));
  CHECK_THAT(plan, ContainsSubstring("2*m*n*k"));
  CHECK_THAT(plan, ContainsSubstring("m = rows of V, n = columns of V, k = columns of W"));
  CHECK_THAT(plan, ContainsSubstring("matmul(transpose(V)"));
  CHECK_THAT(plan, ContainsSubstring("flipped(M)"));
  const auto value = plan_text<planned_call::value>(penalty(sum(exp(gram(W) / 2))));
  CHECK_THAT(value, ContainsSubstring("1 matrix operation, 1 sweep"));
  CHECK_THAT(value, ContainsSubstring("s1 = sum(exp(t1 / c0))"));
  CHECK_THAT(value, ContainsSubstring("workspace: t1: n x n"));
}

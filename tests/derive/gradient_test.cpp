// SPDX-License-Identifier: MIT
/// Derivatives as programs. Their numbers are checked in tests/laws and tests/kernel.
#include <tests/catch.hpp>
#include <tests/graph/show.hpp>

namespace {

using namespace graph_test;
using namespace regula::symbols;
using regula::coef;
using regula::constant;

}  // namespace

TEST_CASE("gradients of separable penalties", "[derive]") {
  CHECK(show<gradient>(0.01 * sum(abs(W))) == "multiply(#0, sign(T0))");
  CHECK(show<gradient>(sum(square(W))) == "multiply(2, T0)");
  CHECK(show<gradient>(sum(W)) == "1");
  CHECK(show<gradient>(sum(exp(W))) == "exp(T0)");
  CHECK(show<gradient>(sum(regula::pow<3>(W))) == "multiply(3, square(T0))");
  CHECK(show<gradient>(sum(sqrt(W))) == "multiply(0.5, safe_inverse_sqrt(T0))");
  CHECK(show<gradient>(sum(W / sqrt(V))) == "inverse_sqrt(T1)");
  CHECK(show<gradient>(sum(W * sqrt(V) / sqrt(V))) == "divide(sqrt(T1), sqrt(T1))");  // the root is needed anyway
  CHECK(show<gradient>(sum(max(W, V))) == "greater(T0, T1)");
  CHECK(show<gradient>(sum(detached(W) * W)) == "detached(T0)");
  CHECK(show<gradient>(count_nonzero(W)) == "0");
  CHECK(show<gradient>(mean(W)) == "inverse(size(T0))");
}

TEST_CASE("gradients through reductions", "[derive]") {
  CHECK(show<gradient>(norm2(W)) == "multiply(safe_inverse(norm2(T0)), T0)");
  CHECK(show<gradient>(square(sum(W))) == "multiply(2, sum(T0))");
  CHECK(show<gradient>(max(W)) == "multiply(inverse(sum(is_equal(max(T0), T0))), is_equal(max(T0), T0))");
  CHECK(show<gradient>(sum(abs(W)) * sum(square(W))) ==
        "add(multiply(multiply(2, sum(abs(T0))), T0), multiply(sum(square(T0)), sign(T0)))");
  CHECK(show<gradient>(sum(W * sum(V))) == "sum(T1)");
  CHECK(show<gradient>(sum(V) * size(W) + sum(W)) == "size(T1)");
}

TEST_CASE("slopes choose the form that is exact", "[derive]") {
  CHECK(show<gradient>(sum(log_cosh(W))) == "tanh(T0)");
  CHECK(show<gradient>(sum(huber(W, 1.0))) == "min(#0, max(negate(#0), T0))");
  CHECK(show<gradient>(sum(sqrt(abs(W)))) == show<gradient>(sum(regula::pow<1, 2>(abs(W)))));
}

TEST_CASE("derivatives by coefficients", "[derive]") {
  const auto p = coef<"l1">(1) * sum(abs(W)) + coef<"l2">(1) * norm2(W) + coef<"l1">(1) * constant<3>;
  CHECK(show<by_coefficients>(p, 0) == "add(3, sum(abs(T0)))");
  CHECK(show<by_coefficients>(p, 1) == "norm2(T0)");
  CHECK(show<by_coefficients>(sum(W + coef<"c">(1))) == "size(T0)");
}

TEST_CASE("second derivatives", "[derive]") {
  CHECK(show<hessian_diagonal>(sum(square(W))) == "2");
  CHECK(show<hessian_vector>(sum(square(W))) == "multiply(2, T1)");  // T1 is the direction
  CHECK(show<hessian_diagonal>(sum(abs(W))) == "0");
  CHECK(show<hessian_vector>(sum(abs(W))) == "0");
  CHECK(show<hessian_diagonal>(sum(exp(W))) == "exp(T0)");
  CHECK(show<hessian_diagonal>(sum(sin(W))) == "negate(sin(T0))");
  CHECK(show<hessian_vector>(square(sum(W))) == "multiply(2, sum(T1))");
  CHECK(show<hessian_diagonal>(square(sum(W))) == "2");
}

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
  CHECK(show<gradient>(sum(sqrt(W))) == "multiply(0.5, safe_inverse(sqrt(T0)))");
  CHECK(show<gradient>(sum(max(W, V))) == "greater(T0, T1)");
  CHECK(show<gradient>(sum(detached(W) * W)) == "detached(T0)");
  CHECK(show<gradient>(count_nonzero(W)) == "0");
  CHECK(show<gradient>(mean(W)) == "inverse(size(T0))");
}

// SPDX-License-Identifier: MIT
#include <regula/plan.hpp>
#include <tests/catch.hpp>

using namespace regula::symbols;
using regula::coef;
using regula::penalty;
using regula::plan_text;
using regula::planned_call;

namespace {

struct gain_atom : regula::elementwise {
  static constexpr std::string_view name = "gain", latex = "G\\left({#1}\\right)";
  static constexpr auto value(const auto& x) { return x * x; }
  static constexpr auto slope(const auto& x, const auto&) { return 2.0 * x; }
};
constexpr auto gain(regula::argument auto x) { return regula::call<gain_atom>(x); }

}  // namespace

static_assert(regula::dsl::all_tensors(1) == 1 && regula::dsl::all_tensors(64) == ~std::uint64_t{0});

TEST_CASE("the plan of the elastic net") {
  const auto p = penalty(coef<"l1">(0.01) * sum(abs(W)) + coef<"l2">(0.02) * sum(square(W)));
  CHECK(plan_text(p) == R"(value and gradient: 1 pass
pass  over  reads  writes  flops  transcendental  bytes read  bytes written  sums up
1     W     W      dP/dW   8      0               4           4              s1 = sum(abs(W)), s2 = sum(square(W))
P = l1 * s1 + l2 * s2
dP/dW = l1 * sign(W) + 2 * l2 * W
)");
  CHECK(plan_text<planned_call::value>(p) == R"(value: 1 pass
pass  over  reads  writes  flops  transcendental  bytes read  bytes written  sums up
1     W     W      -       4      0               4           0              s1 = sum(abs(W)), s2 = sum(square(W))
P = l1 * s1 + l2 * s2
)");
}

TEST_CASE("the plan of a norm") {
  CHECK(plan_text(penalty(coef<"l">(0.5) * norm2(W))) == R"(value and gradient: 2 passes
pass  over  reads  writes  flops  transcendental  bytes read  bytes written  sums up
1     W     W      -       2      0               4           0              s1 = norm2(W)
2     W     W      dP/dW   1      0               4           4              -
P = l * s1
dP/dW = l * W / s1
)");
}

TEST_CASE("the plan of several tensors and shapes") {
  CHECK(plan_text(penalty(0.5 * sum(M * square(W - W0)) + coef<"mu">(1) * sum(abs(X)))) ==
        R"(value and gradient: 2 passes
pass  over  reads     writes                flops  transcendental  bytes read  bytes written  sums up
1     M     M, W, W0  dP/dM, dP/dW, dP/dW0  8      0               12          12             s1 = sum(M * square(W - W0))
2     X     X         dP/dX                 4      0               4           4              s2 = sum(abs(X))
P = c0 * s1 + mu * s2
dP/dM = c0 * square(W - W0)
dP/dW = 2 * c0 * M * (W - W0)
dP/dW0 = -2 * c0 * M * (W - W0)
dP/dX = mu * sign(X)
)");
}

TEST_CASE("the plan of transcendental and user functions") {
  CHECK(plan_text<planned_call::gradient>(penalty(log_sum_exp(W) + sum(gain(W)))) == R"(gradient: 3 passes
pass  over  reads  writes  flops  transcendental  bytes read  bytes written  sums up
1     W     W      -       1      0               4           0              s1 = max(W)
2     W     W      -       2      1               4           0              s2 = sum(exp(W - detached(s1)))
3     W     W      dP/dW   4      1               4           4              -
dP/dW = 2 * W + exp(W - detached(s1)) / s2
)");
}

// SPDX-License-Identifier: MIT
/// A formula as written: names, slots, shapes.
#include <dsl/graph/lower.hpp>
#include <regula/formula.hpp>
#include <tests/catch.hpp>

namespace {

using namespace regula::symbols;
using regula::coef;
using regula::constant;
using regula::dsl::problem;

template <class F> constexpr auto& written(const F&) { return regula::dsl::formula_facts<F>::written; }
constexpr auto two = coef<"l1">(1) * sum(abs(W)) + 2.0 * sum(W * V) + coef<"l1">(1) * 3.0 * max(X) * constant<2>;
constexpr auto& f = written(two);

}  // namespace

static_assert(f.tensor_count == 3 && f.tensors[0] == "W" && f.tensors[1] == "V" && f.tensors[2] == "X");
static_assert(f.coefficient_count == 3 && f.coefficients[0].view() == "l1" && f.coefficients[0].named());
static_assert(f.coefficients[1].view() == "c0" && f.coefficients[2].view() == "c1" && !f.coefficients[2].named());
static_assert(!f.coefficients[0].free && f.coefficients[1].free);
static_assert(f.leaf_count == 4 && f.leaf_slots[0] == 0 && f.leaf_slots[1] == 1 && f.leaf_slots[2] == 0 &&
              f.leaf_slots[3] == 2);
static_assert(f.shapes[0] == 0 && f.shapes[1] == 0 && f.shapes[2] == 2);
static_assert(f.size == 21 && f.nodes[f.size - 1].scalar() && f.trouble == problem::none);

// Shapes meet wherever tensors meet, in any order of reading.
constexpr auto chain = sum(W * V) + sum(X * Y) + sum(V * Y);
static_assert(written(chain).shapes[0] == 0 && written(chain).shapes[1] == 0 && written(chain).shapes[2] == 0 &&
              written(chain).shapes[3] == 0);
constexpr auto back = sum(W * V) + sum(X * Y) + sum(Y * V);
static_assert(written(back).shapes[2] == 0 && written(back).shapes[3] == 0);
static_assert(written(sum(W * sum(V))).shapes[1] == 1);

static_assert(written(abs(W)).trouble == problem::not_a_scalar && written(W).trouble == problem::not_a_scalar);
static_assert(written(constant<2> * 3.0).trouble == problem::no_tensor);
static_assert(written(sum(sum(W))).trouble == problem::reduction_of_scalar);
static_assert(written(coef<"W">(1) * sum(W)).trouble == problem::two_roles);

TEST_CASE("automatic names count in reading order", "[graph]") {
  const auto many = 1.0 * (2.0 * (3.0 * (4.0 * (5.0 * (6.0 * (7.0 * (8.0 * (9.0 * (10.0 * (11.0 * sum(W)))))))))));
  CHECK(written(many).coefficients[0].view() == "c0");
  CHECK(written(many).coefficients[10].view() == "c10");
}

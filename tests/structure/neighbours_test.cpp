// SPDX-License-Identifier: MIT
/// Rows and columns that have neighbours along one axis only: what is known while compiling, and what is left.
#include <Eigen/Core>
#include <regula/gallery.hpp>
#include <regula/tensor.hpp>
#include <span>
#include <tests/catch.hpp>

namespace {

using namespace regula::symbols;
using regula::dsl::call_fault;
using regula::dsl::fault;

/// What p(tensor) is refused for.
template <class Tensor, class Formula> constexpr fault of(const regula::penalty<Formula>&) {
  return call_fault<regula::dsl::formula_facts<Formula>, regula::dsl::buffers::none, regula::dsl::order::first,
                    Tensor&>();
}
template <class Tensor> constexpr bool alone(const auto& p) { return of<Tensor>(p) == fault::alone; }
template <class Tensor> constexpr bool taken(const auto& p) { return of<Tensor>(p) == fault::none; }

using row = Eigen::RowVectorXd;
using column = Eigen::VectorXd;
using matrix = Eigen::MatrixXd;
using list = std::vector<double>;
using image = Eigen::Tensor<double, 3>;

constexpr auto down = regula::penalty(norm1(difference<0>(W)));
constexpr auto right = regula::penalty(norm1(difference<1>(W)));
constexpr auto deep = regula::penalty(norm1(difference<2>(W)));
constexpr auto turned = regula::penalty(norm1(difference<0>(transpose(W))));
constexpr auto shifts = regula::penalty(sum(W * shifted<0, 1>(W)));

static_assert(alone<row>(down) && alone<column>(right));
static_assert(taken<column>(down) && taken<row>(right));
static_assert(taken<matrix>(down) && taken<list>(down));
static_assert(alone<list>(right) && alone<std::span<const double>>(right));
static_assert(alone<Eigen::Tensor<double, 1>>(right) && taken<image>(right));
static_assert(alone<matrix>(deep) && taken<image>(deep));
static_assert(alone<column>(turned) && taken<row>(turned));
static_assert(alone<row>(shifts) && taken<column>(shifts));
static_assert(alone<Eigen::Block<matrix, 1, Eigen::Dynamic>>(down));

// All that the gallery has of one dimension.
template <class P> constexpr bool along_a_column(const P& p) { return alone<row>(p) && taken<column>(p); }
static_assert(along_a_column(regula::gallery::total_variation_1d()));
static_assert(along_a_column(regula::gallery::fused_lasso()));
static_assert(along_a_column(regula::gallery::trend_filtering()));
static_assert(along_a_column(regula::gallery::whittaker()));
template <class P> constexpr bool along_a_row(const P& p) { return alone<column>(p) && taken<row>(p); }
static_assert(along_a_row(regula::gallery::total_variation_1d<1>()));
static_assert(along_a_row(regula::gallery::fused_lasso<1>()));
static_assert(along_a_row(regula::gallery::trend_filtering<1, 1>()));
static_assert(along_a_row(regula::gallery::whittaker<2, 1>()));

// Images have neighbours along the axis that is left.
template <class P> constexpr bool along_both(const P& p) { return taken<row>(p) && taken<column>(p); }
static_assert(along_both(regula::gallery::total_variation()));
static_assert(along_both(regula::gallery::anisotropic_total_variation()));
static_assert(along_both(regula::gallery::smooth_total_variation()));

}  // namespace

TEST_CASE("the variation of a row is that of its column", "[structure]") {
  const row w{{0.0, 1.0, 3.0}};
  const auto variation = regula::gallery::total_variation_1d<1>(1.0);
  row g(3);
  CHECK(variation.value_and_gradient(w, g) == Approx(3));
  CHECK(g == row{{-1.0, 0.0, 1.0}});
  CHECK(regula::gallery::total_variation_1d(1.0)(w.transpose()) == Approx(3));
  CHECK(regula::gallery::total_variation(1.0)(w) == Approx(3));
  CHECK(regula::gallery::anisotropic_total_variation(1.0)(w) == Approx(3));
  CHECK(regula::gallery::fused_lasso<1>(0.5, 1.0)(w) == Approx(2 + 3));
  CHECK(regula::gallery::trend_filtering<1, 1>(1.0)(w) == Approx(1));
  CHECK(regula::gallery::whittaker<1, 1>(1.0)(w) == Approx(1 + 4));
}

TEST_CASE("an image of one row, known at the call only, has no differences down", "[structure]") {
  const matrix w{{0.0, 1.0, 3.0}};
  CHECK(regula::gallery::total_variation_1d(1.0)(w) == 0.0);
  CHECK(regula::gallery::total_variation_1d<1>(1.0)(w) == Approx(3));
}

TEST_CASE("a tensor that meets one with neighbours has them too", "[structure]") {
  constexpr auto p = regula::penalty(sum(abs(difference<0>(W - V))));
  using facts = regula::dsl::formula_facts<std::remove_const_t<decltype(p)>::formula_type>;
  constexpr auto of = []<class A, class B>(std::type_identity<A>, std::type_identity<B>) {
    using named_w = regula::dsl::binding<regula::fixed_string{"W"}, A&>;
    using named_v = regula::dsl::binding<regula::fixed_string{"V"}, B&>;
    return call_fault<facts, regula::dsl::buffers::none, regula::dsl::order::first, named_w, named_v>();
  };
  STATIC_REQUIRE(of(std::type_identity<matrix>{}, std::type_identity<row>{}) == fault::alone);
  STATIC_REQUIRE(of(std::type_identity<matrix>{}, std::type_identity<column>{}) == fault::none);
}

// SPDX-License-Identifier: MIT
/// Penalties of some rows of a table, against plain loops.
#include <tests/kernel/kernel.hpp>
//
#include <regula/touched_rows.hpp>

namespace {

using namespace kernel_test;
using Catch::Matchers::Equals;
using regula::add_touched_rows, regula::touches;

/// 0.01 |w| + 0.02 w^2 of the named rows, each as often as it is named.
template <class M> real loop(const M& table, const std::vector<int>& rows, Eigen::Matrix<real, -1, -1>& g) {
  real total = 0;
  for (const int i : rows)
    for (Eigen::Index j = 0; j < table.cols(); ++j) {
      const real x = table(i, j);
      total += 0.01 * std::fabs(x) + 0.02 * x * x;
      g(i, j) += (x > 0 ? 0.01 : x < 0 ? -0.01 : 0) + 2 * 0.02 * x;
    }
  return total;
}
template <class M> void right(const std::vector<int>& rows, const std::vector<int>& counted, touches count) {
  const M table = M::Random(50, 9);
  M g = M::Constant(50, 9, 0.25f);
  Eigen::Matrix<real, -1, -1> truth = Eigen::Matrix<real, -1, -1>::Constant(50, 9, 0.25);
  const real value = loop(table, counted, truth);
  const double found = add_touched_rows(elastic, table, std::span<const int>(rows), g, count);
  CHECK(std::fabs(static_cast<real>(found) - value) <= 1e-6 * std::fabs(value));
  CHECK((g.template cast<real>() - truth).cwiseAbs().maxCoeff() <= 1e-6);
}

}  // namespace

TEMPLATE_TEST_CASE("touched rows are what loops say", "[steps]", matrix<float>, row_major<float>, matrix<double>) {
  right<TestType>({}, {}, touches::once);
  right<TestType>({7}, {7}, touches::once);
  right<TestType>({3, 49, 0, 3, 3}, {0, 3, 49}, touches::once);
  right<TestType>({3, 49, 0, 3, 3}, {3, 49, 0, 3, 3}, touches::every);
}

TEST_CASE("the order of a batch does not change a bit", "[steps]") {
  const row_major<float> table = row_major<float>::Random(50, 9);
  row_major<float> g = row_major<float>::Zero(50, 9), h = g;
  const std::vector<long> rows{5, 1, 44, 1, 20}, turned{20, 1, 44, 1, 5};
  CHECK(add_touched_rows(elastic, table, std::span(rows), g, touches::every) ==
        add_touched_rows(elastic, table, std::span(turned), h, touches::every));
  CHECK(g == h);
}

TEST_CASE("a penalty's constant is none of a row's", "[steps]") {
  constexpr auto shifted = regula::penalty(5.0 + sum(square(W)));
  const Eigen::MatrixXd table = Eigen::MatrixXd::Ones(4, 3);
  Eigen::MatrixXd g = Eigen::MatrixXd::Zero(4, 3);
  const std::vector<int> rows{0, 2};
  CHECK(add_touched_rows(shifted, table, std::span(rows), g) == 6.0);
}

TEST_CASE("what touched rows refuse, before they write", "[steps]") {
  const Eigen::MatrixXf table = Eigen::MatrixXf::Ones(4, 3);
  Eigen::MatrixXf g = Eigen::MatrixXf::Zero(4, 3), other(3, 4);
  const std::vector<int> high{0, 4}, low{1, -1};
  const std::vector<std::uint64_t> huge{~std::uint64_t{0}};
  CHECK_THAT(refusal<regula::index_error>([&] { add_touched_rows(elastic, table, std::span(high), g); }),
             Equals("row 4 of a table that has 4"));
  CHECK_THAT(refusal<regula::index_error>([&] { add_touched_rows(elastic, table, std::span(low), g); }),
             Equals("row -1 of a table that has 4"));
  CHECK_THAT(refusal<regula::index_error>([&] { add_touched_rows(elastic, table, std::span(huge), g); }),
             Equals("row 18446744073709551615 of a table that has 4"));
  CHECK_THAT(refusal<regula::shape_error>([&] { add_touched_rows(elastic, table, std::span(low), other); }),
             Equals("the gradient is 3 x 4; it must have the shape of the tensor, 4 x 3"));
  CHECK(g.isZero(0.0f));
  const std::vector<float> flat(4);
  std::vector<float> to(4);
  CHECK_THAT(refusal<regula::shape_error>([&] { add_touched_rows(elastic, flat, std::span(low), to); }),
             Equals("touched rows are those of a matrix; the table is 4"));
}

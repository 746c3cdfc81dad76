// SPDX-License-Identifier: MIT
/// Groups of zeros, of ties, of NaN; tensors without entries.
#include <tests/structure/matrices.hpp>

namespace {

using namespace structure_test;
using regula::constant;
using matrix = Eigen::MatrixXd;
using row_major = Eigen::Matrix<double, -1, -1, Eigen::RowMajor>;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN(),
                 infinite = std::numeric_limits<double>::infinity();

const auto rows = tested(regula::penalty(sum(norm2(rowwise(W)))));
const auto roots = tested(regula::penalty(sum(sqrt(sum(square(rowwise(W)))))));
const auto columns = tested(regula::penalty(sum(norm2(colwise(W))) + sum(norm2(rowwise(W)))));
const auto lengths = tested(regula::penalty(sum(sqrt(sum(square(rowwise(constant<2> * W))))) + sum(norm2(colwise(W)))));
const auto highest = tested(regula::penalty(sum(max(rowwise(W))) + constant<10> * sum(min(colwise(W)))));
const auto stable = tested(regula::penalty(sum(log_sum_exp(rowwise(W)))));
const auto averages = tested(regula::penalty(sum(mean(rowwise(W))) + sum(variance(colwise(W)))));
const auto orthogonal = tested(regula::penalty(sum(square(gram(W) - identity))));
const auto angles = tested(regula::penalty(sum(row_cosines(W))));

bool all_nan(const auto& block) { return block.array().isNaN().all(); }
bool any_nan(const auto& block) { return block.array().isNaN().any(); }

/// Whether f(matrix type) holds for both orders of storage.
template <class F> void in_both_orders(F f) {
  f(matrix{});
  f(row_major{});
}

}  // namespace

TEST_CASE("a row of zeros has no slope", "[structure]") {
  in_both_orders([](auto type) {
    using M = decltype(type);
    for (const int n : {1, 3, 8, 40}) {
      M w = M::Random(11, n), g(11, n), h(11, n);
      w.row(0).setZero();
      w.row(7).setZero();
      double expected = 0;
      for (int i = 0; i < 11; ++i) expected += w.row(i).norm();
      CAPTURE(n);
      CHECK(rows.value_and_gradient(w, g) == Approx(expected).epsilon(1e-14));
      CHECK((g.row(0).array() == 0).all());
      CHECK((g.row(7).array() == 0).all());
      CHECK((g.row(3) - w.row(3) / w.row(3).norm()).norm() <= 1e-14);
      CHECK(roots.value_and_gradient(w, h) == Approx(expected).epsilon(1e-14));
      CHECK(g == h);
      CHECK(lengths.value_and_gradient(w, g) == Approx(2 * expected + w.colwise().norm().sum()).epsilon(1e-14));
      CHECK((g.row(0).array() == 0).all());

      CHECK(rows.value_and_gradient(M(M::Zero(11, n)), g) == 0);
      CHECK((g.array() == 0).all());
      CHECK(columns.value_and_gradient(M(M::Zero(11, n)), g) == 0);
      CHECK((g.array() == 0).all());
      w.col(0).setZero();
      columns.value_and_gradient(w, g);
      CHECK((g.col(0).array() == 0).all());
      CHECK((g.row(7).array() == 0).all());
      CHECK_FALSE(any_nan(g));
      CHECK(angles.value_and_gradient(w, h) == angles(w));
      CHECK((h.row(0).array() == 0).all());
      CHECK_FALSE(any_nan(h));
    }
  });
}

TEST_CASE("NaN and infinity stay in their group", "[structure]") {
  in_both_orders([](auto type) {
    using M = decltype(type);
    for (const int n : {2, 7, 8, 33, 300}) {
      for (const double bad : {not_a_number, infinite, -infinite}) {
        M w = M::Random(12, n), g(12, n), expected(12, n);
        rows.value_and_gradient(w, expected);
        w(5, n - 1) = bad;
        CAPTURE(n, bad);
        const double value = rows.value_and_gradient(w, g);
        CHECK((std::isnan(bad) ? std::isnan(value) : value == infinite));
        CHECK(std::isnan(g(5, n - 1)));
        CHECK((std::isnan(bad) ? all_nan(g.row(5)) : g(5, 0) == 0));
        CHECK((g.topRows(5) - expected.topRows(5)).norm() == 0);
        CHECK((g.bottomRows(6) - expected.bottomRows(6)).norm() == 0);
      }
      M w = M::Random(12, n), g(12, n);
      w(5, n - 1) = not_a_number;
      CHECK(std::isnan(columns.value_and_gradient(w, g)));
      CHECK(all_nan(g.row(5)));
      CHECK(all_nan(g.col(n - 1)));
      CHECK_FALSE(any_nan(g.topLeftCorner(5, n - 1)));
      CHECK_FALSE(any_nan(g.bottomLeftCorner(6, n - 1)));

      CHECK(std::isnan(highest.value_and_gradient(w, g)));
      CHECK_FALSE(any_nan(g.topLeftCorner(5, n - 1)));
      CHECK(std::isnan(stable.value_and_gradient(w, g)));
      CHECK(all_nan(g.row(5)));
      CHECK_FALSE(any_nan(g.topRows(5)));
    }
  });
}

TEST_CASE("entries that tie share the slope of their group", "[structure]") {
  in_both_orders([](auto type) {
    using M = decltype(type);
    M w(3, 4), g(3, 4);
    w << 2, 1, 2, 0,     //
        -1, -1, -1, -1,  //
        5, 0, -1, 3;
    CHECK(highest.value_and_gradient(w, g) == 2 - 1 + 5 + 10 * (-1 - 1 - 1 - 1));
    M expected(3, 4);
    expected << 0.5, 0, 0.5, 0,     //
        10.25, 10.25, 5.25, 10.25,  //
        1, 0, 5, 0;
    CHECK((g - expected).norm() <= 1e-14);
    CHECK(stable(M(M::Constant(3, 4, 1000.0))) == Approx(3 * (1000 + std::log(4.0))).epsilon(1e-14));
    stable.gradient(M(M::Constant(3, 4, 1000.0)), g);
    CHECK((g.array() - 0.25).abs().maxCoeff() <= 1e-15);
  });
}

TEST_CASE("tensors without entries", "[structure]") {
  in_both_orders([](auto type) {
    using M = decltype(type);
    for (const auto& [r, c] : {std::pair{0, 5}, {5, 0}, {0, 0}}) {
      M w(r, c), g(r, c);
      CAPTURE(r, c);
      CHECK(rows.value_and_gradient(w, g) == 0);
      CHECK(columns(w) == 0);
      columns.add_gradient(w, g);
      CHECK(orthogonal.value_and_gradient(w, g) == c);
      CHECK(angles.value_and_gradient(w, g) == 0);
      CHECK(highest.value_and_gradient(w, g) == (r > 0 ? -infinite : c > 0 ? infinite : 0));
      CHECK(stable(w) == (r > 0 ? -infinite : 0));
      if (r + c > 0) CHECK(std::isnan(averages(w)));
    }
  });
}

TEST_CASE("one row, one column, one entry", "[structure]") {
  in_both_orders([](auto type) {
    using M = decltype(type);
    for (const auto& [r, c] : {std::pair{1, 1}, {1, 7}, {7, 1}, {1, 500}, {500, 1}}) {
      const M w = M::Random(r, c);
      M g(r, c);
      const double length = w.norm(), all = w.array().abs().sum();
      CAPTURE(r, c);
      CHECK(rows.value_and_gradient(w, g) == Approx(r == 1 ? length : all).epsilon(1e-14));
      const M slopes = r == 1 ? M(w / length) : M(w.array().sign());
      CHECK((g - slopes).norm() <= 1e-14 * (1 + slopes.norm()));
      CHECK(columns(w) == Approx(r * c == 1 ? 2 * all : length + all).epsilon(1e-14));
    }
  });
}

TEST_CASE("vectors are columns", "[structure]") {
  const std::vector<double> w = {3, -4, 0, 12};
  std::vector<double> g(4);
  CHECK(rows.value_and_gradient(w, g) == 19);
  CHECK(g == std::vector<double>{1, -1, 0, 1});
  CHECK(columns.value_and_gradient(w, g) == 13 + 19);
}

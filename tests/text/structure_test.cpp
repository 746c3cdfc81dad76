// SPDX-License-Identifier: MIT
/// Rows, patterns, neighbours and matrices as text.
#include <regula/text.hpp>
#include <tests/catch.hpp>
#include <tests/text/source.hpp>

using namespace regula::symbols;
using regula::penalty;
using regula::to_latex;
using regula::to_string;

TEST_CASE("axes print as their words") {
  CHECK_PRINTS_ITSELF(sum(norm2(rowwise(W))));
  CHECK_PRINTS_ITSELF(sum(max(colwise(W))) + max(sum(rowwise(abs(W)))));
  CHECK_PRINTS_ITSELF(sum(norm2(axes<0, 1>(W))) + sum(mean(axes<2>(W))));
  CHECK_PRINTS_ITSELF(sum(norm2(each<3>(W))) + sum(norm2(each<0, 1>(W))));
  CHECK_PRINTS_ITSELF(sum(dot(rowwise(W), V)) + sum(variance(colwise(V))));
  CHECK_PRINTS_ITSELF(sum(W * sum(axes<0, 1, 2, 3, 4, 5>(V))));
  CHECK_PRINTS_ITSELF(sum(dot(0.5, rowwise(W))));
  CHECK(to_string(penalty(sum(sum(abs(rowwise(W)))))) == "sum(sum(rowwise(abs(W))))");
  const auto many = penalty(sum(norm2(axes<1, 2, 3, 4>(W))) + sum(dot(rowwise(W), rowwise(V))));
  CHECK_READS_BACK(many, sum(norm2(each<0, 5>(W))) + sum(dot(rowwise(W), V)));
}

TEST_CASE("patterns and neighbours print as their words") {
  CHECK_PRINTS_ITSELF(sum(diagonal(W)) + sum(off_diagonal(W)));
  CHECK_PRINTS_ITSELF(sum(upper(W)) + sum(upper<1>(W)) + sum(upper<-2>(W)));
  CHECK_PRINTS_ITSELF(sum(lower(W)) + sum(lower<3>(W)) + sum(lower<-1>(W)));
  CHECK_PRINTS_ITSELF(sum(middle_rows<1, 3>(W)) + sum(middle_cols<0, 2>(W)));
  CHECK_PRINTS_ITSELF(sum(slice<2, 0, 4>(W)) + sum(trim<0, 1, 2>(W)) + sum(trim<1, 3>(W)) + sum(trim<1, 0, 1>(W)));
  CHECK_PRINTS_ITSELF(sum(abs(difference<0>(W))) + sum(abs(difference<1, 2>(W - V))));
  CHECK_PRINTS_ITSELF(sum(shifted<0, 1>(W)) + sum(trim<1, 0, 1>(shifted<0, -2>(W))) + sum(gradient_norm(W)));
  const auto spelled =
      penalty(sum(slice<0, 1, 3>(W)) + sum(trim<0, 2, 2>(W)) + sum(difference<0, 1>(W)) + sum(block<1, 2, 3, 4>(W)));
  CHECK_READS_BACK(spelled, sum(middle_rows<1, 3>(W)) + sum(trim<0, 2>(W)) + sum(difference<0>(W)) +
                                sum(middle_rows<1, 3>(middle_cols<2, 4>(W))));
}

TEST_CASE("matrices print as their words") {
  CHECK_PRINTS_ITSELF(sum(square(gram(W) - regula::identity)));
  CHECK(to_string(penalty(sum(square(gram(W) - regula::identity)))) == "sum(square(gram(W) - identity))");
  CHECK(fmt::format("{:tree}", penalty(sum(norm2(rowwise(gram(W) - regula::identity))))) ==
        "sum\n  norm2 rowwise\n    -\n      gram\n        W\n      identity");
  CHECK_PRINTS_ITSELF(sum(square(matmul(V, transpose(W)) - Y)) + trace(M) + quadratic(W, V));
  CHECK_PRINTS_ITSELF(sum(row_cosines(W)) + sum(col_cosines(W)) + sum(outer_gram(W)));
}

TEST_CASE("rows, patterns and matrices in LaTeX") {
  CHECK(to_latex(penalty(sum(norm2(rowwise(W))))) == R"(\sum_{i} \left\lVert W_{i,:} \right\rVert_{2})");
  CHECK(to_latex(penalty(sum(norm2(colwise(W0))))) == R"(\sum_{j} \left\lVert {W_{0}}_{:,j} \right\rVert_{2})");
  CHECK(to_latex(penalty(sum(norm2(each<3>(W))))) == R"(\sum_{l} \left\lVert W_{:,:,:,l} \right\rVert_{2})");
  CHECK(to_latex(penalty(mean(max(rowwise(W - V))))) ==
        R"(\operatorname{mean}_{i}\left(\max\left(\left(W - V\right)_{i,:}\right)\right))");
  CHECK(to_latex(penalty(sum(W * norm2(rowwise(W))))) == R"(\sum W \, \left\lVert W_{i,:} \right\rVert_{2})");
  CHECK(to_latex(penalty(sum(square(gram(W + V) - regula::identity)))) ==
        R"(\sum \left(\left(W + V\right)^{\top} \left(W + V\right) - I\right)^{2})");
  CHECK(to_latex(penalty(sum(square(matmul(V, W + M) - Y)))) == R"(\sum \left(V \left(W + M\right) - Y\right)^{2})");
  CHECK(to_latex(penalty(sum(M * outer_gram(W)))) == R"(\sum M \odot \left(W W^{\top}\right))");
  CHECK(to_latex(penalty(2 * quadratic(W, V) + trace(transpose(W)))) ==
        R"(2 \, W^{\top} V W + \operatorname{tr}\left(W^{\top}\right))");
  CHECK(to_latex(penalty(sum(diagonal(W)) + sum(off_diagonal(V)))) ==
        R"(\sum \operatorname{diag}\left(W\right) + \sum V_{i \neq j})");
  CHECK(to_latex(penalty(sum(upper(W)) + sum(upper<1>(W0)) + sum(lower<2>(W - V)))) ==
        R"(\sum W_{i \leq j} + \sum {W_{0}}_{i + 1 \leq j} + \sum \left(W - V\right)_{j \leq i - 2})");
  CHECK(to_latex(penalty(sum(middle_rows<1, 3>(W)) + sum(trim<1, 1, 2>(W)))) ==
        R"(\sum W_{1 \leq i < 4} + \sum W_{1 \leq j < n_{j} - 2})");
  CHECK(to_latex(penalty(sum(abs(difference<0>(W))) + sum(square(difference<1, 2>(W + V))))) ==
        R"(\sum \left\lvert \Delta_{0} W \right\rvert + \sum \left(\Delta_{1}^{2} \left(W + V\right)\right)^{2})");
  CHECK(to_latex(penalty(sum(gradient_norm(W)) + sum(shifted<1, -1>(W)))) ==
        R"(\sum \left\lVert \nabla W \right\rVert + \sum W_{j - 1})");
}

// SPDX-License-Identifier: MIT
/// The entries with structure as text.
#include <regula/gallery.hpp>
#include <regula/gallery/graphs.hpp>
#include <regula/gallery/matrices.hpp>
#include <regula/text.hpp>
#include <tests/catch.hpp>

using namespace regula::symbols;
namespace g = regula::gallery;

// The text that {:cpp} prints for the entry, compiled here, has the entry's type: names and defaults are as they were.
#define CHECK_READS_BACK(p, ...)                                                                          \
  {                                                                                                       \
    CHECK(fmt::format("{:cpp}", p) == #__VA_ARGS__);                                                      \
    static_assert(std::is_same_v<decltype(p)::formula_type, std::remove_const_t<decltype(__VA_ARGS__)>>); \
  }

TEST_CASE("entries with structure print as their source", "[gallery]") {
  CHECK_READS_BACK(g::l21(), regula::coef<"lambda">(0.01) * sum(norm2(rowwise(W))));
  CHECK_READS_BACK(g::l12(), regula::coef<"lambda">(0.01) * norm2(norm1(rowwise(W))));
  CHECK_READS_BACK(g::linf1(), regula::coef<"lambda">(0.01) * sum(norm_inf(rowwise(W))));
  CHECK_READS_BACK(g::max_norm(), regula::coef<"lambda">(0.01) * max(norm2(rowwise(W))));
  CHECK_READS_BACK(g::exclusive_lasso(), regula::coef<"lambda">(0.01) * sum(square(norm1(rowwise(W)))));
  CHECK_READS_BACK(g::group_lasso_rows(),
                   regula::coef<"lambda">(0.01) * sqrt(size(rowwise(W))) * sum(norm2(rowwise(W))));
  CHECK_READS_BACK(g::group_lasso_columns(),
                   regula::coef<"lambda">(0.01) * sqrt(size(colwise(W))) * sum(norm2(colwise(W))));
  CHECK_READS_BACK(g::group_lasso_filters(),
                   regula::coef<"lambda">(0.01) * sqrt(size(each<3>(W))) * sum(norm2(each<3>(W))));
  CHECK_READS_BACK(g::sparse_group_rows(), regula::coef<"l1">(0.01) * sum(abs(W)) + regula::coef<"group">(0.01) *
                                                                                        sqrt(size(rowwise(W))) *
                                                                                        sum(norm2(rowwise(W))));
  CHECK_READS_BACK(g::sparse_group_columns(), regula::coef<"l1">(0.01) * sum(abs(W)) + regula::coef<"group">(0.01) *
                                                                                           sqrt(size(colwise(W))) *
                                                                                           sum(norm2(colwise(W))));
  CHECK_READS_BACK(g::tree_filters(),
                   regula::coef<"filter">(0.01) * sqrt(size(each<3>(W))) * sum(norm2(each<3>(W))) +
                       regula::coef<"slice">(0.01) * sqrt(size(each<2, 3>(W))) * sum(norm2(each<2, 3>(W))));
  CHECK_READS_BACK(g::unit_norm_rows(),
                   regula::coef<"lambda">(0.01) * sum(square(norm2(rowwise(W)) - regula::coef<"radius">(1.0))));
  CHECK_READS_BACK(g::unit_norm_columns(),
                   regula::coef<"lambda">(0.01) * sum(square(norm2(colwise(W)) - regula::coef<"radius">(1.0))));
  CHECK_READS_BACK(g::standardized_rows(),
                   regula::coef<"lambda">(0.01) *
                       sum(square(mean(rowwise(W))) + square(variance(rowwise(W)) - regula::constant<1>)));
  CHECK_READS_BACK(g::standardized_columns(),
                   regula::coef<"lambda">(0.01) *
                       sum(square(mean(colwise(W))) + square(variance(colwise(W)) - regula::constant<1>)));
  CHECK_READS_BACK(g::orthogonal_rows(), regula::coef<"factor">(0.01) * norm1(off_diagonal(row_cosines(W))) *
                                             safe_inverse(size(colwise(W)) * (size(colwise(W)) - regula::constant<1>)));
  CHECK_READS_BACK(g::orthogonal_columns(),
                   regula::coef<"factor">(0.01) * norm1(off_diagonal(col_cosines(W))) *
                       safe_inverse(size(rowwise(W)) * (size(rowwise(W)) - regula::constant<1>)));
  CHECK_READS_BACK(g::soft_orthogonal(), regula::coef<"lambda">(0.01) * sum(square(gram(W) - regula::identity)));
  CHECK_READS_BACK(g::double_soft_orthogonal(),
                   regula::coef<"lambda">(0.01) *
                       (sum(square(gram(W) - regula::identity)) + sum(square(outer_gram(W) - regula::identity))));
  CHECK_READS_BACK(g::mutual_coherence(), regula::coef<"lambda">(0.01) * norm_inf(off_diagonal(col_cosines(W))));
  CHECK_READS_BACK(g::spectral_decoupling(),
                   regula::coef<"lambda">(0.01) / regula::constant<2> * sum(square(W)) / size(colwise(W)));
  CHECK_READS_BACK(g::decov(), regula::coef<"lambda">(0.01) / regula::constant<2> *
                                   sum(square(off_diagonal(gram(W - mean(colwise(W))) / size(colwise(W))))));
  CHECK_READS_BACK(
      g::activity_covariance(),
      regula::coef<"lambda">(0.01) * sum(square(gram(W - mean(colwise(W))) / size(colwise(W)) - regula::identity)));
  CHECK_READS_BACK(g::total_variation_1d(), regula::coef<"lambda">(0.01) * norm1(difference<0>(W)));
  CHECK_READS_BACK(g::total_variation(), regula::coef<"lambda">(0.01) * sum(gradient_norm(W)));
  CHECK_READS_BACK(g::smooth_total_variation(),
                   regula::coef<"lambda">(0.01) * sum(sqrt(square(difference<0>(W)) + square(difference<1>(W)) +
                                                           square(regula::coef<"epsilon">(0.001))) -
                                                      regula::coef<"epsilon">(0.001)));
  CHECK_READS_BACK(g::anisotropic_total_variation(),
                   regula::coef<"lambda">(0.01) * (norm1(difference<0>(W)) + norm1(difference<1>(W))));
  CHECK_READS_BACK(g::fused_lasso(),
                   regula::coef<"l1">(0.01) * sum(abs(W)) + regula::coef<"fused">(0.01) * norm1(difference<0>(W)));
  CHECK_READS_BACK(g::trend_filtering(), regula::coef<"lambda">(0.01) * norm1(difference<0, 2>(W)));
  CHECK_READS_BACK(g::whittaker(), regula::coef<"lambda">(0.01) * sum(square(difference<0, 2>(W))));
  CHECK_READS_BACK(g::cross_orthogonal(), regula::coef<"lambda">(0.01) * sum(square(matmul(transpose(W), V))));
  CHECK_READS_BACK(g::tied_transpose(), regula::coef<"lambda">(0.01) * sum(square(W - transpose(V))));
  CHECK_READS_BACK(g::mahalanobis(),
                   regula::coef<"lambda">(0.01) / regula::constant<2> * quadratic(W - W0, regula::symbol<"A">));
  CHECK_READS_BACK(g::tikhonov(),
                   regula::coef<"lambda">(0.01) / regula::constant<2> * sum(square(matmul(regula::symbol<"A">, W))));
}

TEST_CASE("entries with doors of their own print as their source", "[gallery]") {
  CHECK_READS_BACK(g::nuclear(), regula::coef<"lambda">(0.01) * nuclear_norm(W));
  CHECK_READS_BACK(g::spectral(), regula::coef<"lambda">(0.01) * spectral_norm(W));
  CHECK_READS_BACK(g::schatten<3>(), regula::coef<"lambda">(0.01) * pow<1, 3>(singular_powers<3>(W)));
  CHECK_READS_BACK(g::low_rank_plus_sparse(),
                   regula::coef<"nuclear">(0.01) * nuclear_norm(W) + regula::coef<"l1">(0.01) * sum(abs(V)));
  CHECK_READS_BACK(g::log_det_barrier(),
                   -regula::coef<"mu">(0.01) * log_det(gram(W) + regula::coef<"epsilon">(0.001) * regula::identity));
  CHECK_READS_BACK(g::srip(), regula::coef<"lambda">(0.01) * power_norm<32>(gram(W) - regula::identity));
  CHECK_READS_BACK(g::slope(), regula::coef<"alpha">(0.01) * sorted_l1(W, V));
  CHECK_READS_BACK(g::top_k<3>(), regula::coef<"lambda">(0.01) * top_k_sum<3>(abs(W)));
  CHECK_READS_BACK(g::laplacian(), regula::coef<"lambda">(0.01) * sum(W * apply(regula::symbol<"L">, W)));
  CHECK_READS_BACK(g::index_group_lasso(),
                   regula::coef<"lambda">(0.01) * sum(sqrt(group_sums(regula::symbol<"G">, square(W)))));
  CHECK_READS_BACK(g::index_sparse_group_lasso(),
                   regula::coef<"l1">(0.01) * sum(abs(W)) +
                       regula::coef<"group">(0.01) * sum(sqrt(group_sums(regula::symbol<"G">, square(W)))));
}

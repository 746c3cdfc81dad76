// SPDX-License-Identifier: MIT
/// The gallery as lists: the tests of the gallery and the table in docs/reference/gallery.md walk them.
#pragma once
#include <regula/gallery.hpp>

namespace gallery_test {

/// f(name, penalty with its defaults) for every entry that works entry by entry.
void for_each_entry(auto f) {
  using namespace regula::gallery;
  f("l1", l1());
  f("l2", l2());
  f("l1_l2", l1_l2());
  f("elastic_net", elastic_net());
  f("smooth_l1_l2", smooth_l1_l2());
  f("l2_norm", l2_norm());
  f("sparse_group", sparse_group());
  f("l_inf", l_inf());
  f("lp<3>", lp<3>());
  f("lp<1, 2>", lp<1, 2>());
  f("unit_norm", unit_norm());
  f("standardized", standardized());
  f("huber", huber());
  f("pseudo_huber", pseudo_huber());
  f("log_cosh", log_cosh());
  f("cauchy", cauchy());
  f("geman_mcclure", geman_mcclure());
  f("welsch", welsch());
  f("tukey", tukey());
  f("arctan", arctan());
  f("tolerant", tolerant());
  f("huber_norm", huber_norm());
  f("truncated_quadratic", truncated_quadratic());
  f("log_sum", log_sum());
  f("scad", scad());
  f("mcp", mcp());
  f("geman", geman());
  f("etp", etp());
  f("hoyer", hoyer());
  f("hoyer_square", hoyer_square());
  f("entropy", entropy());
  f("log_barrier", log_barrier());
  f("kl_sparsity", kl_sparsity());
  f("soft_box", soft_box());
  f("soft_max_norm", soft_max_norm());
  f("weighted_l1", weighted_l1());
  f("masked_l1", masked_l1());
  f("masked_l2", masked_l2());
  f("l2_sp", l2_sp());
  f("ewc", ewc());
  f("tied", tied());
  f("decoupled", decoupled());
}

// The entries with structure, by subject.

void for_each_group_entry(auto f) {
  using namespace regula::gallery;
  f("l21", l21());
  f("l12", l12());
  f("linf1", linf1());
  f("max_norm", max_norm());
  f("exclusive_lasso", exclusive_lasso());
  f("block_lp_rows<1, 2>", block_lp_rows());
  f("group_lasso_rows", group_lasso_rows());
  f("group_lasso_columns", group_lasso_columns());
  f("group_lasso_filters<3>", group_lasso_filters());
  f("sparse_group_rows", sparse_group_rows());
  f("sparse_group_columns", sparse_group_columns());
  f("tree_filters<2, 3>", tree_filters());
  f("unit_norm_rows", unit_norm_rows());
  f("unit_norm_columns", unit_norm_columns());
  f("standardized_rows", standardized_rows());
  f("standardized_columns", standardized_columns());
}

void for_each_orthogonal_entry(auto f) {
  using namespace regula::gallery;
  f("orthogonal_rows", orthogonal_rows());
  f("orthogonal_columns", orthogonal_columns());
  f("soft_orthogonal", soft_orthogonal());
  f("double_soft_orthogonal", double_soft_orthogonal());
  f("l1_orthogonal", l1_orthogonal());
  f("mutual_coherence", mutual_coherence());
  f("spectral_decoupling", spectral_decoupling());
  f("decov", decov());
  f("activity_covariance", activity_covariance());
}

void for_each_variation_entry(auto f) {
  using namespace regula::gallery;
  f("total_variation_1d<0>", total_variation_1d());
  f("total_variation", total_variation());
  f("smooth_total_variation", smooth_total_variation());
  f("anisotropic_total_variation", anisotropic_total_variation());
  f("fused_lasso<0>", fused_lasso());
  f("trend_filtering<1>", trend_filtering());
  f("whittaker<2>", whittaker());
}

void for_each_partner_entry(auto f) {
  using namespace regula::gallery;
  f("cross_orthogonal", cross_orthogonal());
  f("contractive", contractive());
  f("tied_transpose", tied_transpose());
  f("mahalanobis", mahalanobis());
  f("tikhonov", tikhonov());
}

}  // namespace gallery_test

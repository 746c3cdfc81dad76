// SPDX-License-Identifier: MIT
/// The entries of the gallery that have doors of their own, as lists.
#pragma once
#include <regula/gallery/graphs.hpp>
#include <regula/gallery/matrices.hpp>
#include <tests/gallery/entries.hpp>

namespace gallery_test {

void for_each_singular_entry(auto f) {
  using namespace regula::gallery;
  f("nuclear", nuclear());
  f("spectral", spectral());
  f("schatten<3>", regula::gallery::schatten<3>());
  f("low_rank_plus_sparse", low_rank_plus_sparse());
}

void for_each_eigen_entry(auto f) {
  using namespace regula::gallery;
  f("log_det_barrier", log_det_barrier());
  f("srip<32>", srip());
}

void for_each_sorted_entry(auto f) {
  using namespace regula::gallery;
  f("slope", regula::gallery::slope());
  f("top_k<3>", top_k<3>());
}

void for_each_graph_entry(auto f) {
  using namespace regula::gallery;
  f("laplacian", laplacian());
  f("index_group_lasso", index_group_lasso());
  f("index_sparse_group_lasso", index_sparse_group_lasso());
}

/// All 90.
void for_every_entry(auto f) {
  for_each_entry(f);
  for_each_group_entry(f);
  for_each_orthogonal_entry(f);
  for_each_variation_entry(f);
  for_each_partner_entry(f);
  for_each_singular_entry(f);
  for_each_eigen_entry(f);
  for_each_sorted_entry(f);
  for_each_graph_entry(f);
}

}  // namespace gallery_test

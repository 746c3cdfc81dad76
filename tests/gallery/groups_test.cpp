// SPDX-License-Identifier: MIT
/// Penalties of groups and norms of rows against loops over their entries.
#include <tests/gallery/structured.hpp>

namespace {

using namespace gallery_test;
namespace g = regula::gallery;

constexpr unsigned of_filters = 0b110111, of_slices = 0b110011;  // the axes that a filter, a slice has
template <class F> loop total(real factor, unsigned gathered, F f) {
  return [=](const cubes& x) { return factor * over(x[0], gathered, f); };
}
loop sum_of(const loop& a, const loop& b) {
  return [=](const cubes& x) { return a(x) + b(x); };
}
real root_size_norm(const reals& x) { return std::sqrt(count_of(x)) * norm2_of(x); }
real standard(const reals& x) { return squared(mean_of(x)) + squared(variance_of(x) - 1); }
loop l1(real factor) {
  return [=](const cubes& x) { return factor * norm1_of(x[0].x); };
}
facts of_kernels(loop f) {
  facts known{std::move(f)};
  known.inputs = kernels();
  known.rank = 4;
  return known;
}

void groups_of_entries() {
  entry("l21", g::l21(0.3), {total(0.3L, of_rows, norm2_of)});
  entry("l12", g::l12(0.3), {[](const cubes& x) {
          return 0.3L * std::sqrt(over(x[0], of_rows, [](const reals& row) { return squared(norm1_of(row)); }));
        }});
  entry("linf1", g::linf1(0.3), {total(0.3L, of_rows, norm_inf_of)});
  entry("max_norm", g::max_norm(0.3), {[](const cubes& x) {
          real most = 0;
          for (const reals& row : groups(x[0], of_rows)) most = std::max(most, norm2_of(row));
          return 0.3L * most;
        }});
  entry("exclusive_lasso", g::exclusive_lasso(0.3),
        {total(0.3L, of_rows, [](const reals& row) { return squared(norm1_of(row)); })});
  entry("block_lp_rows<1, 2>", g::block_lp_rows(0.3),
        {total(0.3L, of_rows, [](const reals& row) { return std::sqrt(norm2_of(row)); })});
  entry("group_lasso_rows", g::group_lasso_rows(0.3), {total(0.3L, of_rows, root_size_norm)});
  entry("group_lasso_columns", g::group_lasso_columns(0.3), {total(0.3L, of_columns, root_size_norm)});
  entry("group_lasso_filters<3>", g::group_lasso_filters(0.3), of_kernels(total(0.3L, of_filters, root_size_norm)));
  entry("sparse_group_rows", g::sparse_group_rows(0.3, 0.2), {sum_of(l1(0.3L), total(0.2L, of_rows, root_size_norm))});
  entry("sparse_group_columns", g::sparse_group_columns(0.3, 0.2),
        {sum_of(l1(0.3L), total(0.2L, of_columns, root_size_norm))});
  entry("tree_filters<2, 3>", g::tree_filters(0.3, 0.2),
        of_kernels(sum_of(total(0.3L, of_filters, root_size_norm), total(0.2L, of_slices, root_size_norm))));
}

void norms_of_lines() {
  const auto off_radius = [](const reals& line) { return squared(norm2_of(line) - 1.5L); };
  entry("unit_norm_rows", g::unit_norm_rows(0.3, 1.5), {total(0.3L, of_rows, off_radius)});
  entry("unit_norm_columns", g::unit_norm_columns(0.3, 1.5), {total(0.3L, of_columns, off_radius)});
  entry("standardized_rows", g::standardized_rows(0.3), {total(0.3L, of_rows, standard)});
  entry("standardized_columns", g::standardized_columns(0.3), {total(0.3L, of_columns, standard)});
}

}  // namespace

TEST_CASE("penalties of groups and norms of lines are their loops", "[gallery]") {
  groups_of_entries();
  norms_of_lines();
  for_each_group_entry(is_tested);
}

// SPDX-License-Identifier: MIT
// Every entry of the gallery in its own words, as lines of fields for tables.py.
#include <fmt/format.h>

#include <regula/text.hpp>
#include <string_view>
#include <tests/gallery/entries.hpp>
#include <tests/gallery/matrix_entries.hpp>

/// Their gradients are too long to read, or made of a decomposition; the comments say what they are.
constexpr std::string_view without_gradient[] = {
    "orthogonal_rows", "orthogonal_columns",   "mutual_coherence", "smooth_total_variation",
    "decov",           "activity_covariance",  "nuclear",          "spectral",
    "schatten<3>",     "low_rank_plus_sparse", "srip<32>"};

int main() {
  const auto line = [](std::string_view name, const auto& p) {
    const bool shown = std::ranges::find(without_gradient, name) == std::end(without_gradient);
    fmt::print("{}\t{:names}\t{:latex names}\t{}\t{}\n", name, p, p,
               shown ? fmt::format("{:names}", p.gradient_formula(regula::symbols::W)) : "", p.get_config());
  };
  gallery_test::for_each_entry(line);
  gallery_test::for_each_group_entry(line);
  gallery_test::for_each_orthogonal_entry(line);
  gallery_test::for_each_variation_entry(line);
  gallery_test::for_each_partner_entry(line);
  gallery_test::for_each_singular_entry(line);
  gallery_test::for_each_eigen_entry(line);
  gallery_test::for_each_sorted_entry(line);
  gallery_test::for_each_graph_entry(line);
}

// SPDX-License-Identifier: MIT
/// The gallery as a list: the test of the gallery and the table in docs/reference/gallery.md walk it.
#pragma once
#include <regula/gallery.hpp>

namespace gallery_test {

/// f(name, penalty with its defaults) for every entry.
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

}  // namespace gallery_test

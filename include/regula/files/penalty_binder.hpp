// SPDX-License-Identifier: MIT
/// Regularizers meet the weights of their layers. For penalties.hpp.
#pragma once
#include <regula/files/penalties.hpp>
#include <regula/files/penalty_layers.hpp>

namespace regula::files {

/// Appends the rows of a layer and of the layers inside to a table, `gradients` or none.
class penalty_binder {
public:
  penalty_binder(const layers::custom_names& custom, bool gradients, penalty_table& table)
      : custom_(custom), gradients_(gradients), table_(table) {}
  void bind(const penalty_layer& l);

private:
  void add(const penalty_layer& l, const stored_weight& w, const std::vector<const penalty_role*>& roles);

  const layers::custom_names& custom_;
  bool gradients_;
  penalty_table& table_;
};

}  // namespace regula::files

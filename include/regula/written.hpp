// SPDX-License-Identifier: MIT
/// A compiled penalty as its author wrote it, in plain data that the library's own sources read.
#pragma once
#include <dsl/reading/formula_view.hpp>
#include <regula/penalty.hpp>

namespace regula {

using dsl::formula_view;

/// Valid while p lives.
template <class F> formula_view written(const penalty<F>& p) {
  return dsl::written_view<dsl::formula_facts<F>>(p.coefficient_values().data());
}

}  // namespace regula

// SPDX-License-Identifier: MIT
/// Sums of squares to scalars that left the range of S, by sweep: which ask for another scale, and what they become.
#pragma once
#include <dsl/engine/loaded_plan.hpp>
#include <dsl/numbers/squares.hpp>

namespace regula::dsl {

template <class S> class careful_sums {
public:
  /// values: by node.
  careful_sums(const plan_view& plan, int k, double* values) : plan_(plan), s_(plan.sweeps[k]), values_(values) {}

  bool ask_for(double scale) const {
    for (int r = 0; r < s_.sums.count; ++r)
      if (asks(sum(r), scale)) return true;
    return false;
  }
  void begin(scalar_sum* sums) const {
    for (int r = 0; r < s_.sums.count; ++r) sums[r].begin(0.0);
  }
  /// sums: of squares of scaled entries.
  void replace(const scalar_sum* sums, double scale) const {
    for (int r = 0; r < s_.sums.count; ++r) {
      const auto& a = sum(r);
      if (!asks(a, scale)) continue;
      const double total = sums[r].total.result();
      values_[a.node] = a.what == atom_id::norm2 ? std::sqrt(total) / scale : total / scale / scale;
    }
  }

private:
  const accumulation& sum(int r) const { return plan_.accumulations[s_.sums.first + r]; }
  bool asks(const accumulation& a, double scale) const {
    const double found = values_[a.node];
    return squared_register(plan_, s_, a, sizeof(S) == sizeof(double)) >= 0 &&
           (a.what == atom_id::norm2 ? scale_for_root<S>(found) : scale_for_squares<S>(found)) == scale;
  }

  const plan_view& plan_;
  const sweep& s_;
  double* values_;
};

}  // namespace regula::dsl

// SPDX-License-Identifier: MIT
/// Shapes and overlaps of the tensors of a call, checked before anything is written.
#pragma once
#include <dsl/call/views.hpp>
#include <dsl/meta/error.hpp>
#include <dsl/tensors/overlap.hpp>
#include <string>

namespace regula::dsl {

/// Throws shape_error or overlap_error, naming the tensors.
template <class S, int T> class call_check {
public:
  explicit call_check(const call_views<S, T>& views) : v_(views) {}

  /// Of all tensors, their directions and their derivative buffers.
  template <class Facts> void run() const {
    shapes();
    for (int t = 0; t < T; ++t)
      if (v_.has_out[t]) overlaps(t);
    extents(Facts::written.table);
  }

private:
  void shapes() const {
    for (int t = 0; t < T; ++t) {
      const int s = v_.shapes[t];
      if (!same_shape(v_.in[t], v_.in[s]))
        throw shape_error("the formula joins " + text(s) + " and " + text(t) +
                          " entry by entry: their shapes must be equal" + meant_product(s, t));
      if (v_.has_out[t] && !same_shape(v_.in[t], v_.out[t])) mismatch("derivative buffer", t, v_.out[t]);
      if (v_.has_direction[t] && !same_shape(v_.in[t], v_.direction[t])) mismatch("direction", t, v_.direction[t]);
    }
  }
  void overlaps(int t) const {
    const auto& out = v_.out[t];
    if (overlaps_itself(out))
      throw overlap_error("the derivative buffer of " + std::string{v_.names[t]} +
                          " overlaps itself: each of its entries needs memory of its own");
    for (int u = 0; u < T; ++u) {
      if (overlap(out, v_.in[u])) clash(t, "tensor ", u);
      if (v_.has_direction[u] && overlap(out, v_.direction[u])) clash(t, "direction of ", u);
      if (u < t && v_.has_out[u] && overlap(out, v_.out[u])) clash(t, "derivative buffer of ", u);
    }
  }
  /// Extents that the formula has equal, by their names in `table`.
  void extents(const shape* table) const {
    for (int t = 0; t < T; ++t)
      for (int k = 0; k < max_axes; ++k) {
        const auto e = table[t].axes[k];
        const int s = e == unit_extent ? t : (e - 1) / max_axes, j = e == unit_extent ? k : (e - 1) % max_axes;
        if (extent(t, k) == (e == unit_extent ? 1 : extent(s, j))) continue;
        if (e == unit_extent && k >= 2)
          throw shape_error("the formula has matrix products or transposes of " + text(t) + ": it needs a matrix");
        if (e == unit_extent)
          throw shape_error("the formula has one entry along axis " + std::to_string(k) + " of " + text(t));
        if (s == t)
          throw shape_error("the formula needs " + std::string{v_.names[t]} + " to be square: it is " +
                            shape_text(v_.in[t].rank, v_.in[t].extents));
        throw shape_error("the formula joins axis " + std::to_string(j) + " of " + text(s) + " and axis " +
                          std::to_string(k) + " of " + text(t) + ": their extents must be equal");
      }
  }
  /// What to write where the product of matrices may have been meant.
  std::string meant_product(int s, int t) const {
    const bool fit = v_.in[s].rank == 2 && v_.in[t].rank == 2 && extent(s, 1) == extent(t, 0);
    return fit ? "; the product of matrices is matmul(" + std::string{v_.names[s]} + ", " + std::string{v_.names[t]} +
                     ")"
               : "";
  }
  std::ptrdiff_t extent(int t, int k) const { return k < v_.in[t].rank ? v_.in[t].extents[k] : 1; }

  template <class V> std::string text(int t, const V& v) const {
    return std::string{v_.names[t]} + " (" + shape_text(v.rank, v.extents) + ")";
  }
  std::string text(int t) const { return text(t, v_.in[t]); }
  template <class V> [[noreturn]] void mismatch(const char* what, int t, const V& v) const {
    throw shape_error("the " + std::string{what} + " of " + std::string{v_.names[t]} + " is " +
                      shape_text(v.rank, v.extents) + "; it must have the shape of " + text(t));
  }
  [[noreturn]] void clash(int t, const char* what, int u) const {
    throw overlap_error("the derivative buffer of " + std::string{v_.names[t]} + " overlaps the " + what +
                        std::string{v_.names[u]} + ": give it memory of its own");
  }
  const call_views<S, T>& v_;
};

}  // namespace regula::dsl

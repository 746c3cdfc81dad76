// SPDX-License-Identifier: MIT
/// Shapes and overlaps of the tensors of a call, checked before anything is written.
#pragma once
#include <dsl/call/views.hpp>
#include <dsl/meta/error.hpp>
#include <dsl/tensors/overlap.hpp>
#include <string>
#include <string_view>

namespace regula::dsl {

/// A tensor of a call in a message: its name and its extents.
struct called_tensor {
  std::string_view name;
  int rank;
  const std::ptrdiff_t* extents;

  std::string shape() const { return shape_text(rank, extents); }
  std::string text() const { return message({name, " (", shape(), ")"}); }
  std::ptrdiff_t extent(int k) const { return k < rank ? extents[k] : 1; }
};

/// What is thrown; each out of the way of the calls that are right.
struct call_refusal {
  [[noreturn, gnu::cold, gnu::noinline]] static void shapes(const called_tensor& s, const called_tensor& t) {
    // What to write where the product of matrices may have been meant.
    const bool fit = s.rank == 2 && t.rank == 2 && s.extent(1) == t.extent(0);
    const auto meant = fit ? message({"; the product of matrices is matmul(", s.name, ", ", t.name, ")"}) : "";
    throw shape_error(message(
        {"the formula joins ", s.text(), " and ", t.text(), " entry by entry: their shapes must be equal", meant}));
  }
  [[noreturn, gnu::cold, gnu::noinline]] static void mismatch(const char* what, const called_tensor& t,
                                                              const called_tensor& given) {
    throw shape_error(
        message({"the ", what, " of ", t.name, " is ", given.shape(), "; it must have the shape of ", t.text()}));
  }
  [[noreturn, gnu::cold, gnu::noinline]] static void clash(std::string_view t, const char* what, std::string_view u) {
    throw overlap_error(
        message({"the derivative buffer of ", t, " overlaps the ", what, u, ": give it memory of its own"}));
  }
  [[noreturn, gnu::cold, gnu::noinline]] static void overlapping(std::string_view t) {
    throw overlap_error(
        message({"the derivative buffer of ", t, " overlaps itself: each of its entries needs memory of its own"}));
  }
  [[noreturn, gnu::cold, gnu::noinline]] static void one_entry(const called_tensor& t, int k) {
    if (k >= 2)
      throw shape_error(
          message({"the formula has matrix products or transposes of ", t.text(), ": it needs a matrix"}));
    throw shape_error(message({"the formula has one entry along axis ", std::to_string(k), " of ", t.text()}));
  }
  [[noreturn, gnu::cold, gnu::noinline]] static void not_square(const called_tensor& t) {
    throw shape_error(message({"the formula needs ", t.name, " to be square: it is ", t.shape()}));
  }
  [[noreturn, gnu::cold, gnu::noinline]] static void extents(const called_tensor& s, int j, const called_tensor& t,
                                                             int k) {
    throw shape_error(message({"the formula joins axis ", std::to_string(j), " of ", s.text(), " and axis ",
                               std::to_string(k), " of ", t.text(), ": their extents must be equal"}));
  }
};

/// Throws shape_error or overlap_error, naming the tensors.
template <class In, class Out = In> class call_check {
public:
  explicit call_check(const called_tensors<In, Out>& tensors) : v_(tensors) {}

  /// Of all tensors, their directions and their derivative buffers; table: the formula's shapes.
  void run(const shape* table) const {
    shapes();
    for (int t = 0; t < v_.count; ++t)
      if (v_.has_out[t]) overlaps(t);
    extents(table);
  }

private:
  void shapes() const {
    for (int t = 0; t < v_.count; ++t) {
      const int s = v_.shapes[t];
      if (!same_shape(v_.in[t], v_.in[s])) call_refusal::shapes(named(s), named(t));
      if (v_.has_out[t] && !same_shape(v_.in[t], v_.out[t]))
        call_refusal::mismatch("derivative buffer", named(t), named(t, v_.out[t]));
      if (v_.has_direction[t] && !same_shape(v_.in[t], v_.direction[t]))
        call_refusal::mismatch("direction", named(t), named(t, v_.direction[t]));
    }
  }
  void overlaps(int t) const {
    const auto& out = v_.out[t];
    if (overlaps_itself(out)) call_refusal::overlapping(v_.names[t]);
    for (int u = 0; u < v_.count; ++u) {
      if (overlap(out, v_.in[u])) call_refusal::clash(v_.names[t], "tensor ", v_.names[u]);
      if (v_.has_direction[u] && overlap(out, v_.direction[u]))
        call_refusal::clash(v_.names[t], "direction of ", v_.names[u]);
      if (u < t && v_.has_out[u] && overlap(out, v_.out[u]))
        call_refusal::clash(v_.names[t], "derivative buffer of ", v_.names[u]);
    }
  }
  /// Extents that the formula has equal, by their names in `table`.
  void extents(const shape* table) const {
    for (int t = 0; t < v_.count; ++t)
      for (int k = 0; k < max_axes; ++k) {
        const auto e = table[t].axes[k];
        const int s = e == unit_extent ? t : (e - 1) / max_axes, j = e == unit_extent ? k : (e - 1) % max_axes;
        if (named(t).extent(k) == (e == unit_extent ? 1 : named(s).extent(j))) continue;
        if (e == unit_extent) call_refusal::one_entry(named(t), k);
        if (s == t) call_refusal::not_square(named(t));
        call_refusal::extents(named(s), j, named(t), k);
      }
  }
  template <class V> called_tensor named(int t, const V& v) const { return {v_.names[t], v.rank, v.extents}; }
  called_tensor named(int t) const { return named(t, v_.in[t]); }

  const called_tensors<In, Out> v_;
};

}  // namespace regula::dsl

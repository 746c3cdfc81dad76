// SPDX-License-Identifier: MIT
/// What a run of a program with panels knows: its tensors, its scalars so far, and its temporaries.
#pragma once
#include <dsl/matrix/matrix_ref.hpp>
#include <dsl/matrix/workspace.hpp>
#include <dsl/plan/program.hpp>
#include <dsl/threads/crew.hpp>
#include <dsl/walk/operand.hpp>

namespace regula::dsl {

/// What a program with panels reads and writes: tensors, then the directions of as many tensors.
template <class S> struct panel_frame {
  const double* coefficients;
  const view<const S>* inputs;
  const view<S>* outputs;
  double* results;
  const crew* on = nullptr;
};

/// p: the program. By node: values of scalars, views of temporaries.
template <class S> struct run_state {
  const program_view& p;
  const panel_frame<S>& frame;
  workspace& memory;
  double* values;
  view<S>* temporaries;

  std::ptrdiff_t extent_of(std::int16_t e) const {
    if (e == unit_extent) return 1;
    const auto& v = frame.inputs[(e - 1) / max_axes];
    const int k = (e - 1) % max_axes;
    return k < v.rank ? v.extents[k] : 1;
  }
  extents_list extents_of(std::int16_t domain) const {
    const auto s = p.shape_at(domain);
    extents_list n;
    for (int k = 0; k < max_axes; ++k) n.of[k] = extent_of(s.axes[k]);
    return n;
  }
  /// The number of entries of a shape.
  double entries_of(std::int16_t domain) const {
    double n = 1.0;
    for (const auto e : p.shape_at(domain).axes) n *= static_cast<double>(extent_of(e));
    return n;
  }
  view<S> temporary(std::int16_t domain) {
    const auto n = extents_of(domain);
    view<S> v;
    v.rank = max_axes;
    std::ptrdiff_t size = 1;
    for (int k = 0; k < max_axes; ++k) {
      v.extents[k] = n.of[k];
      v.strides[k] = size;
      size *= n.of[k];
    }
    v.data = memory.take<S>(size);
    return v;
  }

  /// What is packed for node i, of so many numbers, for an operand of this shape: no matrix, but read as its columns.
  matrix_ref<S> pack(int i, std::ptrdiff_t room, std::ptrdiff_t rows, std::ptrdiff_t cols) {
    auto& packed = temporaries[i];
    packed.data = memory.take<S>(room);
    packed.rank = 2;
    packed.extents[0] = packed.strides[1] = rows;
    packed.extents[1] = cols;
    packed.strides[0] = 1;
    return as_matrix(packed);
  }

  template <class T> static matrix_ref<T> as_matrix(const view<T>& v) {
    return {v.data, v.rank > 0 ? v.extents[0] : 1, v.rank > 1 ? v.extents[1] : 1, v.rank > 0 ? v.strides[0] : 1,
            v.rank > 1   ? v.strides[1]
            : v.rank > 0 ? v.extents[0]
                         : 1};
  }
  matrix_ref<const S> matrix_of(int i) const {
    if (p.is_view(i)) return matrix_of(p[i].operands[0]).transposed();
    return as_matrix(stored(i));
  }
  view<const S> stored(int i) const {
    const node& n = p[i];
    if (n.what == tensor_node) return frame.inputs[n.slot()];
    const auto& t = temporaries[i];
    view<const S> v;
    v.data = t.data;
    v.rank = t.rank;
    std::copy_n(t.extents, max_axes, v.extents);
    std::copy_n(t.strides, max_axes, v.strides);
    return v;
  }

  /// The memory that a chain of views shows.
  operand<const S> operand_of(int i) const {
    operand<const S> x;
    if (!p.is_view(i)) {
      set_memory(x, stored(i), all_axes);
      return x;
    }
    const node& n = p[i];
    x = operand_of(n.operands[0]);
    if (n.what == atom_id::transpose) {
      std::swap(x.strides[0], x.strides[1]);
      std::swap(x.reach[0], x.reach[1]);
    } else {
      const auto by = offset::from_bits(n.bits);
      x.reach[by.axis] += by.steps;
      x.reaches = true;
    }
    return x;
  }
};

}  // namespace regula::dsl

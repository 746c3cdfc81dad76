// SPDX-License-Identifier: MIT
/// Which axes a reduction gathers: norm2(rowwise(W)) is the norm of each row, as W.rowwise().norm() is in Eigen.
#pragma once
#include <dsl/meta/shape.hpp>
#include <dsl/syntax/operators.hpp>

namespace regula {
namespace dsl {

/// A formula, and the axes (bit k: axis k) that the reduction around it is to gather.
template <unsigned Axes, expression E> struct along { E formula; };
template <unsigned Axes, class E> inline constexpr unsigned axes_of<along<Axes, E>> = Axes;

template <class T> constexpr auto without_axes(T x) {
  if constexpr (axes_of<T> != 0)
    return x.formula;
  else
    return x;
}
template <unsigned Axes, class T> constexpr auto gather_along(T x) {
  static_assert(axes_of<T> == 0, "the axes are named once: axes<0, 1>(W) names several");
  if constexpr (axes_of<T> != 0)
    return x;
  else if constexpr (requires { x.along(Axes); })
    return x.along(Axes);
  else
    return along<Axes, T>{x};
}

}  // namespace dsl

namespace dsl {

/// Arithmetic inside the reduction: sum(square(rowwise(W) - 1)) is sum(rowwise(square(W - 1))).
template <class L, class R>
concept with_along = (axes_of<L> != 0 && (regula::operand<R> || axes_of<R> != 0)) ||
                     (axes_of<R> != 0 && regula::operand<L>);
template <class L, class R> constexpr unsigned joint_axes() {
  static_assert(axes_of<L> == 0 || axes_of<R> == 0 || axes_of<L> == axes_of<R>,
                "the arguments name different axes: rowwise, colwise and axes<...> must agree");
  return axes_of<L> != 0 ? axes_of<L> : axes_of<R>;
}
template <class L, class R>
  requires with_along<L, R>
constexpr auto operator+(L l, R r) { return gather_along<joint_axes<L, R>()>(without_axes(l) + without_axes(r)); }
template <class L, class R>
  requires with_along<L, R>
constexpr auto operator-(L l, R r) { return gather_along<joint_axes<L, R>()>(without_axes(l) - without_axes(r)); }
template <class L, class R>
  requires with_along<L, R>
constexpr auto operator*(L l, R r) { return gather_along<joint_axes<L, R>()>(without_axes(l) * without_axes(r)); }
template <class L, class R>
  requires with_along<L, R>
constexpr auto operator/(L l, R r) { return gather_along<joint_axes<L, R>()>(without_axes(l) / without_axes(r)); }
template <unsigned Axes, class E> constexpr auto operator-(along<Axes, E> x) { return gather_along<Axes>(-x.formula); }

}  // namespace dsl

/// What has rows and axes: a formula, or a formula's term inside an atom.
template <class T>
concept with_axes = expression<T> || dsl::axes_of<T>
!= 0 || requires(const T& t) { t.along(1u); };

/// Inside a reduction: of each row of a matrix, as in sum(norm2(rowwise(W))). The result is a column; in arithmetic it
/// meets every entry of its row.
constexpr auto rowwise(with_axes auto x) { return dsl::gather_along<0b10>(x); }
/// Inside a reduction: of each column of a matrix. The result is a row.
constexpr auto colwise(with_axes auto x) { return dsl::gather_along<0b01>(x); }
/// Inside a reduction: over these axes, for all indices of the others: norm2(axes<0, 1>(W)).
template <int... Axis> constexpr auto axes(with_axes auto x) {
  static_assert(sizeof...(Axis) > 0 && ((Axis >= 0 && Axis < dsl::max_axes) && ...), "axes are numbered from 0 to 5");
  return dsl::gather_along<((1u << (Axis < 0 || Axis > 5 ? 0 : Axis)) | ... | 0u)>(x);
}
/// Inside a reduction: over all axes but these, so for each index of them: norm2(each<3>(W)) of a Conv2D kernel is the
/// norm of every filter.
template <int... Axis> constexpr auto each(with_axes auto x) {
  static_assert(sizeof...(Axis) > 0 && ((Axis >= 0 && Axis < dsl::max_axes) && ...), "axes are numbered from 0 to 5");
  return dsl::gather_along<(dsl::all_axes & ~((1u << (Axis < 0 || Axis > 5 ? 0 : Axis)) | ... | 0u))>(x);
}

}  // namespace regula

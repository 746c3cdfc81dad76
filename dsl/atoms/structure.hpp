// SPDX-License-Identifier: MIT
/// What looks at a tensor in another way: its transpose, some of its entries, its neighbours. None takes memory.
#pragma once
#include <dsl/atoms/pattern.hpp>
#include <dsl/atoms/pattern_text.hpp>
#include <dsl/atoms/pattern_words.hpp>
#include <dsl/atoms/reductions.hpp>

namespace regula {

/// Base of atoms that show their operand in another order.
struct rearrangement : dsl::atom_defaults {
  static constexpr bool reduces = false;
  static constexpr auto meets = role::view;
};

/// x', of a matrix.
struct transpose_atom : rearrangement {
  static constexpr std::string_view name = "transpose", latex = "{#1}^{\\top}", on_arrays = "{transpose}({#1})";
  static constexpr auto bends = curvature::affine;
  static constexpr auto runs = trend::increasing;
  static constexpr auto shape_of(auto& extents, const dsl::shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    return x[0].transposed();
  }
  static constexpr auto adjoint(const auto&, const auto&, const auto& a) { return call<transpose_atom>(a); }
  /// Moves to the tensors.
  static constexpr auto simplified(const auto& x) { return x.transposed(); }
};
constexpr auto transpose(auto... x) requires arguments<decltype(x)...> { return call<transpose_atom>(x...); }

/// x(i + steps) along an axis. Where there is no such entry it is any entry's value: a mask goes around it.
struct reach_atom : rearrangement {
  static constexpr std::string_view name = "reach", latex = "{#1}_{#p}";
  static std::string spelling(std::uint64_t bits) { return dsl::shift_spelling(bits); }
  static constexpr std::string_view words[] = {"shifted"};
  static constexpr dsl::meaning read(std::string_view, const dsl::settings& s) { return dsl::read_shift(s); }
  static std::string latex_for(std::uint64_t bits) { return dsl::shift_latex(bits); }
  static std::string on_arrays_for(std::uint64_t bits) { return dsl::shift_on_arrays(bits); }
  static constexpr auto bends = curvature::affine;
  static constexpr auto runs = trend::increasing;
  static constexpr bool parametric = true;
  static constexpr unsigned neighbours(std::uint64_t bits) { return 1u << dsl::offset::from_bits(bits).axis; }
  static constexpr auto shape_of(auto&, const dsl::shape* x, std::uint64_t) { return x[0]; }
  static constexpr auto adjoint(const auto& x, const auto&, const auto& a, std::uint64_t bits) {
    const auto by = dsl::offset::from_bits(bits);
    return a.reach(by.axis, -by.steps).kept(dsl::reachable(by.axis, -by.steps), x);
  }
  static constexpr auto simplified(const auto& x, std::uint64_t bits) {
    const auto by = dsl::offset::from_bits(bits);
    return x.reach(by.axis, by.steps);
  }
};

/// x where the pattern has the entry, else 0, whatever x is there.
struct kept_atom : elementwise {
  static constexpr std::string_view name = "kept", latex = "{#1}_{#p}";
  static std::string spelling(std::uint64_t bits) { return dsl::pattern_spelling(bits); }
  static constexpr std::string_view words[] = {"diagonal", "off_diagonal", "off_diagonals", "upper", "lower",
                                               "slice",    "middle_rows",  "middle_cols",   "block", "trim"};
  static constexpr dsl::meaning read(std::string_view word, const dsl::settings& s) {
    return dsl::read_pattern(word, s);
  }
  static std::string latex_for(std::uint64_t bits) { return dsl::pattern_latex(bits); }
  static std::string on_arrays_for(std::uint64_t bits) { return dsl::pattern_on_arrays(bits); }
  static constexpr auto bends = curvature::affine;
  static constexpr auto runs = trend::increasing;
  static constexpr bool parametric = true;
  static constexpr int ulps = 0;
  static constexpr auto shape_of(auto&, const dsl::shape* x, std::uint64_t) { return x[0]; }
  /// The kernel passes the pattern as a tensor of zeros and ones.
  template <std::uint64_t> static auto value(const auto& in_pattern, const auto& x) {
    return select(in_pattern == 0.0, 0.0 * in_pattern, x);
  }
  static constexpr auto adjoint(const auto&, const auto& y, const auto& a, std::uint64_t bits) {
    return a.kept(dsl::pattern::from_bits(bits), y);
  }
  static constexpr auto simplified(const auto& x, std::uint64_t bits) {
    return x.kept(dsl::pattern::from_bits(bits), x);
  }
};
namespace dsl {
template <pattern P> constexpr auto keep(argument auto x) { return call<kept_atom, P.bits()>(x); }
template <int From, int Count> constexpr void check_slice() {
  static_assert(From >= 0 && Count > 0 && From + Count < pattern::endless,
                "a slice begins at 0 or later, has at least one entry, and ends before 16000");
}
}  // namespace dsl

// Slices keep the shape of x: an entry outside is 0, with gradient 0, whatever x has there.

/// The main diagonal of a matrix; 0 beside it.
constexpr auto diagonal(argument auto x) { return dsl::keep<dsl::on_diagonals(0, 0)>(x); }
/// A matrix without its main diagonal.
constexpr auto off_diagonal(argument auto x) {
  constexpr dsl::pattern p{dsl::pattern::band, 0, 0, 0, false, true};
  return dsl::keep<p>(x);
}
/// The entries on and above the diagonal that lies Above the main one.
template <int Above = 0> constexpr auto upper(argument auto x) {
  return dsl::keep<dsl::on_diagonals(Above, dsl::pattern::endless)>(x);
}
/// The entries on and below the diagonal that lies Below the main one.
template <int Below = 0> constexpr auto lower(argument auto x) {
  return dsl::keep<dsl::on_diagonals(-dsl::pattern::endless, -Below)>(x);
}
/// The Count entries from index From on of one axis.
template <int Axis, int From, int Count> constexpr auto slice(argument auto x) {
  static_assert(Axis >= 0 && Axis < dsl::max_axes, "axes are numbered from 0 to 5");
  dsl::check_slice<From, Count>();
  constexpr dsl::pattern p{dsl::pattern::slab, dsl::known_axis(Axis), From, From + Count, false, false};
  return dsl::keep<p>(x);
}
/// Named as in Eigen; the sizes are part of the formula.
template <int From, int Count> constexpr auto middle_rows(argument auto x) { return slice<0, From, Count>(x); }
template <int From, int Count> constexpr auto middle_cols(argument auto x) { return slice<1, From, Count>(x); }
template <int Row, int Col, int Rows, int Cols> constexpr auto block(argument auto x) {
  return slice<0, Row, Rows>(slice<1, Col, Cols>(x));
}

/// x without the First first and the Last last entries of an axis.
template <int Axis, int First, int Last = First> constexpr auto trim(argument auto x) {
  static_assert(Axis >= 0 && Axis < dsl::max_axes, "axes are numbered from 0 to 5");
  static_assert(First >= 0 && Last >= 0 && First < 16000 && Last < 16000, "a trim takes away from 0 to 16000 entries");
  constexpr dsl::pattern p{dsl::pattern::slab, dsl::known_axis(Axis), First, Last, true, false};
  return dsl::keep<p>(x);
}
/// x(i + Steps) along an axis; 0 where there is no such entry.
template <int Axis, int Steps> constexpr auto shifted(argument auto x) {
  static_assert(Axis >= 0 && Axis < dsl::max_axes, "axes are numbered from 0 to 5");
  static_assert(-16000 < Steps && Steps < 16000, "a shift goes less than 16000 entries far");
  constexpr auto p = dsl::reachable(dsl::known_axis(Axis), Steps);
  return dsl::keep<p>(call<reach_atom, dsl::offset{dsl::known_axis(Axis), Steps}.bits()>(x));
}

/// The identity matrix, of the size of what it meets: gram(W) - identity.
struct identity_atom : elementwise {
  static constexpr std::string_view name = "identity", latex = "I";
  static constexpr int arity = 0, ulps = 0;
  static constexpr auto bends = curvature::affine;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto shape_of(auto& extents, const dsl::shape*, std::uint64_t) {
    const auto n = extents.fresh();
    return dsl::matrix_shape(n, n);
  }
  static constexpr double value() { return 1.0; }
};
inline constexpr auto identity =
    dsl::make_node<yap::expr_kind::call>(dsl::terminal<dsl::atom_leaf<identity_atom, 0>>{});

/// Sum of the main diagonal of a square matrix.
struct trace_atom : reduction {
  static constexpr std::string_view name = "trace", latex = "\\operatorname{tr}\\left({#1}\\right)";
  static constexpr bool by_axes = false;
  static constexpr auto bends = curvature::affine;
  static constexpr auto runs = trend::increasing;
  static constexpr auto shape_of(auto& extents, const dsl::shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    extents.same(x[0].axes[0], x[0].axes[1]);
    return dsl::shape{};
  }
  static constexpr auto defined_as(const auto& x) { return sum(x.kept(dsl::on_diagonals(0, 0), x)); }
};
constexpr auto trace(auto... x) requires arguments<decltype(x)...> { return call<trace_atom>(x...); }

/// The Order-th forward difference along an axis, sum_j (-1)^(Order - j) C(Order, j) x(i + j): of x's shape, 0 in the last
/// Order entries of the axis, where a neighbour is missing. difference<0>(W): down the rows.
struct difference_atom : elementwise {
  static constexpr std::string_view name = "difference", latex = "\\Delta_{#p} {#1.}";
  static std::string spelling(std::uint64_t bits) { return dsl::difference_spelling(bits); }
  static constexpr dsl::meaning read(std::string_view, const dsl::settings& s) { return dsl::read_difference(s); }
  static std::string latex_for(std::uint64_t bits) { return dsl::difference_latex(bits); }
  static constexpr auto bends = curvature::affine;
  static constexpr bool parametric = true;
  static constexpr unsigned neighbours(std::uint64_t bits) { return 1u << dsl::offset::from_bits(bits).axis; }
  static constexpr auto shape_of(auto&, const dsl::shape* x, std::uint64_t) { return x[0]; }
  static constexpr auto defined_as(const auto& x, std::uint64_t bits) {
    const auto [axis, order] = dsl::offset::from_bits(bits);
    auto y = (order % 2 == 0 ? 1.0 : -1.0) * x;
    double choose = order % 2 == 0 ? 1.0 : -1.0;
    for (int j = 1; j <= order; ++j) {
      choose *= -static_cast<double>(order - j + 1) / static_cast<double>(j);
      y = y + choose * x.reach(axis, j);
    }
    return y.kept(dsl::reachable(axis, order), x);
  }
};
template <int Axis, int Order = 1> constexpr auto difference(argument auto x) {
  static_assert(Axis >= 0 && Axis < dsl::max_axes, "axes are numbered from 0 to 5");
  static_assert(Order > 0 && Order <= 16, "a difference has an order from 1 to 16");
  constexpr dsl::offset by{dsl::known_axis(Axis), (Order > 0 && Order <= 16) ? Order : 1};
  return call<difference_atom, by.bits()>(x);
}

/// sqrt(difference<0>(x)^2 + difference<1>(x)^2), entry by entry: the length of an image's gradient.
struct gradient_norm_atom : elementwise {
  static constexpr std::string_view name = "gradient_norm", latex = "\\left\\lVert \\nabla {#1.} \\right\\rVert";
  static constexpr auto bends = curvature::convex;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr unsigned neighbours(std::uint64_t) { return 0b11; }
  static constexpr auto shape_of(auto&, const dsl::shape* x, std::uint64_t) { return x[0]; }
  static constexpr auto defined_as(const auto& x) { return sqrt(square(difference<0>(x)) + square(difference<1>(x))); }
};
constexpr auto gradient_norm(auto... x) requires arguments<decltype(x)...> { return call<gradient_norm_atom>(x...); }

/// Makes a number or a vector as large as the matrix around it.
struct spread_atom : elementwise {
  static constexpr std::string_view name = "spread", latex = "{#1*} \\, \\mathbf{1}";
  static constexpr auto bends = curvature::affine;
  static constexpr auto runs = trend::increasing;
  static constexpr int ulps = 0;
  static constexpr auto value(const auto& x) { return x; }
  static constexpr auto slope(const auto&, const auto&) { return 1.0; }
};

using structure_atoms = type_list<transpose_atom, reach_atom, kept_atom, identity_atom, trace_atom, difference_atom,
                                  gradient_norm_atom, spread_atom>;

}  // namespace regula

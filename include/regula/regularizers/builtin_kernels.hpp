// SPDX-License-Identifier: MIT
/// The kernels of the built-in regularizers, compiled for several kinds of processors. builtin.cpp takes those of the one
/// it runs on.
#pragma once
#include <regula/gallery/norms.hpp>
#include <regula/gallery/orthogonal.hpp>
#include <regula/policy.hpp>
#include <regula/regularizers/builtin_penalties.hpp>
#include <regula/regularizers/fill_zero.hpp>

namespace regula::regularizers {

static_assert(std::is_same_v<l1_penalty, decltype(gallery::l1())>);
static_assert(std::is_same_v<l2_penalty, decltype(gallery::l2())>);
static_assert(std::is_same_v<l1_l2_penalty, decltype(gallery::l1_l2())>);
using cosine_penalty = decltype(gallery::orthogonal_columns());

/// P; P and g = dP/dw; P and g += dP/dw.
template <class P, class S> struct calls {
  double (*value)(const P&, const policy& on, tensor_view<const S> w);
  double (*gradient)(const P&, const policy& on, tensor_view<const S> w, tensor_view<S> g);
  double (*add_gradient)(const P&, const policy& on, tensor_view<const S> w, tensor_view<S> g);
};
template <class P> struct kernels {
  calls<P, float> of_floats;
  calls<P, double> of_doubles;
};
struct builtin_kernels {
  kernels<l1_penalty> l1;
  kernels<l2_penalty> l2;
  kernels<l1_l2_penalty> l1_l2;
  kernels<cosine_penalty> cosine;
};

/// For the processor that the library is compiled for, and where there are such, for x86-64 with AVX2 and FMA (v3) and
/// with AVX-512 (v4).
extern const builtin_kernels kernels_plain;
extern const builtin_kernels kernels_v3;
extern const builtin_kernels kernels_v4;

/// Those of the processor it runs on.
const builtin_kernels& kernels_here();

}  // namespace regula::regularizers

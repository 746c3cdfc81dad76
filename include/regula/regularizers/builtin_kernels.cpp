// SPDX-License-Identifier: MIT
/// Compiled once for each kind of processor: REGULA_KERNELS is the name of the table. What else the compiler leaves in the
/// object, functions of templates that were not inlined, is made local to it: a linker would take any one of its kind.
#include <regula/regularizers/builtin_kernels.hpp>

namespace regula::regularizers {
namespace {

/// Of matrices it is a gradient added to zeros: a kernel less of those that take longest to compile.
template <class P, class S> double gradient(const P& p, const policy& on, tensor_view<const S> w, tensor_view<S> g) {
  if constexpr (P::takes_any_shape()) {
    return p.value_and_gradient(on, w, g);
  } else {
    fill_zero(g);
    return p.value_and_add_gradient(on, w, g);
  }
}

template <class P, class S>
constexpr calls<P, S> calls_of{
    [](const P& p, const policy& on, tensor_view<const S> w) { return p(on, w); },
    gradient<P, S>,
    [](const P& p, const policy& on, tensor_view<const S> w, tensor_view<S> g) {
      return p.value_and_add_gradient(on, w, g);
    },
};
template <class P> constexpr kernels<P> kernels_of{calls_of<P, float>, calls_of<P, double>};

}  // namespace

constinit const builtin_kernels REGULA_KERNELS{kernels_of<l1_penalty>, kernels_of<l2_penalty>,
                                               kernels_of<l1_l2_penalty>, kernels_of<cosine_penalty>};

}  // namespace regula::regularizers

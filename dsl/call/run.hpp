// SPDX-License-Identifier: MIT
/// One call of a penalty: its tensors viewed and checked, and the kernel run on them.
#pragma once
#include <dsl/call/channels.hpp>
#include <dsl/call/check.hpp>
#include <dsl/call/widened.hpp>
#include <dsl/kernel/flat_kernel.hpp>
#include <dsl/kernel/panel_kernel.hpp>
#include <dsl/plan/additive.hpp>

namespace regula::dsl {

/// The entries that a call writes: those of its buffers, which are of one type.
template <class In, class... B> struct written_entries { using type = In; };
template <class In, class B, class... Rest> struct written_entries<In, B, Rest...> {
  using type = typename written_entries<In, Rest...>::type;
};
template <class In, class B, class... Rest>
  requires(B::wanted)
struct written_entries<In, B, Rest...> {
  using type = scalar_of<typename B::out_type>;
};

/// A call whose tensors are strided, or wrong.
template <class Facts, class Kernel, bool Add, class S, class In, class Out, class... B>
[[gnu::noinline]] void run_checked(const double* coefficients, double* results, const crew* on, const B&... bindings) {
  constexpr int T = Facts::written.tensor_count;
  call_views<In, Out, T> views;
  look_at_all<Facts>(views, bindings...);
  call_check(views.all()).run(Facts::written.table);
  walk walks[T];
  channels<In, Out, T> all;
  all.find_walks(views, walks, Add);
  Kernel::run({coefficients, all.inputs, all.counts, all.outputs, results, on});
}

/// A call of a plan with panels or matrices.
template <class Facts, class Kernel, bool Add, class S, class In, class Out, class... B>
[[gnu::noinline]] void run_panels(const double* coefficients, double* results, const crew* on, const B&... bindings) {
  constexpr int T = Facts::written.tensor_count;
  call_views<In, Out, T> views;
  look_at_all<Facts>(views, bindings...);
  call_check(views.all()).run(Facts::written.table);
  if constexpr (std::is_same_v<In, S>) {
    view<const S> inputs[2 * T];
    for (int t = 0; t < T; ++t) inputs[t] = views.in[t], inputs[T + t] = views.direction[t];
    Kernel::run({coefficients, inputs, views.out, results, on});
  } else {
    auto& memory = this_thread_workspace();
    const scratch_scope scope(memory);
    view<const S> inputs[2 * T];
    view<S> outputs[T];
    for (int t = 0; t < T; ++t) {
      inputs[t] = to_read(widened<S>(views.in[t], memory));
      if (views.has_direction[t]) inputs[T + t] = to_read(widened<S>(views.direction[t], memory));
      if (views.has_out[t]) outputs[t] = widened_output<S>(views.out[t], Add, memory);
    }
    Kernel::run({coefficients, inputs, outputs, results, on});
    for (int t = 0; t < T; ++t)
      if (views.has_out[t]) write_narrow(outputs[t], views.out[t]);
  }
}

/// Whether value and gradients work entry by entry: then any shape will do.
template <class Facts> constexpr bool takes_any_shape() {
  constexpr std::uint64_t all = all_tensors(Facts::written.tensor_count);
  using made = recipe<program_of<Facts, request{true, all}>, typename Facts::users, false>;
  return made::template is_flat<Facts::written.tensor_count>();
}

/// Whether the value is a sum over the entries of the only tensor.
template <class Facts> constexpr bool is_sum_over_entries() {
  if constexpr (Facts::written.tensor_count != 1)
    return false;
  else
    return takes_any_shape<Facts>() && is_sum_over_entries(program_of<Facts, request{true, 1}>);
}

/// Runs the program for R on the bound tensors; `results` by output of the program. Shared: on a crew.
template <class Facts, request R, bool Add, bool Shared, class... B>
void run_call(const double* coefficients, double* results, const crew* on, const B&... bindings) {
  constexpr int T = Facts::written.tensor_count;
  using In = scalar_of<typename type_at<0, type_list<B...>>::in_type>;
  using Out = typename written_entries<In, B...>::type;
  using S = computed_with<In>;
  using made = recipe<program_of<Facts, R>, typename Facts::users, Add>;
  if constexpr (made::template is_flat<T>()) {
    using compiled = flat_kernel<made, S, Shared, In, Out>;
    // The usual case keeps its views in registers: what it puts on the stack displaces tensors from the first cache.
    call_views<In, Out, T> views;
    look_at_all<Facts>(views, bindings...);
    if (!views.plain()) return run_checked<Facts, compiled, Add, S, In, Out>(coefficients, results, on, bindings...);
    channels<In, Out, T> all;
    std::ptrdiff_t from = stream_from;
    if constexpr (Shared)
      if (on->streams_from > 0) from = on->streams_from;
    for (int t = 0; t < T; ++t) all.open(views, t, nullptr, Add, from);
    compiled::run({coefficients, all.inputs, all.counts, all.outputs, results, on});
  } else {
    run_panels<Facts, panel_kernel<made, S, Shared>, Add, S, In, Out>(coefficients, results, on, bindings...);
  }
}

}  // namespace regula::dsl

// SPDX-License-Identifier: MIT
/// How the sweeps of a flat plan reach every tensor of a call.
#pragma once
#include <dsl/call/views.hpp>
#include <dsl/numbers/lanes.hpp>
#include <dsl/walk/channel.hpp>

namespace regula::dsl {

/// By tensor, the directions behind the tensors.
template <class In, class Out, int T> struct channels {
  channel<const In> inputs[2 * T];
  channel<Out> outputs[T];
  std::ptrdiff_t counts[2 * T];

  /// from: bytes from which results bypass the caches.
  [[gnu::always_inline]] void open(const call_views<In, Out, T>& v, int t, const walk* order, bool add,
                                   std::ptrdiff_t from) {
    const auto n = v.in[t].size();
    counts[t] = counts[T + t] = n;
    inputs[t] = {v.in[t].data, order ? &v.in[t] : nullptr, order, false};
    if (v.has_direction[t]) inputs[T + t] = {v.direction[t].data, order ? &v.direction[t] : nullptr, order, false};
    if (!v.has_out[t]) return;
    const bool large = order == nullptr && !add && n * static_cast<std::ptrdiff_t>(sizeof(Out)) >= from;
    outputs[t] = {
        v.out[t].data, order ? &v.out[t] : nullptr, order,
        large && reinterpret_cast<std::uintptr_t>(v.out[t].data) % sizeof(packet_of<computed_with<Out>>) == 0};
  }
  /// Straight when all tensors of a shape lie in memory alike, else along one walk.
  void find_walks(const call_views<In, Out, T>& v, walk* walks, bool add) {
    for (int s = 0; s < T; ++s) {
      if (v.shapes[s] != s) continue;
      bool straight = is_dense(v.in[s]);
      for (int t = 0; t < T; ++t) {
        if (v.shapes[t] != s) continue;
        straight = straight && same_order(v.in[s], v.in[t]) && (!v.has_out[t] || same_order(v.in[s], v.out[t])) &&
                   (!v.has_direction[t] || same_order(v.in[s], v.direction[t]));
      }
      if (!straight) walks[s] = walk_along(v.in[s]);
      for (int t = 0; t < T; ++t)
        if (v.shapes[t] == s) open(v, t, straight ? nullptr : &walks[s], add, stream_from);
    }
  }
};

}  // namespace regula::dsl

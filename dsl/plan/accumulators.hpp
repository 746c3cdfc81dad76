// SPDX-License-Identifier: MIT
/// The shape of a plan's sums. It is part of the plan: whoever runs one, compiled or not, adds up in this order.
#pragma once
#include <cstddef>

namespace regula::dsl {

/// Lines beside each other, and entries of a line, that lanes of float add up before double takes over.
inline constexpr std::ptrdiff_t lines_per_flush = 64, entries_per_flush = 4096;

/// Independent sums in flight for a sweep of this cost: more of them hide the latency of adding, as long as the registers
/// last.
constexpr int sums_in_flight(int cost) { return cost <= 12 ? 4 : cost <= 24 ? 2 : 1; }

}  // namespace regula::dsl

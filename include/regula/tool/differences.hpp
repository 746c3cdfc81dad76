// SPDX-License-Identifier: MIT
/// One entry of a gradient, and what differences of the penalty say of it.
#pragma once
#include <functional>

namespace regula::tool {

/// kink: the slopes of both sides differ, and the gradient is between them. jump: the penalty jumps, or is infinitely steep.
/// edge: one side is outside of the domain.
enum class verdict { agrees, kink, jump, edge, differs };

struct entry_check {
  verdict found = verdict::differs;
  double given = 0, central = 0, left = 0, right = 0;
};

/// `moved` is the penalty with the entry, of this size, moved by its argument.
entry_check compare(double given, double size, double tolerance, const std::function<double(double)>& moved);

}  // namespace regula::tool

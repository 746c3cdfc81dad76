// SPDX-License-Identifier: MIT
/// The order in which the axes of a domain are walked: fastest in memory first, neighbours joined where that is one walk.
#pragma once
#include <dsl/walk/operand.hpp>

namespace regula::dsl {

/// The axes of a domain as loops.
struct panel_axes {
  position extents{};     // of all axes, joined ones having 1
  int order[max_axes]{};  // axes with more than one entry, fastest first
  int count = 0;
  int line = -1, panel = -1, beside = -1;    // along which lines run; which the panel cuts; from line to line
  bool along = false;                        // the rim lies along the lines
  int inner[max_axes]{}, outer[max_axes]{};  // other axes, within a panel and from panel to panel
  int inner_count = 0, outer_count = 0;
  std::ptrdiff_t depth = 1;  // entries of a panel for each entry of its rim
};

/// `lead`: whose memory decides the order. all(test): whether every operand passes, so that joined axes are one walk in
/// each of them.
template <class All>
panel_axes find_axes(const position& extents, unsigned apart, const std::ptrdiff_t* lead, All all) {
  panel_axes a;
  std::copy_n(extents, max_axes, a.extents);
  const auto pace = [&](int k) { return lead[k] < 0 ? -lead[k] : lead[k]; };
  for (int k = 0; k < max_axes; ++k) {
    if (extents[k] == 1) continue;
    int at = a.count++;
    for (; at > 0 && pace(a.order[at - 1]) > pace(k); --at) a.order[at] = a.order[at - 1];
    a.order[at] = k;
  }
  const auto is_apart = [&](int k) { return ((apart >> k) & 1u) != 0; };
  const auto joinable = [&](int p, int q) {
    if (is_apart(p) != is_apart(q)) return false;
    return all([&](const auto& x) {
      return !x.reaches_along(p) && !x.reaches_along(q) && !x.looks_at(p) && !x.looks_at(q) &&
             (x.is_pattern || x.strides[q] == x.strides[p] * a.extents[p]);
    });
  };
  for (int i = 0; i + 1 < a.count;) {
    const int p = a.order[i], q = a.order[i + 1];
    if (!joinable(p, q)) {
      ++i;
      continue;
    }
    a.extents[p] *= a.extents[q];
    a.extents[q] = 1;
    for (int k = i + 1; k + 1 < a.count; ++k) a.order[k] = a.order[k + 1];
    --a.count;
  }
  if (a.count == 0) a.order[a.count++] = 0;

  a.line = a.order[0];
  a.along = apart != 0 && is_apart(a.line);
  for (int i = 0; i < a.count; ++i) {
    const int k = a.order[i];
    if (!is_apart(k)) a.depth *= a.extents[k];
    if (k == a.line) continue;
    if (a.along || apart == 0) {
      if (a.beside < 0 && !is_apart(k))
        a.beside = k;
      else
        (is_apart(k) ? a.outer[a.outer_count++] : a.inner[a.inner_count++]) = k;
    } else if (a.panel < 0 && is_apart(k)) {
      a.panel = a.beside = k;
    } else {
      (is_apart(k) ? a.outer[a.outer_count++] : a.inner[a.inner_count++]) = k;
    }
  }
  if (a.along) a.panel = a.line;
  return a;
}

/// The next index of some axes; false after the last.
inline bool advance(position& at, const int* axes, int count, const position& extents) {
  for (int i = 0; i < count; ++i) {
    if (++at[axes[i]] < extents[axes[i]]) return true;
    at[axes[i]] = 0;
  }
  return false;
}

}  // namespace regula::dsl

// SPDX-License-Identifier: MIT
/// Penalties of the rows that a step has touched, at the cost of these rows: embedding tables.
#pragma once
#include <algorithm>
#include <dsl/numbers/pairwise_total.hpp>
#include <regula/penalty.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace regula {

/// How often a row counts that is named several times.
enum class touches {
  once,   // once in a step, however many lookups found it
  every,  // once for each lookup, as if the penalty were of the rows that were looked up
};

/// The sum of P over the rows of a table that `rows` names, each by itself, added to their gradients: gradient.row(i) +=
/// dP/d(row i). Other rows are neither read nor written. P is a sum over entries (penalty::is_sum_over_entries).
/// Throws index_error for a row that the table does not have, shape_error and overlap_error as penalties do; then nothing is
/// written.
template <class P, tensor_like W, class G, class Index>
double add_touched_rows(const P& p, const W& table, std::span<const Index> rows, G&& gradient,
                        touches count = touches::once) {
  static_assert(P::is_sum_over_entries(),
                "rows by themselves have the penalty of sums over entries: norms and neighbours see the whole table");
  using S = entry_of<W>;
  const auto w = view_of<const S>(table);
  const auto g = buffer_of<entry_of<std::remove_reference_t<G>>>(std::forward<G>(gradient));
  if (w.rank != 2)
    throw shape_error("touched rows are those of a matrix; the table is " + dsl::shape_text(w.rank, w.extents));
  check_gradient(w, g);
  std::vector<std::ptrdiff_t> order;
  order.reserve(rows.size());
  for (const auto i : rows) {
    if (!std::in_range<std::ptrdiff_t>(i) || std::cmp_less(i, 0) || std::cmp_greater_equal(i, w.extents[0]))
      throw index_error("row " + std::to_string(i) + " of a table that has " + std::to_string(w.extents[0]));
    order.push_back(static_cast<std::ptrdiff_t>(i));
  }
  // In one order whatever the batch's, and rows that are one lie beside each other.
  std::sort(order.begin(), order.end());
  if (count == touches::once) order.erase(std::unique(order.begin(), order.end()), order.end());

  const auto row_of = [](const auto& m, std::ptrdiff_t i) {
    auto row = m;
    row.data += i * m.strides[0];
    row.rank = 1, row.extents[0] = m.extents[1], row.strides[0] = m.strides[1];
    return row;
  };
  const double constant = p(std::span<const S>());
  dsl::pairwise_total total;
  total.clear();
  for (const auto i : order) total.add(p.value_and_add_gradient(row_of(w, i), row_of(g, i)) - constant);
  return total.result();
}

}  // namespace regula

// SPDX-License-Identifier: MIT
/// Few blocks for many results: one is taken again after its last use. The fewer there are the longer they may be.
#pragma once
#include <algorithm>
#include <dsl/engine/sweep_code.hpp>

namespace regula::dsl {

/// Bytes that the blocks of a sweep share with what it reads and writes: half of a first cache.
inline constexpr std::ptrdiff_t bytes_of_blocks = 16 * 1024;
/// A multiple of the vectors that a loop takes at once, and a divisor of the entries between two flushes.
inline constexpr std::ptrdiff_t shortest_block = 256, longest_block = 1024;

/// Renames the blocks, of which each is written by one operation, and chooses their length.
template <class S> void give_blocks(sweep_code<S>& code) {
  const auto count = static_cast<std::size_t>(code.blocks);
  std::vector<int> last(count, -1);
  std::vector<std::int16_t> name(count, -1);
  std::vector<std::int16_t> free;
  int used = 0;
  const auto is_block = [](const block_place& p) { return p.kind == site::scratch && p.index >= 0; };
  const auto at = [](const block_place& p) { return static_cast<std::size_t>(p.index); };
  for (auto& op : code.first) {
    name[at(op.to)] = as_index(used++);
    last[at(op.to)] = static_cast<int>(code.code.size());
  }
  for (int i = 0; const auto& op : code.code) {
    for (const auto* p : {&op.a, &op.b, &op.c})
      if (is_block(*p)) last[at(*p)] = std::max(last[at(*p)], i);
    ++i;
  }
  for (int i = 0; auto& op : code.code) {
    for (auto* p : {&op.a, &op.b, &op.c})
      if (is_block(*p)) {
        const auto old = at(*p);
        p->index = name[old];
        if (last[old] == i) free.push_back(name[old]), last[old] = -1;
      }
    if (is_block(op.to)) {
      const auto old = at(op.to);
      if (free.empty()) free.push_back(as_index(used++));
      name[old] = free.back();
      free.pop_back();
      op.to.index = name[old];
      if (last[old] < 0) free.push_back(name[old]);
    }
    ++i;
  }
  for (auto& op : code.first) op.to.index = name[at(op.to)];
  code.blocks = std::max(used, 1);
  const auto room =
      bytes_of_blocks / static_cast<std::ptrdiff_t>(sizeof(S)) / (code.blocks + code.inputs + code.outputs);
  code.length = shortest_block;
  while (code.length < longest_block && 2 * code.length <= room) code.length *= 2;
}

}  // namespace regula::dsl

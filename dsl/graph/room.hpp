// SPDX-License-Identifier: MIT
/// Memory for graphs and for the passes over them, brought by the caller: arrays in the compiler, vectors at run time.
#pragma once
#include <dsl/atoms/atom.hpp>
#include <dsl/graph/node.hpp>

namespace regula::dsl {

/// Where a graph of at most `capacity` nodes lives.
struct graph_room {
  node* nodes;
  std::int16_t *chain, *keys;
  shape* shapes;
  range* ranges;
  int capacity;
};

/// Lists of numbers that a pass needs while it runs. They are given back by assigning an earlier copy.
class scratch {
public:
  constexpr scratch(std::int16_t* from, int size) : next_(from), left_(size) {}

  /// n numbers, each `start`; null if there are fewer left.
  constexpr std::int16_t* take(int n, int start = 0) {
    if (n > left_) return nullptr;
    std::int16_t* const list = next_;
    for (int i = 0; i < n; ++i) list[i] = as_index(start);
    next_ += n;
    left_ -= n;
    return list;
  }

private:
  std::int16_t* next_;
  int left_;
};

/// Room for a graph of at most N nodes.
template <int N> struct arena {
  node nodes[N]{};
  std::int16_t chain[N]{}, keys[N]{};
  shape shapes[N]{};
  range ranges[N]{};

  constexpr graph_room room() { return {nodes, chain, keys, shapes, ranges, N}; }
};

}  // namespace regula::dsl

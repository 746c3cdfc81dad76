// SPDX-License-Identifier: MIT
/// Writes a plan into memory of the caller's. Where that ends it goes on counting: the sizes then say what is needed.
#pragma once
#include <dsl/plan/plan.hpp>

namespace regula::dsl {

/// Where a plan goes, and how much room there is.
struct plan_room {
  plan_sizes capacity;
  phase* phases = nullptr;
  matrix_step* operations = nullptr;
  sweep_group* groups = nullptr;
  sweep* sweeps = nullptr;
  instruction* code = nullptr;
  std::int16_t* nodes = nullptr;
  load* loads = nullptr;
  accumulation* accumulations = nullptr;
  store* stores = nullptr;
  std::int16_t* temporaries = nullptr;
};

class plan_writer {
  // First: clang instantiates a member template where it is used only if it has read it.
  static constexpr void extend(list& of, int size) {
    if (of.count++ == 0) of.first = as_index(size);
  }
  template <class T> static constexpr void put(T* to, int& size, int capacity, const T& x) {
    if (size < capacity) to[size] = x;
    ++size;
  }
  template <class T> static constexpr T& next(T* in, int& size, int capacity, T& nowhere) {
    const int at = size++;
    return at < capacity ? in[at] : nowhere;
  }

public:
  constexpr explicit plan_writer(const plan_room& room) : room_(room) {}
  constexpr const plan_sizes& sizes() const { return sizes_; }

  constexpr void temporary(int i) {
    put(room_.temporaries, sizes_.temporaries, room_.capacity.temporaries, as_index(i));
  }
  constexpr phase& next_phase() {
    auto& made = next(room_.phases, sizes_.phases, room_.capacity.phases, nowhere_.phase);
    made = {};
    return made;
  }
  constexpr void operation(phase& now, int node, int output) {
    extend(now.operations, sizes_.operations);
    put(room_.operations, sizes_.operations, room_.capacity.operations, {as_index(node), as_index(output)});
  }
  constexpr sweep_group& next_group(phase& now, const sweep_group& like) {
    extend(now.groups, sizes_.groups);
    auto& made = next(room_.groups, sizes_.groups, room_.capacity.groups, nowhere_.group);
    made = like;
    return made;
  }
  constexpr sweep& next_sweep(sweep_group& group, turn now) {
    extend(group.sweeps, sizes_.sweeps);
    auto& made = next(room_.sweeps, sizes_.sweeps, room_.capacity.sweeps, nowhere_.sweep);
    made = {};
    made.group = as_index(sizes_.groups - 1);
    made.turn = now;
    return made;
  }
  /// One more node of a list, whose nodes follow each other.
  constexpr void node(list& of, int i) {
    extend(of, sizes_.nodes);
    put(room_.nodes, sizes_.nodes, room_.capacity.nodes, as_index(i));
  }
  /// The register of the next instruction.
  constexpr std::int16_t instruct(sweep& s, const instruction& x, int cost) {
    extend(s.code, sizes_.code);
    put(room_.code, sizes_.code, room_.capacity.code, x);
    s.cost = as_index(s.cost + cost);
    return as_index(s.scalars.count + s.code.count - 1);
  }
  constexpr std::int16_t load_of(sweep& s, int node, source from) {
    const auto slot = s.loads.count;
    extend(s.loads, sizes_.loads);
    put(room_.loads, sizes_.loads, room_.capacity.loads, {as_index(node), from});
    const bool of_rim = from == source::rim && !s.on_rim();
    return instruct(s, {of_rim ? rim_node : std::int16_t{tensor_node}, slot, {}, as_index(node), 0}, 1);
  }
  /// All of one list, then all of the other.
  constexpr void accumulate(sweep& s, list& of, const accumulation& a, int cost) {
    extend(of, sizes_.accumulations);
    put(room_.accumulations, sizes_.accumulations, room_.capacity.accumulations, a);
    s.cost = as_index(s.cost + cost);
  }
  constexpr void store_in(sweep& s, const store& x) {
    extend(s.stores, sizes_.stores);
    put(room_.stores, sizes_.stores, room_.capacity.stores, x);
  }

private:
  plan_room room_;
  plan_sizes sizes_;
  struct {
    dsl::phase phase;
    sweep_group group;
    dsl::sweep sweep;
  } nowhere_;
};

}  // namespace regula::dsl

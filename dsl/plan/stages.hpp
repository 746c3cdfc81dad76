// SPDX-License-Identifier: MIT
/// A program split into passes over memory: what each pass reads, computes, adds up and writes.
///
/// A pass ends where a reduction must be known before the next entry can be computed. Reductions run as early as their
/// operands allow, or later when that saves a pass.
#pragma once
#include <dsl/plan/program.hpp>

namespace regula::dsl {

constexpr bool is_primitive_reduction(int what) {
  return what == atom_id::sum || what == atom_id::highest || what == atom_id::lowest;
}

/// An atom of the user's counts as a long one.
constexpr int cost_of(int what) {
  if (what < 0) return 1;
  return what < library_atoms::size ? facts_table<library_atoms>::rows[what].cost : 20;
}

/// An atom on registers, or the load of a tensor (slot).
struct instruction {
  std::int16_t what = tensor_node;
  std::int16_t slot = 0;
  std::int16_t operands[max_operands] = {};  // registers
  std::uint64_t bits = 0;
};

/// One pass over the entries of one shape. Its registers: the scalars it uses, then one per instruction.
template <int N, int O> struct stage {
  std::int16_t level = 0, domain = 0;
  instruction code[N]{};
  std::int16_t nodes[N]{}, scalars[N]{};                     // of the instructions and the scalars
  std::int16_t reductions[N]{}, reduced[N]{}, gathers[N]{};  // nodes, the registers they add up, what they are
  std::int16_t reads[N]{};                                   // tensors
  std::int16_t stores[O]{}, stored[O]{};                     // outputs and their registers
  int code_count = 0, scalar_count = 0, reduction_count = 0, read_count = 0, store_count = 0;
  int cost = 0;  // machine operations per entry, roughly
};

/// All C passes in order. scalars[first_scalar[k]] up to first_scalar[k + 1] can be computed before pass k.
template <int N, int O, int C> struct schedule {
  static constexpr int stage_count = C;
  stage<N, O> stages[C > 0 ? C : 1]{};
  std::int16_t scalars[N]{}, first_scalar[C + 2]{};
};

template <int N, int O> class scheduler {
public:
  constexpr explicit scheduler(const program<N, O, 0>& p) : p_(p) {
    place_reductions();
    while (drop_a_stage()) place_scalars();
  }

  constexpr int count() const {
    int n = 0;
    for (int level = 0; level <= levels_; ++level)
      for (int domain = 0; domain < domains_; ++domain) n += works(level, domain);
    return n;
  }
  template <int C> constexpr schedule<N, O, C> run() const {
    schedule<N, O, C> s;
    int k = 0;
    for (int level = 0; level <= levels_; ++level)
      for (int domain = 0; domain < domains_; ++domain)
        if (works(level, domain)) fill(s.stages[k++], level, domain);
    std::int16_t ready[N]{};
    for (int i = 0; i < N; ++i) {
      if (is_primitive_reduction(p_.nodes[i].what)) {
        for (k = 0; k < C; ++k)
          if (s.stages[k].level == placed_[i] && s.stages[k].domain == domain_of_reduction(i))
            ready[i] = static_cast<std::int16_t>(k + 1);
      } else {
        for (const int x : p_.nodes[i].operands)
          if (x >= 0 && ready[x] > ready[i]) ready[i] = ready[x];
      }
    }
    int n = 0;
    for (k = 0; k <= C; ++k) {
      for (int i = 0; i < N; ++i)
        if (ready[i] == k && p_.nodes[i].scalar() && !is_primitive_reduction(p_.nodes[i].what))
          s.scalars[n++] = static_cast<std::int16_t>(i);
      s.first_scalar[k + 1] = static_cast<std::int16_t>(n);
    }
    return s;
  }

private:
  constexpr int domain_of_reduction(int i) const { return p_.nodes[p_.nodes[i].operands[0]].domain; }

  /// level: how many passes must be over before the node can be computed.
  constexpr void place_reductions() {
    for (int i = 0; i < N; ++i) {
      placed_[i] = -1;
      if (p_.nodes[i].domain >= domains_) domains_ = p_.nodes[i].domain + 1;
    }
    for (const auto& o : p_.outputs)
      if (o.domain >= domains_) domains_ = o.domain + 1;
    place_scalars();
  }
  constexpr void place_scalars() {
    for (int i = 0; i < N; ++i) {
      level_[i] = 0;
      for (const int x : p_.nodes[i].operands)
        if (x >= 0 && level_[x] > level_[i]) level_[i] = level_[x];
      if (!is_primitive_reduction(p_.nodes[i].what)) continue;
      if (placed_[i] < level_[i]) placed_[i] = level_[i];
      level_[i] = static_cast<std::int16_t>(placed_[i] + 1);
      if (level_[i] > levels_) levels_ = level_[i];
    }
  }
  constexpr bool stores_at(int level, int domain) const {
    for (const auto& o : p_.outputs)
      if (o.domain == domain && o.domain != scalar_domain && level_[o.node] == level) return true;
    return false;
  }
  constexpr bool works(int level, int domain) const {
    if (stores_at(level, domain)) return true;
    for (int i = 0; i < N; ++i)
      if (is_primitive_reduction(p_.nodes[i].what) && placed_[i] == level && domain_of_reduction(i) == domain)
        return true;
    return false;
  }
  /// Whether some pass needs the reduction: then it cannot wait.
  constexpr bool awaited(int reduction) const {
    bool depends[N]{};
    depends[reduction] = true;
    for (int i = reduction + 1; i < N; ++i) {
      for (const int x : p_.nodes[i].operands)
        if (x >= 0 && depends[x]) depends[i] = true;
      if (depends[i] && is_primitive_reduction(p_.nodes[i].what)) return true;
    }
    for (const auto& o : p_.outputs)
      if (depends[o.node] && o.domain != scalar_domain) return true;
    return false;
  }
  constexpr bool drop_a_stage() {
    for (int level = 0; level < levels_; ++level)
      for (int domain = 0; domain < domains_; ++domain) {
        if (!works(level, domain) || stores_at(level, domain)) continue;
        int later = level + 1;
        while (later <= levels_ && !works(later, domain)) ++later;
        if (later > levels_) continue;
        bool idle = true;
        for (int i = 0; i < N; ++i)
          if (is_here(i, level, domain) && awaited(i)) idle = false;
        if (!idle) continue;
        for (int i = 0; i < N; ++i)
          if (is_here(i, level, domain)) placed_[i] = static_cast<std::int16_t>(later);
        return true;
      }
    return false;
  }
  constexpr bool is_here(int i, int level, int domain) const {
    return is_primitive_reduction(p_.nodes[i].what) && placed_[i] == level && domain_of_reduction(i) == domain;
  }

  constexpr void fill(stage<N, O>& s, int level, int domain) const {
    bool needed[N]{};
    std::int16_t place[N]{};
    const auto need_operands = [&](int i) {
      for (const int x : p_.nodes[i].operands)
        if (x >= 0) needed[x] = true;
    };
    s.level = static_cast<std::int16_t>(level);
    s.domain = static_cast<std::int16_t>(domain);
    for (int i = 0; i < N; ++i)
      if (is_here(i, level, domain)) {
        s.gathers[s.reduction_count] = p_.nodes[i].what;
        s.reductions[s.reduction_count++] = static_cast<std::int16_t>(i);
        need_operands(i);
      }
    for (int o = 0; o < O; ++o)
      if (p_.outputs[o].domain == domain && level_[p_.outputs[o].node] == level) {
        s.stores[s.store_count++] = static_cast<std::int16_t>(o);
        needed[p_.outputs[o].node] = true;
      }
    for (int i = N - 1; i >= 0; --i)
      if (needed[i] && !p_.nodes[i].scalar()) need_operands(i);
    for (int i = 0; i < N; ++i)
      if (needed[i] && p_.nodes[i].scalar()) {
        place[i] = static_cast<std::int16_t>(s.scalar_count);
        s.scalars[s.scalar_count++] = static_cast<std::int16_t>(i);
      }
    for (int i = 0; i < N; ++i) {
      const node& n = p_.nodes[i];
      if (!needed[i] || n.scalar()) continue;
      auto& x = s.code[s.code_count];
      x = {n.what, 0, {}, n.bits};
      if (n.what == tensor_node) s.reads[s.read_count++] = x.slot = static_cast<std::int16_t>(n.slot());
      for (int k = 0; k < max_operands; ++k)
        if (n.operands[k] >= 0) x.operands[k] = place[n.operands[k]];
      place[i] = static_cast<std::int16_t>(s.scalar_count + s.code_count);
      s.nodes[s.code_count++] = static_cast<std::int16_t>(i);
      s.cost += cost_of(n.what);
    }
    s.cost += s.reduction_count;
    for (int r = 0; r < s.reduction_count; ++r) s.reduced[r] = place[p_.nodes[s.reductions[r]].operands[0]];
    for (int o = 0; o < s.store_count; ++o) s.stored[o] = place[p_.outputs[s.stores[o]].node];
  }

  const program<N, O, 0>& p_;
  std::int16_t placed_[N]{}, level_[N]{};
  int levels_ = 0, domains_ = 0;
};

template <auto Program> inline constexpr int stage_count_of = scheduler{Program}.count();
template <auto Program> inline constexpr auto schedule_of = scheduler{Program}.template run<stage_count_of<Program>>();

}  // namespace regula::dsl

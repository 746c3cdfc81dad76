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

/// One pass over the entries of one shape. Lists hold node indices of the program.
template <int N, int O>
struct stage {
  std::int16_t level = 0, domain = 0;
  std::int16_t body[N]{}, scalars[N]{}, reductions[N]{}, reads[N]{}, stores[O]{};   // reads: tensors; stores: output indices
  std::int16_t position[N]{};                                           // of a node in body, scalars or reductions
  int body_count = 0, scalar_count = 0, reduction_count = 0, store_count = 0, read_count = 0;
};

/// All passes in order, and before which pass each scalar can be computed.
template <int N, int O>
struct schedule {
  stage<N, O> stages[N > O ? N : O]{};
  std::int16_t ready[N]{};
  int stage_count = 0;
};

template <int N, int O>
class scheduler {
 public:
  constexpr explicit scheduler(const program<N, O>& p) : p_(p) {}

  constexpr schedule<N, O> run() {
    place_reductions();
    while (drop_a_stage()) place_scalars();
    schedule<N, O> s;
    for (int level = 0; level <= levels_; ++level)
      for (int domain = 0; domain < domains_; ++domain)
        if (works(level, domain)) fill(s.stages[s.stage_count++], level, domain);
    for (int i = 0; i < N; ++i) {
      std::int16_t ready = 0;
      if (is_primitive_reduction(p_.nodes[i].what)) {
        for (int k = 0; k < s.stage_count; ++k)
          if (s.stages[k].level == placed_[i] && s.stages[k].domain == domain_of_reduction(i)) ready = static_cast<std::int16_t>(k + 1);
      } else {
        for (const int x : p_.nodes[i].operands)
          if (x >= 0 && s.ready[x] > ready) ready = s.ready[x];
      }
      s.ready[i] = ready;
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
      if (is_primitive_reduction(p_.nodes[i].what) && placed_[i] == level && domain_of_reduction(i) == domain) return true;
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
    const auto need_operands = [&](int i) {
      for (const int x : p_.nodes[i].operands)
        if (x >= 0) needed[x] = true;
    };
    s.level = static_cast<std::int16_t>(level);
    s.domain = static_cast<std::int16_t>(domain);
    for (int i = 0; i < N; ++i)
      if (is_here(i, level, domain)) {
        s.position[i] = static_cast<std::int16_t>(s.reduction_count);
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
    for (int i = 0; i < N; ++i) {
      if (!needed[i]) continue;
      if (p_.nodes[i].scalar()) {
        s.position[i] = static_cast<std::int16_t>(s.scalar_count);
        s.scalars[s.scalar_count++] = static_cast<std::int16_t>(i);
      } else {
        s.position[i] = static_cast<std::int16_t>(s.body_count);
        s.body[s.body_count++] = static_cast<std::int16_t>(i);
        if (p_.nodes[i].what == tensor_node) s.reads[s.read_count++] = static_cast<std::int16_t>(p_.nodes[i].slot());
      }
    }
  }

  const program<N, O>& p_;
  std::int16_t placed_[N]{}, level_[N]{};
  int levels_ = 0, domains_ = 0;
};

template <auto Program>
inline constexpr auto schedule_of = scheduler{Program}.run();

}  // namespace regula::dsl

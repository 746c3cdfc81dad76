// SPDX-License-Identifier: MIT
/// Scratch memory that is reused from call to call: what a second, equal call needs is already there.
#pragma once
#include <algorithm>
#include <cstddef>
#include <dsl/threads/crew.hpp>
#include <limits>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace regula::dsl {

/// A stack of memory. It grows by chunks that never move, so what was taken stays where it is until it is given back;
/// once everything was given back, the next call gets one chunk as large as all of them.
class workspace {
  struct alignas(64) line {
    std::byte bytes[64];
  };
  struct chunk {
    std::unique_ptr<line[]> lines;
    std::size_t size = 0;
  };
  static constexpr std::size_t smallest = 64;  // lines in a chunk

public:
  workspace() = default;
  workspace(const workspace&) = delete;
  workspace& operator=(const workspace&) = delete;

  /// Who helps with what the memory is taken for; null: nobody.
  const crew* helpers = nullptr;

  /// How much is taken.
  struct mark {
    std::size_t chunk = 0, used = 0;
  };
  mark here() const { return top_; }

  /// Room for n entries, not set, on a boundary of 64 bytes; n may be 0.
  template <class T> T* take(std::ptrdiff_t n) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T> && alignof(T) <= 64);
    constexpr auto most = std::numeric_limits<std::ptrdiff_t>::max() / 2 / static_cast<std::ptrdiff_t>(sizeof(T));
    if (n < 0 || n > most) throw std::bad_alloc();
    return reinterpret_cast<T*>(lines((static_cast<std::size_t>(n) * sizeof(T) + 63) / 64));
  }

  /// Gives back what was taken since.
  void back_to(mark then) {
    top_ = then;
    if (then.chunk != 0 || then.used != 0 || chunks_.size() < 2) return;
    std::size_t all = 0;
    for (const auto& each : chunks_) all += each.size;
    try {
      auto one = std::make_unique_for_overwrite<line[]>(all);
      chunks_.clear();
      chunks_.push_back({std::move(one), all});
    } catch (const std::bad_alloc&) {
      // the chunks serve as well
    }
  }

private:
  line* lines(std::size_t n) {
    n = std::max<std::size_t>(n, 1);  // so that no two places are one
    while (top_.chunk < chunks_.size() && chunks_[top_.chunk].size - top_.used < n) top_ = {top_.chunk + 1, 0};
    if (top_.chunk == chunks_.size()) {
      const auto last = chunks_.empty() ? smallest : 2 * chunks_.back().size;
      const auto size = std::max(n, last);
      chunks_.push_back({std::make_unique_for_overwrite<line[]>(size), size});
    }
    line* const first = chunks_[top_.chunk].lines.get() + top_.used;
    top_.used += n;
    return first;
  }

  std::vector<chunk> chunks_;
  mark top_;
};

/// Gives back, at its end, what was taken in its life.
class scratch_scope {
public:
  explicit scratch_scope(workspace& w) : workspace_(w), then_(w.here()) {}
  scratch_scope(const scratch_scope&) = delete;
  scratch_scope& operator=(const scratch_scope&) = delete;
  ~scratch_scope() { workspace_.back_to(then_); }

private:
  workspace& workspace_;
  workspace::mark then_;
};

/// Helpers of a workspace while a call runs.
class helpers_scope {
public:
  helpers_scope(workspace& w, const crew* helpers) : workspace_(w), then_(std::exchange(w.helpers, helpers)) {}
  helpers_scope(const helpers_scope&) = delete;
  helpers_scope& operator=(const helpers_scope&) = delete;
  ~helpers_scope() { workspace_.helpers = then_; }

private:
  workspace& workspace_;
  const crew* then_;
};

/// One for each thread: a const penalty may run on many threads at once, and nobody can observe scratch memory.
inline workspace& this_thread_workspace() {
  thread_local workspace mine;
  return mine;
}

}  // namespace regula::dsl

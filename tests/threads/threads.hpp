// SPDX-License-Identifier: MIT
/// Executors of the tests: parts backwards on this thread, and parts on threads that start for them.
#pragma once
#include <tests/kernel/kernel.hpp>
//
#include <regula/threads.hpp>
#include <thread>

namespace threads_test {

struct backwards {
  int count;
  int threads() const { return count; }
  void run(std::ptrdiff_t n, const regula::call_part& part) const {
    for (auto i = n; i-- > 0;) part(i);
  }
};

/// What a user writes who has no pool.
struct fresh_threads {
  int count;
  int threads() const { return count; }
  void run(std::ptrdiff_t n, const regula::call_part& part) const {
    std::atomic<std::ptrdiff_t> next{0};
    std::vector<std::jthread> all;
    for (int t = 0; t < count; ++t)
      all.emplace_back([&] {
        for (auto i = next++; i < n; i = next++) part(i);
      });
  }
};

/// How often it was asked.
struct counting {
  int count;
  mutable int runs = 0;
  int threads() const { return count; }
  void run(std::ptrdiff_t n, const regula::call_part& part) const {
    ++runs;
    for (std::ptrdiff_t i = 0; i < n; ++i) part(i);
  }
};

static_assert(regula::executor<backwards> && regula::executor<regula::serial> &&
              regula::executor<regula::eigen_threads>);
static_assert(!regula::executor<Eigen::ThreadPool>, "it has no run(n, part)");

}  // namespace threads_test

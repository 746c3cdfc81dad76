// SPDX-License-Identifier: MIT
/// Counts what is allocated, by replacing operator new: one file of a program includes this. After the headers that define
/// EIGEN_RUNTIME_NO_MALLOC.
#pragma once
#include <Eigen/Core>
#include <atomic>
#include <cstdlib>
#include <new>

namespace promises {

inline std::atomic<long> allocations{0};

}  // namespace promises

[[gnu::noinline]] void* operator new(std::size_t size) {
  ++promises::allocations;
  if (void* p = std::malloc(size > 0 ? size : 1)) return p;
  throw std::bad_alloc{};
}
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
  ++promises::allocations;
  const auto a = static_cast<std::size_t>(alignment);
  if (void* p = std::aligned_alloc(a, (size + a - 1) / a * a)) return p;
  throw std::bad_alloc{};
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++promises::allocations;
  return std::malloc(size > 0 ? size : 1);
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

namespace promises {

/// How many allocations f makes, by new or by Eigen.
template <class F> long allocations_of(F f) {
  Eigen::internal::set_is_malloc_allowed(false);
  const long before = allocations;
  f();
  const long after = allocations;
  Eigen::internal::set_is_malloc_allowed(true);
  return after - before;
}

}  // namespace promises

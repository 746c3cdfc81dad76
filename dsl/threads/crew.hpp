// SPDX-License-Identifier: MIT
/// Who runs the parts of a call: any executor, seen by kernels that are compiled without it.
#pragma once
#include <atomic>
#include <concepts>
#include <cstddef>
#include <exception>
#include <type_traits>

namespace regula {

/// One part of a call, as executors are given it: part(i) once for each i, on any thread. It throws nothing.
class call_part {
public:
  call_part(void (*run)(const void*, std::ptrdiff_t), const void* what) : run_(run), what_(what) {}
  void operator()(std::ptrdiff_t i) const { run_(what_, i); }

private:
  void (*run_)(const void*, std::ptrdiff_t);
  const void* what_;
};

/// What runs work on several threads: x.threads() of them at once, and x.run(n, part), which calls part(0) ... part(n - 1),
/// each once, in any order, and comes back when all have ended.
template <class E>
concept executor = requires(E& x, std::ptrdiff_t n, const call_part& part) {
  { x.threads() } -> std::convertible_to<int>;
  x.run(n, part);
};

namespace dsl {

/// An executor by address.
class crew {
public:
  template <executor E>
  explicit crew(E& with)
      : executor_(&with), threads_(with.threads()), run_([](const void* x, std::ptrdiff_t n, const call_part& part) {
          const_cast<E*>(static_cast<const E*>(x))->run(n, part);
        }) {}

  int threads() const { return threads_; }
  /// Bytes from which entries that are written bypass the caches; 0: as without a crew.
  std::ptrdiff_t streams_from = 0;

  /// f(0) ... f(n - 1). Throws the first exception of those that were thrown, after all have ended.
  template <class F> void run(std::ptrdiff_t n, const F& f) const {
    struct work {
      const F& each;
      std::atomic_flag failed{};
      std::exception_ptr why{};
    } all{f};
    run_(executor_, n,
         call_part(
             [](const void* what, std::ptrdiff_t i) {
               auto& mine = *const_cast<work*>(static_cast<const work*>(what));
               try {
                 mine.each(i);
               } catch (...) {
                 if (!mine.failed.test_and_set()) mine.why = std::current_exception();
               }
             },
             &all));
    if (all.why) std::rethrow_exception(all.why);
  }

private:
  const void* executor_;
  int threads_;
  void (*run_)(const void*, std::ptrdiff_t, const call_part&);
};

}  // namespace dsl
}  // namespace regula

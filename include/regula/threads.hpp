// SPDX-License-Identifier: MIT
/// Executors for calls on several threads: p.value_and_gradient(regula::on(x), w, g).
///
///   regula::serial x;                      this thread alone
///   Eigen::ThreadPool pool(8);
///   regula::eigen_threads x(pool);         Eigen's pool, as TensorFlow has it; this thread helps
///   regula::openmp x;                      the threads of OpenMP, with -fopenmp
///
/// One's own: any x with x.threads() and x.run(n, part), see regula::executor.
#pragma once
#include <regula/policy.hpp>
#include <unsupported/Eigen/CXX11/ThreadPool>
#if defined(_OPENMP)
#include <omp.h>
#endif

namespace regula {

/// The threads of a pool and the caller's. A call from one of the pool's own threads runs on that thread alone: waiting
/// there for others could wait forever.
class eigen_threads {
public:
  explicit eigen_threads(Eigen::ThreadPoolInterface& pool) : pool_(&pool) {}
  int threads() const { return pool_->CurrentThreadId() >= 0 ? 1 : pool_->NumThreads() + 1; }
  void run(std::ptrdiff_t n, const call_part& part) const {
    std::atomic<std::ptrdiff_t> next{0};
    const auto work = [&] {
      for (auto i = next++; i < n; i = next++) part(i);
    };
    const auto helpers = static_cast<unsigned>(std::min<std::ptrdiff_t>(threads() - 1, n - 1));
    Eigen::Barrier all(helpers);
    for (unsigned h = 0; h < helpers; ++h)
      pool_->Schedule([&] {
        work();
        all.Notify();
      });
    work();
    all.Wait();
  }

private:
  Eigen::ThreadPoolInterface* pool_;
};

#if defined(_OPENMP)
/// The threads of OpenMP, in what is compiled with -fopenmp.
class openmp {
public:
  int threads() const { return omp_in_parallel() != 0 ? 1 : omp_get_max_threads(); }
  void run(std::ptrdiff_t n, const call_part& part) const {
#pragma omp parallel for schedule(dynamic, 1)
    for (std::ptrdiff_t i = 0; i < n; ++i) part(i);
  }
};
#endif

}  // namespace regula

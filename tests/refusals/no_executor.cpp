// error: an executor has threads() and run(n, part): wrap a pool, as in regula::eigen_threads x(pool)
// SPDX-License-Identifier: MIT
#include <regula/threads.hpp>

regula::policy refused(Eigen::ThreadPool& pool) {
#ifdef TWIN
  const regula::eigen_threads x(pool);
  return regula::on(x);
#else
  return regula::on(pool);
#endif
}

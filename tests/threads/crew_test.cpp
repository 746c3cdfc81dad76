// SPDX-License-Identifier: MIT
/// Executors, how entries are shared out, and totals of shares.
#include <tests/threads/threads.hpp>
//
#include <dsl/numbers/pairwise_total.hpp>
#include <dsl/threads/shares.hpp>
#include <mutex>
#include <random>
#include <set>

namespace {

using namespace threads_test;
using regula::dsl::crew, regula::dsl::pairwise_total, regula::dsl::shares;

/// Every part once.
template <class E> void runs_all(E& x) {
  std::mutex mutex;
  std::multiset<std::ptrdiff_t> seen;
  crew(x).run(100, [&](std::ptrdiff_t i) {
    const std::lock_guard lock(mutex);
    seen.insert(i);
  });
  CHECK(seen.size() == 100);
  CHECK(std::set<std::ptrdiff_t>(seen.begin(), seen.end()).size() == 100);
  CHECK(*seen.rbegin() == 99);
}

}  // namespace

TEST_CASE("an executor runs every part once", "[threads]") {
  regula::serial alone;
  runs_all(alone);
  for (const int n : {1, 2, 5}) {
    Eigen::ThreadPool pool(n);
    regula::eigen_threads x(pool);
    CHECK(x.threads() == n + 1);
    runs_all(x);
    fresh_threads own{n};
    runs_all(own);
  }
}

TEST_CASE("a call from a thread of the pool runs on it alone", "[threads]") {
  Eigen::ThreadPool pool(1);
  const regula::eigen_threads x(pool);
  Eigen::Barrier done(1);
  const auto made_outside = regula::on(x);
  int threads = 0;
  pool.Schedule([&] {
    threads = x.threads();
    std::vector<float> w(500'000, 0.5f), g(500'000);
    kernel_test::elastic.value_and_gradient(regula::on(x), w, g);
    kernel_test::elastic.value_and_gradient(made_outside, w, g);
    done.Notify();
  });
  done.Wait();
  CHECK(threads == 1);
}

TEST_CASE("the first exception of a part comes out, after all have ended", "[threads]") {
  const fresh_threads x{3};
  std::atomic<int> ended{0};
  CHECK_THROWS_WITH(crew(x).run(50,
                                [&](std::ptrdiff_t i) {
                                  ++ended;
                                  if (i % 10 == 3) throw std::runtime_error("no room");
                                }),
                    "no room");
  CHECK(ended == 50);
}

TEST_CASE("shares are powers of two of blocks, one after the other", "[threads]") {
  for (const int threads : {1, 2, 3, 8, 100}) {
    const backwards x{threads};
    for (const std::ptrdiff_t n : {0, 1, 4096, 4097, 100'000, 1'000'000, 12'345'678}) {
      const shares all(n, 4096, crew(x), 10);
      CAPTURE(threads, n, all.count());
      std::ptrdiff_t at = 0;
      for (std::ptrdiff_t i = 0; i < all.count(); ++i) {
        CHECK(all.first(i) == at);
        CHECK(all.last(i) > at);
        at = all.last(i);
      }
      CHECK(at == n);
      if (all.count() > 1) CHECK(std::has_single_bit(static_cast<std::size_t>(all.last(0) / 4096)));
      if (threads == 1) CHECK(all.count() <= 1);
    }
  }
}

TEST_CASE("totals of shares are the total of their blocks, bit by bit", "[threads]") {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> number(-1.0, 1.0);
  for (int trial = 0; trial < 300; ++trial) {
    const auto blocks = std::uniform_int_distribution<int>(0, 300)(random);
    const int share = 1 << std::uniform_int_distribution<int>(0, 7)(random);
    pairwise_total one_by_one, joined;
    one_by_one.clear(), joined.clear();
    for (int b = 0; b < blocks;) {
      pairwise_total part;
      part.clear();
      for (int k = 0; k < share && b < blocks; ++k, ++b) {
        const double x = number(random);
        one_by_one.add(x);
        part.add(x);
      }
      joined.append(part);
    }
    CAPTURE(blocks, share);
    CHECK(one_by_one.result() == joined.result());
  }
}

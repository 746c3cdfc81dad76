// SPDX-License-Identifier: MIT
#include <cstdint>
#include <cstring>
#include <dsl/matrix/matrix_ref.hpp>
#include <dsl/matrix/workspace.hpp>
#include <limits>
#include <tests/catch.hpp>
#include <tests/matrix/witness.hpp>
#include <thread>

using regula::dsl::scratch_scope;
using regula::dsl::workspace;

TEST_CASE("what was taken stays in place while the workspace grows", "[matrix]") {
  workspace w;
  std::vector<unsigned char*> places;
  for (int k = 0; k < 12; ++k) {
    places.push_back(w.take<unsigned char>(1 << k));
    CHECK(reinterpret_cast<std::uintptr_t>(places.back()) % 64 == 0);
    std::memset(places.back(), k, 1 << k);
  }
  for (int k = 0; k < 12; ++k)
    CHECK(std::all_of(places[std::size_t(k)], places[std::size_t(k)] + (1 << k), [&](auto c) { return c == k; }));
}

TEST_CASE("nothing is room too, and no two places are one", "[matrix]") {
  workspace w;
  double* const a = w.take<double>(0);
  double* const b = w.take<double>(0);
  CHECK(a != nullptr);
  CHECK(a != b);
}

TEST_CASE("from the second time on, the same places", "[matrix]") {
  workspace w;
  const auto pattern = [&] {
    std::vector<void*> places;
    const scratch_scope all(w);
    places.push_back(w.take<float>(1000));
    {
      const scratch_scope inner(w);
      places.push_back(w.take<double>(100000));
      places.push_back(w.take<int>(3));
    }
    places.push_back(w.take<double>(5000));
    return places;
  };
  pattern();
  const auto second = pattern();
  CHECK(pattern() == second);
  CHECK(pattern() == second);
  CHECK(second[1] == second[3]);  // the inner scope gave back what it took
}

TEST_CASE("a scope gives back when it is left by an exception", "[matrix]") {
  workspace w;
  const scratch_scope outer(w);
  const auto before = w.here();
  try {
    const scratch_scope scope(w);
    w.take<double>(1000);
    throw 1;
  } catch (int) {
  }
  CHECK(w.here().chunk == before.chunk);
  CHECK(w.here().used == before.used);
}

TEST_CASE("more than there can be", "[matrix]") {
  workspace w;
  CHECK_THROWS_AS(w.take<double>(std::numeric_limits<std::ptrdiff_t>::max()), std::bad_alloc);
  CHECK_THROWS_AS(w.take<double>(std::numeric_limits<std::ptrdiff_t>::max() / 8 + 1), std::bad_alloc);
  CHECK_THROWS_AS(w.take<double>(-1), std::bad_alloc);
  CHECK(w.take<double>(1) != nullptr);
}

TEST_CASE("every thread has its own", "[matrix]") {
  workspace* const here = &regula::dsl::this_thread_workspace();
  workspace* there = nullptr;
  std::thread([&] { there = &regula::dsl::this_thread_workspace(); }).join();
  CHECK(here == &regula::dsl::this_thread_workspace());
  CHECK(here != there);
}

TEST_CASE("which layouts are plain", "[matrix]") {
  using ref = regula::dsl::matrix_ref<const float>;
  CHECK(ref{nullptr, 3, 4, 1, 3}.is_column_major());
  CHECK(ref{nullptr, 3, 4, 1, 5}.is_column_major());
  CHECK_FALSE(ref{nullptr, 3, 4, 1, 2}.is_column_major());
  CHECK_FALSE(ref{nullptr, 3, 4, 1, -3}.is_column_major());
  CHECK_FALSE(ref{nullptr, 3, 4, 2, 6}.is_column_major());
  CHECK(ref{nullptr, 3, 4, 4, 1}.is_row_major());
  CHECK_FALSE(ref{nullptr, 3, 4, 4, 1}.is_column_major());
  CHECK(ref{nullptr, 1, 4, 9, 2}.is_column_major());
  CHECK(ref{nullptr, 3, 1, 1, 0}.is_column_major());
  CHECK(ref{nullptr, 3, 1, 1, 0}.leading() == 3);
  CHECK(ref{nullptr, 0, 0, 0, 0}.leading() == 1);
}

TEST_CASE("a copy, from any layout to any", "[matrix]") {
  const auto x = witness::random<float>(19, 35);
  for (const auto from : witness::layouts)
    for (const auto to : witness::layouts) {
      const witness::laid_out<float> a(x, from);
      const witness::laid_out<float> b(witness::matrix<float>(19, 35), to);
      regula::dsl::copy(b.ref, a.ref);
      CAPTURE(static_cast<int>(from), static_cast<int>(to));
      CHECK(witness::apart(b.ref, x) == 0.0);
    }
}

// SPDX-License-Identifier: MIT
#include <atomic>
#include <cstdlib>
#include <dsl/matrix/products.hpp>
#include <limits>
#include <new>
#include <tests/catch.hpp>
#include <tests/matrix/witness.hpp>

using namespace witness;
using regula::dsl::workspace;

// Eigen asks malloc, not new: products are kept from it by using none of its products that allocate.
static std::atomic<int> allocations = 0;
[[gnu::noinline]] static void* counted(std::size_t size, std::size_t alignment) {
  ++allocations;
  if (void* const p = std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment)) return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size) { return counted(size, alignof(std::max_align_t)); }
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t to) {
  return counted(size, static_cast<std::size_t>(to));
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size);
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

namespace {

struct shape {
  integer m, k, n;
};
// Around the sizes of a tile and of a block, in every mix with one and none.
constexpr shape shapes[] = {{0, 0, 0},    {0, 3, 2},    {3, 0, 2},     {3, 2, 0},    {1, 1, 1},
                            {1, 5, 1},    {5, 1, 1},    {1, 1, 5},     {5, 5, 1},    {1, 5, 5},
                            {7, 1, 9},    {2, 3, 4},    {8, 8, 8},     {16, 16, 16}, {17, 15, 9},
                            {24, 7, 8},   {25, 31, 7},  {48, 33, 12},  {49, 64, 13}, {95, 257, 41},
                            {97, 256, 4}, {33, 600, 3}, {200, 20, 50}, {193, 3, 2},  {5, 4, 1050}};

template <class S> double bound(integer depth) {
  return 40 * static_cast<double>(std::numeric_limits<S>::epsilon()) * (1 + std::sqrt(static_cast<double>(depth)));
}

/// On the diagonal all terms have one sign.
template <class S> double gram_bound(integer depth) {
  return bound<S>(depth) * std::sqrt(static_cast<double>(depth + 1));
}

template <class S> matrix<S> symmetric(integer n, unsigned seed) {
  auto a = random<S>(n, n, seed);
  for (integer j = 0; j < n; ++j)
    for (integer i = 0; i < j; ++i) a(i, j) = a(j, i);
  return a;
}

exact scaled(exact x, double alpha) {
  for (auto& e : x.entries) e *= static_cast<long double>(alpha);
  return x;
}

}  // namespace

TEMPLATE_TEST_CASE("a product is what three loops say, in every layout", "[matrix]", float, double) {
  workspace w;
  for (const auto& [m, k, n] : shapes) {
    const auto a = random<TestType>(m, k, 1), b = random<TestType>(k, n, 2);
    const auto right = scaled(times(widen(a), widen(b)), -0.75);
    for (const auto of_a : layouts)
      for (const auto of_b : layouts)
        for (const auto of_c : layouts) {
          if (m * k * n > 100000 && (of_a != of_b || of_c == layout::padded_rows)) continue;
          const laid_out<TestType> left(a, of_a), other(b, of_b);
          const laid_out<TestType> out(random<TestType>(m, n, 3), of_c);
          multiply(out.ref, TestType(-0.75), left.ref, other.ref, w);
          const double error = apart(out.ref, right);
          if (error <= bound<TestType>(k)) continue;
          CAPTURE(m, k, n, static_cast<int>(of_a), static_cast<int>(of_b), static_cast<int>(of_c));
          CHECK(error <= bound<TestType>(k));
        }
  }
  CHECK(w.here().used == 0);
}

TEMPLATE_TEST_CASE("a product writes its result and nothing beside it", "[matrix]", float, double) {
  workspace w;
  for (const auto how : {layout::padded_columns, layout::padded_rows, layout::strided}) {
    const laid_out<TestType> out(matrix<TestType>(29, 13), how);
    std::vector<bool> mine(out.memory.size());
    for (integer j = 0; j < 13; ++j)
      for (integer i = 0; i < 29; ++i) mine[static_cast<std::size_t>(&out.ref(i, j) - out.memory.data())] = true;
    multiply(out.ref, TestType(1), random<TestType>(29, 5).ref(), random<TestType>(5, 13).ref(), w);
    for (std::size_t k = 0; k < mine.size(); ++k)
      if (!mine[k] && out.memory[k] != TestType(77)) FAIL("entry " << k << " was written");
  }
}

TEMPLATE_TEST_CASE("a Gram matrix, whole and exactly symmetric", "[matrix]", float, double) {
  workspace w;
  for (const auto& [m, k, n] : shapes) {
    const auto x = random<TestType>(k, m, 4);
    const auto right = times(turned(widen(x)), widen(x));
    for (const auto how : layouts) {
      matrix<TestType> out = random<TestType>(m, m, 5);
      gram(out.ref(), laid_out<TestType>(x, how).ref, w);
      CAPTURE(m, k, static_cast<int>(how));
      CHECK(apart(out, right) <= gram_bound<TestType>(k));
      CHECK(apart(widen(out), turned(widen(out))) == 0.0);
    }
  }
  for (const auto& [depth, n] : {std::pair<integer, integer>{70, 301}, {3, 1101}}) {
    matrix<TestType> large(n, n);
    const auto x = random<TestType>(depth, n);
    gram(large.ref(), x.ref(), w);
    CHECK(apart(large, times(turned(widen(x)), widen(x))) <= gram_bound<TestType>(depth));
    CHECK(apart(widen(large), turned(widen(large))) == 0.0);
  }
}

TEMPLATE_TEST_CASE("a symmetric operand is read from its lower triangle", "[matrix]", float, double) {
  workspace w;
  for (const bool on_left : {false, true})
    for (const auto& [m, k, n] :
         {shape{1, 0, 1}, {1, 0, 4}, {4, 0, 1}, {9, 0, 5}, {70, 0, 3}, {3, 0, 70}, {300, 0, 11}, {30, 0, 290}}) {
      const auto side = on_left ? m : n;
      auto s = symmetric<TestType>(side, 6);
      const auto x = random<TestType>(m, n, 7);
      const auto right = scaled(on_left ? times(widen(s), widen(x)) : times(widen(x), widen(s)), 3.0);
      for (integer j = 0; j < side; ++j)
        for (integer i = 0; i < j; ++i) s(i, j) = std::numeric_limits<TestType>::quiet_NaN();
      for (const auto of_s : layouts)
        for (const auto of_x : layouts)
          for (const auto of_c : {layout::columns, layout::rows, layout::strided}) {
            const laid_out<TestType> a(s, of_s), b(x, of_x), out(matrix<TestType>(m, n), of_c);
            multiply_symmetric(out.ref, TestType(3), on_left ? a.ref : b.ref, on_left ? b.ref : a.ref, on_left, w);
            if (const double error = apart(out.ref, right); !(error <= 3 * bound<TestType>(side))) {
              CAPTURE(on_left, m, n, static_cast<int>(of_s), static_cast<int>(of_x), static_cast<int>(of_c));
              CHECK(error <= 3 * bound<TestType>(side));
            }
          }
    }
}

TEMPLATE_TEST_CASE("NaN and Inf go where they belong, and only there", "[matrix]", float, double) {
  constexpr auto nan = std::numeric_limits<TestType>::quiet_NaN(), inf = std::numeric_limits<TestType>::infinity();
  workspace w;
  for (const integer n : {3, 20, 100}) {
    auto a = random<TestType>(n, n, 8);
    const auto b = random<TestType>(n, n, 9);
    a(1, 2) = nan;
    a(2, 0) = inf;
    matrix<TestType> out(n, n);
    multiply(out.ref(), TestType(1), a.ref(), b.ref(), w);
    CHECK(apart(out, times(widen(a), widen(b))) <= bound<TestType>(n));
    gram(out.ref(), a.ref(), w);
    CHECK(apart(out, times(turned(widen(a)), widen(a))) <= gram_bound<TestType>(n));
  }
}

TEMPLATE_TEST_CASE("strides of zero repeat an entry", "[matrix]", float, double) {
  workspace w;
  TestType one = 2;
  const regula::dsl::matrix_ref<const TestType> flat{&one, 5, 6, 0, 0};
  matrix<TestType> out(5, 7);
  multiply(out.ref(), TestType(1), flat, random<TestType>(6, 7).ref(), w);
  CHECK(apart(out, times(widen(flat), widen(random<TestType>(6, 7)))) <= bound<TestType>(6));
}

TEMPLATE_TEST_CASE("a second, equal call allocates nothing", "[matrix]", float, double) {
  workspace w;
  const auto all = [&](matrix<TestType>& g, matrix<TestType>& out, const matrix_ref<TestType>& x) {
    gram(g.ref(), x, w);
    multiply(out.ref(), TestType(2), x, g.ref(), w);
    multiply_symmetric(out.ref(), TestType(2), x, g.ref(), false, w);
    multiply(out.ref().block(0, 0, out.rows, 1), TestType(2), x, g.ref().block(0, 0, g.rows, 1), w);
  };
  for (const auto& [m, k, n] : shapes)
    for (const auto how : layouts) {
      matrix<TestType> g(n, n), out(m, n);
      const laid_out<TestType> x(random<TestType>(m, n), how);
      if (n == 0) continue;
      all(g, out, x.ref);
      all(g, out, x.ref);
      const int before = allocations;
      all(g, out, x.ref);
      const int after = allocations;
      CHECK(after == before);
    }
}

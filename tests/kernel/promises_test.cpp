// SPDX-License-Identifier: MIT
/// The same bits whatever the path, and nothing allocated on it.
#include <tests/kernel/kernel.hpp>
//
#include <cstring>
#include <tests/allocations.hpp>
#include <thread>

namespace {

using namespace kernel_test;
using promises::allocations_of;

template <class T> bool same_bits(const T& a, const T& b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), sizeof(a[0]) * static_cast<std::size_t>(a.size())) == 0;
}
bool same_bits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

}  // namespace

TEMPLATE_TEST_CASE("nothing is allocated", "[kernel]", float, double) {
  const matrix<TestType> w = matrix<TestType>::Random(90, 70);
  matrix<TestType> g(90, 70);
  const auto p = elastic;
  CHECK(allocations_of([&] { p(w); }) == 0);
  CHECK(allocations_of([&] { p.value_and_gradient(w, g); }) == 0);
  CHECK(allocations_of([&] { p.value_and_gradient(w.block(1, 2, 50, 60), g.block(3, 3, 50, 60)); }) == 0);
  CHECK(allocations_of([&] { p.add_gradient(w, g); }) == 0);
  CHECK(allocations_of([&] { coupled.value_and_gradient(w, g); }) == 0);
  CHECK(allocations_of([] { ::operator delete(::operator new(3)); }) == 1);
}

/// Results from stream_from bytes bypass the caches, if their buffer is aligned.
TEST_CASE("large results, past the caches or through them", "[kernel]") {
  const std::size_t n = regula::stream_from / sizeof(float) + 4096 + 13;
  const auto w = naive::data<float>(n);
  std::vector<float> room(n + 32, -77.0f), other = room;
  const auto aligned_in = [](std::vector<float>& v) {
    return v.data() + (64 - reinterpret_cast<std::uintptr_t>(v.data()) % 64) % 64 / sizeof(float);
  };
  const std::span<float> past(aligned_in(room), n);
  const double value = elastic.value_and_gradient(w, past);
  CHECK(past.data()[n] == -77);
  for (const std::ptrdiff_t shift : {1, 3}) {
    const std::span<float> through(aligned_in(other) + shift, n);
    CAPTURE(shift);
    CHECK(same_bits(elastic.value_and_gradient(w, through), value));
    CHECK(same_bits(past, through));
  }
  CHECK(same_bits(elastic(w), value));

  // A streamed gradient is that of small pieces.
  std::span<float> pieces(other.data() + 1, n);
  for (std::size_t i = 0; i < n; i += 100000) {
    const std::size_t m = std::min<std::size_t>(100000, n - i);
    elastic.gradient(std::span<const float>(w.data() + i, m), pieces.subspan(i, m));
  }
  CHECK(same_bits(past, pieces));
}

TEMPLATE_TEST_CASE("the same input gives the same bits", "[kernel]", float, double) {
  using cm = matrix<TestType>;
  for (const auto& [rows, cols] : {std::pair{5, 3}, {64, 64}, {127, 93}, {1000, 33}}) {
    const cm w = cm::Random(rows, cols);
    cm g(rows, cols), h(rows, cols), parent = cm::Zero(rows + 3, cols + 5), other = cm::Zero(2 * rows, cols + 1);
    const double value = coupled.value_and_gradient(w, g);
    CAPTURE(rows, cols);
    CHECK(same_bits(coupled.value_and_gradient(w, h), value));
    CHECK(same_bits(g, h));
    CHECK(same_bits(coupled(w), value));

    const cm copy = w;
    CHECK(same_bits(coupled.value_and_gradient(Eigen::Map<const cm>(copy.data(), rows, cols), h), value));
    CHECK(same_bits(g, h));

    // Strided entries are gathered first, a stretch at a time; the sums are grouped as without.
    parent.block(1, 2, rows, cols) = w;
    other.block(rows - 1, 1, rows, cols) = w;
    const double strided = coupled.value_and_gradient(parent.block(1, 2, rows, cols), h);
    CHECK(same_bits(strided, value));
    CHECK(same_bits(coupled.value_and_gradient(other.block(rows - 1, 1, rows, cols), g), strided));
    CHECK(same_bits(g, h));
  }
}

TEST_CASE("a const penalty serves four threads", "[kernel]") {
  const auto p = coupled;
  const matrix<float> w = matrix<float>::Random(200, 150);
  matrix<float> g(200, 150);
  const double value = p.value_and_gradient(w, g);
  std::atomic<int> right{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      matrix<float> own(200, 150);
      for (int k = 0; k < 50; ++k) right += same_bits(p.value_and_gradient(w, own), value) && same_bits(own, g);
    });
  for (auto& t : threads) t.join();
  CHECK(right == 200);
}

// SPDX-License-Identifier: MIT
#include <tests/kernel/kernel.hpp>

namespace {

using namespace kernel_test;

template <class S> std::vector<std::size_t> sizes() {
  constexpr std::size_t lanes = regula::lanes<S>::size;
  std::vector<std::size_t> all = {1000, 4095, 4096, 4097, 8192, 12288 + 5};
  for (std::size_t n = 0; n <= 8 * lanes + 1; ++n) all.push_back(n);
  return all;
}

/// Value and gradient against the loop, between guards, from an address that is not aligned; then added to what is there.
template <class S, class P, class Loop> void right_at_every_size(const P& p, Loop loop) {
  for (const std::size_t n : sizes<S>()) {
    const auto w = naive::data<S>(n + 1, static_cast<unsigned>(n));
    const std::span<const S> in(w.data() + 1, n);
    std::vector<S> g(n + 7, S(-77));
    const std::span<S> out(g.data() + 3, n);
    reals truth(n);
    const real value = loop(naive::widened(in), truth);

    CAPTURE(n, sizeof(S));
    CHECK(naive::error(p.value_and_gradient(in, out), value) <= naive::tolerance<S>);
    CHECK(naive::error(out, truth) <= naive::tolerance<S>);
    CHECK(naive::error(p(in), value) <= naive::tolerance<S>);

    const std::vector<S> plain(out.begin(), out.end());
    p.gradient(in, out);
    CHECK(std::equal(plain.begin(), plain.end(), out.begin()));

    std::fill(out.begin(), out.end(), S(2));
    for (real& x : truth) x += 2;
    p.add_gradient(in, out);
    CHECK(naive::error(out, truth) <= naive::tolerance<S>);
    for (real& x : truth) x -= 1;
    std::fill(out.begin(), out.end(), S(1));
    CHECK(naive::error(p.value_and_add_gradient(in, out), value) <= naive::tolerance<S>);
    CHECK(naive::error(out, truth) <= naive::tolerance<S>);
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}, std::size_t{2}, n + 3, n + 4, n + 5, n + 6})
      CHECK(g[i] == S(-77));
  }
}

}  // namespace

TEMPLATE_TEST_CASE("one pass is right at every size", "[kernel]", float, double) {
  right_at_every_size<TestType>(elastic, elastic_loop);
}

TEMPLATE_TEST_CASE("several passes are right at every size", "[kernel]", float, double) {
  right_at_every_size<TestType>(coupled, coupled_loop);
}

TEST_CASE("a float sum of 16 million terms keeps its digits", "[kernel]") {
  constexpr std::size_t n = std::size_t{1} << 24;
  std::vector<float> w(n);
  std::minstd_rand random(3);
  real truth = 0;
  for (float& x : w) {
    x = static_cast<float>(random()) * 0x1p-31f;
    truth += static_cast<real>(x) * static_cast<real>(x);
  }
  const double error = naive::error(regula::penalty(sum(square(W)))(w), truth);
  CAPTURE(error);
  CHECK(error <= 1e-8);
}

TEST_CASE("tensors of several shapes, each with its own sums", "[kernel]") {
  const auto p = regula::penalty(sum(abs(W)) + norm2(V) * sum(X * square(Y)) + max(V));
  const auto w = naive::data<double>(5000, 1), v = naive::data<double>(17, 2);
  const auto x = naive::data<double>(300, 3), y = naive::data<double>(300, 4);
  std::vector<double> dw(5000), dv(17), dx(300), dy(300);
  const auto loop = [](const reals& a, const reals& b, const reals& c, const reals& d) {
    real joint = 0;
    for (std::size_t i = 0; i < c.size(); ++i) joint += c[i] * d[i] * d[i];
    return naive::sum(a, [](real t) { return std::fabs(t); }) + *std::max_element(b.begin(), b.end()) +
           std::sqrt(naive::sum(b, [](real t) { return t * t; })) * joint;
  };
  const reals lw = naive::widened(w), lv = naive::widened(v), lx = naive::widened(x), ly = naive::widened(y);
  using regula::wrt;
  const double value = p.value_and_gradient(W = wrt(w, dw), V = wrt(v, dv), X = wrt(x, dx), Y = wrt(y, dy));
  CHECK(naive::error(value, loop(lw, lv, lx, ly)) <= 1e-12);
  for (std::size_t i = 0; i < w.size(); ++i)
    if (dw[i] != (w[i] > 0 ? 1 : -1)) FAIL("entry " << i);
  CHECK(naive::error(dv, naive::gradient([&](const reals& t) { return loop(lw, t, lx, ly); }, lv)) <= 1e-9);
  CHECK(naive::error(dx, naive::gradient([&](const reals& t) { return loop(lw, lv, t, ly); }, lx)) <= 1e-9);
  CHECK(naive::error(dy, naive::gradient([&](const reals& t) { return loop(lw, lv, lx, t); }, ly)) <= 1e-9);

  std::vector<double> only(300);
  CHECK(p.value_and_gradient(Y = wrt(y, only), V = v, X = x, W = w) == value);
  CHECK(only == dy);
}

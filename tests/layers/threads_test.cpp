// SPDX-License-Identifier: MIT
/// Products and convolutions that go in parts: right, and with the same bits on any threads.
#include <random>
#include <regula/layers.hpp>
#include <regula/layers/convolution.hpp>
#include <tests/catch.hpp>
#include <tests/layers/naive_convolution.hpp>
#include <tests/threads/threads.hpp>

namespace {

using namespace regula::layers;
using regula::ndarray, regula::policy, regula::shape, regula::shape_text;

ndarray drawn(const shape& s, unsigned seed = 7) {
  std::mt19937 engine(seed);
  std::uniform_real_distribution<float> uniform(-1, 1);
  ndarray t(s);
  for (float& v : t.values()) v = uniform(engine);
  return t;
}

/// f(policy) for executors of 1, 2, 3 and 8 threads. A race is one of two as of eight.
template <class F> void on_any_threads(const F& f) {
  for (const int threads : {1, 3, 8}) {
    CAPTURE(threads);
    const threads_test::backwards here{threads};
    f(regula::on(here));
  }
  const threads_test::fresh_threads two{2};
  f(regula::on(two));
}

void in_parts(const shape& in, const shape& window, const convolution_options& o, bool depthwise = false) {
  CAPTURE(shape_text(in), shape_text(window), depthwise);
  const naive::convolution n(in, window, o, depthwise);
  const auto g = depthwise ? convolution_geometry::depthwise(in, window, o) : convolution_geometry(in, window, o);
  const auto x = drawn(in), k = drawn(window, 11), dy = drawn(n.output, 4), y = convolve(x, k, g);
  ndarray dx, dk = drawn(window, 2);
  convolve_gradient(x, k, dy, g, &dx, &dk);
  auto by_kernel = dk;
  by_kernel.flat() -= drawn(window, 2).flat();
  CHECK(naive::distance(y, n.forward(x, k)) < 2e-6);
  CHECK(naive::distance(dx, n.to_input(dy, k)) < 2e-6);
  CHECK(naive::distance(by_kernel, n.to_kernel(x, dy)) < 1e-5);
  const threads_test::counting counted{2};
  convolve(x, k, g, regula::on(counted));
  CHECK(counted.runs == (in[0] > 1));
  on_any_threads([&](const policy& on) {
    ndarray ex, ek = drawn(window, 2);
    CHECK(convolve(x, k, g, on) == y);
    convolve_gradient(x, k, dy, g, &ex, &ek, on);
    CHECK(ex == dx);
    CHECK(ek == dk);
  });
}

/// Outputs, and gradients by input and weights, of a layer that is built for x.
std::vector<ndarray> passes(layer& l, const ndarray& x, const policy& on) {
  record r{.training = true, .keep = true, .on = on};
  auto all = l.run({x}, r);
  l.zero_gradients();
  auto slopes = l.run_back({drawn(all[0].shape(), 9)}, r);
  all.push_back(std::move(slopes[0]));
  l.visit_weights([&](layer&, weight& w, bool) { all.push_back(w.gradient); });
  return all;
}

/// runs: of an executor, there and back.
template <class L> void same_passes(const ref<L>& made, const ndarray& x, int runs) {
  regula::rng draw(3);
  auto& l = *made;
  l.build({x.shape()}, draw);
  const auto alone = passes(l, x, {});
  on_any_threads([&](const policy& on) { CHECK(passes(l, x, on) == alone); });
  const threads_test::counting counted{2};
  passes(l, x, regula::on(counted));
  CHECK(counted.runs == runs);

  // Sample by sample nothing is large enough for parts.
  const auto step = x.size() / x.shape(0), out = alone[0].size() / x.shape(0);
  for (std::ptrdiff_t b = 0; b < x.shape(0); b += 17) {
    auto one = x.shape();
    one[0] = 1;
    record r;
    ndarray sample(one, {x.data() + b * step, x.data() + (b + 1) * step});
    const auto y = l.run({std::move(sample)}, r);
    for (std::ptrdiff_t i = 0; i < out; ++i) CHECK(y[0].data()[i] == Approx(alone[0].data()[b * out + i]).margin(1e-5));
  }
}

}  // namespace

TEST_CASE("convolutions in parts of some samples") {
  in_parts({37, 16, 16, 8}, {3, 3, 8, 8}, {.pad = padding::same});
  in_parts({37, 17, 16, 8}, {3, 2, 8, 8}, {.strides = {2, 1}});
  in_parts({19, 16, 16, 8}, {3, 3, 4, 8}, {.pad = padding::same, .groups = 2});
  in_parts({64, 20, 20, 6}, {3, 3, 6, 2}, {.pad = padding::same}, true);
  in_parts({41, 16, 16, 16}, {1, 1, 16, 16}, {});
  in_parts({300, 40, 5}, {7, 5, 6}, {.pad = padding::causal});
  in_parts({64, 28, 28, 1}, {3, 3, 1, 8}, {});
  in_parts({1, 64, 64, 8}, {3, 3, 8, 16}, {});
}

TEST_CASE("a kernel so large that its gradient is of one part") {
  const convolution_geometry g({2, 3, 3, 1024}, {3, 3, 1024, 512}, {.pad = padding::same});
  const auto x = drawn(g.input()), k = drawn(g.kernel(), 11), dy = drawn({2, 3, 3, 512}, 4);
  ndarray dx, dk(g.kernel()), ex, ek(g.kernel());
  convolve_gradient(x, k, dy, g, &dx, &dk);
  const threads_test::fresh_threads two{2};
  convolve_gradient(x, k, dy, g, &ex, &ek, regula::on(two));
  CHECK(ex == dx);
  CHECK(ek == dk);
  long double middle = 0;  // the tap in the middle of the window meets every position
  for (std::ptrdiff_t p = 0; p < 18; ++p)
    middle += static_cast<long double>(x.data()[p * 1024 + 7]) * static_cast<long double>(dy.data()[p * 512 + 9]);
  CHECK(dk(1, 1, 7, 9) == Approx(static_cast<double>(middle)).margin(1e-5));
}

TEST_CASE("layers in parts") {
  same_passes(Dense(300, {.activation = "tanh"}), drawn({200, 250}), 3);
  same_passes(Dense(700), drawn({3, 600}), 3);
  same_passes(Conv2D(16, {3, 3}, {.padding = "same"}), drawn({40, 12, 12, 8}), 2);
  same_passes(Conv2DTranspose(8, {3, 3}, {.padding = "same"}), drawn({40, 12, 12, 8}), 3);
  same_passes(SeparableConv2D(16, {3, 3}), drawn({40, 20, 20, 8}), 4);
  same_passes(LSTM(96, {.return_sequences = true}), drawn({70, 6, 50}), 21);
  same_passes(GRU(96), drawn({70, 6, 50}), 21);
}

// SPDX-License-Identifier: MIT
/// Convolution against a naive loop in long double, and by hand.
#include <random>
#include <regula/layers/convolution.hpp>
#include <tests/catch.hpp>
#include <tests/layers/naive_convolution.hpp>

namespace {

using namespace regula::layers;
using Catch::Matchers::ContainsSubstring;
using regula::ndarray, regula::shape, regula::shape_text;

ndarray noise(const shape& s) {
  static std::mt19937 engine(7);
  std::uniform_real_distribution<float> uniform(-1, 1);
  ndarray t(s);
  for (auto& v : t.values()) v = uniform(engine);
  return t;
}

template <class A, class B> double dot(const A& a, const B& b) {
  return a.flat().template cast<double>().matrix().dot(b.flat().template cast<double>().matrix());
}

convolution_geometry geometry(const shape& in, const shape& k, const convolution_options& o, bool depthwise) {
  return depthwise ? convolution_geometry::depthwise(in, k, o) : convolution_geometry(in, k, o);
}

void agrees(const shape& in, const shape& window, const convolution_options& o, bool depthwise = false) {
  const naive::convolution n(in, window, o, depthwise);
  CAPTURE(shape_text(in), shape_text(window), shape_text(o.strides), shape_text(o.dilation), int(o.pad), o.groups);
  if (*std::min_element(n.output.begin() + 1, n.output.end()) < 1) {
    CHECK_THROWS_AS(geometry(in, window, o, depthwise), regula::shape_error);
    return;
  }
  auto any_batch = in;
  any_batch[0] = -1;
  const auto g = geometry(any_batch, window, o, depthwise);
  CHECK(geometry(in, window, o, depthwise).output() == n.output);
  const auto x = noise(in), k = noise(window), y = convolve(x, k, g), dy = noise(n.output);
  REQUIRE(y.shape() == n.output);
  CHECK(naive::distance(y, n.forward(x, k)) < 1e-6);

  ndarray dx({2}, 5.0F), dk(window);
  convolve_gradient(x, k, dy, g, &dx, &dk);
  REQUIRE(dx.shape() == in);
  CHECK(naive::distance(dx, n.to_input(dy, k)) < 1e-6);
  CHECK(naive::distance(dk, n.to_kernel(x, dy)) < 1e-6);
  const auto scale = 1e-6 * std::sqrt(dot(y, y) * dot(dy, dy));
  CHECK(std::abs(dot(y, dy) - dot(x, dx)) <= scale);
  CHECK(std::abs(dot(y, dy) - dot(k, dk)) <= scale);
}

shape joined(std::ptrdiff_t first, shape middle, std::initializer_list<std::ptrdiff_t> last) {
  if (first >= 0) middle.insert(middle.begin(), first);
  middle.insert(middle.end(), last);
  return middle;
}

/// Extents that differ from axis to axis.
shape spread(std::size_t rank, std::ptrdiff_t first, std::ptrdiff_t step) {
  shape s(rank, first);
  for (std::size_t a = 0; a < rank; ++a) s[a] += static_cast<std::ptrdiff_t>(a % 2) * step;
  return s;
}

/// f(batch, spatial, window, options) over ranks, strides, dilation, padding, odd and even sizes and windows.
template <class F> void for_each_case(F f) {
  for (const std::size_t rank : {1, 2, 3})
    for (const auto& [stride, dilation] : {std::pair{1, 1}, {2, 1}, {1, 2}})
      for (const auto pad : {padding::valid, padding::same, padding::causal})
        for (const std::ptrdiff_t size : {4, 5})
          for (const std::ptrdiff_t window : {1, 2, 3})
            for (const std::ptrdiff_t batch : {0, 1, 3})
              if (pad != padding::causal || rank == 1)
                f(batch, spread(rank, size, 1), spread(rank, window, window == 3 ? -1 : 1),
                  convolution_options{shape(rank, stride), shape(rank, dilation), pad});
}

std::vector<float> of_1_to(int n, std::vector<float> kernel, const convolution_options& o) {
  std::vector<float> x(static_cast<std::size_t>(n));
  std::iota(x.begin(), x.end(), 1.0F);
  const ndarray k({std::ssize(kernel), 1, 1}, kernel), in({1, n, 1}, x);
  const auto y = convolve(in, k, {in.shape(), k.shape(), o});
  return {y.values().begin(), y.values().end()};
}

}  // namespace

TEST_CASE("digits of the kernel show what each output reads", "[convolution]") {
  using row = std::vector<float>;
  CHECK(of_1_to(5, {1, 10, 100}, {}) == row{321, 432, 543});
  CHECK(of_1_to(5, {1, 10}, {.pad = padding::same}) == row{21, 32, 43, 54, 5});
  CHECK(of_1_to(5, {1, 10}, {.pad = padding::causal}) == row{10, 21, 32, 43, 54});
  CHECK(of_1_to(4, {1, 10, 100}, {.strides = {2}, .pad = padding::same}) == row{321, 43});
  CHECK(of_1_to(5, {1, 10, 100}, {.strides = {2}, .pad = padding::same}) == row{210, 432, 54});
  CHECK(of_1_to(5, {1, 10, 100}, {.dilation = {2}}) == row{531});
  CHECK(of_1_to(4, {1, 10, 100}, {.dilation = {2}, .pad = padding::causal}) == row{100, 200, 310, 420});
}

TEST_CASE("convolution and its gradients are those of the naive loop", "[convolution]") {
  for_each_case([](auto batch, auto spatial, auto window, auto options) {
    for (const std::ptrdiff_t groups : {1, 2}) {
      options.groups = groups;
      agrees(joined(batch, spatial, {4}), joined(-1, window, {4 / groups, 6}), options);
    }
  });
  for_each_case([](auto batch, auto spatial, auto window, const auto& options) {
    agrees(joined(batch, spatial, {1}), joined(-1, window, {1, 11}), options);
  });
  for (const std::ptrdiff_t filters : {1, 8, 32, 33}) agrees({3, 9, 14, 1}, {3, 5, 1, filters}, {.pad = padding::same});
  agrees({2, 3, 2, 1}, {3, 5, 1, 2}, {.pad = padding::same});
  agrees({2, 7, 6, 3}, {3, 2, 3, 2}, {.strides = {3, 1}, .pad = padding::same});
  agrees({2, 7, 6, 3}, {2, 2, 3, 2}, {.dilation = {1, 4}});
  agrees({2, 3, 2}, {5, 2, 1}, {.pad = padding::same});
  agrees({2, 9, 3}, {1, 1, 6}, {.groups = 3});
}

TEST_CASE("depthwise convolution and its gradients are those of the naive loop", "[convolution]") {
  for_each_case([](auto batch, auto spatial, auto window, const auto& options) {
    if (options.pad == padding::causal) return;
    for (const std::ptrdiff_t multiplier : {1, 3})
      agrees(joined(batch, spatial, {5}), joined(-1, window, {5, multiplier}), options, true);
  });
  agrees({2, 4, 4, 1}, {2, 2, 1, 3}, {}, true);
  agrees({2, 3, 2}, {5, 2, 1}, {.pad = padding::same}, true);
}

TEST_CASE("patches come in blocks", "[convolution]") {
  agrees({2, 40, 40, 8}, {5, 5, 8, 3}, {});
  agrees({2, 40, 40, 8}, {5, 5, 4, 4}, {.pad = padding::same, .groups = 2});
  const convolution_geometry g({-1, 40, 40, 8}, {5, 5, 8, 3}), long_row({1, 300003, 1}, {300000, 1, 1});
  std::ptrdiff_t next = 0;
  for_each_block(g, 0, 100000, [&](const patch_block& b) {
    CHECK(b.first == next);
    CHECK(b.count * b.depth <= 1 << 18);
    next += b.count;
  });
  CHECK(next == 100000);
  CHECK(convolve(ndarray(long_row.input(), 1), ndarray(long_row.kernel(), 1), long_row) == ndarray({1, 4, 1}, 300000));
}

TEST_CASE("gradients: dx is assigned, dkernel is added to, either may be left out", "[convolution]") {
  const convolution_geometry g({-1, 4, 2}, {2, 2, 3});
  auto x = noise({1, 4, 2});
  const auto k = noise({2, 2, 3}), dy = noise({1, 3, 3});
  ndarray dx, dk(k.shape()), only, more(k.shape(), 2.0F);
  convolve_gradient(x, k, dy, g, &dx, &dk);
  convolve_gradient(x, k, dy, g, &only, nullptr);
  convolve_gradient(x, k, dy, g, nullptr, &more);
  CHECK(only == dx);
  CHECK((more.flat() == dk.flat() + 2.0F).all());
  convolve_gradient(x, k, dy, g, &x, nullptr);
  CHECK(x == dx);
  CHECK_THROWS_AS(convolve_gradient(x, k, dy, g, &dk, &dk), regula::overlap_error);
  ndarray flat({12});
  CHECK_THROWS_WITH(convolve_gradient(x, k, dy, g, nullptr, &flat), ContainsSubstring("is (2, 2, 3); given is (12,)"));
  CHECK_THROWS_WITH(convolve_gradient(x, k, x, g, &dx, nullptr), ContainsSubstring("is (1, 3, 3); given is (1, 4, 2)"));
}

TEST_CASE("a NaN or an infinity stays where it is read", "[convolution]") {
  for (const bool depthwise : {false, true}) {
    const convolution_options o{.pad = padding::same, .groups = depthwise ? 1 : 2};
    const shape in{2, 5, 4, 4}, window{3, 2, depthwise ? 4 : 2, depthwise ? 1 : 4};
    const naive::convolution n(in, window, o, depthwise);
    const auto g = geometry(in, window, o, depthwise);
    auto x = noise(in), k = noise(window), dy = noise(n.output), dx = x, dk = k;
    std::vector<bool> in_y(dy.values().size()), in_x(x.values().size()), in_k(k.values().size());
    n.for_each_product([&](auto i, auto j, auto p) {
      const auto at = [](auto q) { return static_cast<std::size_t>(q); };
      if (i == 33) in_y[at(p)] = true;
      if (p == 50) in_x[at(i)] = in_k[at(j)] = true;
    });
    for (const float bad : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
      auto spoilt = x, slope = dy;
      spoilt.data()[33] = slope.data()[50] = bad;
      const auto y = convolve(spoilt, k, g);
      dk.flat() = 0;
      convolve_gradient(x, k, slope, g, &dx, &dk);
      for (std::size_t i = 0; i < in_y.size(); ++i) CHECK(std::isfinite(y.values()[i]) == !in_y[i]);
      for (std::size_t i = 0; i < in_x.size(); ++i) CHECK(std::isfinite(dx.values()[i]) == !in_x[i]);
      for (std::size_t i = 0; i < in_k.size(); ++i) CHECK((std::isfinite(dk.values()[i]) || in_k[i]));
    }
  }
}

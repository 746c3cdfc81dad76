// SPDX-License-Identifier: MIT
/// Convolution against plain Eigen products of the same multiply-adds: patches (batch * out x depth) that are already
/// there times the kernel, and for the gradient the two transposed products. Best of several rounds, one thread.
///
///   g++ -std=c++20 -O2 -DNDEBUG -march=native -Iinclude -I. tests/benchmarks/convolution.cpp include/regula/ndarray.cpp
///     include/regula/layers/{convolution,depthwise,im2col,one_channel}.cpp -lfmt -o convolution
///
/// with the include path of Eigen.
#include <fmt/core.h>

#include <ctime>
#include <random>
#include <regula/layers/convolution.hpp>

namespace {

using namespace regula::layers;
using regula::ndarray, regula::shape;
using matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct workload {
  const char* name;
  shape input, kernel;
  convolution_options options;
  bool depthwise = false;
};

ndarray noise(const shape& s) {
  static std::mt19937 engine(1);
  std::uniform_real_distribution<float> uniform(-1, 1);
  ndarray t(s);
  for (auto& v : t.values()) v = uniform(engine);
  return t;
}

/// CPU milliseconds of the fastest call of each; they take turns, so that a busy machine slows both.
template <class A, class B> std::pair<double, double> best(A ours, B plain) {
  const auto time = [](auto& f) {
    const auto start = std::clock();
    f();
    return 1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  };
  std::pair<double, double> least(1e9, 1e9);
  for (int round = 0; round < 25; ++round) {
    least.first = std::min(least.first, time(ours));
    least.second = std::min(least.second, time(plain));
  }
  return least;
}

void measure(const workload& w) {
  const auto g = w.depthwise ? convolution_geometry::depthwise(w.input, w.kernel, w.options)
                             : convolution_geometry(w.input, w.kernel, w.options);
  const auto x = noise(w.input), k = noise(w.kernel), dy = noise(g.output());
  ndarray y, dx, dk(w.kernel);
  const auto filters = g.filters() / g.groups();
  const matrix patches = matrix::Random(dy.rows() * g.groups(), g.depth()),
               weights = matrix::Random(g.depth(), filters);
  const matrix slope = matrix::Random(patches.rows(), filters);
  matrix out(slope.rows(), filters), to_patches(patches.rows(), g.depth()), to_weights(g.depth(), filters);

  const auto [forward, product] = best([&] { y = convolve(x, k, g); }, [&] { out.noalias() = patches * weights; });
  const auto [gradient, products] = best([&] { convolve_gradient(x, k, dy, g, &dx, &dk); },
                                         [&] {
                                           to_patches.noalias() = slope * weights.transpose();
                                           to_weights.noalias() = patches.transpose() * slope;
                                         });
  const double flops = 2e-6 * static_cast<double>(patches.size() * filters);
  fmt::print("| {:26} | {:8.3f} | {:6.1f} | {:5.2f} | {:8.3f} | {:6.1f} | {:5.2f} |\n", w.name, forward,
             flops / forward, forward / product, gradient, 2 * flops / gradient, gradient / products);
}

}  // namespace

int main() {
  fmt::print("| convolution                | forward ms | GFLOP/s | / GEMM | gradient ms | GFLOP/s | / GEMMs |\n");
  fmt::print("| -------------------------- | -------- | ------ | ----- | -------- | ------ | ----- |\n");
  const auto same = padding::same;
  for (const auto& w : {
           workload{"3x3, 32 -> 64", {8, 32, 32, 32}, {3, 3, 32, 64}, {.pad = same}},
           workload{"3x3, 32 -> 64, valid", {8, 32, 32, 32}, {3, 3, 32, 64}, {}},
           workload{"3x3, 32 -> 64, stride 2", {8, 32, 32, 32}, {3, 3, 32, 64}, {.strides = {2, 2}, .pad = same}},
           workload{"3x3, 32 -> 64, dilation 2", {8, 32, 32, 32}, {3, 3, 32, 64}, {.dilation = {2, 2}, .pad = same}},
           workload{"3x3, 32 -> 64, 4 groups", {8, 32, 32, 32}, {3, 3, 8, 64}, {.pad = same, .groups = 4}},
           workload{"1x1, 32 -> 64", {8, 32, 32, 32}, {1, 1, 32, 64}, {}},
           workload{"5x5, 32 -> 64", {8, 32, 32, 32}, {5, 5, 32, 64}, {.pad = same}},
           workload{"3x3, 1 -> 8, digits", {64, 28, 28, 1}, {3, 3, 1, 8}, {}},
           workload{"3x3, 256 -> 256", {8, 8, 8, 256}, {3, 3, 256, 256}, {.pad = same}},
           workload{"9, 64 -> 64, causal", {8, 256, 64}, {9, 64, 64}, {.pad = padding::causal}},
           workload{"3x3x3, 16 -> 32", {2, 16, 16, 16, 16}, {3, 3, 3, 16, 32}, {.pad = same}},
           workload{"3x3 depthwise, 32", {8, 32, 32, 32}, {3, 3, 32, 1}, {.pad = same}, true},
           workload{"3x3 depthwise, 32 x 2", {8, 32, 32, 32}, {3, 3, 32, 2}, {.pad = same}, true},
       })
    measure(w);
}

// SPDX-License-Identifier: MIT
/// LSTM and MaxPooling2D, forward, against plain Eigen programs of the same mathematics. Best of several rounds, one thread;
/// the library as it is installed, the plain programs with the flags of this file.
///
///   g++ -std=c++20 -O2 -DNDEBUG -march=native -Iinclude -I. tests/benchmarks/layers.cpp -lregula-models -lfmt -o layers
///
/// with the include path of Eigen, and the library path of regula-models.
#include <fmt/core.h>

#include <chrono>
#include <random>
#include <regula/layers.hpp>

namespace {

using regula::ndarray, regula::shape;
namespace layers = regula::layers;
using matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

ndarray noise(const shape& s) {
  std::mt19937 engine(1);
  std::uniform_real_distribution<float> uniform(-1, 1);
  ndarray t(s);
  for (auto& v : t.values()) v = uniform(engine);
  return t;
}

/// Milliseconds of the fastest call of each; they take turns.
template <class A, class B> std::pair<double, double> best(A ours, B plain) {
  const auto time = [](auto& f) {
    const auto start = std::chrono::steady_clock::now();
    f();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  };
  std::pair<double, double> least(1e9, 1e9);
  for (int round = 0; round < 25; ++round)
    least = {std::min(least.first, time(ours)), std::min(least.second, time(plain))};
  return least;
}

void report(const std::string& name, std::pair<double, double> ms, double apart) {
  fmt::print("| {} | {:.2f} | {:.2f} | {:.2f} | {:.1e} |\n", name, ms.first, ms.second, ms.first / ms.second, apart);
}

matrix logistic(const matrix& z) { return (1.0F / (1.0F + (-z.array()).exp())).matrix(); }

void lstm(std::ptrdiff_t batch, std::ptrdiff_t steps, std::ptrdiff_t features, std::ptrdiff_t units) {
  const auto x = noise({batch, steps, features});
  const auto l = layers::LSTM(units);
  l(x);
  const auto w = l->weights()[0].value, u = l->weights()[1].value, b = l->weights()[2].value;
  ndarray y;
  matrix last;
  const auto plain = [&] {
    matrix h = matrix::Zero(batch, units), c = h;
    for (std::ptrdiff_t t = 0; t < steps; ++t) {
      const Eigen::Map<const matrix, 0, Eigen::OuterStride<>> now(x.data() + t * features, batch, features,
                                                                  Eigen::OuterStride<>(steps * features));
      matrix z = now * w.matrix() + h * u.matrix();
      z.rowwise() += b.matrix().row(0);
      const matrix i = logistic(z.leftCols(units)), f = logistic(z.middleCols(units, units)),
                   o = logistic(z.rightCols(units));
      c = f.cwiseProduct(c) + i.cwiseProduct(z.middleCols(2 * units, units).array().tanh().matrix());
      h = o.cwiseProduct(c.array().tanh().matrix());
    }
    last = h;
  };
  const auto ms = best([&] { y = l(x); }, plain);
  report(fmt::format("LSTM({}), {} x {} x {}", units, batch, steps, features), ms,
         static_cast<double>((y.matrix() - last).cwiseAbs().maxCoeff()));
}

void max_pooling(std::ptrdiff_t batch, std::ptrdiff_t side, std::ptrdiff_t channels) {
  const auto x = noise({batch, side, side, channels});
  const auto l = layers::MaxPooling2D();
  ndarray y, z({batch, side / 2, side / 2, channels});
  const auto plain = [&] {
    for (std::ptrdiff_t n = 0; n < batch; ++n)
      for (std::ptrdiff_t i = 0; i < side / 2; ++i)
        for (std::ptrdiff_t j = 0; j < side / 2; ++j) {
          const auto* from = x.data() + ((n * side + 2 * i) * side + 2 * j) * channels;
          const auto entries = [&](std::ptrdiff_t at) {
            return Eigen::Map<const Eigen::ArrayXf>(from + at * channels, channels);
          };
          Eigen::Map<Eigen::ArrayXf>(z.data() + ((n * (side / 2) + i) * (side / 2) + j) * channels, channels) =
              entries(0).max(entries(1)).max(entries(side)).max(entries(side + 1));
        }
  };
  const auto ms = best([&] { y = l(x); }, plain);
  report(fmt::format("MaxPooling2D, {} x {} x {} x {}", batch, side, side, channels), ms,
         static_cast<double>((y.flat() - z.flat()).abs().maxCoeff()));
}

}  // namespace

int main() {
  fmt::print("| layer, input | ms | plain ms | ratio | apart |\n|---|---:|---:|---:|---:|\n");
  lstm(32, 50, 32, 64);
  lstm(1, 100, 16, 32);
  max_pooling(32, 28, 1);
  max_pooling(32, 28, 16);
  max_pooling(32, 28, 64);
}

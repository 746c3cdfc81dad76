// SPDX-License-Identifier: MIT
/// Epochs of training on one thread and on two: what products, convolutions, penalties and the optimizer gain together.
/// threads.py builds and runs it.
#include <fmt/core.h>

#include <chrono>
#include <regula/models.hpp>
#include <regula/threads.hpp>
#include <tests/waves.hpp>

namespace {

using namespace regula;

/// Seconds of the fastest of five epochs.
double epoch(const models::Model& m, const ndarray& x, const ndarray& y, const policy& on) {
  double least = 1e9;
  for (int round = 0; round < 5; ++round) {
    const auto start = std::chrono::steady_clock::now();
    m.fit(x, y, {.verbose = 0, .on = on});
    least = std::min(least, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return least;
}

void row(const char* name, const models::Model& m, const ndarray& x, const ndarray& y) {
  Eigen::ThreadPool pool(1);  // and the thread that calls
  const eigen_threads two(pool);
  m.compile({});
  const double alone = epoch(m, x, y, {}), both = epoch(m, x, y, on(two));
  fmt::print("| {} | {:.0f} | {:.2f} |\n", name, 1e3 * alone, alone / both);
}

}  // namespace

int main() {
  fmt::print("| an epoch of 512 samples, batches of 32, Adam | one thread, ms | gain of two |\n|---|---:|---:|\n");
  const auto y = waves({512, 10}, 0.9);
  row("Dense 784-1024-1024-10, L2",
      models::Sequential({layers::Dense(1024, {.activation = "relu", .kernel_regularizer = "l2"}),
                          layers::Dense(1024, {.activation = "relu", .kernel_regularizer = "l2"}), layers::Dense(10)}),
      waves({512, 784}, 0.37), y);
  row("two convolutions 3x3 of 32 and 64 filters on 28x28, pooling, Dense 128, L2",
      models::Sequential({layers::Conv2D(32, {3, 3}, {.activation = "relu", .kernel_regularizer = "l2"}),
                          layers::MaxPooling2D({2, 2}),
                          layers::Conv2D(64, {3, 3}, {.activation = "relu", .kernel_regularizer = "l2"}),
                          layers::MaxPooling2D({2, 2}), layers::Flatten(),
                          layers::Dense(128, {.activation = "relu", .kernel_regularizer = "l2"}), layers::Dense(10)}),
      waves({512, 28, 28, 1}, 0.37), y);
  row("LSTM of 256 units, 20 steps of 64",
      models::Sequential(
          {layers::LSTM(256, {.kernel_regularizer = "l2", .recurrent_regularizer = "l2"}), layers::Dense(10)}),
      waves({512, 20, 64}, 0.37), y);
}

// SPDX-License-Identifier: MIT
/// Value and gradient on one thread and on two, the weights of ResNet-50 in one call, and steps of optimizers in one pass:
/// threads.py builds and runs it.
#include <chrono>
#include <cstdio>
#include <cstring>
#include <regula/gallery.hpp>
#include <regula/penalty_set.hpp>
#include <regula/stepper.hpp>

namespace {

using namespace regula::symbols;
using matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// The least of several rounds, in turns.
template <class... F> std::array<double, sizeof...(F)> least(int calls, int rounds, const F&... f) {
  std::array<double, sizeof...(F)> best;
  best.fill(1e9);
  for (int r = 0; r < rounds; ++r) {
    std::size_t k = 0;
    const auto time = [&](const auto& each) {
      const double from = now();
      for (int i = 0; i < calls; ++i) each();
      best[k] = std::min(best[k], (now() - from) / calls);
      ++k;
    };
    (time(f), ...);
  }
  return best;
}

Eigen::ThreadPool pool(1);
const regula::eigen_threads two(pool);

template <class P> void row(const char* name, const P& p) {
  std::printf("| %s |", name);
  for (const int n : {64, 256, 512, 1024, 4096}) {
    matrix w = matrix::Random(n, n), g(n, n);
    const auto t = least(
        std::max(1, 4'000'000 / (n * n)), 9, [&] { p.value_and_gradient(w, g); },
        [&] { p.value_and_gradient(regula::on(two), w, g); });
    std::printf(" %.2f (%.3g) |", t[0] / t[1], t[0] * 1e6);
    std::fflush(stdout);
  }
  std::printf("\n");
}

std::vector<std::size_t> resnet50() {
  std::vector<std::size_t> sizes;
  const auto convolution = [&](std::size_t side, std::size_t in, std::size_t out) {
    for (const auto n : {side * side * in * out, out, out}) sizes.push_back(n);
  };
  convolution(7, 3, 64);
  std::size_t in = 64;
  const int blocks[] = {3, 4, 6, 3};
  for (std::size_t stage = 0; stage < 4; ++stage) {
    const auto width = std::size_t{64} << stage;
    for (int b = 0; b < blocks[stage]; ++b) {
      convolution(1, in, width), convolution(3, width, width), convolution(1, width, 4 * width);
      if (b == 0) convolution(1, in, 4 * width);
      in = 4 * width;
    }
  }
  sizes.push_back(2048 * 1000), sizes.push_back(1000);
  return sizes;
}

void many_tensors() {
  const auto sizes = resnet50();
  std::vector<std::size_t> first;
  std::size_t all = 0;
  for (const auto n : sizes) first.push_back(all), all += (n + 15) / 16 * 16;
  const Eigen::VectorXf w = Eigen::VectorXf::Random(static_cast<Eigen::Index>(all));
  Eigen::VectorXf g(w.size());
  const auto in = [&](std::size_t t) { return std::span<const float>(w.data() + first[t], sizes[t]); };
  const auto out = [&](std::size_t t) { return std::span<float>(g.data() + first[t], sizes[t]); };
  constexpr auto p = regula::l1_l2(1e-4, 1e-4);
  regula::penalty_set<float> set;
  for (std::size_t t = 0; t < sizes.size(); ++t) set.tensor(std::to_string(t), in(t), out(t));
  set.penalize("*", p);
  const auto t = least(
      1, 21, [&] { p.value_and_gradient(w, g); },
      [&] {
        for (std::size_t k = 0; k < sizes.size(); ++k) p.value_and_gradient(in(k), out(k));
      },
      [&] { set.value_and_gradient(); }, [&] { set.value_and_gradient(regula::on(two)); },
      [&] { std::memcpy(g.data(), w.data(), sizeof(float) * all); });
  std::printf(
      "\n%zu tensors of %td entries, ms: one call over all bytes %.2f; a loop of calls %.2f; a set %.2f; a set on two "
      "threads %.2f; memcpy %.2f\n",
      sizes.size(), set.entries(), t[0] * 1e3, t[1] * 1e3, t[2] * 1e3, t[3] * 1e3, t[4] * 1e3);
}

/// Gigabytes a second that L1 and its gradient read and write, and the share of what copying does, on one thread and two.
void bandwidth() {
  constexpr std::ptrdiff_t n = std::ptrdiff_t{1} << 24;
  const Eigen::VectorXf w = Eigen::VectorXf::Random(n);
  Eigen::VectorXf g(n);
  const auto p = regula::l1(0.01);
  const auto half = [&](std::ptrdiff_t i) {
    std::memcpy(g.data() + i * n / 2, w.data() + i * n / 2, sizeof(float) * n / 2);
  };
  const regula::dsl::crew both(two);
  const auto t = least(
      1, 9, [&] { p.value_and_gradient(w, g); }, [&] { half(0), half(1); },
      [&] { p.value_and_gradient(regula::on(two), w, g); }, [&] { both.run(2, half); });
  const auto rate = [&](double seconds) { return 2e-9 * sizeof(float) * n / seconds; };
  std::printf("\nL1 of 16 M entries, GB/s: one thread %.1f, memcpy %.1f; two threads %.1f, memcpy %.1f\n", rate(t[0]),
              rate(t[1]), rate(t[2]), rate(t[3]));
}

template <class M> void narrow_row(const char* name) {
  std::printf("| %s |", name);
  const auto ratios = [](const auto& p) {
    for (const int n : {256, 1024, 4096}) {
      const Eigen::MatrixXf w = Eigen::MatrixXf::Random(n, n);
      const Eigen::Matrix<M, Eigen::Dynamic, Eigen::Dynamic> h = w.cast<M>();
      Eigen::MatrixXf g(n, n);
      Eigen::Matrix<M, Eigen::Dynamic, Eigen::Dynamic> k(n, n);
      const auto t = least(
          std::max(1, 4'000'000 / (n * n)), 9, [&] { p.value_and_gradient(w, g); },
          [&] { p.value_and_gradient(h, k); });
      std::printf(" %.2f |", t[0] / t[1]);
      std::fflush(stdout);
    }
  };
  ratios(regula::l1_l2(0.01, 0.02));
  ratios(regula::penalty(sum(norm2(rowwise(W)))));
  std::printf("\n");
}

template <class Update> void step_row(const char* name, const Update& update) {
  constexpr auto p = regula::l1_l2(1e-4, 1e-4);
  std::printf("| %s |", name);
  for (const int n : {1 << 16, 1 << 20, 1 << 24}) {
    using array = Eigen::ArrayXf;
    array w = array::Random(n), g = array::Random(n), sum = g;
    array slots[] = {array::Zero(n), array::Zero(n)};
    regula::stepper<float, Update> one_pass(update);
    std::int64_t steps = 0;
    const auto t = least(
        std::max(1, (1 << 22) / n), 9, [&] { one_pass.step(p, w, g); },
        [&] {
          p.value_and_add_gradient(w, sum);
          update(++steps, w, sum, slots);
        });
    std::printf(" %.2f (%.3g) |", t[1] / t[0], t[0] * 1e6);
    std::fflush(stdout);
  }
  std::printf("\n");
}

}  // namespace

int main() {
  using regula::penalty;
  std::printf("| float, n x n, row-major | 64 | 256 | 512 | 1024 | 4096 |\n|---|---|---|---|---|---|\n");
  row("L1", regula::l1(0.01));
  row("pseudo-Huber", penalty(sum(sqrt(1.0 + square(W)) - 1.0)));
  row("log", penalty(sum(log1p(square(W)))));
  row("norm", penalty(norm2(W)));
  row("rows", penalty(sum(norm2(rowwise(W)))));
  row("columns", penalty(sum(norm2(colwise(W)))));
  row("total variation", penalty(sum(sqrt(square(difference<0>(W)) + square(difference<1>(W)) + 0.01))));
  bandwidth();
  many_tensors();
  std::printf("\n| n x n | L1L2, 256 | 1024 | 4096 | rows, 256 | 1024 | 4096 |\n|---|---|---|---|---|---|---|\n");
  narrow_row<Eigen::half>("half");
  narrow_row<Eigen::bfloat16>("bfloat16");
  std::printf("\n| float, L1L2 | 65 536 | 1 M | 16 M |\n|---|---|---|---|\n");
  using regula::updates::adam, regula::updates::sgd;
  step_row("SGD", sgd{1e-9});
  step_row("SGD with momentum", sgd{1e-9, 0.9});
  step_row("Adam", adam{1e-9});
  step_row("AdamW", adam{.learning_rate = 1e-9, .weight_decay = 1e-9});
}

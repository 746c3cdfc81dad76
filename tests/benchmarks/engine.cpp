// SPDX-License-Identifier: MIT
/// The tiers of the engine beside the kernels that are compiled ahead: times, bits, and how long the first value takes.
/// Compiled with -O2 -march=native, linked with regula-engine and fmt; every figure is the best of several rounds in which
/// the three take turns.
#include <fmt/format.h>

#include <chrono>
#include <cstring>
#include <random>
#include <regula/parse.hpp>
#include <regula/regula.hpp>

namespace {

using clock_type = std::chrono::steady_clock;
using namespace regula::symbols;

double seconds(auto f, int repeats) {
  const auto begin = clock_type::now();
  for (int i = 0; i < repeats; ++i) f();
  return std::chrono::duration<double>(clock_type::now() - begin).count() / repeats;
}

struct figures {
  double kernel = 1e9, first = 1e9, second = 1e9;
  bool first_same = true, second_same = true;
};

template <class P>
figures measure(const P& kernel, const regula::parsed_penalty& first, const regula::parsed_penalty& second, long n) {
  std::mt19937 random(3);
  std::normal_distribution<float> normal;
  Eigen::VectorXf w(n), g(n), g1(n), g2(n);
  for (auto& x : w) x = normal(random);
  const auto same = [](const Eigen::VectorXf& a, const Eigen::VectorXf& b) {
    return std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(float)) == 0;
  };
  const double p = kernel.value_and_gradient(w, g), p1 = first.value_and_gradient(w, g1),
               p2 = second.value_and_gradient(w, g2);
  figures f;
  f.first_same = p == p1 && same(g, g1), f.second_same = p == p2 && same(g, g2);
  const int repeats = static_cast<int>(std::max(1L, 2'000'000 / n));
  for (int round = 0; round < 15; ++round) {
    f.kernel = std::min(f.kernel, seconds([&] { kernel.value_and_gradient(w, g); }, repeats));
    f.first = std::min(f.first, seconds([&] { first.value_and_gradient(w, g1); }, repeats));
    f.second = std::min(f.second, seconds([&] { second.value_and_gradient(w, g2); }, repeats));
  }
  return f;
}

template <class P> void row(const char* name, const P& kernel) {
  const auto text = fmt::format("{:text}", kernel);
  float w[3] = {0.5F, -1.0F, 2.0F}, g[3];
  const std::span<float> in(w), out(g);
  double parsed = 1e9;
  for (int i = 0; i < 5; ++i)
    parsed = std::min(parsed, seconds([&] { regula::parse(text).value_and_gradient(in, out); }, 1));
  const auto first = regula::parse(text), second = regula::parse(text);
  const auto report = second.compile();
  fmt::print("| {} |", name);
  std::string bits;
  for (const long n : {4'096L, 65'536L, 1'000'000L}) {
    const auto f = measure(kernel, first, second, n);
    fmt::print(" {:.3f} | {:.2f} | {:.2f} |", f.kernel / static_cast<double>(n) * 1e9, f.first / f.kernel,
               f.second / f.kernel);
    if (n == 65'536) bits = fmt::format("{} / {}", f.first_same ? "yes" : "no", f.second_same ? "yes" : "no");
  }
  fmt::print(" {} | {:.2f} | {} {:.0f} |\n", bits, parsed * 1e3, report.was_cached ? "cached" : "compiled",
             report.seconds * 1e3);
  if (!report) fmt::print("  (tier 1: {})\n", report.reason);
  std::fflush(stdout);
}

}  // namespace

int main() {
  fmt::print(
      "| formula | 4 096: kernel ns/entry | tier 1 x | tier 2 x | 65 536: kernel | tier 1 x | tier 2 x | 1 000 000: "
      "kernel "
      "| tier 1 x | tier 2 x | same bits as the kernel, tier 1 / 2 | parse to first value, ms | compile(), ms |\n");
  fmt::print("|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
  row("L1", regula::penalty(0.01 * sum(abs(W))));
  row("L2", regula::penalty(0.02 * sum(square(W))));
  row("L1L2", regula::penalty(0.01 * sum(abs(W)) + 0.02 * sum(square(W))));
  row("pseudo-Huber", regula::penalty(sum(pseudo_huber(W, 1.0))));
  row("log", regula::penalty(0.1 * sum(log(1.0 + square(W)))));
  row("log-cosh", regula::penalty(sum(log_cosh(W))));
  row("huber + softplus", regula::penalty(sum(huber(W, 0.5)) + 0.1 * sum(softplus(W))));
  row("composite",
      regula::penalty(0.01 * sum(abs(W)) + 0.02 * sum(square(W)) + 0.1 * sum(log(1.0 + abs(W))) + norm2(W)));
}

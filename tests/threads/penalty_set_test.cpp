// SPDX-License-Identifier: MIT
/// Many tensors in one call, against one call each.
#include <tests/threads/threads.hpp>
//
#include <regula/penalty_set.hpp>

namespace {

using namespace kernel_test;
using namespace threads_test;
using Catch::Matchers::Equals;
using regula::penalty_set;

struct weights {
  matrix<float> kernel = matrix<float>::Random(40, 30), big = matrix<float>::Random(700, 500);
  column<float> bias = column<float>::Random(30), empty{0};
  matrix<float> to_kernel{40, 30}, to_big{700, 500};
  column<float> to_bias{30}, to_empty{0};

  penalty_set<float> set() {
    penalty_set<float> all;
    all.tensor("a/kernel", kernel, to_kernel).tensor("a/bias", bias, to_bias);
    all.tensor("b/kernel", big, to_big).tensor("b/none", empty, to_empty);
    return all;
  }
};
constexpr auto l1 = regula::penalty(regula::coef<"l1">(0.01) * sum(abs(W)));
constexpr auto rows = regula::penalty(regula::coef<"group">(0.1) * sum(norm2(rowwise(W))));

}  // namespace

TEST_CASE("a set is one call for each tensor and penalty", "[threads]") {
  weights w;
  auto set = w.set();
  set.penalize("*kernel", elastic).penalize("b/*", l1).penalize("*bias", rows);
  const double total = set.value_and_gradient();

  matrix<float> g(40, 30), h(700, 500), h1(700, 500);
  column<float> b(30);
  const double p1 = elastic.value_and_gradient(w.kernel, g), p2 = elastic.value_and_gradient(w.big, h),
               p3 = l1.value_and_gradient(w.big, h1), p4 = rows.value_and_gradient(w.bias, b);
  l1.add_gradient(w.big, h);
  CHECK(total == (p1 + p2) + p3 + p4);
  CHECK(w.to_kernel == g);
  CHECK(w.to_big == h);
  CHECK(w.to_bias == b);
  CHECK(set.value_of("b/kernel") == p2 + p3);
  CHECK(set.value_of("b/none") == 0.0);
  CHECK(set.values_by_penalty() == std::vector<double>{p1 + p2, p3, p4});
  CHECK(set.size() == 4);
  CHECK(set.entries() == 40 * 30 + 30 + 700 * 500);
}

TEST_CASE("a set has the same bits on any threads", "[threads]") {
  weights w;
  auto set = w.set();
  set.penalize("*kernel", elastic).penalize("*", rows);
  const double total = set.value_and_gradient();
  const auto g = w.to_big;
  for (const int threads : {1, 2, 3, 8}) {
    const fresh_threads x{threads};
    w.to_big.setZero();
    CHECK(set.value_and_gradient(regula::on(x)) == total);
    CHECK(w.to_big == g);
    CHECK(set.value(regula::on(x)) == set.value());
    w.to_big.setConstant(1.0f);
    CHECK(set.value_and_add_gradient(regula::on(x)) == total);
    CHECK((w.to_big - matrix<float>::Ones(700, 500) - g).cwiseAbs().maxCoeff() < 1e-6f);
  }
}

TEST_CASE("a tensor without a penalty has gradient 0; one that comes later meets the penalties", "[threads]") {
  weights w;
  penalty_set<float> set;
  set.penalize("a*", l1);
  w.to_bias.setConstant(3.0f);
  w.to_kernel.setConstant(3.0f);
  set.tensor("bias", w.bias, w.to_bias).tensor("a", w.kernel, w.to_kernel);
  CHECK(set.value_and_gradient() == l1(w.kernel));
  CHECK(w.to_bias == column<float>::Zero(30));
  CHECK(set.value_and_add_gradient() == l1(w.kernel));
  CHECK(w.to_bias == column<float>::Zero(30));
  CHECK(penalty_set<float>().value_and_gradient() == 0.0);
}

TEST_CASE("gradients of many bytes bypass the caches, tensor by tensor", "[threads]") {
  const Eigen::Index n = regula::stream_from / static_cast<Eigen::Index>(sizeof(float)) / 4 + 7;
  std::vector<column<float>> w, g, h;
  penalty_set<float> set;
  for (int t = 0; t < 5; ++t) {
    w.push_back(column<float>::Random(n));
    g.push_back(column<float>::Constant(n, -7.0f));
    h.emplace_back(n);
  }
  double total = 0.0;
  for (std::size_t t = 0; t < 5; ++t) {
    set.tensor("t" + std::to_string(t), w[t], g[t]);
    total += elastic.value_and_gradient(w[t], h[t]);
  }
  set.penalize("*", elastic);
  for (const int threads : {1, 3}) {
    const fresh_threads x{threads};
    for (auto& each : g) each.setConstant(-7.0f);
    CHECK(set.value_and_gradient(regula::on(x)) == total);
    CHECK(g == h);
  }
}

TEST_CASE("what a set refuses", "[threads]") {
  weights w;
  auto set = w.set();
  matrix<float> other(3, 3), g(30, 40);
  CHECK_THAT(refusal<regula::argument_error>([&] { set.tensor("a/bias", other, g); }),
             Equals("the set has a tensor \"a/bias\" already"));
  CHECK_THAT(refusal<regula::shape_error>([&] { set.tensor("x", w.kernel, g); }),
             Equals("the gradient is 30 x 40; it must have the shape of the tensor, 40 x 30"));
  CHECK_THAT(
      refusal<regula::overlap_error>([&] { set.tensor("x", g, w.to_kernel.reshaped(30, 40)); }),
      Equals(
          "the tensor or the gradient of \"x\" overlaps that of \"a/kernel\": give each gradient memory of its own"));
  CHECK_THAT(refusal<regula::argument_error>([&] { (void)set.value_of("c"); }), Equals("the set has no tensor \"c\""));
  CHECK(set.size() == 4);
}

// SPDX-License-Identifier: MIT
/// Penalties of half and bfloat16 tensors: the value of the floats that they are, the gradient rounded once.
#include <tests/threads/threads.hpp>
//
#include <fstream>
#include <nlohmann/json.hpp>

namespace {

using namespace kernel_test;
using Catch::Matchers::Equals;

template <class M> using narrow_matrix = Eigen::Matrix<M, Eigen::Dynamic, Eigen::Dynamic>;
using floats = Eigen::MatrixXf;

template <class A, class B> bool equal(const A& a, const B& b) {
  for (Eigen::Index j = 0; j < a.cols(); ++j)
    for (Eigen::Index i = 0; i < a.rows(); ++i) {
      const auto x = static_cast<float>(a(i, j)), y = static_cast<float>(b(i, j));
      if (!(x == y || (std::isnan(x) && std::isnan(y)))) return false;
    }
  return true;
}

/// Against the float kernel on the same numbers.
template <class M, class P, class W, class G> void as_floats(const P& p, const W& w, G&& g) {
  const floats wide = w.template cast<float>();
  floats slope(w.rows(), w.cols()), into(w.rows(), w.cols());
  const double value = p.value_and_gradient(wide, slope);
  CAPTURE(w.rows(), w.cols());
  CHECK(p(w) == p(wide));
  CHECK(p.value_and_gradient(w, g) == value);
  CHECK(equal(g, slope.cast<M>()));
  CHECK(p.value_and_gradient(w, into) == value);
  CHECK(equal(into, slope));

  g.setConstant(M(0.5f));
  p.add_gradient(w, g);
  into.setConstant(0.5f);
  p.add_gradient(wide, into);
  CHECK(equal(g, into.cast<M>()));
  CHECK(p.coefficient_gradient(w) == p.coefficient_gradient(wide));
}

constexpr auto rows = regula::penalty(sum(norm2(rowwise(W))) + norm2(W));
constexpr auto smooth = regula::penalty(sum(sqrt(square(difference<0>(W)) + square(difference<1>(W)) + 0.01)));
constexpr auto orthogonal = regula::penalty(0.5 * sum(square(gram(W) - regula::identity)));

}  // namespace

TEMPLATE_TEST_CASE("narrow tensors are the floats that they are", "[narrow]", Eigen::half, Eigen::bfloat16) {
  for (const auto& [m, n] : {std::pair<int, int>{0, 3}, {1, 1}, {5, 7}, {64, 64}, {130, 77}}) {
    const narrow_matrix<TestType> w = floats::Random(m, n).template cast<TestType>();
    const narrow_matrix<TestType> larger = floats::Random(m + 3, n + 4).template cast<TestType>();
    narrow_matrix<TestType> g(m, n), room(m + 2, n + 2);
    const auto each = [&](const auto& p) {
      as_floats<TestType>(p, w, g);
      as_floats<TestType>(p, larger.block(2, 1, m, n), room.block(1, 2, m, n));
    };
    each(elastic);
    each(rows);
    each(smooth);
    if (m > 0) each(coupled), each(orthogonal);
  }
}

TEMPLATE_TEST_CASE("narrow tensors on several threads, past the caches", "[narrow]", Eigen::half, Eigen::bfloat16) {
  const Eigen::Index n = regula::stream_from / 2 + 4096 + 13;
  const narrow_matrix<TestType> w = floats::Random(n, 1).cast<TestType>();
  narrow_matrix<TestType> g(n, 1), h(n, 1);
  const double value = elastic.value_and_gradient(w, g);
  floats slope(n, 1);
  CHECK(elastic.value_and_gradient(w, slope) == value);
  CHECK(equal(g, slope.cast<TestType>()));
  const threads_test::fresh_threads x{3};
  CHECK(elastic.value_and_gradient(regula::on(x), w, h) == value);
  CHECK(equal(g, h));
}

TEMPLATE_TEST_CASE("several narrow tensors, and the second order", "[narrow]", Eigen::half, Eigen::bfloat16) {
  constexpr auto p = regula::penalty(sum(log1p(square(W - W0))) + sum(abs(W0)));
  const narrow_matrix<TestType> w = floats::Random(40, 30).cast<TestType>(),
                                w0 = floats::Random(40, 30).cast<TestType>(),
                                v = floats::Random(40, 30).cast<TestType>();
  const floats a = w.template cast<float>(), a0 = w0.template cast<float>(), b = v.template cast<float>();
  narrow_matrix<TestType> g(40, 30), g0(40, 30);
  floats h(40, 30), h0(40, 30);
  CHECK(p.value_and_gradient(W = wrt(w, g), W0 = wrt(w0, g0)) == p.value_and_gradient(W = wrt(a, h), W0 = wrt(a0, h0)));
  CHECK(equal(g, h.cast<TestType>()));
  CHECK(equal(g0, h0.cast<TestType>()));
  p.hessian_vector(W = wrt(w, v, g), W0 = w0);
  p.hessian_vector(W = wrt(a, b, h), W0 = a0);
  CHECK(equal(g, h.cast<TestType>()));
  p.hessian_diagonal(W = wrt(w, h0), W0 = w0);
  p.hessian_diagonal(W = wrt(a, h), W0 = a0);
  CHECK(h == h0);
}

TEST_CASE("half does not overflow on the way", "[narrow]") {
  const std::vector<Eigen::half> w(5000, Eigen::half(60000.0f));
  std::vector<Eigen::half> g(5000);
  const real entry = static_cast<float>(w[0]);
  CHECK(naive::error(regula::penalty(norm2(W)).value_and_gradient(w, g), entry * std::sqrt(real(5000))) <= 5e-6);
  CHECK(static_cast<float>(g[17]) == static_cast<float>(static_cast<Eigen::half>(1.0f / std::sqrt(5000.0f))));
  CHECK(naive::error(regula::penalty(sum(square(W)))(w), 5000 * entry * entry) <= 5e-6);
  regula::penalty(sum(square(W))).gradient(w, g);
  CHECK(std::isinf(static_cast<float>(g[0])));  // 120 000 is no half
}

TEST_CASE("NaN and infinity stay in their places", "[narrow]") {
  std::vector<Eigen::bfloat16> w(40, Eigen::bfloat16(0.5f)), g(40);
  w[3] = Eigen::bfloat16(std::numeric_limits<float>::quiet_NaN());
  w[20] = Eigen::bfloat16(-std::numeric_limits<float>::infinity());
  CHECK(std::isnan(elastic.value_and_gradient(w, g)));
  CHECK(std::isnan(static_cast<float>(g[3])));
  CHECK(std::isinf(static_cast<float>(g[20])));
  CHECK(static_cast<float>(g[4]) == static_cast<float>(Eigen::bfloat16(0.03f)));
}

TEST_CASE("narrow buffers are checked as others are", "[narrow]") {
  std::vector<Eigen::bfloat16> w(40), small(39);
  CHECK_THAT(refusal<regula::shape_error>([&] { elastic.value_and_gradient(w, small); }),
             Equals("the derivative buffer of W is 39; it must have the shape of W (40)"));
  CHECK_THAT(refusal<regula::overlap_error>([&] { elastic.value_and_gradient(w, w); }),
             Equals("the derivative buffer of W overlaps the tensor W: give it memory of its own"));
  std::vector<Eigen::bfloat16> both(120);
  const std::span<float> over(reinterpret_cast<float*>(both.data() + 40), 40);
  CHECK_THAT(refusal<regula::overlap_error>([&] { elastic.value_and_gradient(std::span(both).subspan(20, 40), over); }),
             Equals("the derivative buffer of W overlaps the tensor W: give it memory of its own"));
}

TEST_CASE("narrow penalties answer as Keras does, which computes in 16 bits", "[narrow]") {
  std::ifstream file("tests/golden/data/keras/narrow.json");
  REQUIRE(file);
  const auto data = nlohmann::json::parse(file);
  CHECK(data["cases"].size() == 6);
  const auto check = [](const auto& test, auto zero, double value_error, double unit) {
    using M = decltype(zero);
    std::vector<M> w;
    for (const double x : test["input"]) w.push_back(static_cast<M>(static_cast<float>(x)));
    std::vector<M> g(w.size());
    const auto& args = test["args"];
    const std::string kind = test["class"];
    const bool custom_l1 = kind == "custom_fn_l1_reg";
    const double l1 = custom_l1 ? 0.01 : args.value("l1", 0.0), l2 = args.value("l2", 0.0);
    const auto p = regula::penalty(regula::coef<"l1">(l1) * sum(abs(W)) + regula::coef<"l2">(l2) * sum(square(W)));
    const double value = p.value_and_gradient(w, g);
    CAPTURE(test["id"].template get<std::string>(), value);
    if (test["value"].is_string())
      CHECK(std::isfinite(value));
    else
      CHECK(std::fabs(value - test["value"].template get<double>()) <= value_error * std::fabs(value));
    for (std::size_t i = 0; i < g.size(); ++i) {
      const double keras = test["grad"][i];
      CHECK(std::fabs(static_cast<double>(static_cast<float>(g[i])) - keras) <= 2 * unit * std::fabs(keras));
    }
  };
  for (const auto& test : data["cases"])
    test["dtype"] == "float16" ? check(test, Eigen::half{}, 0x1p-9, 0x1p-10)
                               : check(test, Eigen::bfloat16{}, 0x1p-6, 0x1p-7);
}

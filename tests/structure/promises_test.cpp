// SPDX-License-Identifier: MIT
/// Programs with panels and matrices keep what the others promise: a second call allocates nothing, the same input
/// gives the same bits, const penalties serve many threads.
#include <tests/structure/structure.hpp>
//
#include <cstring>
#include <tests/allocations.hpp>
#include <thread>

namespace {

using namespace structure_test;
using promises::allocations_of;
using regula::coef;
using regula::wrt;
template <class S> using matrix = Eigen::Matrix<S, -1, -1>;
template <class S> using row_major = Eigen::Matrix<S, -1, -1, Eigen::RowMajor>;

constexpr auto lasso = regula::penalty(coef<"group">(0.1) * sum(norm2(rowwise(W))) + 0.5 * sum(norm2(colwise(W))));
constexpr auto variation = regula::penalty(0.1 * sum(abs(difference<0>(W))) + sum(gradient_norm(W)));
constexpr auto orthogonal = regula::penalty(0.1 * sum(square(gram(W) - identity)) + sum(norm2(colwise(W))));
constexpr auto joint = regula::penalty(sum(square(matmul(W, V))) + sum(norm2(rowwise(V))));

/// Of the second call.
template <class F> long allocations_again(F f) {
  f();
  return allocations_of(f);
}

template <class T> bool same_bits(const T& a, const T& b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), sizeof(*a.data()) * static_cast<std::size_t>(a.size())) == 0;
}
bool same_bits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

/// f(penalty) for every kind of program.
template <class F> void for_each_kind(F f) {
  f("groups", lasso);
  f("neighbours", variation);
  f("matrices", orthogonal);
}

}  // namespace

TEMPLATE_TEST_CASE("a second call allocates nothing", "[structure]", float, double) {
  const matrix<TestType> w = matrix<TestType>::Random(90, 70);
  const row_major<TestType> by_rows = w;
  matrix<TestType> g(90, 70), other(90, 70);
  for_each_kind([&](const char* kind, const auto& p) {
    CAPTURE(kind);
    CHECK(allocations_again([&] { p(w); }) == 0);
    CHECK(allocations_again([&] { p.value_and_gradient(w, g); }) == 0);
    CHECK(allocations_again([&] { p.add_gradient(w, g); }) == 0);
    CHECK(allocations_again([&] { p.value_and_gradient(by_rows, g); }) == 0);
    CHECK(allocations_again([&] { p.value_and_gradient(w.block(1, 2, 50, 60), g.block(3, 3, 50, 60)); }) == 0);
    CHECK(allocations_of([&] { p.value_and_gradient(w, other); }) == 0);
  });
  const matrix<TestType> v = matrix<TestType>::Random(70, 40);
  matrix<TestType> dv(70, 40);
  CHECK(allocations_again([&] { joint.value_and_gradient(W = wrt(w, g), V = wrt(v, dv)); }) == 0);
}

TEMPLATE_TEST_CASE("panels and matrices: the same input gives the same bits", "[structure]", float, double) {
  for (const auto& [rows, columns] : {std::pair{5, 3}, {64, 64}, {127, 93}, {1000, 33}, {33, 1000}})
    for_each_kind([&, r = rows, c = columns](const char* kind, const auto& p) {
      using cm = matrix<TestType>;
      const cm w = cm::Random(r, c);
      cm g(r, c), h(r, c), parent = cm::Zero(r + 3, c + 5);
      const double value = p.value_and_gradient(w, g);
      CAPTURE(kind, r, c);
      CHECK(same_bits(p.value_and_gradient(w, h), value));
      CHECK(same_bits(g, h));
      CHECK(p(w) == Approx(value).epsilon(1e-6));

      const std::vector<TestType> elsewhere(w.data(), w.data() + w.size());
      CHECK(same_bits(p.value_and_gradient(Eigen::Map<const cm>(elsewhere.data(), r, c), h), value));
      CHECK(same_bits(g, h));
      std::vector<TestType> moved(w.data(), w.data() + w.size());
      moved.insert(moved.begin(), 3, TestType(0));
      CHECK(same_bits(p.value_and_gradient(Eigen::Map<const cm>(moved.data() + 3, r, c), h), value));
      CHECK(same_bits(g, h));
      parent.block(1, 2, r, c) = w;
      CHECK(p(parent.block(1, 2, r, c)) == Approx(value).epsilon(1e-6));
    });
}

TEST_CASE("const penalties with panels serve four threads", "[structure]") {
  for_each_kind([](const char* kind, const auto& p) {
    const matrix<float> w = matrix<float>::Random(100, 80);
    matrix<float> g(100, 80);
    const double value = p.value_and_gradient(w, g);
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&] {
        matrix<float> own(100, 80);
        for (int k = 0; k < 25; ++k) right += same_bits(p.value_and_gradient(w, own), value) && same_bits(own, g);
      });
    for (auto& t : threads) t.join();
    CAPTURE(kind);
    CHECK(right == 100);
  });
}

/// Results from 12 MiB bypass the caches, if their buffer is aligned.
TEST_CASE("large results of panels, past the caches or through them", "[structure]") {
  for (const auto& [rows, columns] : {std::pair{2048, 1024}, {1000, 2001}, {3, 600001}, {600000, 3}}) {
    const Eigen::MatrixXd w = Eigen::MatrixXd::Random(rows, columns);
    Eigen::MatrixXd g(rows, columns);
    std::vector<double> room(static_cast<std::size_t>(w.size()) + 1);
    Eigen::Map<Eigen::MatrixXd> shifted_by_one(room.data() + 1, rows, columns);
    const Eigen::VectorXd of_rows = w.rowwise().norm();
    const Eigen::RowVectorXd of_columns = w.colwise().norm();
    Eigen::MatrixXd expected = 0.1 * of_rows.cwiseInverse().asDiagonal() * w;
    expected += 0.5 * w * of_columns.cwiseInverse().asDiagonal();
    CAPTURE(rows, columns);
    CHECK(lasso.value_and_gradient(w, g) == Approx(0.1 * of_rows.sum() + 0.5 * of_columns.sum()).epsilon(1e-12));
    CHECK((g - expected).cwiseAbs().maxCoeff() <= 1e-13);
    lasso.gradient(w, shifted_by_one);
    CHECK((shifted_by_one - expected).cwiseAbs().maxCoeff() <= 1e-13);
    lasso.add_gradient(w, g);
    CHECK((g - 2 * expected).cwiseAbs().maxCoeff() <= 1e-13);
  }
}

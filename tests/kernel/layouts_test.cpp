// SPDX-License-Identifier: MIT
/// The same numbers in every kind of memory.
#include <tests/kernel/kernel.hpp>

namespace {

using namespace kernel_test;
using regula::wrt;

/// sum |v| w^2 + |w|_2, of two tensors.
constexpr auto joint = regula::penalty(sum(abs(V) * square(W)) + norm2(W));

/// Entries of a tensor of any kind, column by column.
template <class T> reals entries(const T& t) {
  reals all;
  for (Eigen::Index j = 0; j < t.cols(); ++j)
    for (Eigen::Index i = 0; i < t.rows(); ++i) all.push_back(t(i, j));
  return all;
}

struct answer {
  real value;
  reals dw, dv;
};
answer truth(const reals& w, const reals& v) {
  real total = 0, squares = 0;
  answer a{0, reals(w.size()), reals(w.size())};
  for (std::size_t i = 0; i < w.size(); ++i) {
    total += std::fabs(v[i]) * w[i] * w[i];
    squares += w[i] * w[i];
    a.dw[i] = 2 * std::fabs(v[i]) * w[i];
    a.dv[i] = (v[i] > 0 ? 1 : -1) * w[i] * w[i];
  }
  for (std::size_t i = 0; i < w.size(); ++i) a.dw[i] += w[i] / std::sqrt(squares);
  a.value = total + std::sqrt(squares);
  return a;
}

void check(const char* kind, int times, double value, const answer& expected, reals dw, reals dv, double digits) {
  for (reals* g : {&dw, &dv})
    for (real& x : *g) x /= times;
  CAPTURE(kind, times, digits);
  CHECK(naive::error(value, expected.value) <= digits);
  CHECK(naive::error(dw, expected.dw) <= digits);
  CHECK(naive::error(dv, expected.dv) <= digits);
}

/// w, v and their buffers, each of a kind of its own.
template <class A, class B, class C, class D> void right_in(const char* kind, const A& w, const B& v, C&& dw, D&& dv) {
  const double value = joint.value_and_gradient(W = wrt(w, dw), V = wrt(v, dv));
  check(kind, 1, value, truth(entries(w), entries(v)), entries(dw), entries(dv),
        sizeof(typename A::Scalar) == 4 ? 1e-6 : 1e-14);
}

/// Once more, added to what is there.
template <class A, class B, class C, class D> void adds_in(const char* kind, const A& w, const B& v, C&& dw, D&& dv) {
  right_in(kind, w, v, dw, dv);
  const double value = joint.value_and_add_gradient(W = wrt(w, dw), V = wrt(v, dv));
  check(kind, 2, value, truth(entries(w), entries(v)), entries(dw), entries(dv),
        sizeof(typename A::Scalar) == 4 ? 1e-6 : 1e-14);
}

/// n numbers in a matrix of any kind.
template <class T> T filled(Eigen::Index rows, Eigen::Index cols, unsigned seed) {
  T t(rows, cols);
  const auto data = naive::data<typename T::Scalar>(static_cast<std::size_t>(rows * cols), seed);
  for (Eigen::Index i = 0; i < rows; ++i)
    for (Eigen::Index j = 0; j < cols; ++j) t(i, j) = data[static_cast<std::size_t>(i * cols + j)];
  return t;
}

}  // namespace

TEMPLATE_TEST_CASE("orders of storage, alike and mixed", "[kernel]", float, double) {
  using cm = matrix<TestType>;
  using rm = row_major<TestType>;
  for (const auto& [rows, cols] : {std::pair{7, 5}, {1, 9}, {9, 1}, {67, 71}, {2, 2500}, {2500, 2}}) {
    const cm w = filled<cm>(rows, cols, 1), v = filled<cm>(rows, cols, 2);
    const rm wr = w, vr = v;
    cm dw(rows, cols), dv(rows, cols);
    rm dwr(rows, cols), dvr(rows, cols);
    CAPTURE(rows, cols);
    adds_in("columns", w, v, dw, dv);
    right_in("rows", wr, vr, dwr, dvr);
    right_in("tensors mixed", w, vr, dw, dvr);
    right_in("buffers mixed", w, v, dwr, dv);
    adds_in("all mixed", wr, v, dw, dvr);
  }
}

TEMPLATE_TEST_CASE("maps, references and blocks with strides", "[kernel]", float, double) {
  using cm = matrix<TestType>;
  const cm wide = filled<cm>(80, 90, 1), other = filled<cm>(80, 90, 2);
  cm out(80, 90), more(80, 90);

  right_in("columns of a matrix", wide.middleCols(3, 60), other.middleCols(9, 60), out.middleCols(1, 60),
           more.leftCols(60));
  adds_in("corner blocks", wide.block(3, 5, 70, 60), other.block(1, 2, 70, 60), out.block(9, 9, 70, 60),
          more.block(0, 0, 70, 60));
  right_in("a block and a matrix", wide.block(3, 5, 70, 60), other.topLeftCorner(70, 60).eval(),
           out.block(9, 9, 70, 60), cm(70, 60));
  right_in("a matrix and a block", cm(wide.topLeftCorner(70, 60)), other.block(1, 2, 70, 60), cm(70, 60),
           more.block(0, 0, 70, 60));
  adds_in("rows of columns", wide.row(7), other.row(8), out.row(9), more.row(10));
  right_in("a row and a row vector", wide.row(7), other.row(8).eval(), out.row(9), Eigen::Matrix<TestType, 1, -1>(90));
  right_in("diagonals", wide.diagonal(), other.diagonal(), out.diagonal(), more.diagonal());
  right_in("transposed", wide.transpose(), other.transpose(), out.transpose(), more.transpose());

  using steps = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
  using map = Eigen::Map<cm, 0, steps>;
  using const_map = Eigen::Map<const cm, 0, steps>;
  const steps s(160, 3);
  right_in("every third row, every second column", const_map(wide.data(), 26, 45, s),
           const_map(other.data() + 1, 26, 45, s), map(out.data(), 26, 45, s), map(more.data() + 2, 26, 45, s));

  const Eigen::Ref<const cm> w(wide);
  const Eigen::Ref<const cm, 0, Eigen::OuterStride<>> v(other.block(0, 0, 80, 90));
  Eigen::Ref<cm> dw(out), dv(more);
  right_in("references", w, v, dw, dv);

  const Eigen::Array<TestType, -1, -1> a = wide.array();
  Eigen::Array<TestType, -1, -1> da(80, 90);
  right_in("arrays", a.matrix(), other, da.matrix(), more);
  const Eigen::Matrix<TestType, 3, 3> fixed = wide.template topLeftCorner<3, 3>(),
                                      fixed_v = other.template topLeftCorner<3, 3>();
  Eigen::Matrix<TestType, 3, 3> fixed_dw, fixed_dv;
  right_in("fixed size", fixed, fixed_v, fixed_dw, fixed_dv);
}

TEST_CASE("what lies between the strides stays", "[kernel]") {
  matrix<double> w = filled<matrix<double>>(30, 20, 1), g = matrix<double>::Constant(30, 20, -77);
  elastic.gradient(w.block(2, 3, 11, 7), g.block(5, 6, 11, 7));
  CHECK((g.array() == -77).count() == 30 * 20 - 11 * 7);
  g.setConstant(-77);
  elastic.gradient(w.row(3), g.row(4));
  CHECK((g.array() == -77).count() == 29 * 20);
}

TEST_CASE("vectors and spans", "[kernel]") {
  auto w = naive::data<float>(100);
  std::vector<float> g(100), h(100);
  const double value = elastic.value_and_gradient(w, g);
  CHECK(elastic.value_and_gradient(std::span<const float>(w), std::span<float>(h)) == value);
  CHECK(h == g);
  CHECK(elastic.value_and_gradient(std::span<float, 100>(w), h) == value);
  column<float> e(100);
  CHECK(elastic.value_and_gradient(Eigen::Map<const column<float>>(w.data(), 100), e) == value);
  CHECK(std::equal(g.begin(), g.end(), e.begin()));
  CHECK(elastic.value_and_gradient(W = wrt(w, e)) == value);
}

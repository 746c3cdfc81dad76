// SPDX-License-Identifier: MIT
/// Norms of entries whose squares overflow or underflow, against a loop in long double, which has the range.
#include <regula/penalty.hpp>
#include <tests/catch.hpp>

using namespace regula::symbols;

namespace {

using real = long double;
static_assert(std::numeric_limits<real>::max_exponent > 2 * std::numeric_limits<double>::max_exponent,
              "the witness squares doubles");

constexpr auto whole = regula::penalty(norm2(W));
constexpr auto written = regula::penalty(sqrt(sum(square(W))));
constexpr auto rows = regula::penalty(sum(norm2(rowwise(W))));
constexpr auto columns = regula::penalty(sum(norm2(colwise(W))));
constexpr auto squares = regula::penalty(sum(square(W)));

/// The norm of W's entry (i, j) in each form.
enum class over { all, row, column };
template <class M> real root(const M& w, over lines, Eigen::Index i, Eigen::Index j) {
  real sum = 0;
  for (Eigen::Index r = 0; r < w.rows(); ++r)
    for (Eigen::Index c = 0; c < w.cols(); ++c)
      if ((lines != over::row || r == i) && (lines != over::column || c == j)) sum += real(w(r, c)) * real(w(r, c));
  return std::sqrt(sum);
}
template <class M> real value_of(const M& w, over lines) {
  if (lines == over::all) return root(w, lines, 0, 0);
  real sum = 0;
  for (Eigen::Index k = 0; k < (lines == over::row ? w.rows() : w.cols()); ++k) sum += root(w, lines, k, k);
  return sum;
}

/// Value, gradient alone and beside the value, and gradient added, each as the loop finds it.
template <class P, class M> void agrees(const P& p, const M& w, over lines, double tolerance) {
  using S = typename M::Scalar;
  const real value = value_of(w, lines);
  CAPTURE(sizeof(S), M::IsRowMajor, w.rows(), w.cols(), static_cast<int>(lines), static_cast<double>(w(0, 0)));
  const auto is = [&](double got, real expected) {
    return std::fabs(real(got) - expected) <= real(tolerance) * std::fabs(expected);
  };
  M g = M::Constant(w.rows(), w.cols(), S(7)), alone = g, added = M::Zero(w.rows(), w.cols());
  CHECK(is(p(w), value));
  CHECK(is(p.value_and_gradient(w, g), value));
  p.gradient(w, alone);
  p.add_gradient(w, added);
  bool same = true, right = true;
  for (Eigen::Index i = 0; i < w.rows(); ++i)
    for (Eigen::Index j = 0; j < w.cols(); ++j) {
      const real norm = root(w, lines, i, j), slope = norm == 0 ? 0 : real(w(i, j)) / norm;
      for (const S got : {g(i, j), alone(i, j), added(i, j)})
        right = right && std::fabs(real(got) - slope) <= real(tolerance);
      same = same && g(i, j) == added(i, j);
    }
  CHECK(right);
  CHECK(same);
}
template <class M> void all_agree(const M& w) {
  const double tolerance = sizeof(typename M::Scalar) == 4 ? 1e-6 : 1e-14;
  agrees(whole, w, over::all, tolerance);
  agrees(written, w, over::all, tolerance);
  agrees(rows, w, over::row, tolerance);
  agrees(columns, w, over::column, tolerance);
}

template <class S, int Order> void extremes() {
  using M = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Order>;
  const S big = sizeof(S) == 4 ? S(1e25) : S(1e170), small = S(1) / big;
  const S least = std::numeric_limits<S>::min(), most = std::numeric_limits<S>::max() / 65536;
  for (const auto& [r, c] : {std::pair{1, 1}, {1, 7}, {64, 1}, {13, 40}, {70, 75}})
    for (const S a : {big, small, least, most}) {
      M w = M::Constant(r, c, a);
      all_agree(w);
      w(r / 2, c / 2) = -3 * a;
      all_agree(w);
      for (int i = 0; i < r; ++i) w(i, i % c) = S(1);  // beside 1
      all_agree(w);
      w.setZero();
      w(r - 1, c - 1) = a;  // alone
      all_agree(w);
    }
}

}  // namespace

TEST_CASE("norms do not overflow or underflow", "[structure]") {
  extremes<float, Eigen::ColMajor>();
  extremes<float, Eigen::RowMajor>();
  extremes<double, Eigen::ColMajor>();
  extremes<double, Eigen::RowMajor>();
}

TEST_CASE("norms of strided and of many entries do not overflow", "[structure]") {
  std::vector<float> w(5000, 1e25f), g(5000);
  CHECK(whole.value_and_gradient(w, g) == Approx(1e25 * std::sqrt(5000.0)).epsilon(1e-6));
  CHECK(g[17] == Approx(1 / std::sqrt(5000.0)).epsilon(1e-6));
  Eigen::MatrixXd wide = Eigen::MatrixXd::Constant(40, 30, 1e-170), slopes(40, 30);
  const auto part = wide.block(3, 2, 30, 20);
  auto into = slopes.block(3, 2, 30, 20);
  CHECK(rows.value_and_gradient(part, into) == Approx(30 * std::sqrt(20.0) * 1e-170).epsilon(1e-13));
  CHECK(into(5, 5) == Approx(1 / std::sqrt(20.0)).epsilon(1e-13));
}

TEST_CASE("a sum of squares of floats is a double", "[structure]") {
  std::vector<float> w(100, 2e19f), g(100);
  CHECK(squares(w) == Approx(100 * double(2e19f) * double(2e19f)).epsilon(1e-6));
  CHECK(squares.value_and_gradient(w, g) == Approx(4e40).epsilon(1e-6));
  CHECK(g[3] == 4e19f);
}

TEST_CASE("infinities and NaN stay what they are in norms", "[structure]") {
  constexpr float inf = std::numeric_limits<float>::infinity(), no_number = std::numeric_limits<float>::quiet_NaN();
  std::vector<float> w(70, 1e25f);
  w[3] = inf;
  CHECK(whole(w) == inf);
  CHECK(squares(w) == inf);
  w[5] = no_number;
  CHECK(std::isnan(whole(w)));
  Eigen::MatrixXf m = Eigen::MatrixXf::Constant(20, 20, 1e-25f);
  m(0, 0) = inf;
  CHECK(rows(m) == inf);
  m(1, 1) = no_number;
  CHECK(std::isnan(rows(m)));
  CHECK(whole(std::vector<float>(80)) == 0);
}

// SPDX-License-Identifier: MIT
/// Gradients of formulas with rows, patterns, neighbours and matrices, as text.
#include <regula/parse.hpp>
#include <regula/text.hpp>
#include <tests/catch.hpp>

using namespace regula::symbols;
using regula::coef;
using regula::identity;
using regula::penalty;
using regula::to_latex;
using regula::to_string;

namespace {

constexpr auto l = coef<"l">(0.5);

template <class P> std::string gradient(const P& p) { return fmt::format("{:names}", p.gradient_formula(W)); }

/// Whether a text says the sum of X * (the gradient of p).
template <class P> bool is_along_gradient(const P& p, const std::string& text) {
  const Eigen::MatrixXd w = Eigen::MatrixXd::Random(6, 5), x = Eigen::MatrixXd::Random(6, 5);
  Eigen::MatrixXd known(6, 5);
  regula::parse(to_string(p)).value_and_gradient(w, known);
  return regula::parse(text)({{"W", w}, {"X", x}}) == Approx((known.array() * x.array()).sum());
}

}  // namespace

// The text that {} prints for the gradient is the gradient.
#define CHECK_GRADIENT(p, ...)                               \
  {                                                          \
    const auto found = to_string((p).gradient_formula(W));   \
    CHECK(found == #__VA_ARGS__);                            \
    CHECK(is_along_gradient(p, "sum(X * (" + found + "))")); \
  }
// So is the C++, compiled here.
#define CHECK_GRADIENT_SOURCE(p, ...)                                      \
  {                                                                        \
    CHECK(fmt::format("{:cpp}", (p).gradient_formula(W)) == #__VA_ARGS__); \
    CHECK(is_along_gradient(p, to_string(penalty(sum(X*(__VA_ARGS__)))))); \
  }

TEST_CASE("gradients of rows and columns") {
  CHECK(gradient(penalty(l * sum(norm2(rowwise(W))))) == "l * W / norm2(rowwise(W))");
  CHECK(gradient(penalty(l * sum(norm2(each<3>(W))))) == "l * W / norm2(each<3>(W))");
  CHECK_GRADIENT(penalty(l * sum(norm2(rowwise(W)))), 0.5 * W / norm2(rowwise(W)));
  CHECK_GRADIENT(penalty(sum(square(sum(colwise(W))))), 2 * sum(colwise(W)));
  CHECK_GRADIENT(penalty(mean(norm2(colwise(W)))), W / (size(each<0>(W)) * norm2(colwise(W))));
  CHECK_GRADIENT(penalty(l * sum(variance(colwise(W)))), (W - sum(colwise(W)) / size(colwise(W))) / size(colwise(W)));
  CHECK_GRADIENT(penalty(l * sum(max(rowwise(W)))),
                 0.5 * is_equal(W, max(rowwise(W))) / sum(rowwise(is_equal(W, max(rowwise(W))))));
  CHECK(to_latex(penalty(l * sum(norm2(rowwise(W)))).gradient_formula(W)) ==
        R"(\frac{0.5 \, W}{\left\lVert W_{i,:} \right\rVert_{2}})");
  CHECK_GRADIENT_SOURCE(penalty(l * sum(norm2(rowwise(W)))),
                        regula::coef<"l">(0.5) * W * safe_inverse(norm2(rowwise(W))));
}

TEST_CASE("gradients of matrix products") {
  CHECK(gradient(penalty(l * sum(square(gram(W) - identity)))) == "matmul(W, 4 * l * (gram(W) - identity))");
  CHECK_GRADIENT(penalty(l * sum(square(gram(W) - identity))), matmul(W, 2 * (gram(W) - identity)));
  CHECK_GRADIENT_SOURCE(penalty(l * sum(square(gram(W) - identity))),
                        matmul(W, regula::constant<4> * regula::coef<"l">(0.5) * (gram(W) - regula::identity)));
  CHECK(gradient(penalty(mean(square(gram(W) - identity)))) ==
        "matmul(W, 4 * (gram(W) - identity) / (size(rowwise(W)) * size(rowwise(W))))");
  CHECK_GRADIENT_SOURCE(
      penalty(mean(square(gram(W) - identity))),
      matmul(W, regula::constant<4> * (gram(W) - regula::identity) / (size(rowwise(W)) * size(rowwise(W)))));
  CHECK_GRADIENT(penalty(sum(square(off_diagonal(gram(W))))), matmul(W, 4 * off_diagonal(gram(W))));
  CHECK(gradient(penalty(l * quadratic(W, V))) == "l * matmul(V, W) + matmul(transpose(V), l * W)");
  CHECK(gradient(penalty(sum(square(matmul(gram(V), W) - outer_gram(M))))) ==
        "matmul(gram(V), 2 * (matmul(gram(V), W) - gram(transpose(M))))");
  CHECK(gradient(penalty(l * trace(W))) == "l * identity");
  CHECK(gradient(penalty(sum(matmul(V, W)))) == "matmul(transpose(V), spread(1))");
  CHECK(to_latex(penalty(sum(square(gram(W) - identity))).gradient_formula(W)) ==
        R"(W \left(4 \, \left(W^{\top} W - I\right)\right))");
  CHECK(to_latex(penalty(sum(matmul(V, W)) + trace(W)).gradient_formula(W)) == R"(I + V^{\top} \mathbf{1})");
}

TEST_CASE("gradients of patterns") {
  CHECK_GRADIENT(penalty(l * sum(square(diagonal(transpose(W))))), diagonal(W));
  CHECK_GRADIENT(penalty(sum(square(upper<1>(W)))), 2 * upper<1>(W));
  CHECK_GRADIENT(penalty(sum(abs(middle_rows<1, 3>(W)))), middle_rows<1, 3>(sign(middle_rows<1, 3>(W))));
  CHECK(gradient(penalty(sum(diagonal(W)))) == "diagonal(1)");
}

TEST_CASE("gradients of differences") {
  CHECK_GRADIENT(penalty(sum(abs(difference<0>(W)))), shifted<0, -1>(sign(difference<0>(W))) - sign(difference<0>(W)));
  CHECK_GRADIENT(penalty(l * sum(abs(difference<1, 2>(W)))), 0.5 * sign(difference<1, 2>(W)) +
                                                                 0.5 * shifted<1, -2>(sign(difference<1, 2>(W))) -
                                                                 shifted<1, -1>(sign(difference<1, 2>(W))));
  CHECK_GRADIENT(
      penalty(sum(square(difference<1>(difference<0>(W))))),
      2 * difference<1>(difference<0>(W)) - 2 * shifted<0, -1>(difference<1>(difference<0>(W))) +
          shifted<1, -1>(2 * shifted<0, -1>(difference<1>(difference<0>(W))) - 2 * difference<1>(difference<0>(W))));
  CHECK_GRADIENT(penalty(sum(square(shifted<0, 2>(W) - W))),
                 2 * shifted<0, -2>(shifted<0, 2>(W) - W) - 2 * (shifted<0, 2>(W) - W));
  CHECK_GRADIENT(penalty(sum(square(difference<0>(upper(W))))),
                 2 * shifted<0, -1>(upper<1>(difference<0>(upper(W)))) - 2 * upper(difference<0>(upper(W))));
  CHECK_GRADIENT_SOURCE(penalty(l * sum(square(difference<0>(W)))),
                        regula::constant<2> * regula::coef<"l">(0.5) * trim<0, 1, 0>(W - shifted<0, -1>(W)) -
                            regula::constant<2> * regula::coef<"l">(0.5) * trim<0, 0, 1>(shifted<0, 1>(W) - W));
  CHECK(gradient(penalty(l * sum(gradient_norm(W)))) ==
        "l * shifted<0, -1>(difference<0>(W) / gradient_norm(W)) - l * difference<0>(W) / gradient_norm(W) - "
        "l * difference<1>(W) / gradient_norm(W) + l * shifted<1, -1>(difference<1>(W) / gradient_norm(W))");
  CHECK(to_latex(penalty(sum(square(difference<0>(W)))).gradient_formula(W)) ==
        R"(2 \, \left(\Delta_{0} W\right)_{i - 1} - 2 \, \Delta_{0} W)");
}

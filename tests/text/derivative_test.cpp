// SPDX-License-Identifier: MIT
#include <regula/text.hpp>
#include <tests/catch.hpp>

using namespace regula::symbols;
using regula::coef;
using regula::constant;
using regula::penalty;
using regula::to_latex;
using regula::to_string;

namespace {

template <class P> std::string gradient(const P& p) { return to_string(p.gradient_formula(W)); }
template <class P> std::string hessian(const P& p) { return to_string(p.hessian_formula(W)); }

constexpr auto l = coef<"l">(0.5);

/// Its slope names no other atom of the user's.
struct gain_atom : regula::elementwise {
  static constexpr std::string_view name = "gain", latex = "G\\left({#1}\\right)";
  static constexpr auto value(const auto& x) { return x * exp(x); }
  static constexpr auto slope(const auto& x, const auto& y) { return y + exp(x); }
};
constexpr auto gain(regula::argument auto x) { return regula::call<gain_atom>(x); }

}  // namespace

TEST_CASE("the gradient of the elastic net") {
  const auto p = penalty(coef<"l1">(0.01) * sum(abs(W)) + coef<"l2">(0.02) * sum(square(W)));
  const auto g = p.gradient_formula(W);
  CHECK(fmt::format("{}", g) == "0.01 * sign(W) + 0.04 * W");
  CHECK(fmt::format("{:names}", g) == "l1 * sign(W) + 2 * l2 * W");
  CHECK(fmt::format("{:latex}", g) == R"(0.01 \, \operatorname{sign}\left(W\right) + 0.04 \, W)");
  CHECK(fmt::format("{:latex names}", g) == R"(l_{1} \, \operatorname{sign}\left(W\right) + 2 \, l_{2} \, W)");
  CHECK(fmt::format("{:cpp}", g) ==
        R"(regula::coef<"l1">(0.01) * sign(W) + regula::constant<2> * regula::coef<"l2">(0.02) * W)");
  CHECK(fmt::format("{:tree}", g) == "+\n  *\n    0.01\n    sign\n      W\n  *\n    0.04\n    W");
  CHECK(fmt::format("{}", p.hessian_formula(W)) == "0.04");
  CHECK(fmt::format("{:names}", p.hessian_formula(W)) == "2 * l2");
  CHECK(gradient(p.with_config({{"l1", 0.0}})) == "0.04 * W");
  CHECK(gradient(p.with_config({{"l2", 0.5}})) == "0.01 * sign(W) + W");
  CHECK(gradient(penalty(3 * sum(cube(W)) + 2 * sum(square(W)) + 1 * sum(W))) == "9 * square(W) + 4 * W + 1");
  CHECK(gradient(penalty(2 * sum(square(W)) + coef<"a">(3) * sum(square(W)))) == "10 * W");
}

TEST_CASE("gradients and Hessians") {
  CHECK(gradient(penalty(l * sum(abs(W - W0)))) == "0.5 * sign(W - W0)");
  CHECK(hessian(penalty(l * sum(abs(W - W0)))) == "0");
  CHECK(gradient(penalty(sum(M * square(W - W0)) / 2)) == "M * (W - W0)");
  CHECK(to_string(penalty(sum(M * square(W - W0)) / 2).gradient_formula(W0)) == "-M * (W - W0)");
  CHECK(hessian(penalty(sum(M * square(W - W0)) / 2)) == "M");
  CHECK(gradient(penalty(l * norm2(W))) == "0.5 * W / norm2(W)");
  CHECK(gradient(penalty(l * sqrt(sum(square(W))))) == "0.5 * W / norm2(W)");
  CHECK(hessian(penalty(l * norm2(W))) == "0.5 / norm2(W) - 0.5 * square(W) / pow<3>(norm2(W))");
  CHECK(gradient(penalty(l * sqrt(1 + sum(square(W))))) == "0.5 * W / sqrt(1 + sum(square(W)))");
  CHECK(hessian(penalty(l * sqrt(1 + sum(square(W))))) ==
        "0.5 / sqrt(1 + sum(square(W))) - 0.5 * square(W) / pow<3, 2>(1 + sum(square(W)))");
  CHECK(gradient(penalty(l * mean(square(W)))) == "W / size(W)");
  CHECK(gradient(penalty(sum(V * W) + mean(square(W)))) == "V + 2 * W / size(W)");
  CHECK(gradient(penalty(l * sum(huber(W, 1.5)))) == "0.5 * clamp(W, -1.5, 1.5)");
  CHECK(gradient(penalty(l * sum(pseudo_huber(W, 2)))) == "0.5 * W / sqrt(1 + 0.25 * square(W))");
  CHECK(fmt::format("{:names}", penalty(l * sum(pseudo_huber(W, 2))).gradient_formula(W)) ==
        "l * W / sqrt(1 + square(W) / square(c0))");
  const auto c = coef<"c">(3);
  const auto cauchy = penalty(l * square(c) * sum(log1p(square(W / c))));
  CHECK(fmt::format("{:names}", cauchy.gradient_formula(W)) == "2 * l * W / (1 + square(W) / square(c))");
  CHECK(gradient(penalty(sum(W * log(W)))) == "W / W + log(W)");
  CHECK(gradient(penalty(l * sum(log_cosh(W)))) == "0.5 * tanh(W)");
  CHECK(hessian(penalty(l * sum(log_cosh(W)))) == "0.5 * (1 - square(tanh(W)))");
  CHECK(gradient(penalty(sum(pow<3, 2>(abs(W))))) == "1.5 * sign(W) * sqrt(abs(W))");
  CHECK(gradient(penalty(sum(log1p(abs(W) / coef<"e">(0.1))))) == "sign(W) / (0.1 * (1 + abs(W) / 0.1))");
  CHECK(gradient(penalty(sum(exp(-W)) - l * sum(W))) == "-0.5 - exp(-W)");
  CHECK(gradient(penalty(-sum(atan(W)))) == "-1 / (1 + square(W))");
  CHECK(hessian(penalty(-sum(atan(W)))) == "2 * W / square(1 + square(W))");
  CHECK(gradient(penalty(square(sum(W) - 1))) == "2 * (sum(W) - 1)");
  CHECK(gradient(penalty(l * max(W))) == "0.5 * is_equal(max(W), W) / sum(is_equal(max(W), W))");
  CHECK(gradient(penalty(sum(W * sin(V)) / 3)) == "sin(V) / 3");
  CHECK(gradient(penalty(sum(gain(2 * W)))) == "2 * (exp(2 * W) + gain(2 * W))");
  CHECK(fmt::format("{:names}", penalty(-l * sum(W * V)).gradient_formula(W)) == "-l * V");
}

TEST_CASE("derivatives in LaTeX") {
  CHECK(to_latex(penalty(l * norm2(W)).gradient_formula(W)) == R"(\frac{0.5 \, W}{\left\lVert W \right\rVert_{2}})");
  CHECK(to_latex(penalty(-sum(atan(W))).gradient_formula(W)) == R"(\frac{-1}{1 + W^{2}})");
  CHECK(to_latex(penalty(sum(sin(W) * cos(W))).gradient_formula(W)) ==
        R"(\left(\cos\left(W\right)\right)^{2} - \left(\sin\left(W\right)\right)^{2})");
}

// The C++ source of a gradient, compiled here: its sum along a direction X is the gradient's.
#define CHECK_GRADIENT_SOURCE(p, ...)                                            \
  {                                                                              \
    const Eigen::Array4d w{0.5, -1.25, 2.0, 0.75}, x{1.0, 0.5, -2.0, 3.0};       \
    Eigen::Array4d g;                                                            \
    (p).gradient(w, g);                                                          \
    CHECK(fmt::format("{:cpp}", (p).gradient_formula(W)) == #__VA_ARGS__);       \
    CHECK(penalty(sum(X*(__VA_ARGS__)))(W = w, X = x) == Approx((g * x).sum())); \
  }

TEST_CASE("a gradient's C++ source computes the gradient") {
  const auto norm = penalty(l * norm2(W));
  CHECK_GRADIENT_SOURCE(norm, regula::coef<"l">(0.5) * safe_inverse(norm2(W)) * W);
  const auto smooth = penalty(0.25 * sum(pseudo_huber(W, 1.5)) - sum(tanh(W)) / 3);
  CHECK_GRADIENT_SOURCE(smooth, 0.25 * W / sqrt(regula::constant<1> + square(W) / square(regula::constant<3, 2>)) -
                                    (regula::constant<1> - square(tanh(W))) / 3.0);
  const auto quotient = penalty(sum(tanh(W) / (1 + square(W))));
  CHECK_GRADIENT_SOURCE(quotient, (regula::constant<1> - square(tanh(W))) / (1.0 + square(W)) -
                                      regula::constant<2> * W * tanh(W) / square(1.0 + square(W)));
  const auto robust = penalty(mean(huber(W - 0.5, coef<"d">(1))));
  CHECK_GRADIENT_SOURCE(robust, clamp(W - 0.5, -regula::coef<"d">(1.0), regula::coef<"d">(1.0)) / size(W));
}

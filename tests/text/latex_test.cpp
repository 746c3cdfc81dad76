// SPDX-License-Identifier: MIT
#include <regula/text.hpp>
#include <tests/catch.hpp>

using namespace regula::symbols;
using regula::coef;
using regula::constant;
using regula::penalty;
using regula::to_latex;

namespace {

struct gain_atom : regula::elementwise {
  static constexpr std::string_view name = "gain", latex = "G\\left({#1}\\right)";
  static constexpr auto value(const auto& x) { return x * x; }
  static constexpr auto slope(const auto& x, const auto&) { return 2.0 * x; }
};
constexpr auto gain(regula::argument auto x) { return regula::call<gain_atom>(x); }

/// No latex of its own: the name is used.
struct odd_gain_atom : regula::elementwise {
  static constexpr std::string_view name = "odd_gain", latex = "";
  static constexpr auto value(const auto& x) { return x * x; }
  static constexpr auto slope(const auto& x, const auto&) { return 2.0 * x; }
};
constexpr auto odd_gain(regula::argument auto x) { return regula::call<odd_gain_atom>(x); }

}  // namespace

TEST_CASE("formulas in LaTeX") {
  const auto elastic = penalty(coef<"l1">(0.01) * sum(abs(W)) + coef<"lambda">(0.02) * sum(square(W - W0)));
  CHECK(regula::to_string(elastic, {regula::text_form::latex, regula::shown::names}) ==
        fmt::format("{:latex names}", elastic));
  CHECK(regula::to_string(elastic, {regula::text_form::tree}) == fmt::format("{:tree}", elastic));
  CHECK(to_latex(elastic) == R"(0.01 \, \sum \left\lvert W \right\rvert + 0.02 \, \sum \left(W - W_{0}\right)^{2})");
  CHECK(fmt::format("{:latex names}", elastic) ==
        R"(l_{1} \, \sum \left\lvert W \right\rvert + \lambda \, \sum \left(W - W_{0}\right)^{2})");
  CHECK(to_latex(penalty(sum(W / (V + M)) / 2)) == R"(\frac{\sum \frac{W}{V + M}}{2})");
  CHECK(to_latex(penalty(sum(exp(-W) * sqrt(V)))) == R"(\sum e^{-W} \, \sqrt{V})");
  CHECK(to_latex(penalty(sum(huber(W, coef<"delta">(1))))) == R"(\sum H_{1}\left(W\right))");
  CHECK(fmt::format("{:names latex}", penalty(sum(huber(W, coef<"delta">(1))))) == R"(\sum H_{\delta}\left(W\right))");
  CHECK(to_latex(penalty(norm2(W) * norm2(W))) ==
        R"(\left\lVert W \right\rVert_{2} \, \left\lVert W \right\rVert_{2})");
  CHECK(to_latex(penalty(coef<"a">(1) * sum(gain(W + V)))) == R"(1 \, \sum G\left(W + V\right))");
  CHECK(to_latex(penalty(sum(odd_gain(W)))) == R"(\sum \operatorname{odd\_gain}\left(W\right))");
}

TEST_CASE("brackets in LaTeX") {
  const auto text = [](const auto& x) { return to_latex(penalty(sum(x))).substr(5); };
  CHECK(text(square(square(W))) == R"(\left(W^{2}\right)^{2})");
  CHECK(text(square(-W)) == R"(\left(-W\right)^{2})");
  CHECK(text(square(exp(W))) == R"(\left(e^{W}\right)^{2})");
  CHECK(text(square(W / V)) == R"(\left(\frac{W}{V}\right)^{2})");
  CHECK(text(square(abs(W))) == R"(\left\lvert W \right\rvert^{2})");
  CHECK(text(square(sin(W))) == R"(\left(\sin\left(W\right)\right)^{2})");
  CHECK(text(pow<3, 2>(W * V)) == R"(\left(W \, V\right)^{3/2})");
  CHECK(text(W * (V + M)) == R"(W \, \left(V + M\right))");
  CHECK(text(W + V) == R"(\left(W + V\right))");
  CHECK(text(W * (V / M)) == R"(W \, \frac{V}{M})");
  CHECK(text(W * (V * M)) == R"(W \, \left(V \, M\right))");
  CHECK(text(W * -V) == R"(W \, \left(-V\right))");
  CHECK(text(xlogx(W) * V) == R"(\left(W \ln\left(W\right)\right) \, V)");
  CHECK(text(V * xlogx(W + V)) == R"(V \, \left(W + V\right) \ln\left(W + V\right))");
  CHECK(text(log1p(W + V)) == R"(\ln\left(1 + W + V\right))");
  CHECK(text(log1p(-W)) == R"(\ln\left(1 + \left(-W\right)\right))");
  CHECK(to_latex(penalty(sum(W) * 2)) == R"(\left(\sum W\right) \cdot 2)");
  CHECK(to_latex(penalty(2 * sum(W) * sum(V))) == R"(2 \, \left(\sum W\right) \, \sum V)");
  CHECK(to_latex(penalty(sum(W) + sum(V) / 3)) == R"(\sum W + \frac{\sum V}{3})");
  CHECK(to_latex(penalty(-sum(W))) == R"(-\sum W)");
}

TEST_CASE("numbers in LaTeX") {
  const auto text = [](double v) {
    const auto whole = to_latex(penalty(v * sum(W)));
    return whole.substr(0, whole.find(R"( \, )"));
  };
  CHECK(text(1e-7) == "10^{-7}");
  CHECK(text(1.5e-7) == R"(1.5 \cdot 10^{-7})");
  CHECK(text(-1e22) == "-10^{22}");
  CHECK(text(-2.5e-9) == R"(-2.5 \cdot 10^{-9})");
  CHECK(text(5e-324) == R"(5 \cdot 10^{-324})");
  CHECK(text(0.1) == "0.1");
  CHECK(to_latex(penalty(constant<-1, 3> * sum(W))) == R"(-\frac{1}{3} \, \sum W)");
  CHECK(to_latex(penalty(sum(W * 1.5e-7))) == R"(\sum W \, \left(1.5 \cdot 10^{-7}\right))");
  CHECK(to_latex(penalty(sum(square(constant<1, 3> * W)))) == R"(\sum \left(\frac{1}{3} \, W\right)^{2})");
}

TEST_CASE("names in LaTeX") {
  for (const auto& [name, expected] :
       std::initializer_list<std::pair<const char*, const char*>>{{"W", "W"},
                                                                  {"W0", "W_{0}"},
                                                                  {"l1", "l_{1}"},
                                                                  {"c12", "c_{12}"},
                                                                  {"lambda", R"(\lambda)"},
                                                                  {"lambda1", R"(\lambda_{1})"},
                                                                  {"Gamma", R"(\Gamma)"},
                                                                  {"alpha_beta", R"(\alpha_{\beta})"},
                                                                  {"kernel", R"(\mathrm{kernel})"},
                                                                  {"bias2", R"(\mathrm{bias}_{2})"},
                                                                  {"w_in", R"(w_{\mathrm{in}})"},
                                                                  {"a_b_c", R"(a_{\mathrm{b\_c}})"},
                                                                  {"_x", R"(\mathrm{\_x})"},
                                                                  {"x_", R"(\mathrm{x\_})"}})
    CHECK(regula::dsl::latex_name(name) == expected);
}

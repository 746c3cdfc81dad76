// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <regula/text.hpp>
#include <tests/catch.hpp>

using namespace regula::symbols;
using regula::coef;
using regula::constant;
using regula::free_coef;
using regula::penalty;
using regula::to_string;

namespace {

struct gain_atom : regula::elementwise {
  static constexpr std::string_view name = "gain", latex = "G\\left({#1}\\right)";
  static constexpr auto value(const auto& x) { return x * x * x; }
  static constexpr auto slope(const auto& x, const auto&) { return 3.0 * square(x); }
};
constexpr auto gain(regula::argument auto x) { return regula::call<gain_atom>(x); }

}  // namespace

TEST_CASE("a formula prints as it was written") {
  const auto elastic = penalty(coef<"l1">(0.01) * sum(abs(W)) + coef<"l2">(0.02) * sum(square(W)));
  CHECK(fmt::format("{}", elastic) == "0.01 * sum(abs(W)) + 0.02 * sum(square(W))");
  CHECK(fmt::format("{:names}", elastic) == "l1 * sum(abs(W)) + l2 * sum(square(W))");
  CHECK(fmt::format("{:names}", penalty(0.5 * sum(W) + coef<"a">(2) * sum(V) / 3)) == "c0 * sum(W) + a * sum(V) / c1");
  CHECK(to_string(penalty(sum(regula::symbol<"kernel"> * pow<3, 2>(abs(W))) + sum(pow<3>(W)))) ==
        "sum(kernel * pow<3, 2>(abs(W))) + sum(pow<3>(W))");
  CHECK(to_string(penalty(max(W) + sum(max(W, V)) + sum(clamp(W, -1, 1)))) ==
        "max(W) + sum(max(W, V)) + sum(clamp(W, -1, 1))");
  CHECK(to_string(penalty(norm(W) + size(W))) == "norm2(W) + size(W)");
  CHECK(to_string(penalty(coef<"g">(2) * sum(gain(W)))) == "2 * sum(gain(W))");
}

TEST_CASE("values are those that hold now") {
  auto p = penalty(coef<"l1">(0.01) * sum(abs(W)));
  p.set<"l1">(0.5);
  CHECK(to_string(p) == "0.5 * sum(abs(W))");
}

TEST_CASE("brackets stand where they are needed, and nowhere else") {
  const auto text = [](const auto& x) {
    const auto whole = to_string(penalty(sum(x)));
    return whole.substr(4, whole.size() - 5);
  };
  // sums
  CHECK(text(W + V + M) == "W + V + M");
  CHECK(text(W + (V + M)) == "W + (V + M)");
  CHECK(text(W + (V - M)) == "W + (V - M)");
  CHECK(text(W - V - M) == "W - V - M");
  CHECK(text(W - (V - M)) == "W - (V - M)");
  CHECK(text(W - (V + M)) == "W - (V + M)");
  CHECK(text((W - V) + M) == "W - V + M");
  // products
  CHECK(text((W + V) * M) == "(W + V) * M");
  CHECK(text(W * (V + M)) == "W * (V + M)");
  CHECK(text(W * V + M) == "W * V + M");
  CHECK(text(W + V * M) == "W + V * M");
  CHECK(text(W * (V * M)) == "W * (V * M)");
  CHECK(text(W / (V * M)) == "W / (V * M)");
  CHECK(text(W / (V / M)) == "W / (V / M)");
  CHECK(text(W * (V / M)) == "W * (V / M)");
  CHECK(text(W / V * M) == "W / V * M");
  CHECK(text(W / V / M) == "W / V / M");
  CHECK(text((W - V) / (W + V)) == "(W - V) / (W + V)");
  // minus
  CHECK(text(-W) == "-W");
  CHECK(text(-(-W)) == "-(-W)");
  CHECK(text(-(W + V)) == "-(W + V)");
  CHECK(text(-(W * V)) == "-(W * V)");
  CHECK(text(-W * V) == "-W * V");
  CHECK(text(-W + V) == "-W + V");
  CHECK(text(W + -V) == "W + (-V)");
  CHECK(text(W - -V) == "W - (-V)");
  CHECK(text(W * -V) == "W * (-V)");
  CHECK(text(W + -V * M) == "W + (-V) * M");
  CHECK(text(W * (-V + M)) == "W * (-V + M)");
  CHECK(text(-abs(-W)) == "-abs(-W)");
  // negative numbers
  CHECK(text(-0.5 * W) == "-0.5 * W");
  CHECK(text(W + -0.5) == "W + (-0.5)");
  CHECK(text(W - -0.5) == "W - (-0.5)");
  CHECK(text(W * -0.5) == "W * (-0.5)");
  CHECK(text(W / -0.5) == "W / (-0.5)");
  CHECK(text(W + -0.5 * V) == "W + (-0.5) * V");
  CHECK(text(-(-0.5 * W)) == "-(-0.5 * W)");
  CHECK(text(max(-0.5, W)) == "max(-0.5, W)");
  // fractions
  CHECK(text(constant<1, 3> * W) == "1/3 * W");
  CHECK(text(W * constant<1, 3>) == "W * (1/3)");
  CHECK(text(W - constant<-1, 3>) == "W - (-1/3)");
  CHECK(text(constant<2> * W - constant<1, 8>) == "2 * W - 0.125");
}

TEST_CASE("numbers have the fewest digits that read back") {
  const auto text = [](double v) {
    const auto whole = to_string(penalty(v * sum(W)));
    return whole.substr(0, whole.find(' '));
  };
  for (const auto& [value, expected] :
       std::initializer_list<std::pair<double, const char*>>{{0.1, "0.1"},
                                                             {0.1 + 0.2, "0.30000000000000004"},
                                                             {3.0, "3"},
                                                             {-3.0, "-3"},
                                                             {100000.0, "100000"},
                                                             {1e15, "1000000000000000"},
                                                             {1e22, "1e+22"},
                                                             {0.0001, "0.0001"},
                                                             {1e-7, "1e-07"},
                                                             {1.5e-7, "1.5e-07"},
                                                             {1e-300, "1e-300"},
                                                             {5e-324, "5e-324"},
                                                             {0.0, "0"},
                                                             {-0.0, "-0"},
                                                             {1.0 / 3.0, "0.3333333333333333"},
                                                             {1.7976931348623157e308, "1.7976931348623157e+308"}}) {
    CHECK(text(value) == expected);
    CHECK(std::strtod(expected, nullptr) == value);
  }
}

TEST_CASE("a tree has one node a line") {
  const auto p = penalty(coef<"l1">(0.01) * sum(abs(W - V)) - 2 * norm2(pow<3, 2>(M)));
  CHECK(fmt::format("{:tree}", p) == R"(-
  *
    l1 = 0.01
    sum
      abs
        -
          W
          V
  *
    c0 = 2
    norm2
      pow<3, 2>
        M)");
  CHECK(fmt::format("{:tree names}", penalty(coef<"l1">(0.01) * sum(W))) == "*\n  l1\n  sum\n    W");
}

TEST_CASE("unknown words are refused with a sentence") {
  const auto p = penalty(coef<"l1">(0.01) * sum(abs(W)));
  const auto refusal = [&](const char* format) -> std::string {
    try {
      return fmt::format(fmt::runtime(format), p);
    } catch (const fmt::format_error& e) {
      return e.what();
    }
  };
  using Catch::Matchers::ContainsSubstring;
  for (const auto* format : {"{:latx}", "{:name}", "{:.3f}", "{:>20}", "{:latex,names}"})
    CHECK_THAT(refusal(format), ContainsSubstring("formatted by the words names, latex, cpp, tree, "));
  CHECK_THAT(refusal("{:latex cpp}"), ContainsSubstring("choose one of"));
  CHECK_THAT(refusal("{:cpp names}"), ContainsSubstring("leave out the word names"));
  CHECK_THAT(refusal("{:text names}"), ContainsSubstring("leave out the word names"));
  CHECK(refusal("{:names latex}") == refusal("{:latex names}"));
}

TEST_CASE("{:text} defines what the names do not show") {
  const auto kernel = regula::symbol<"kernel">;
  const auto p = penalty(coef<"L">(0.5) * sum(abs(kernel)) / constant<2> - regula::free_coef<"mu">(-1.5) * sum(W) +
                         -0.25 * mean(kernel + constant<1, 3>));
  CHECK(fmt::format("{:text}", p) ==
        "L = 0.5; tensor kernel; free mu = -1.5; "
        "L * sum(abs(kernel)) / constant<2> - mu * sum(W) + (-0.25) * mean(kernel + constant<1, 3>)");
  CHECK(regula::to_string(p, {regula::text_form::text}) == fmt::format("{:text}", p));
  CHECK(fmt::format("{:text}", penalty(0.01 * sum(norm2(rowwise(W))))) == "0.01 * sum(norm2(rowwise(W)))");
  CHECK(fmt::format("{:text}", penalty(coef<"identity">(2.0) * norm1(gram(W) - regula::identity))) ==
        "identity = 2; identity * norm1(gram(W) - identity())");
}

// SPDX-License-Identifier: MIT
/// Random formulas of W, V and W0, matrices of one shape, as text: of moderate numbers, and smooth almost everywhere.
#pragma once
#include <random>
#include <string>

namespace parsing_test {

class random_text {
public:
  explicit random_text(unsigned seed) : random_(seed) {}

  std::string scalar(int depth) {
    if (depth > 1 && pick(3) == 0) {
      const auto x = scalar(depth - 1), y = scalar(depth - 1);
      const std::string all[] = {x + " + 0.5 * " + y, "(" + x + ") * (" + y + ")", "sqrt(1 + square(" + x + ")) - " + y,
                                 "(" + x + ") / (2 + square(" + y + "))", "max(" + x + ", " + y + ")"};
      return all[pick(5)];
    }
    const auto x = entries(depth - 1);
    const std::string all[] = {"sum(" + x + ")",
                               "0.01 * sum(square(" + x + "))",
                               "norm2(" + x + ")",
                               "norm1(" + x + ")",
                               "mean(abs(" + x + ")) * max(" + x + ")",
                               "log_sum_exp(" + x + ")",
                               "sum(norm2(rowwise(" + x + ")))",
                               "sum(square(norm1(colwise(" + x + "))))",
                               "sum(square(gram(" + x + ") - identity))",
                               "sum(max(colwise(abs(" + x + "))))",
                               "variance(" + x + ") + trace(matmul(transpose(" + x + "), W))",
                               "norm_inf(" + x + ") - min(" + x + ")",
                               "sum(variance(rowwise(" + x + ")))",
                               "a = 0.7; a * dot(" + x + ", W0) + a"};
    const auto text = all[pick(14)];
    return text[0] == 'a' && depth < 3 ? "dot(" + x + ", W0)" : text[0] == 'a' ? "norm2(" + x + ")" : text;
  }

private:
  unsigned pick(unsigned n) { return static_cast<unsigned>(random_() % n); }

  std::string entries(int depth) {
    static constexpr const char* leaves[] = {"W", "V", "W0", "(W - W0)"};
    if (depth <= 0) return leaves[pick(4)];
    const auto x = entries(depth - 1);
    switch (pick(30)) {
      case 0: return "abs(" + x + ")";
      case 1: return "square(" + x + ")";
      case 2: return "exp(-square(" + x + "))";
      case 3: return "log1p(abs(" + x + "))";
      case 4: return "tanh(0.5 * " + x + ")";
      case 5: return "sqrt(square(" + x + ") + 1)";
      case 6: return "huber(" + x + ", 0.7)";
      case 7: return "pseudo_huber(" + x + ", 0.7)";
      case 8: return "positive(" + x + ")";
      case 9: return "difference<0>(" + x + ")";
      case 10: return "off_diagonal(" + x + ")";
      case 11: return "(" + x + ") / (1 + norm2(rowwise(" + x + ")))";
      case 12: return "(" + x + " - mean(colwise(" + x + ")))";
      case 13: return "(" + x + ") * max(" + x + ")";
      case 14: return "shifted<1, -1>(" + x + ")";
      case 15: return "pow<3>(" + x + ")";
      case 16: return "pow<3, 2>(abs(" + x + ") + 0.1)";
      case 17: return "matmul(" + x + ", gram(" + entries(depth - 1) + "))";
      case 18: return "log_cosh(" + x + ")";
      case 19: return "softplus(" + x + ")";
      case 20: return "logistic(" + x + ")";
      case 21: return "clamp(" + x + ", -0.5, 0.75)";
      case 22: return "upper<1>(" + x + ")";
      case 23: return "(" + x + ") * (max(rowwise(abs(" + x + "))) + 1)";
      case 24: return "sin(" + x + ")";
      case 25: return "(" + x + " + " + entries(depth - 1) + ")";
      case 26: return "(" + x + ") * (" + entries(depth - 1) + ")";
      case 27: return "(" + x + ") / (2 + square(" + entries(depth - 1) + "))";
      case 28: return "max(" + x + ", 0.25 * " + entries(depth - 1) + ")";
      default: return "slice<1, 1, 3>(" + x + ")";
    }
  }
  std::mt19937 random_;
};

}  // namespace parsing_test

// SPDX-License-Identifier: MIT
/// The commands of the program, each with its options; app.cpp fills them from the command line.
#pragma once
#include <functional>
#include <regula/tool/answer.hpp>
#include <regula/tool/inputs.hpp>

namespace regula::tool {

struct eval_options : formula_options {
  std::vector<std::string> gradients;  ///< "W=g.npy"
  bool coefficients = false;
};
answer eval(const eval_options& o);

struct check_options : formula_options {
  std::vector<std::string> against;  ///< "W=g.npy": the gradient to be checked instead of the formula's own
  double tolerance = 1e-6;
  int entries = 200;
};
answer check(const check_options& o, const terminal& t);

struct print_options : formula_options {
  std::vector<std::string> words;  ///< of the format
  std::string gradient, hessian;   ///< the tensor
  bool plan = false;
};
answer print(const print_options& o);

answer explain(const formula_options& o, const terminal& t);
answer config(const formula_options& o);

enum class plot_kind { curve, contours, ball };
struct plot_options : formula_options {
  plot_kind kind = plot_kind::curve;
  double from = -3, to = 3, level = 1;
  int points = 241;
  std::string svg;
};
answer plot(const plot_options& o, const terminal& t);

struct bench_options : formula_options {
  double seconds = 0.5;  ///< for each figure
};
answer bench(const bench_options& o);

struct keras_options {
  std::string file, config;
};
answer keras(const keras_options& o, const terminal& t);

struct fit_options : formula_options {
  std::string data, target, loss = "squares", weights, svg;
  std::vector<std::string> without;  ///< columns left out
  std::size_t skip = 0;
  int iterations = 500;
  bool raw = false;
};
/// `progress` is told of each step.
answer fit(const fit_options& o, const terminal& t, const std::function<void(const std::string&)>& progress);

struct convert_options {
  std::string from, to, name;
};
answer convert(const convert_options& o);

}  // namespace regula::tool

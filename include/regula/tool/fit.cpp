// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <regula/data/csv.hpp>
#include <regula/data/files.hpp>
#include <regula/files/bytes.hpp>
#include <regula/parsing/kinks.hpp>
#include <regula/tool/commands.hpp>
#include <regula/tool/minimize.hpp>
#include <regula/tool/weights_picture.hpp>

namespace regula::tool {
namespace {

struct problem {
  std::vector<std::string> names;  // of the columns
  std::vector<double> x;           // rows x columns
  std::vector<double> y;
  std::size_t columns() const { return names.size(); }
};

data::table table_of(const fit_options& o) {
  if (o.data == "-") return data::read_csv(standard_input(), "standard input", o.skip);
  if (std::filesystem::path(o.data).extension() != ".npy")
    return data::read_csv(files::read_file(o.data), o.data, o.skip);
  data::table t;
  t.cells = data::read_arrays(o.data).front().second.as_doubles();
  if (t.cells.shape.size() != 2) throw usage_error(o.data + ": a matrix is needed, a row for each observation");
  for (std::ptrdiff_t k = 0; k < t.cells.shape[1]; ++k) t.names.push_back("c" + std::to_string(k + 1));
  return t;
}

problem problem_of(const fit_options& o) {
  const auto t = table_of(o);
  const auto target = t.column(o.target);
  std::vector<bool> left_out(t.names.size());
  left_out[target] = true;
  for (const auto& name : o.without) left_out[t.column(name)] = true;
  problem p;
  for (std::size_t c = 0; c < t.names.size(); ++c)
    if (!left_out[c]) p.names.push_back(t.names[c]);
  if (p.columns() == 0 || t.rows() == 0)
    throw usage_error("there are " + std::to_string(t.rows()) + " rows and " + std::to_string(p.columns()) +
                      " columns to fit with: at least one of each is needed");
  for (std::size_t r = 0; r < t.rows(); ++r)
    for (std::size_t c = 0; c < t.names.size(); ++c) {
      const double cell = t.cells.at(r * t.names.size() + c);
      if (!std::isfinite(cell))
        throw usage_error("row " + std::to_string(r + 1) + ", column " + t.names[c] + ": " + number_text(cell) +
                          "; all numbers must be finite");
      if (c == target) p.y.push_back(cell);
      if (!left_out[c]) p.x.push_back(cell);
    }
  if (o.loss == "logistic" && std::any_of(p.y.begin(), p.y.end(), [](double y) { return y != 0 && y != 1; }))
    throw usage_error("--loss logistic needs a target of 0 and 1; use --loss squares for other numbers");
  return p;
}

/// To mean 0 and variance 1; a constant column to 0.
void standardize(problem& p) {
  const auto rows = p.y.size(), columns = p.columns();
  for (std::size_t c = 0; c < columns; ++c) {
    double mean = 0, variance = 0;
    for (std::size_t r = 0; r < rows; ++r) mean += p.x[r * columns + c] / static_cast<double>(rows);
    for (std::size_t r = 0; r < rows; ++r)
      variance += std::pow(p.x[r * columns + c] - mean, 2) / static_cast<double>(rows);
    const double scale = variance > 0 ? 1 / std::sqrt(variance) : 0;
    for (std::size_t r = 0; r < rows; ++r) (p.x[r * columns + c] -= mean) *= scale;
  }
}

/// The mean loss of weights and, last, the intercept.
double loss(const problem& p, bool logistic, const std::vector<double>& weights, std::vector<double>& gradient) {
  const auto columns = p.columns();
  const double share = 1 / static_cast<double>(p.y.size());
  std::fill(gradient.begin(), gradient.end(), 0.0);
  double total = 0;
  for (std::size_t r = 0; r < p.y.size(); ++r) {
    const double* row = p.x.data() + r * columns;
    const double z = std::inner_product(row, row + columns, weights.begin(), weights.back());
    const double slope = logistic ? 1 / (1 + std::exp(-z)) - p.y[r] : z - p.y[r];
    total +=
        share * (logistic ? std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z))) - p.y[r] * z : 0.5 * slope * slope);
    for (std::size_t c = 0; c < columns; ++c) gradient[c] += share * slope * row[c];
    gradient.back() += share * slope;
  }
  return total;
}

/// Accuracy of 0 and 1, or the share of the variance that is explained.
double quality(const problem& p, bool logistic, const std::vector<double>& weights) {
  double mean = 0, right = 0, residual = 0, variance = 0;
  for (const double y : p.y) mean += y / static_cast<double>(p.y.size());
  for (std::size_t r = 0; r < p.y.size(); ++r) {
    const double* row = p.x.data() + r * p.columns();
    const double z = std::inner_product(row, row + p.columns(), weights.begin(), weights.back());
    right += (z > 0) == (p.y[r] == 1);
    residual += (p.y[r] - z) * (p.y[r] - z), variance += (p.y[r] - mean) * (p.y[r] - mean);
  }
  return logistic ? right / static_cast<double>(p.y.size()) : variance > 0 ? 1 - residual / variance : 1;
}

}  // namespace

answer fit(const fit_options& o, const terminal& t, const std::function<void(const std::string&)>& progress) {
  const auto penalty = penalty_of(o);
  if (penalty.tensor_names().size() != 1)
    throw usage_error("the penalty of a fit has one tensor, the weights; this one has " +
                      fmt::format("{}", fmt::join(penalty.tensor_names(), ", ")));
  auto p = problem_of(o);
  if (!o.raw) standardize(p);
  const bool logistic = o.loss == "logistic";
  const auto columns = p.columns();
  std::vector<double> w(columns), g(columns);
  double of_loss = 0, of_penalty = 0;
  const auto f = [&](const std::vector<double>& x, std::vector<double>& gradient) {
    of_loss = loss(p, logistic, x, gradient);
    std::copy_n(x.begin(), columns, w.begin());
    of_penalty = penalty.value_and_gradient(w, g);
    for (std::size_t k = 0; k < columns; ++k) gradient[k] += g[k];
    return of_loss + of_penalty;
  };
  const auto m = minimize(f, std::vector<double>(columns + 1), o.iterations, [&](int step, double value, double slope) {
    progress(fmt::format("step {}  loss + penalty {:.8g}  slope {:.2e}", step, value, slope));
  });
  std::vector<double> gradient(columns + 1);
  f(m.x, gradient);

  answer a;
  const double good = quality(p, logistic, m.x);
  a.data = {{"formula", penalty.text("text")},
            {"rows", p.y.size()},
            {"columns", p.names},
            {"loss", of_loss},
            {"penalty", of_penalty},
            {logistic ? "accuracy" : "r_squared", good},
            {"iterations", m.iterations},
            {"slope", m.slope},
            {"stopped", m.stopped},
            {"intercept", m.x.back()},
            {"weights", w},
            {"standardized", !o.raw}};
  a.text = fmt::format("{} rows, {} columns{}, {}\n", p.y.size(), columns, o.raw ? "" : ", standardized",
                       logistic ? "logistic loss" : "half the mean squared error");
  a.text += fmt::format("loss {:.8g} + penalty {:.8g} = {:.8g}, {} {:.4f}\n", of_loss, of_penalty, m.value,
                        logistic ? "accuracy" : "R2", good);
  a.text += fmt::format("{} iterations, slope {:.1e}: {}\n\n", m.iterations, m.slope, m.stopped);
  if (!kinks_of(penalty).empty()) {
    double most = 0;
    for (const double x : w) most = std::max(most, std::abs(x));
    const auto small = std::count_if(w.begin(), w.end(), [&](double x) { return std::abs(x) <= 1e-3 * most; });
    a.data["near_zero"] = small;
    a.text += fmt::format("the penalty has kinks: {} of {} weights are within 1/1000 of the largest of 0\n\n", small,
                          columns);
  }
  a.text += weights_text(p.names, w, t) + fmt::format("\nintercept {:.6g}\n", m.x.back());
  const data::array weights{{static_cast<std::ptrdiff_t>(columns)}, w};
  if (!o.weights.empty()) data::write_arrays(o.weights, {{penalty.tensor_names()[0], weights}});
  if (!o.svg.empty()) files::write_file(o.svg, weights_svg(p.names, w, penalty.text()));
  return a;
}

}  // namespace regula::tool

// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>
#include <regula/error.hpp>
#include <regula/tool/minimize.hpp>

namespace regula::tool {
namespace {

using numbers = std::vector<double>;

double dot(const numbers& a, const numbers& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }
double largest(const numbers& g) {
  double most = 0;
  for (const double x : g) most = std::max(most, std::abs(x));
  return most;
}
void add(numbers& y, double factor, const numbers& x) {
  for (std::size_t k = 0; k < y.size(); ++k) y[k] += factor * x[k];
}

/// The last steps and what they did to the gradient [Nocedal 1980].
class memory {
public:
  numbers direction(const numbers& gradient) const {
    auto d = gradient;
    numbers shares(pairs_.size());
    for (std::size_t k = pairs_.size(); k-- > 0;)
      add(d, -(shares[k] = pairs_[k].scale * dot(pairs_[k].step, d)), pairs_[k].change);
    if (!pairs_.empty()) {
      const auto& last = pairs_.back();
      const double factor = 1 / (last.scale * dot(last.change, last.change));
      for (auto& x : d) x *= factor;
    }
    for (std::size_t k = 0; k < pairs_.size(); ++k)
      add(d, shares[k] - pairs_[k].scale * dot(pairs_[k].change, d), pairs_[k].step);
    for (auto& x : d) x = -x;
    return d;
  }
  void keep(numbers step, numbers change) {
    const double curvature = dot(step, change);
    if (!(curvature > 1e-12 * dot(change, change))) return;
    pairs_.push_back({std::move(step), std::move(change), 1 / curvature});
    if (pairs_.size() > 10) pairs_.pop_front();
  }
  bool empty() const { return pairs_.empty(); }
  void forget() { pairs_.clear(); }

private:
  struct pair {
    numbers step, change;
    double scale;
  };
  std::deque<pair> pairs_;
};

}  // namespace

minimum minimize(const objective& f, numbers x, int iterations, const std::function<void(int, double, double)>& told) {
  minimum m;
  numbers g(x.size()), next_g(x.size());
  double value = f(x, g);
  if (!std::isfinite(value)) throw domain_error("the loss and the penalty of weights 0 are not finite");
  memory past;
  m.stopped = "the number of iterations is reached";
  for (m.iterations = 0; m.iterations < iterations; ++m.iterations) {
    if (largest(g) <= 1e-9 * std::max(1.0, std::abs(value))) {
      m.stopped = "the gradient is 0";
      break;
    }
    auto d = past.direction(g);
    double slope = dot(d, g);
    if (!(slope < 0)) past.forget(), d = past.direction(g), slope = dot(d, g);
    bool stepped = false;
    for (double length = past.empty() ? std::min(1.0, 1 / largest(g)) : 1.0; length > 1e-18; length /= 2) {
      auto next = x;
      add(next, length, d);
      const double next_value = f(next, next_g);
      if (!(next_value <= value + 1e-4 * length * slope)) continue;
      stepped = next_value < value;
      for (auto& each : d) each *= length;
      auto change = next_g;
      add(change, -1, g);
      past.keep(std::move(d), std::move(change));
      x = std::move(next), g = next_g, value = next_value;
      break;
    }
    told(m.iterations + 1, value, largest(g));
    if (stepped) continue;
    if (past.empty()) {
      m.stopped = "no step along the gradient is better: a kink of the penalty, or the limit of rounding";
      break;
    }
    past.forget();
  }
  m.x = std::move(x), m.value = value, m.slope = largest(g);
  return m;
}

}  // namespace regula::tool

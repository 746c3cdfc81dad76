// SPDX-License-Identifier: MIT
/// Every entry of the gallery against a plain loop: its value, its gradient by central differences of the loop, and the
/// names and defaults of its coefficients.
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tests/catch.hpp>
#include <tests/gallery/entries.hpp>

namespace {

using namespace regula::symbols;
using regula::wrt;
using vec = Eigen::VectorXd;
using loop = double (*)(const vec&);  // the penalty as a function of w, with the coefficients of its row
using defaults = std::map<std::string, double>;

vec random(double low, double high, unsigned seed) {
  std::mt19937 bits(seed);
  vec v(37);  // a few packets and a tail
  for (double& x : v) x = low + (high - low) * static_cast<double>(bits()) / 4294967295.0;
  return v;
}
const vec any = random(-3, 3, 1), part = random(0.05, 0.95, 2), m = random(0, 2, 3), w0 = random(-1, 1, 4);

template <class F> double total(const vec& w, F f) {
  double s = 0;
  for (Eigen::Index i = 0; i < w.size(); ++i) {
    if constexpr (std::is_invocable_v<F, double, Eigen::Index>)
      s += f(w[i], i);
    else
      s += f(w[i]);
  }
  return s;
}
double sq(double x) { return x * x; }
double norm_1(const vec& w) {
  return total(w, [](double x) { return std::abs(x); });
}
double norm_2(const vec& w) { return std::sqrt(total(w, sq)); }
double mean_of(const vec& w) {
  return total(w, [](double x) { return x; }) / static_cast<double>(w.size());
}

vec differences(loop f, vec w) {
  vec g(w.size());
  for (Eigen::Index i = 0; i < w.size(); ++i) {
    const double x = w[i], h = 1e-5;
    w[i] = x + h;
    const double up = f(w);
    w[i] = x - h;
    g[i] = (up - f(w)) / (2 * h);
    w[i] = x;
  }
  return g;
}

defaults known(const auto& p) {
  defaults map;
  for (const auto& [name, value] : p.get_config()) map[std::string{name}] = value;
  return map;
}

std::set<std::string> tested;

/// `tensors`: what is bound beside W.
template <class P>
void row(const std::string& name, const P& standard, const defaults& expected, const P& p, loop f, const vec& w = any,
         auto... tensors) {
  INFO(name);
  CHECK(known(standard) == expected);
  CHECK(P::from_config(p.get_config()) == p);
  vec g(w.size());
  const double value = [&] {
    if constexpr (sizeof...(tensors) == 0)
      return p.value_and_gradient(w, g);
    else
      return p.value_and_gradient(W = wrt(w, g), tensors...);
  }();
  CHECK(value == Approx(f(w)).epsilon(1e-12));
  const vec d = differences(f, w);
  CHECK((g - d).cwiseAbs().maxCoeff() <= 1e-6 * d.cwiseAbs().maxCoeff());
  tested.insert(name);
}

namespace g = regula::gallery;

void norms() {
  row("l1", g::l1(), {{"l1", 0.01}}, g::l1(0.3), [](const vec& w) { return 0.3 * norm_1(w); });
  row("l2", g::l2(), {{"l2", 0.01}}, g::l2(0.3), [](const vec& w) { return 0.3 * total(w, sq); });
  row("l1_l2", g::l1_l2(), {{"l1", 0.01}, {"l2", 0.01}}, g::l1_l2(0.3, 0.2),
      [](const vec& w) { return 0.3 * norm_1(w) + 0.2 * total(w, sq); });
  row("elastic_net", g::elastic_net(), {{"alpha", 1e-4}, {"l1_ratio", 0.15}}, g::elastic_net(0.5, 0.3),
      [](const vec& w) { return 0.5 * (0.3 * norm_1(w) + 0.7 / 2 * total(w, sq)); });
  row("smooth_l1_l2", g::smooth_l1_l2(), {{"l1", 0.01}, {"l2", 0.01}, {"epsilon", 0.001}},
      g::smooth_l1_l2(0.3, 0.2, 0.1),
      [](const vec& w) { return total(w, [](double x) { return 0.3 * (std::hypot(x, 0.1) - 0.1) + 0.2 * x * x; }); });
  row("l2_norm", g::l2_norm(), {{"lambda", 0.01}}, g::l2_norm(0.3), [](const vec& w) { return 0.3 * norm_2(w); });
  row("sparse_group", g::sparse_group(), {{"l1", 0.01}, {"l2_norm", 0.01}}, g::sparse_group(0.3, 0.2),
      [](const vec& w) { return 0.3 * norm_1(w) + 0.2 * norm_2(w); });
  row("l_inf", g::l_inf(), {{"lambda", 0.01}}, g::l_inf(0.3), [](const vec& w) {
    double most = 0;
    for (const double x : w) most = std::max(most, std::abs(x));
    return 0.3 * most;
  });
  row("lp<3>", g::lp<3>(), {{"lambda", 0.01}}, g::lp<3>(0.3),
      [](const vec& w) { return 0.3 * total(w, [](double x) { return std::pow(std::abs(x), 3); }); });
  row("lp<1, 2>", g::lp<1, 2>(), {{"lambda", 0.01}}, g::lp<1, 2>(0.3),
      [](const vec& w) { return 0.3 * total(w, [](double x) { return std::sqrt(std::abs(x)); }); });
  row("unit_norm", g::unit_norm(), {{"lambda", 0.01}, {"radius", 1.0}}, g::unit_norm(0.3, 2.0),
      [](const vec& w) { return 0.3 * sq(norm_2(w) - 2); });
  row("standardized", g::standardized(), {{"lambda", 0.01}}, g::standardized(0.3), [](const vec& w) {
    const double mean = mean_of(w), n = static_cast<double>(w.size());
    return 0.3 * (mean * mean + sq(total(w, [mean](double x) { return sq(x - mean); }) / n - 1));
  });
}

void robust() {
  row("huber", g::huber(), {{"lambda", 0.01}, {"delta", 1.0}}, g::huber(0.3, 1.5), [](const vec& w) {
    return 0.3 * total(w, [](double x) { return std::abs(x) <= 1.5 ? x * x / 2 : 1.5 * std::abs(x) - 1.125; });
  });
  row("pseudo_huber", g::pseudo_huber(), {{"lambda", 0.01}, {"delta", 1.0}}, g::pseudo_huber(0.3, 1.5),
      [](const vec& w) { return 0.3 * total(w, [](double x) { return 2.25 * (std::sqrt(1 + sq(x / 1.5)) - 1); }); });
  row("log_cosh", g::log_cosh(), {{"lambda", 0.01}}, g::log_cosh(0.3),
      [](const vec& w) { return 0.3 * total(w, [](double x) { return std::log(std::cosh(x)); }); });
  row("cauchy", g::cauchy(), {{"lambda", 0.01}, {"c", 1.0}}, g::cauchy(0.3, 1.5),
      [](const vec& w) { return 0.3 * 1.125 * total(w, [](double x) { return std::log(1 + sq(x / 1.5)); }); });
  row("geman_mcclure", g::geman_mcclure(), {{"lambda", 0.01}, {"c", 1.0}}, g::geman_mcclure(0.3, 1.5),
      [](const vec& w) { return 0.3 * total(w, [](double x) { return x * x / (x * x + 2.25); }); });
  row("welsch", g::welsch(), {{"lambda", 0.01}, {"c", 1.0}}, g::welsch(0.3, 1.5),
      [](const vec& w) { return 0.3 * 1.125 * total(w, [](double x) { return 1 - std::exp(-sq(x / 1.5)); }); });
  row("tukey", g::tukey(), {{"lambda", 0.01}, {"c", 1.0}}, g::tukey(0.3, 1.5), [](const vec& w) {
    return 0.3 * 2.25 / 6 *
           total(w, [](double x) { return std::abs(x) > 1.5 ? 1.0 : 1 - std::pow(1 - sq(x / 1.5), 3); });
  });
  row("arctan", g::arctan(), {{"lambda", 0.01}, {"a", 1.0}}, g::arctan(0.3, 1.5),
      [](const vec& w) { return 0.15 * 1.5 * total(w, [](double x) { return std::atan(x * x / 1.5); }); });
  row("tolerant", g::tolerant(), {{"lambda", 0.01}, {"a", 1.0}, {"b", 0.1}}, g::tolerant(0.3, 1.5, 0.2),
      [](const vec& w) {
        return 0.15 * 0.2 * total(w, [](double x) {
                 return std::log1p(std::exp((x * x - 1.5) / 0.2)) - std::log1p(std::exp(-1.5 / 0.2));
               });
      });
  row("huber_norm", g::huber_norm(), {{"lambda", 0.01}, {"delta", 1.0}}, g::huber_norm(0.3, 2.0),
      [](const vec& w) { return 0.3 * (norm_2(w) <= 2 ? sq(norm_2(w)) / 2 : 2 * norm_2(w) - 2); });
  row("truncated_quadratic", g::truncated_quadratic(), {{"alpha", 0.01}, {"kappa", 1.0}},
      g::truncated_quadratic(0.5, 1.0),
      [](const vec& w) { return total(w, [](double x) { return x * x / 2 < 1 ? x * x / 2 : 1.0; }); });
}

void sparse() {
  row("log_sum", g::log_sum(), {{"lambda", 0.01}, {"epsilon", 1.0}}, g::log_sum(0.3, 0.1),
      [](const vec& w) { return 0.3 * total(w, [](double x) { return std::log(1 + std::abs(x) / 0.1); }); });
  row("scad", g::scad(), {{"lambda", 0.01}, {"a", 3.7}}, g::scad(0.6, 3.7), [](const vec& w) {
    return total(w, [](double x) {
      const double t = std::abs(x), lambda = 0.6, a = 3.7;
      if (t <= lambda) return lambda * t;
      if (t <= a * lambda) return (2 * a * lambda * t - t * t - lambda * lambda) / (2 * (a - 1));
      return lambda * lambda * (a + 1) / 2;
    });
  });
  row("mcp", g::mcp(), {{"lambda", 0.01}, {"gamma", 3.0}}, g::mcp(0.6, 3.0), [](const vec& w) {
    return total(w, [](double x) { return std::abs(x) <= 1.8 ? 0.6 * std::abs(x) - x * x / 6 : 3 * 0.36 / 2; });
  });
  row("geman", g::geman(), {{"lambda", 0.01}, {"gamma", 1.3}}, g::geman(0.3, 1.3),
      [](const vec& w) { return 0.3 * total(w, [](double x) { return std::abs(x) / (std::abs(x) + 1.3); }); });
  row("etp", g::etp(), {{"lambda", 0.01}, {"gamma", 1.0}}, g::etp(0.3, 2.0), [](const vec& w) {
    return 0.3 * total(w, [](double x) { return (1 - std::exp(-2 * std::abs(x))) / (1 - std::exp(-2.0)); });
  });
  row("hoyer", g::hoyer(), {{"lambda", 0.01}}, g::hoyer(0.3), [](const vec& w) { return 0.3 * norm_1(w) / norm_2(w); });
  row("hoyer_square", g::hoyer_square(), {{"lambda", 0.01}}, g::hoyer_square(0.3),
      [](const vec& w) { return 0.3 * sq(norm_1(w) / norm_2(w)); });
}

void bounded() {
  row(
      "entropy", g::entropy(), {{"lambda", 0.01}}, g::entropy(0.3),
      [](const vec& w) { return 0.3 * total(w, [](double x) { return x * std::log(x); }); }, part);
  row(
      "log_barrier", g::log_barrier(), {{"mu", 1.0}}, g::log_barrier(0.3),
      [](const vec& w) { return -0.3 * total(w, [](double x) { return std::log(x); }); }, part);
  row(
      "kl_sparsity", g::kl_sparsity(), {{"beta", 0.01}, {"rho", 0.05}}, g::kl_sparsity(0.3, 0.1),
      [](const vec& w) {
        const double r = 0.1, mean = mean_of(w);
        return 0.3 * (r * std::log(r / mean) + (1 - r) * std::log((1 - r) / (1 - mean)));
      },
      part);
  row("soft_box", g::soft_box(), {{"lambda", 0.01}, {"bound", 1.0}}, g::soft_box(0.3, 1.5),
      [](const vec& w) { return 0.3 * total(w, [](double x) { return sq(std::max(std::abs(x) - 1.5, 0.0)); }); });
  row("soft_max_norm", g::soft_max_norm(), {{"lambda", 0.01}, {"radius", 2.0}}, g::soft_max_norm(0.3, 2.0),
      [](const vec& w) { return 0.3 * sq(std::max(norm_2(w) - 2, 0.0)); });
}

void anchored() {
  row(
      "weighted_l1", g::weighted_l1(), {{"alpha", 0.01}}, g::weighted_l1(0.3),
      [](const vec& w) { return 0.3 * total(w, [](double x, Eigen::Index i) { return m[i] * std::abs(x); }); }, any,
      M = m);
  row(
      "masked_l1", g::masked_l1(), {{"l1", 0.01}}, g::masked_l1(0.3),
      [](const vec& w) { return 0.3 * total(w, [](double x, Eigen::Index i) { return m[i] * std::abs(x); }); }, any,
      M = m);
  row(
      "masked_l2", g::masked_l2(), {{"l2", 0.01}}, g::masked_l2(0.3),
      [](const vec& w) { return 0.3 * total(w, [](double x, Eigen::Index i) { return m[i] * x * x; }); }, any, M = m);
  row(
      "l2_sp", g::l2_sp(), {{"lambda", 0.01}}, g::l2_sp(0.3),
      [](const vec& w) { return 0.15 * total(w, [](double x, Eigen::Index i) { return sq(x - w0[i]); }); }, any,
      W0 = w0);
  row(
      "ewc", g::ewc(), {{"lambda", 0.01}}, g::ewc(0.3),
      [](const vec& w) { return 0.15 * total(w, [](double x, Eigen::Index i) { return m[i] * sq(x - w0[i]); }); }, any,
      W0 = w0, F = m);
  row(
      "tied", g::tied(), {{"lambda", 0.01}}, g::tied(0.3),
      [](const vec& w) { return 0.3 * total(w, [](double x, Eigen::Index i) { return sq(x - w0[i]); }); }, any, V = w0);
  row(
      "decoupled", g::decoupled(), {{"lambda", 0.01}}, g::decoupled(0.3),
      [](const vec& w) { return 0.3 * sq(total(w, [](double x, Eigen::Index i) { return x * w0[i]; })); }, any, V = w0);
}

}  // namespace

TEST_CASE("every entry of the gallery is its formula") {
  norms();
  robust();
  sparse();
  bounded();
  anchored();
  gallery_test::for_each_entry([](const char* name, const auto&) {
    INFO(name);
    CHECK(tested.count(name) == 1);
  });
}

TEST_CASE("at its kinks the gallery has the gradient it declares") {
  const vec zeros = vec::Zero(5);
  vec slope(5);
  CHECK(g::l1(1).value_and_gradient(zeros, slope) == 0);
  CHECK(slope == zeros);
  CHECK(g::lp<1, 2>(1).value_and_gradient(zeros, slope) == 0);
  CHECK(slope == zeros);
  CHECK(g::hoyer(1).value_and_gradient(zeros, slope) == 0);
  CHECK(slope == zeros);
  CHECK(g::huber_norm(1).value_and_gradient(zeros, slope) == 0);
  CHECK(slope == zeros);
  const vec edges{{0.5, -0.5, 1.5, -1.5, 0.0}};  // SCAD's joints for lambda = 0.5, a = 3
  g::scad(0.5, 3).gradient(edges, slope);
  CHECK(slope == vec{{0.5, -0.5, 0, 0, 0}});
}

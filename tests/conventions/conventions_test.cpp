// SPDX-License-Identifier: MIT
/// Penalties by the parameters of other libraries, against loops of what those libraries document.
#include <examples/breast_cancer/train.hpp>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <regula/conventions.hpp>
#include <tests/catch.hpp>

namespace c = regula::conventions;

namespace {

using numbers = std::vector<double>;

/// On both sides of all thresholds below; 0 among them.
numbers awkward() {
  std::mt19937 random(1);
  numbers w{0.0, -0.0, 1e-8, -3.0, 3.0, 0.5, -0.5};
  for (int i = 0; i < 200; ++i) w.push_back((static_cast<double>(random()) / 4294967296.0 - 0.5) * 8.0);
  return w;
}

/// The sum over the entries.
double sum_of(const numbers& w, const std::function<double(double)>& f) {
  double total = 0;
  for (const double x : w) total += f(x);
  return total;
}
/// The penalty is the sum of f at three scales of w, and its slope is that of f.
void means(const char* name, const auto& penalty, const std::function<double(double)>& f) {
  for (const double scale : {0.1, 1.0, 10.0}) {
    CAPTURE(name, scale);
    auto w = awkward();
    for (double& x : w) x *= scale;
    CHECK(penalty(w) == Approx(sum_of(w, f)).epsilon(1e-12));
    numbers g(w.size());
    penalty.gradient(w, g);
    for (std::size_t i = 7; i < w.size(); i += 13) {
      const double h = 1e-5 * std::max(1.0, std::abs(w[i]));
      CHECK(g[i] == Approx((f(w[i] + h) - f(w[i] - h)) / (2 * h)).epsilon(1e-4).margin(1e-7));
    }
  }
}
/// Half of a loss function of Ceres of the square, as its documentation has it.
std::function<double(double)> half(const std::function<double(double)>& rho, double scale = 1.0) {
  return [=](double r) { return scale * 0.5 * rho(r * r); };
}

}  // namespace

TEST_CASE("scikit-learn, glmnet and weight decay", "[conventions]") {
  const double a = 0.3, r = 0.2;
  means("Lasso", c::sklearn_lasso(a), [=](double w) { return a * std::abs(w); });
  means("Ridge", c::sklearn_ridge(a), [=](double w) { return a * w * w; });
  const auto mixture = [](double strength, double l1_ratio) {
    return [=](double w) { return strength * (l1_ratio * std::abs(w) + (1 - l1_ratio) / 2 * w * w); };
  };
  means("ElasticNet", c::sklearn_elastic_net(a, r), mixture(a, r));
  means("SGD", c::sklearn_sgd(a, r), mixture(a, r));
  means("LogisticRegression", c::sklearn_inverse_strength(0.25, r), [=](double w) { return mixture(1, r)(w) / 0.25; });
  means("LinearSVC", c::sklearn_inverse_strength(0.25), [](double w) { return w * w / 2 / 0.25; });
  const double lambda = 0.3, alpha = 0.7;
  means("glmnet", c::glmnet(lambda, alpha),
        [=](double w) { return lambda * ((1 - alpha) / 2 * w * w + alpha * std::abs(w)); });
  means("half the square", c::half_square(a), [=](double w) { return a * (w * w / 2); });

  const auto w = awkward();
  numbers g(w.size());
  c::weight_decay(0.3).gradient(w, g);
  for (std::size_t i = 0; i < w.size(); ++i) CHECK(g[i] == Approx(0.3 * w[i]).epsilon(1e-15));
}

TEST_CASE("ncvreg", "[conventions]") {
  const double l = 0.8, gamma = 2.5, a = 3.7;
  means("MCP", c::ncvreg_mcp(l, gamma), [=](double w) {
    const double x = std::abs(w);
    return x <= gamma * l ? l * x - x * x / (2 * gamma) : gamma * l * l / 2;
  });
  means("SCAD", c::ncvreg_scad(l, a), [=](double w) {
    const double x = std::abs(w);
    if (x <= l) return l * x;
    return x <= a * l ? (2 * a * l * x - x * x - l * l) / (2 * (a - 1)) : l * l * (a + 1) / 2;
  });
}

TEST_CASE("Huber's function has four scales", "[conventions]") {
  const double d = 0.7;
  means("optax", c::optax_huber(d), [=](double w) {
    const double x = std::abs(w), quadratic = std::min(x, d);
    return 0.5 * quadratic * quadratic + d * (x - quadratic);
  });
  means("CVXPY", c::cvxpy_huber(d), [=](double w) { return std::abs(w) < d ? w * w : 2 * d * std::abs(w) - d * d; });
  means("pyproximal", c::pyproximal_huber(d),
        [=](double w) { return std::abs(w) <= d ? w * w / (2 * d) : std::abs(w) - d / 2; });
}

TEST_CASE("loss functions of Ceres", "[conventions]") {
  const double a = 0.7, b = 0.4, s2 = a * a;
  means("Trivial", c::ceres_trivial(), half([](double s) { return s; }));
  means("Huber", c::ceres_huber(a), half([=](double s) { return s <= s2 ? s : s2 * (2 * std::sqrt(s / s2) - 1); }));
  means("SoftLOne", c::ceres_soft_l_one(a), half([=](double s) { return s2 * 2 * (std::sqrt(1 + s / s2) - 1); }));
  means("Cauchy", c::ceres_cauchy(a), half([=](double s) { return s2 * std::log1p(s / s2); }));
  means("Arctan", c::ceres_arctan(a), half([=](double s) { return a * std::atan(s / a); }));
  means("Tolerant", c::ceres_tolerant(a, b), half([=](double s) {
          const auto softplus = [](double x) { return x > 30 ? x : std::log1p(std::exp(x)); };
          return b * softplus((s - a) / b) - b * softplus(-a / b);
        }));
  means("Tukey", c::ceres_tukey(a),
        half([=](double s) { return s <= s2 ? s2 / 3 * (1 - std::pow(1 - s / s2, 3)) : s2 / 3; }));
  means("Scaled", c::ceres_cauchy(a, 2.5), half([=](double s) { return s2 * std::log1p(s / s2); }, 2.5));
}

TEST_CASE("a penalty goes with its data term", "[conventions]") {
  using enum c::squared_error;
  const double n = 40;
  const auto error = [&](c::squared_error e, double squares) {
    return e == half_mean ? squares / (2 * n) : e == mean ? squares / n : e == half_sum ? squares / 2 : squares;
  };
  // The objectives are multiples of each other: the ratio at two places is one number.
  for (const auto from : {half_mean, mean, half_sum, sum})
    for (const auto to : {half_mean, mean, half_sum, sum}) {
      const numbers w{1.0, -2.0};
      const auto objective = [&](c::squared_error e, double alpha, double squares) {
        return error(e, squares) + c::sklearn_elastic_net(alpha, 0.3)(w);
      };
      const double f = c::rescaled(from, to, n);
      CHECK(objective(to, 0.5 * f, 3.0) / objective(from, 0.5, 3.0) == Approx(f).epsilon(1e-13));
      CHECK(objective(to, 0.5 * f, 80.0) / objective(from, 0.5, 80.0) == Approx(f).epsilon(1e-13));
    }
  static_assert(c::rescaled(half_mean, sum, 10) == 20);
}

TEST_CASE("scikit-learn's own answers have its objective", "[conventions]") {
  const auto data = breast_cancer::read("examples/data/breast_cancer.csv");
  std::ifstream file("tests/golden/data/breast_cancer_logistic.json");
  const auto answers = nlohmann::json::parse(file);
  constexpr auto quiet = [](double, double) {};
  int seen = 0;
  for (const auto& each : answers.at("cases")) {
    const auto id = each.at("id").get<std::string>();
    CAPTURE(id);
    const auto penalty =
        c::sklearn_inverse_strength(each.at("C"), id.find("logistic_l1") != std::string::npos ? 1.0 : 0.0);
    const auto w = each.at("w").get<numbers>();
    breast_cancer::objective<std::decay_t<decltype(penalty)>, std::decay_t<decltype(quiet)>> objective{data, penalty,
                                                                                                       quiet};
    Eigen::VectorXd g(30);
    CHECK(objective(Eigen::Map<const Eigen::VectorXd>(w.data(), 30), g) ==
          Approx(each.at("objective_value").get<double>()).epsilon(1e-9));
    ++seen;
  }
  CHECK(seen >= 3);
}

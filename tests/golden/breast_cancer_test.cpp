// SPDX-License-Identifier: MIT
/// The example's training reaches the optima that scikit-learn reaches.
#include <examples/breast_cancer/train.hpp>
#include <nlohmann/json.hpp>
#include <regula/gallery.hpp>
#include <tests/catch.hpp>

namespace {

const auto data = breast_cancer::read("examples/data/breast_cancer.csv");

nlohmann::json golden(const std::string& id) {
  std::ifstream file("tests/golden/data/breast_cancer_logistic.json");
  const auto all = nlohmann::json::parse(file);
  for (const auto& each : all.at("cases"))
    if (each.at("id") == "breast_cancer/" + id) return each;
  throw std::runtime_error("no golden case " + id);
}

constexpr auto quiet = [](double, double) {};

}  // namespace

TEST_CASE("L2: objective to 1e-9, weights to 1e-6") {
  for (const auto* id : {"logistic_l2/C=0.1", "logistic_l2/C=1.0"}) {
    INFO(id);
    const auto expected = golden(id);
    const auto penalty = regula::l2(1 / (2 * expected.at("C").get<double>()));
    const auto fitted = breast_cancer::train(data, penalty, quiet, 1e-6);
    CHECK(fitted.objective == Approx(expected.at("objective_value").get<double>()).epsilon(1e-9));
    const auto w = expected.at("w").get<std::vector<double>>();
    const auto distance = (fitted.weights - Eigen::Map<const Eigen::VectorXd>(w.data(), fitted.weights.size())).norm();
    CHECK(distance <= 1e-6 * fitted.weights.norm());
  }
}

TEST_CASE("L1, smoothed: below the kinked optimum by no more than the smoothing, and L1 itself is optimal at w") {
  const auto expected = golden("logistic_l1/C=0.01");
  const double best = expected.at("objective_value"), eps = 0.001;
  const auto smooth = regula::gallery::smooth_l1_l2(100, 0, eps);
  const auto fitted = breast_cancer::train(data, smooth, quiet, 1e-4);
  CHECK(fitted.objective <= best);
  CHECK(fitted.objective >= best - 100 * eps * 30);

  const auto w = expected.at("w").get<std::vector<double>>();
  const Eigen::VectorXd optimum = Eigen::Map<const Eigen::VectorXd>(w.data(), 30);
  const auto kinked = regula::l1(100);
  auto objective = breast_cancer::objective<decltype(kinked), decltype(quiet)>{data, kinked, quiet};
  Eigen::VectorXd g(30);
  CHECK(objective(optimum, g) == Approx(best).epsilon(1e-9));
  for (Eigen::Index i = 0; i < 30; ++i) CHECK(std::abs(g[i]) <= (optimum[i] == 0 ? 100 : 1e-3));
}

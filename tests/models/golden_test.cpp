// SPDX-License-Identifier: MIT
/// Models that Keras and TensorFlow.js saved: loaded from each of their files, they answer the same.
#include <regula/files/models.hpp>
#include <regula/json.hpp>
#include <tests/models/saved.hpp>

namespace {

using namespace regula;
using namespace saved;

ndarray golden_tensor(const json& j) { return ndarray(j["shape"].get<shape>(), j["data"].get<std::vector<float>>()); }
/// The largest difference, relative to the largest entry expected.
double apart(const ndarray& got, const json& expected) {
  const auto want = expected.get<std::vector<double>>();
  REQUIRE(static_cast<std::size_t>(got.size()) == want.size());
  double most = 0.0, largest = 0.0;
  for (std::size_t k = 0; k < want.size(); ++k) {
    most = std::max(most, std::abs(static_cast<double>(got.values()[k]) - want[k]));
    largest = std::max(largest, std::abs(want[k]));
  }
  return most / std::max(largest, 1e-30);
}

void check_answers(models::graph& g, const json& expected) {
  rng nobody(0);
  models::record r{.keep = true, .draw = &nobody};
  const auto y = g.run({golden_tensor(expected["inputs"][0])}, r);
  g.commit(r);
  CHECK(apart(y[0], expected["outputs"]["data"]) < 1e-6);
  CHECK(y[0].shape() == expected["outputs"]["shape"].get<shape>());
  const auto terms = g.loss_terms();
  REQUIRE(terms.size() == expected["losses"].size());
  double total = 0.0;
  for (std::size_t k = 0; k < terms.size(); ++k) {
    const auto& want = expected["losses"][k];
    CAPTURE(want.dump());
    CHECK(terms[k].value == Approx(want["value"].get<double>()).epsilon(1e-6));
    if (want["kind"] == "activity") CHECK(terms[k].layer == want["layer"].get<std::string>());
    if (want["kind"] == "weight") CHECK(contains(want["variable"], terms[k].layer + "/" + terms[k].weight));
    total += terms[k].value;
  }
  CHECK(total == Approx(expected["total_regularization"].get<double>()).epsilon(1e-6));

  g.zero_gradients();
  g.run_back({ndarray(y[0].shape())}, r);
  g.add_weight_penalties();
  std::size_t k = 0;
  g.visit_weights([&](layers::layer&, layers::weight& w, bool) {
    const auto path = expected["weights"][k]["path"].get<std::string>();
    CAPTURE(path);
    CHECK(apart(w.value, expected["weights"][k++]["data"]) == 0.0);
    const auto& slope = expected["grad_of_total"][path];
    if (slope.is_null())  // Keras: nothing depends on it
      CHECK(w.gradient == ndarray(w.value.shape()));
    else
      CHECK(apart(w.gradient, slope) < 1e-6);
  });
  CHECK(k == expected["weights"].size());
}

}  // namespace

TEST_CASE("Models of Keras answer as there, from each of their files", "[models][files][golden]") {
  const std::string folder = "tests/golden/data/keras/models/";
  for (const std::string name : {"A_mlp", "B_cnn"}) {
    const auto expected = golden("models/" + name + ".expected.json");
    for (const auto* kind : {".keras", ".legacy.h5"}) {
      CAPTURE(name, kind);
      const auto g = files::load_model(folder + name + kind);
      check_answers(*g, expected);
      auto config = golden("models/" + name + ".keras3.json");
      config.erase("compile_config");
      CHECK(models::to_json(*g) == config);
    }
    for (const auto* kind : {".weights.h5", ".keras", ".legacy.h5"}) {
      CAPTURE(name, kind);
      const auto g = models::from_json(golden("models/" + name + ".keras3.json"));
      files::load_weights(*g, folder + name + kind);
      check_answers(*g, expected);
    }
  }
}

TEST_CASE("Models of TensorFlow.js answer as there", "[models][files][golden]") {
  const auto all = golden("tfjs/models.expected.json");
  REQUIRE(all["models"].size() == 2);
  for (const auto& expected : all["models"]) {
    const auto name = expected["name"].get<std::string>();
    CAPTURE(name);
    const auto g = files::load_model("tests/golden/data/keras/tfjs/" + name + ".model.json");
    // The files were saved after a step of SGD, the rest of the answers is from before it.
    std::size_t k = 0;
    g->visit_weights([&](layers::layer& l, layers::weight& w, bool) {
      const auto& before = expected["weights"][k];
      CHECK(before["name"].get<std::string>() == l.name() + "/" + w.name);
      CHECK(apart(w.value, expected["weights_after_one_sgd_0p05_step"][k++]) == 0.0);
      w.assign(golden_tensor(before));
    });
    CHECK(k == expected["weights"].size());
    rng nobody(0);
    models::record r{.keep = true, .draw = &nobody};
    const auto y = g->run({golden_tensor(expected["input"])}, r);
    g->commit(r);
    CHECK(apart(y[0], expected["output"]["data"]) < 1e-6);
    const auto losses = g->losses();
    REQUIRE(losses.size() == expected["calculateLosses"].size());
    double total = 0.0;
    for (std::size_t j = 0; j < losses.size(); ++j) {
      CHECK(losses[j] == Approx(expected["calculateLosses"][j].get<double>()).epsilon(1e-6));
      total += losses[j];
    }
    CHECK(total == Approx(expected["total_regularization"].get<double>()).epsilon(1e-6));

    auto slope = y[0];  // of the mean of y^2
    slope.flat() *= 2.0F / static_cast<float>(slope.size());
    g->zero_gradients();
    g->run_back({slope}, r);
    g->add_weight_penalties();
    k = 0;
    g->visit_weights([&](layers::layer&, layers::weight& w, bool) {
      w.value.flat() -= 0.05F * w.gradient.flat();
      CHECK(apart(w.value, expected["weights_after_one_sgd_0p05_step"][k++]) < 1e-6);
    });
  }
}

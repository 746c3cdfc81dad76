// SPDX-License-Identifier: MIT
/// Whole layers against Keras (data/keras/layers.json): config, outputs, losses, gradients; configs of layers
/// (serialization.json); the four worked numbers of the Keras page. Run from the root of the sources.
#include <regula/layers/serialization.hpp>
#include <tests/layers/layer_tools.hpp>

namespace {

using namespace layer_tools;
namespace layers = regula::layers;
using regula::regularizers::L1, regula::regularizers::L2;

/// Regularizers that are not built in are written with their formula.
json without_formulas(json config) {
  for (auto& member : config)
    if (member.is_object()) member.erase("formula");
  return config;
}

/// What Keras wrote comes back as it was, key by key.
void is_written_as_read(const json& keras, const layers::layer& l) {
  auto here = layers::serialize(l);
  CAPTURE(keras.dump(), here.dump());
  for (const auto* key : {"module", "class_name", "registered_name"}) CHECK(here[key] == keras[key]);
  CHECK(without_formulas(here["config"]) == keras["config"]);
  const auto again = layers::deserialize(here);
  CHECK(layers::serialize(*again)["config"] == here["config"]);
}

void is_near(const ndarray& got, const ndarray& expected) {
  REQUIRE(got.shape() == expected.shape());
  const double size = largest(expected.values());
  for (std::size_t i = 0; i < got.values().size(); ++i)
    CHECK(near(got.values()[i], expected.values()[i], size == 0 ? 1 : size));
}

void answers_as_keras(const json& test) {
  const auto l = layers::deserialize(test["layer"]);
  const auto x = tensor_in(test["input"]);
  regula::rng draw(1);
  l->build({x.shape()}, draw);
  is_written_as_read(test["layer"], *l);
  if (test["layer"].contains("build_config") && !l->weights().empty())
    CHECK(layers::serialize(*l)["build_config"]["input_shape"].size() == x.rank());

  REQUIRE(l->weights().size() == test["weights"].size());
  for (std::size_t k = 0; k < l->weights().size(); ++k) {
    const auto& given = test["weights"][k];
    CHECK(given["path"] == l->name() + "/" + l->weights()[k].name);
    CHECK(given["trainable"] == l->weights()[k].trainable);
    l->weights()[k].assign(tensor_in(given));
  }
  layers::record r{.keep = true, .draw = &draw};
  const auto y = l->run({x}, r);
  REQUIRE(y.size() == test["outputs"].size());
  for (std::size_t k = 0; k < y.size(); ++k) is_near(y[k], tensor_in(test["outputs"][k]));

  l->commit(r);
  const auto terms = l->loss_terms();
  REQUIRE(terms.size() == test["losses"].size());
  double total = 0;
  for (std::size_t k = 0; k < terms.size(); ++k) {
    const auto& loss = test["losses"][k];
    const bool of_weight = terms[k].what == layers::loss_term::kind::weight;
    CAPTURE(terms[k].layer, terms[k].weight, terms[k].formula);
    CHECK(loss["kind"] == (of_weight ? "weight" : "activity"));
    CHECK(terms[k].weight == loss.value("variable", ""));
    CHECK(near(terms[k].value, number_in(loss["value"]), std::abs(number_in(loss["value"]))));
    total += terms[k].value;
  }
  CHECK(near(total, number_in(test["total"]), number_in(test["total"])));

  l->zero_gradients();
  const auto dx = l->run_back({ndarray(y[0].shape())}, r);
  CHECK(near(l->add_weight_penalties() + (r.activity.empty() ? 0.0 : r.activity[0]), total, total, 1e-12));
  std::map<std::string, ndarray> gradients{{"input", dx[0]}};
  for (const auto& w : l->weights()) gradients[l->name() + "/" + w.name] = w.gradient;
  std::size_t compared = 0;
  for (const auto& [path, gradient] : gradients) {
    CAPTURE(path);
    const auto& slopes = test["grad_of_total"];
    const bool given = slopes.contains(path) && !slopes[path].is_null();
    if (!given && path == "input") continue;  // the file has it for layers without weights
    is_near(gradient, given ? ndarray(gradient.shape(), floats_in(slopes[path])) : ndarray(gradient.shape()));
    ++compared;
  }
  CHECK(compared > 0);
}

}  // namespace

TEST_CASE("layers answer as those of Keras", "[layers][golden]") {
  register_the_page();
  const auto data = golden("layers.json");
  CHECK(data["cases"].size() == 13);
  for (const auto& test : data["cases"]) {
    CAPTURE(test["id"].get<std::string>());
    answers_as_keras(test);
  }
}

TEST_CASE("configs of layers are written as they were read", "[layers][golden]") {
  const auto data = golden("serialization.json");
  CHECK(data["layers"].size() == 6);
  for (const auto& keras : data["layers"]) is_written_as_read(keras, *layers::deserialize(keras));
}

TEST_CASE("the worked numbers of the Keras page", "[layers][golden]") {
  const auto data = golden("layers.json");
  const auto& page = data["seed_page_examples"];
  const ndarray twos({5, 5}, 2.0F), ones({5, 5}, 1.0F);
  const auto dense = layers::Dense(
      5, {.kernel_initializer = "ones", .kernel_regularizer = L1(0.01), .activity_regularizer = L2(0.01)});
  dense(twos);
  const auto losses = dense->losses();
  REQUIRE(losses.size() == 2);
  for (std::size_t k = 0; k < 2; ++k) CHECK(losses[k] == Approx(page["example1"]["losses"][k].get<double>()));
  CHECK(losses[0] + losses[1] == Approx(page["example1"]["page_says"].get<double>()));

  CHECK(L2(2.0)(ones) == 50.0);

  const auto of_function = layers::Dense(5, {.kernel_initializer = "ones", .kernel_regularizer = l1_reg});
  of_function(ones);
  CHECK(of_function->losses().at(0) == Approx(page["custom_fn"]["page_says"].get<double>()));
  const auto of_class = layers::Dense(5, {.kernel_initializer = "ones", .kernel_regularizer = L2Regularizer{0.5}});
  of_class(ones);
  CHECK(of_class->losses().at(0) == Approx(page["custom_class"]["page_says"].get<double>()));
}

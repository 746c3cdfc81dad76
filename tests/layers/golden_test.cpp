// SPDX-License-Identifier: MIT
/// Whole layers against Keras (data/keras/layers.json): config, outputs, losses, gradients; configs of layers
/// (serialization.json); the four worked numbers of the Keras page. Run from the root of the sources.
#include <regula/json.hpp>
#include <regula/layers.hpp>
#include <regula/layers/serialization.hpp>
#include <tests/layers/layer_tools.hpp>

namespace {
namespace layer_golden {

using namespace regula::regularizers;
using Catch::Matchers::ContainsSubstring;
using layer_tools::floats_in, layer_tools::golden, layer_tools::near, layer_tools::number_in, layer_tools::tensor_in;
using regula::json, regula::ndarray, regula::regularizer;
namespace layers = regula::layers;

struct Unreg {
  BOOST_HANA_DEFINE_STRUCT(Unreg, (double, a));
  auto operator()(auto w) const { return a * sum(abs(w)); }
};
constexpr auto plain_function = [](auto w) { return regula::coef<"p">(0.5) * sum(log1p(abs(w))); };

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
  const double size = layer_tools::largest(expected.values());
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
  const auto cell = l->cell_name().empty() ? "" : l->cell_name() + "/";
  for (std::size_t k = 0; k < l->weights().size(); ++k) {
    const auto& given = test["weights"][k];
    CHECK(given["path"] == l->name() + "/" + cell + l->weights()[k].name);
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
    CHECK((of_weight ? cell : "") + terms[k].weight == loss.value("variable", ""));
    CHECK(near(terms[k].value, number_in(loss["value"]), std::abs(number_in(loss["value"]))));
    total += terms[k].value;
  }
  CHECK(near(total, number_in(test["total"]), number_in(test["total"])));

  l->zero_gradients();
  const auto dx = l->run_back({ndarray(y[0].shape())}, r);
  CHECK(near(l->add_weight_penalties() + (r.activity.empty() ? 0.0 : r.activity[0]), total, total, 1e-12));
  std::map<std::string, ndarray> gradients{{"input", dx[0]}};
  for (const auto& w : l->weights()) gradients[l->name() + "/" + cell + w.name] = w.gradient;
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

/// Whether it knows the row of behaviors.json; then it has checked it.
bool is_config_row(const std::string& row, const json& seen) {
  const auto is = [&](const char* start) { return row.starts_with(start); };
  const auto kernel_of = [](const layers::layer& l) -> json {
    return layers::serialize(l)["config"]["kernel_regularizer"];
  };
  const ndarray two({2}, 1.0F);
  if (is("clone_model")) {
    const auto d = layers::Dense(2, {.kernel_regularizer = "l2"});
    auto copy = layers::deserialize(layers::serialize(*d))->weights()[0].regularizer;
    CHECK(copy.model()->builtin() == seen["cls"].get<std::string>());
    CHECK(copy.coefficient("l2") == seen["l2"]);
    copy.set("l2", 5.0);
    CHECK(d->kernel().regularizer.coefficient("l2") == seen["l2"]);
  } else if (is("one regularizer object in two layers")) {
    const regularizer r = "l2";  // copies are independent at once
    const auto a = layers::Dense(2, {.kernel_regularizer = r}), b = layers::Dense(2, {.kernel_regularizer = r});
    a->kernel().regularizer.set("l2", 5.0);
    CHECK(b->kernel().regularizer == r);
    CHECK(seen[seen.contains("clone_shared") ? "clone_shared" : "shared_after_load"] == false);
  } else if (is("unregistered function")) {
    const auto j = layers::serialize(*layers::Dense(2, {.kernel_regularizer = plain_function}));
    CHECK(layers::deserialize(j)->weights()[0].regularizer == regularizer(plain_function));  // by its formula
    CHECK(seen["load_custom_objects"] == true);
    const auto read = layers::deserialize(j, {{"plain", plain_function}});
    CHECK(read->weights()[0].regularizer == regularizer(plain_function));
    const custom_objects scope{{"plain", plain_function}};
    CHECK(kernel_of(*layers::deserialize(j)) == j["config"]["kernel_regularizer"]);
  } else if (is("custom Regularizer subclass")) {
    const auto d = layers::Dense(2, {.kernel_regularizer = Regularizer()});
    CHECK_THROWS_WITH(layers::serialize(*d), ContainsSubstring("does not implement get_config()"));
  } else if (is("unregistered class")) {
    const auto j = layers::serialize(*layers::Dense(2, {.kernel_regularizer = Unreg{2.0}}));
    CHECK(without_formulas(j["config"])["kernel_regularizer"] == seen["config"]);
    CHECK(layers::serialize(*layers::deserialize(j)) == j);  // by its formula
    CHECK_THROWS_WITH(layers::deserialize({{"class_name", "Dense"}, {"config", without_formulas(j["config"])}}),
                      ContainsSubstring("Cannot deserialize object of type `Unreg`"));
    const auto read = layers::deserialize(j, {{"Unreg", Unreg{0.0}}});
    CHECK(read->weights()[0].regularizer.coefficient("a") == seen["load_custom_objects"]);
  } else if (is("L1 config float32")) {
    CHECK(L1::from_config(seen["config"]).get_config() == seen["again"]);
    CHECK(layer_tools::rounded("L1", L1().get_config()) == seen["config"]);
  } else if (is("L1(0.01).get_config()")) {
    CHECK(L1(0.01).get_config() == seen);
  } else if (is("mutating regularizer.l")) {
    auto r = is("mutating regularizer.l1") ? regularizer(L1(0.5)) : regularizer(L2(0.5));
    r.set(r.get_config().begin().key(), 0.7);
    CHECK(r(two) == Approx(seen[0].get<double>()));
    CHECK(r.get_config() == seen[1]);
  } else if (is("Dense(kernel_regularizer=<legacy")) {
    const json legacy{{"class_name", "L2"}, {"config", {{"l2", 0.5}}}};
    CHECK(kernel_of(*layers::Dense(2, {.kernel_regularizer = legacy})) == seen);
  } else if (is("Dense.get_config")) {
    const auto d = layers::Dense(2, {.kernel_regularizer = "l2"});
    CHECK_FALSE(layers::serialize(*d)["config"].contains("activity_regularizer"));
    d->activity_regularizer = L1(double{0.01F});
    const auto config = layers::serialize(*d)["config"];
    for (const auto& [key, value] : seen.items()) CHECK(config[key] == value);
  } else if (is("activity_regularizer key")) {
    for (const auto& l : {layers::any_layer(layers::Conv2D(2, {1, 1})), layers::any_layer(layers::Embedding(2, 2))})
      CHECK(layers::serialize(*l)["config"].at("activity_regularizer") == seen[l->class_name()]);
    const auto l = layers::ActivityRegularization(0.1, 0.2, "activity_regularization");
    CHECK(layers::serialize(*l)["config"] == seen["ActivityRegularization"]);
  } else if (is("lambda regularizer")) {
    const json lambda{{"class_name", "__lambda__"}, {"config", {{"value", {"4wEAAA", nullptr, nullptr}}}}};
    CHECK_THROWS_WITH(get(lambda), Catch::Matchers::StartsWith("Could not interpret regularizer identifier: "));
  } else {
    return false;
  }
  return true;
}

}  // namespace layer_golden
}  // namespace

TEST_CASE("layers answer as those of Keras", "[layers][golden]") {
  using namespace layer_golden;
  layer_tools::register_the_page();
  const std::pair<const char*, std::size_t> files[] = {{"layers.json", 13}, {"transposed_normalized.json", 2}};
  for (const auto& [name, cases] : files) {
    const auto data = golden(name);
    CHECK(data["cases"].size() == cases);
    for (const auto& test : data["cases"]) {
      CAPTURE(test["id"].get<std::string>());
      answers_as_keras(test);
    }
  }
  const auto more = golden("lstm.json");
  CHECK(more["cases"].size() == 1);
  for (const auto& test : more["cases"]) answers_as_keras(test);
}

TEST_CASE("configs of layers behave as observed of Keras", "[layers][golden]") {
  using namespace layer_golden;
  int checked = 0;
  const auto data = golden("behaviors.json");
  for (const auto& row : data["behaviors"]) {
    const auto name = row["name"].get<std::string>();
    CAPTURE(name);
    if (!layer_tools::is_row_of_configs(name)) continue;
    CHECK(is_config_row(name, row["observed"]));
    ++checked;
  }
  CHECK(checked == 14);
}

TEST_CASE("configs of layers are written as they were read", "[layers][golden]") {
  using namespace layer_golden;
  const auto data = golden("serialization.json");
  CHECK(data["layers"].size() == 6);
  for (const auto& keras : data["layers"]) is_written_as_read(keras, *layers::deserialize(keras));
}

TEST_CASE("the worked numbers of the Keras page", "[layers][golden]") {
  using namespace layer_golden;
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

  const auto of_function = layers::Dense(5, {.kernel_initializer = "ones", .kernel_regularizer = layer_tools::l1_reg});
  of_function(ones);
  CHECK(of_function->losses().at(0) == Approx(page["custom_fn"]["page_says"].get<double>()));
  const auto of_class =
      layers::Dense(5, {.kernel_initializer = "ones", .kernel_regularizer = layer_tools::L2Regularizer{0.5}});
  of_class(ones);
  CHECK(of_class->losses().at(0) == Approx(page["custom_class"]["page_says"].get<double>()));
}

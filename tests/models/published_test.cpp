// SPDX-License-Identifier: MIT
/// What files that others have published say in other words: Keras 1, hand-written TensorFlow.js, weights alone, and what
/// such files keep when they are written again.
#include <regula/files.hpp>
#include <regula/json.hpp>
#include <regula/layers/serialization.hpp>
#include <regula/models.hpp>
#include <tests/catch.hpp>
#include <tests/files/folder.hpp>

namespace {

using Catch::Matchers::ContainsSubstring;
using regula::json, regula::ndarray, regula::shape;
namespace files = regula::files;
namespace layers = regula::layers;
namespace models = regula::models;
namespace regularizers = regula::regularizers;

json published_dense(json config) { return {{"class_name", "Dense"}, {"config", std::move(config)}}; }
json published_chain(json layers) { return {{"class_name", "Sequential"}, {"config", std::move(layers)}}; }

TEST_CASE("configs of Keras 1 are read where they say what Keras 3 says in other words") {
  const json published = json::parse(R"([
    {"class_name": "Convolution2D", "config": {"name": "convolution2d_1", "trainable": true, "input_dtype": "float32",
     "batch_input_shape": [null, 8, 6, 1], "nb_filter": 2, "nb_row": 3, "nb_col": 2, "border_mode": "same",
     "subsample": [2, 1], "dim_ordering": "tf", "init": "glorot_uniform", "activation": "relu", "bias": true,
     "W_regularizer": {"name": "WeightRegularizer", "l1": 0.0, "l2": 0.01}, "b_regularizer": null,
     "activity_regularizer": null, "W_constraint": {"name": "MaxNorm", "m": 3, "axis": [0, 1, 2]},
     "b_constraint": null}},
    {"class_name": "BatchNormalization", "config": {"name": "bn", "trainable": true, "mode": 0, "axis": -1,
     "epsilon": 0.001, "momentum": 0.99, "gamma_regularizer": null, "beta_regularizer": null}},
    {"class_name": "Flatten", "config": {"name": "flatten_1", "trainable": true}},
    {"class_name": "Dense", "config": {"name": "dense_1", "output_dim": 3, "init": "uniform", "activation": "linear",
     "bias": false, "input_dim": null, "W_regularizer": {"name": "L1L2Regularizer", "l1": 0.5, "l2": 0.0},
     "b_regularizer": null, "activity_regularizer": null, "W_constraint": {"name": "NonNeg"}, "b_constraint": null}}])");
  models::Model m(models::from_json(published_chain(published)));
  CHECK(m(ndarray({2, 8, 6, 1})).shape() == shape{2, 3});
  const auto& conv = *m.layer("convolution2d_1");
  CHECK(conv.class_name() == "Conv2D");
  CHECK(conv.weights()[0].value.shape() == shape{3, 2, 1, 2});
  CHECK(conv.weights()[0].regularizer == regularizers::L1L2(0.0, 0.01));
  CHECK(conv.weights()[0].constraint == regula::constraints::MaxNorm(3, {0, 1, 2}));
  CHECK(conv.get_config()["strides"] == json{2, 1});
  CHECK(conv.get_config()["padding"] == "same");
  CHECK(m.layer("dense_1")->weights().size() == 1);
  CHECK(m.layer("dense_1")->weights()[0].regularizer == regularizers::L1L2(0.5, 0.0));
  CHECK(m.layer("dense_1")->weights()[0].constraint == regula::constraints::NonNeg());
  const auto again = models::from_json(models::to_json(m));
  CHECK(models::to_json(*again) == models::to_json(m));
}

TEST_CASE("what only Keras 1 knows is refused with a sentence that says so") {
  const auto keras1 = ContainsSubstring("this is the form of Keras 1");
  const auto read = [](const json& l) { return layers::deserialize(l); };
  CHECK_THROWS_WITH(read({{"class_name", "Merge"}, {"config", {{"mode", "dot"}}}}), keras1 && ContainsSubstring("dot"));
  CHECK_THROWS_WITH(read({{"class_name", "MaxoutDense"}, {"config", json::object()}}), keras1);
  CHECK_THROWS_WITH(read(published_dense({{"output_dim", 3}, {"weights", 1}})), keras1 && ContainsSubstring("weights"));
  CHECK_THROWS_WITH(
      read(published_dense({{"output_dim", 3}, {"W_regularizer", {{"name", "EigenvalueRegularizer"}, {"k", 1}}}})),
      keras1 && ContainsSubstring("EigenvalueRegularizer"));
  CHECK_THROWS_WITH(read(published_dense(
                        {{"output_dim", 3}, {"activity_regularizer", {{"name", "ActivityRegularizer"}, {"l1", 0.1}}}})),
                    keras1);
  CHECK_THROWS_WITH(read({{"class_name", "BatchNormalization"}, {"config", {{"mode", 1}}}}), keras1);
  CHECK(read({{"class_name", "Merge"}, {"config", {{"name", "m"}, {"mode", "concat"}, {"concat_axis", -1}}}})
            ->class_name() == "Concatenate");
}

TEST_CASE("two inner models without names are model and model_1") {
  const auto inner = [] {
    const auto in = layers::Input({2});
    return models::Model(in, layers::Dense(2, {.kernel_regularizer = "l2"})(in));
  };
  const auto x = layers::Input({2});
  const auto a = inner(), b = inner();
  const models::Model both(x, layers::Add()({a(x), b(x)}));
  CHECK(both->sublayers()[0]->name() == "model");
  CHECK(both->sublayers()[1]->name() == "model_1");
  const auto terms = both.loss_terms();
  REQUIRE(terms.size() == 2);
  CHECK(terms[0].layer == "model/dense");
  CHECK(terms[1].layer == "model_1/dense");
  for (const auto& t : terms) {
    const auto places = both.places();
    CHECK(std::any_of(places.begin(), places.end(), [&](const auto& p) { return p.path == t.layer + "/" + t.weight; }));
  }
  const models::Sequential chain(
      {layers::InputLayer({2}), models::Sequential({layers::Dense(2)}), models::Sequential({layers::Dense(2)})});
  CHECK(chain->sublayers()[1]->name() == "sequential_1");
}

TEST_CASE("a file keeps the type of an input, the package of a registered class, and other arguments of calls") {
  const auto in = layers::Input({4}, "words", "int32");
  const models::Model m(in, layers::Embedding(9, 2)(in));
  CHECK(models::to_json(m)["config"]["layers"][0]["config"]["dtype"] == "int32");
  CHECK(models::to_json(*models::from_json(models::to_json(m))) == models::to_json(m));
  CHECK_THROWS_WITH(layers::InputLayer({4}, "", "int33"), ContainsSubstring("no dtype \"int33\""));

  auto written = models::to_json(m);
  auto& node = written["config"]["layers"][1]["inbound_nodes"][0];
  CHECK(node["args"][0]["config"]["dtype"] == "int32");
  node["kwargs"] = {{"mask", nullptr}};
  CHECK(models::to_json(*models::from_json(written)) == written);
  node["kwargs"]["mask"] = 1;
  CHECK_THROWS_WITH(models::from_json(written), ContainsSubstring("the argument \"mask\" of a call is not built"));
}

struct Softer {
  BOOST_HANA_DEFINE_STRUCT(Softer, (double, factor));
  auto operator()(auto W) const { return regula::coef<"factor">(factor) * sum(sqrt(1.0 + square(W))); }
};

TEST_CASE("TensorFlow.js: a registered class keeps its package, paths may begin with ./, keys may be camelCase") {
  regularizers::register_serializable<"Published", "Softer">(Softer{0.5});
  const test_folder folder;
  const auto path = folder / "model.json";
  models::Sequential m(
      {layers::InputLayer({3}, "in", "int32"),
       layers::Dense(2, {.kernel_regularizer = Softer{0.25}, .kernel_constraint = regula::constraints::MaxNorm(1.0)})});
  files::save(m, path);
  const auto again = files::load(path);
  CHECK(again.layer("dense")->weights()[0].regularizer == regula::regularizer(Softer{0.25}));
  CHECK(again.layer("dense")->weights()[0].constraint == regula::constraints::MaxNorm(1.0));
  CHECK(again->inputs()[0]->dtype() == "int32");

  auto text = json::parse(files::read_file(path));
  const auto write = [&] { files::write_file(path, text.dump()); };
  text["weightsManifest"][0]["paths"] = {"./weights.bin"};
  auto& list = text["modelTopology"]["config"]["layers"];
  const auto first = list.size() - 1;
  list[first]["className"] = "Dense";
  list[first]["config"]["useBias"] = true;
  list[first]["config"].erase("use_bias");
  list[0]["config"]["batchInputShape"] = list[0]["config"]["batch_input_shape"];
  list[0]["config"].erase("batch_input_shape");
  write();
  const ndarray x({1, 3}, 1.0F);
  CHECK(files::load(path)(x)(0, 0) == m(x)(0, 0));
  for (const char* outside : {"../weights.bin", "/weights.bin", "./../weights.bin", "./", "sub/weights.bin"}) {
    text["weightsManifest"][0]["paths"] = {outside};
    write();
    CHECK_THROWS_WITH(files::load(path), ContainsSubstring("no plain name"));
  }
}

TEST_CASE(".hdf5 is .h5, and weights alone are no model") {
  const test_folder folder;
  models::Sequential m({layers::InputLayer({3}), layers::Dense(2)});
  files::save(m, folder / "m.hdf5");
  const ndarray x({1, 3}, 1.0F);
  CHECK(files::load(folder / "m.hdf5")(x)(0, 1) == m(x)(0, 1));
  const models::Model copy(models::clone(m));
  copy.initialize(9);
  files::load_weights(copy, folder / "m.hdf5");
  CHECK(copy(x)(0, 1) == m(x)(0, 1));
  files::save_weights(m, folder / "m.weights.h5");
  CHECK_THROWS_WITH(files::load(folder / "m.weights.h5"),
                    ContainsSubstring("this file has weights and no model: load_weights"));
  files::hdf5_group old = files::legacy_weights_tree(m);
  files::write_file(folder / "old.h5", files::write_hdf5(old));
  CHECK_THROWS_WITH(files::load(folder / "old.h5"),
                    ContainsSubstring("this file has weights and no model: load_weights"));
  files::save(*m, folder / "g.keras");
  files::save_weights(*m, folder / "g.weights.h5");
}

TEST_CASE("a strength that Keras wrote as NaN is refused by layer, weight and coefficient") {
  const auto text = R"({"class_name": "Sequential", "config": [{"class_name": "Dense", "config": {"name": "NaN \" NaN",
    "units": 2, "kernel_regularizer": {"class_name": "L2", "config": {"l2": NaN}}}}]})";
  const auto read = models::read_json(text, "x.json");
  CHECK_THROWS_WITH(models::from_json(read), ContainsSubstring("Dense \"NaN \\\" NaN\"") &&
                                                 ContainsSubstring("kernel_regularizer") && ContainsSubstring("l2") &&
                                                 ContainsSubstring("NaN"));
  CHECK(models::read_json("[-Infinity, 1]", "x.json") == json{"-Infinity", 1});
  CHECK_THROWS_WITH(models::read_json("[Nan]", "x.json"), ContainsSubstring("x.json: no JSON"));
}

TEST_CASE("softmax_v2 of tf.keras is softmax") { CHECK(layers::activation("softmax_v2").name() == "softmax"); }

TEST_CASE("Embedding passes over the input_length of Keras 2") {
  const json old{{"class_name", "Embedding"}, {"config", {{"input_dim", 3}, {"output_dim", 2}, {"input_length", 7}}}};
  CHECK(layers::deserialize(old)->class_name() == "Embedding");
}

TEST_CASE("the gradient of the penalties alone, in one call and in a loop of one's own") {
  models::Sequential m({layers::InputLayer({3}), layers::Dense(2, {.kernel_regularizer = regularizers::L2(0.5)}),
                        layers::Dense(1, {.bias_regularizer = regularizers::L1(0.25)})});
  m.layer("dense_1")->weights()[1].assign(ndarray({1}, 2.0F));
  const auto g = m.penalty_gradient();
  REQUIRE(g.size() == 4);
  const auto& w = m.layer("dense")->weights()[0].value;
  for (std::size_t k = 0; k < w.values().size(); ++k) CHECK(g[0].values()[k] == w.values()[k]);
  CHECK(g[1].values()[0] == 0.0F);
  CHECK(g[3].values()[0] == 0.25F);
  m->zero_gradients();
  m->add_weight_penalties();
  std::size_t k = 0;
  m->visit_weights([&](layers::layer&, layers::weight& v, bool) { CHECK(v.gradient == g[k++]); });
  CHECK_THROWS_WITH(m.compile({.optimizer = "adm"}), ContainsSubstring("no optimizer \"adm\""));
  m.compile({.optimizer = "adam", .loss = "mse"});
  CHECK(m.compiled().optimizer == regula::optimizers::optimizer(regula::optimizers::adam{}));
}

TEST_CASE("an orthogonal regularizer put on a kernel of another rank is refused by its path") {
  models::Sequential m({layers::InputLayer({5, 5, 1}), layers::Conv2D(2, {3, 3})});
  CHECK_THROWS_WITH(m.regularize("*/kernel", regularizers::OrthogonalRegularizer()),
                    ContainsSubstring("conv2d/kernel") && ContainsSubstring("rank 2"));
  CHECK(m.losses().empty());
}

}  // namespace

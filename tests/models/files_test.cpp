// SPDX-License-Identifier: MIT
/// Models and weights through every format, and files that are refused.
#include <regula/files.hpp>
#include <regula/json.hpp>
#include <tests/files/folder.hpp>
#include <tests/models/saved.hpp>

namespace {

using namespace regula;
using namespace saved;

/// Dense 2 -> 3, six weights and three.
std::shared_ptr<models::graph> small() {
  const auto g = models::Sequential({layers::InputLayer({2}, "in"), layers::Dense(3, {.name = "d"})}, "small").shared();
  fill(*g);
  return g;
}
/// A model.json of small() with this change, and its weights.
std::string tfjs_refusal(const char* patch, const std::string& more = "") {
  const auto [text, weights] = files::write_tfjs(*small(), "w.bin");
  const auto j = json::parse(text).patch(json::parse(patch));
  return says(
      [&, bytes = weights + more] { files::read_tfjs(j.dump(), "m.json", [&](const std::string&) { return bytes; }); });
}
/// What reading these weights into small() says; the model is as it was.
template <class Change> std::string weights_refusal(const Change& change) {
  const auto g = small();
  auto tree = files::weights_tree(*g);
  for (auto* kernel : {&tree.groups["layers"].groups["dense"].groups["vars"].datasets["0"]}) kernel->flat() += 1.0F;
  change(tree);
  const auto before = values(*g);
  const auto said = says([&] { files::read_weights(*g, files::write_hdf5(tree), "w"); });
  CHECK((values(*g) == before) == !said.empty());
  return said;
}

}  // namespace

TEST_CASE("Every format brings the model back, config and bits", "[models][files]") {
  const test_folder folder;
  for (const auto& g : {zoo(), small(), models::from_json(golden("models/B_cnn.keras3.json"))}) {
    fill(*g);
    const auto config = models::to_json(*g);
    for (const auto* name : {"m.keras", "m.h5", "model.json"}) {
      CAPTURE(g->name(), name);
      files::save_model(*g, folder / name);
      const auto same = files::load_model(folder / name);
      CHECK(values(*same) == values(*g));
      if (std::string(name) != "model.json") CHECK(models::to_json(*same).dump(1) == config.dump(1));
      const auto other = models::clone(*g);
      other->initialize(1);
      files::load_weights(*other, folder / name);
      CHECK(values(*other) == values(*g));
    }
    files::save_weights(*g, folder / "m.weights.h5");
    const auto other = models::clone(*g);
    other->initialize(1);
    files::load_weights(*other, folder / "m.weights.h5");
    CHECK(values(*other) == values(*g));
    CHECK(files::write_keras(*g) == files::write_keras(*g));
  }
  CHECK(folder.files() == 5);  // weights.bin too
}

TEST_CASE("TensorFlow.js writes what was read from it, L1 and L2 as L1L2", "[models][files]") {
  for (const std::string name : {"mlp", "conv1d"}) {
    const auto path = "tests/golden/data/keras/tfjs/" + name + ".model.json";
    const auto g = files::load_model(path);
    const auto [text, weights] = files::write_tfjs(*g, name + ".weights.bin");
    CHECK(weights == content("tests/golden/data/keras/tfjs/" + name + ".weights.bin"));
    const auto made = json::parse(text), from = json::parse(content(path));
    CHECK(made["weightsManifest"] == from["weightsManifest"]);
    const auto same = files::read_tfjs(text, "again", [w = weights](const std::string&) { return w; });
    CHECK(models::to_json(*same).dump(1) == models::to_json(*g).dump(1));
    CHECK(values(*same) == values(*g));
  }
  const auto g = zoo();
  const auto [text, weights] = files::write_tfjs(*g, "weights.bin");
  const auto j = json::parse(text)["modelTopology"];
  CHECK(j["class_name"] == "Model");
  CHECK(j["config"]["layers"][2]["config"]["kernel_regularizer"].dump() ==
        R"({"class_name":"L1L2","config":{"l1":0.01,"l2":0.02}})");
  CHECK(j["config"]["layers"][3]["inbound_nodes"].dump() == R"([[["twice",0,0,{}],["twice",1,0,{}]]])");
  CHECK(j["config"]["layers"][5]["inbound_nodes"].dump() == R"([[["two",1,0,{}],["two",1,1,{}],["b",0,0,{}]]])");
  CHECK(j["config"]["output_layers"].dump() == R"([["end",0,0],["two",1,1]])");
}

TEST_CASE("Groups of weights are numbered as in Keras", "[models][files]") {
  const auto tree = files::weights_tree(*zoo());
  for (const auto* path :
       {"layers/dense/vars/0", "layers/dense_1/vars/1", "layers/functional/layers/dense/vars/0",
        "layers/functional/layers/batch_normalization/vars/3", "layers/sequential/layers/dense/vars/1"})
    CHECK(files::find_dataset(tree, path));
  CHECK(files::find_group(tree, "layers/input_layer_1/vars"));
  CHECK(files::text_attribute(*files::find_group(tree, "layers/dense_1/vars"), "name") == "end");
  CHECK(files::text_attribute(*files::find_group(tree, "vars"), "name") == "zoo");
}

TEST_CASE("Keras's own files and ours have the same groups, names and shapes", "[models][files][golden]") {
  const std::string folder = "tests/golden/data/keras/models/";
  for (const std::string name : {"A_mlp", "B_cnn"}) {
    CAPTURE(name);
    const auto g = files::load_model(folder + name + ".keras");
    CHECK(files::weights_tree(*g) == files::read_hdf5(content(folder + name + ".weights.h5"), name));
    auto theirs = files::read_hdf5(content(folder + name + ".legacy.h5"), name);
    auto ours = files::read_hdf5(files::write_legacy(*g), name);
    CHECK(json::parse(files::text_attribute(ours, "model_config")) ==
          json::parse(files::text_attribute(theirs, "model_config")));
    for (auto* tree : {&theirs, &ours, &theirs.groups["model_weights"], &ours.groups["model_weights"]})
      tree->attributes["backend"] = tree->attributes["model_config"] = "";
    CHECK(ours == theirs);
  }
}

TEST_CASE("A regularizer that was replaced is saved", "[models][files]") {
  const models::Model m(small());
  m.regularize("d/kernel", regularizers::L1(0.25));
  m.regularize("d/activity", regularizers::L2(0.5));
  for (const auto& bytes : {files::write_keras(*m), files::write_legacy(*m)}) {
    const auto same = bytes[0] == 'P' ? files::read_keras(bytes, "a") : files::read_legacy(bytes, "a");
    CHECK(same->sublayers()[0]->weights()[0].regularizer.get_config().dump() == R"({"l1":0.25})");
    CHECK(same->sublayers()[0]->activity_regularizer.get_config().dump() == R"({"l2":0.5})");
  }
}

TEST_CASE("Weights that are not the model's are refused by path, and it is as it was", "[models][files][hostile]") {
  using tree = files::hdf5_group;
  const auto vars = [](tree& t) -> tree& { return t.groups["layers"].groups["dense"].groups["vars"]; };
  CHECK(weights_refusal([](tree&) {}).empty());
  CHECK(weights_refusal([](tree& t) { t.groups["optimizer"].datasets["0"] = ndarray({7}); }).empty());
  CHECK(weights_refusal([&](tree& t) { vars(t).datasets["1"] = ndarray({4}); }) ==
        "w: /layers/dense/vars/1 has shape (4,); the weight \"bias\" of \"d\" has shape (3,)");
  CHECK(weights_refusal([&](tree& t) { vars(t).datasets.erase("1"); }) ==
        "w: /layers/dense/vars/1 is missing, for the weight \"bias\" of \"d\" of shape (3,)");
  CHECK(weights_refusal([&](tree& t) { vars(t).datasets["2"] = ndarray({1}); }) ==
        "w: /layers/dense/vars/2 belongs to no weight of the model");
  CHECK(contains(weights_refusal([](tree& t) { t.groups["layers"].groups["dense_1"].datasets["0"] = ndarray({1}); }),
                 "/layers/dense_1/0 belongs to no weight"));
  CHECK(contains(weights_refusal([](tree& t) { t = {}; }), "/layers/dense/vars/0 is missing"));

  const auto unbuilt = models::Sequential({layers::Dense(3)}, "u").shared();
  CHECK(contains(says([&] { files::assign_weights(*unbuilt, files::weights_tree(*small()), "w"); }),
                 "which is not built"));
}

TEST_CASE("Legacy files are refused likewise", "[models][files][hostile]") {
  using tree = files::hdf5_group;
  const auto refusal_of = [](const auto& change) {
    const auto g = small();
    auto t = files::legacy_weights_tree(*g);
    change(t);
    const auto before = values(*g);
    const auto said = says([&] { files::assign_legacy_weights(*g, t, "f", "/m/"); });
    CHECK(values(*g) == before);
    return said;
  };
  const auto d = [](tree& t) -> tree& { return t.groups["d"].groups["small"].groups["d"]; };
  CHECK(refusal_of([](tree&) {}).empty());
  CHECK(contains(refusal_of([&](tree& t) {
                   d(t).datasets["bias"] = ndarray({1, 3});
                 }),
                 "f: /m/d/small/d/bias has shape (1, 3); the weight \"bias\" of \"d\" has shape (3,)"));
  CHECK(contains(refusal_of([&](tree& t) { d(t).datasets.erase("bias"); }), "/m/d/small/d/bias is missing"));
  CHECK(contains(refusal_of([&](tree& t) { d(t).datasets["more"] = ndarray({1}); }),
                 "/m/d/small/d/more belongs to no weight"));
  using names = std::vector<std::string>;
  CHECK(contains(refusal_of([](tree& t) { t.groups["d"].attributes["weight_names"] = names{"small/d/kernel"}; }),
                 "/m/d has 1 weights; the layer has 2"));
  CHECK(contains(refusal_of([](tree& t) { t.groups["d"].attributes["weight_names"] = names{}; }),
                 "/m/d has no weights; the layer has"));
  CHECK(contains(refusal_of([](tree& t) { t.groups["d"].attributes.clear(); }), "no attribute \"weight_names\""));
  CHECK(contains(refusal_of([](tree& t) { t.attributes["layer_names"] = names{"d", "d"}; }), "two layers \"d\""));
  CHECK(contains(refusal_of([](tree& t) { t.attributes["layer_names"] = names{"d", "e"}; }), "/m/e is missing"));
  CHECK(contains(refusal_of([](tree& t) {
                   t.attributes["layer_names"] = names{"d", "e"};
                   t.groups["e"].attributes["weight_names"] = names{"x"};
                 }),
                 "/m/e belongs to no layer with weights"));
}

TEST_CASE("Files of TensorFlow.js are read strictly", "[models][files][hostile]") {
  CHECK(tfjs_refusal("[]").empty());
  CHECK(contains(tfjs_refusal("[]", "x"), "the weights have 36 bytes; their files have 37"));
  CHECK(contains(tfjs_refusal("[]", "four"), "the weights have 36 bytes; their files have 40"));
  const auto change = [](const char* path, const std::string& value) {
    return tfjs_refusal((R"([{"op": "add", "path": ")" + std::string(path) + R"(", "value": )" + value + "}]").c_str());
  };
  const auto* kernel = "/weightsManifest/0/weights/0/shape";
  CHECK(contains(change(kernel, "[2, 4]"), "needs 3 entries; the files have 1 more"));
  CHECK(
      contains(change(kernel, "[3, 2]"), "d/kernel has shape (3, 2); the weight \"kernel\" of \"d\" has shape (2, 3)"));
  CHECK(contains(change(kernel, "[2147483647, 2147483647, 2147483647]"), "more entries than memory"));
  CHECK(contains(change(kernel, "[1, 1, 1, 1, 1, 1, 6]"), "up to 6 numbers"));
  CHECK(contains(change(kernel, "[2147483647, 2]"), "needs 4294967294 entries; the files have 9 more"));
  CHECK(contains(change(kernel, "[null, 3]"), "not negative"));
  CHECK(
      contains(change("/weightsManifest/0/weights/0/dtype", R"("int32")"), "entries are float32; these are \"int32\""));
  CHECK(contains(change("/weightsManifest/0/weights/0/quantization", R"({"dtype": "uint8"})"),
                 "\"quantization\" is not built"));
  CHECK(contains(change("/weightsManifest/0/weights/0/name", R"("d/bias")"), "there are two of this name"));
  CHECK(contains(change("/weightsManifest/0/weights/0/name", R"("e/kernel")"), "d/kernel is missing"));
  CHECK(change("/weightsManifest/0/weights/0/name", R"("small/d/kernel")").empty());
  for (const auto* path :
       {R"("../w.bin")", R"("/etc/passwd")", R"("..")", R"("")", R"("a\\b")", R"("a\u0000")", R"("c:w")"})
    CHECK(contains(change("/weightsManifest/0/paths/0", path), "no plain name"));
  CHECK(contains(change("/weightsManifest/0/paths/1", R"("w.bin")"), "two groups of weights read \"w.bin\""));
  CHECK(contains(change("/format", R"("graph-model")"), "the format is layers-model"));
  CHECK(contains(change("/modelTopology/config/layers/1/config/units", "2147483647"), "there are no more than 9 left"));
  CHECK(contains(change("/modelTopology/config/layers/1/config/units", "2"), "d/kernel has shape (2, 3)"));
}

TEST_CASE("Archives and names that are no model are refused", "[models][files][hostile]") {
  const auto bytes = files::write_keras(*small());
  auto entries = files::read_zip(bytes, "m");
  const auto packed = [&] {
    std::vector<files::zip_entry> list;
    for (const auto& [name, content] : entries) list.push_back({name, content});
    return says([&] { files::read_keras(files::write_zip(list), "m.keras"); });
  };
  CHECK(packed().empty());
  const auto config = entries["config.json"];
  const auto replace = [&](const std::string& from, const std::string& to) {
    auto text = config;
    REQUIRE(contains(text, from));
    entries["config.json"] = text.replace(text.find(from), from.size(), to);
    return packed();
  };
  CHECK(contains(
      replace("\"units\":3", "\"units\":2147483647"),
      "m.keras: config.json: Sequential \"small\": \"d\": the weight \"kernel\" of shape (2, 2147483647) has"));
  CHECK(contains(replace("\"units\":3", "\"units\":2"),
                 "m.keras: model.weights.h5: /layers/dense/vars/0 has shape (2, 3)"));
  CHECK(contains(replace("{", "["), "m.keras: config.json: no JSON"));
  entries["config.json"] = config;
  entries["model.weights.h5"].resize(900);
  CHECK(contains(packed(), "m.keras: model.weights.h5"));
  entries.erase("model.weights.h5");
  CHECK(contains(packed(), "there is no model.weights.h5"));
  CHECK(contains(says([&] { files::read_keras(bytes.substr(0, bytes.size() - 40), "m"); }), "no zip archive"));
  CHECK(contains(says([&] { files::read_legacy(files::write_weights(*small()), "m"); }),
                 "this file has weights and no model: load_weights"));

  const test_folder folder;
  for (const auto* name : {"m", ".keras", "m.txt", "m.weights.h5"})
    CHECK(!says([&] { files::save_model(*small(), folder / name); }).empty());
  CHECK(!says([&] { files::save_weights(*small(), folder / "m.h5"); }).empty());
  CHECK(!says([&] { files::load_model(folder / "none.keras"); }).empty());
  CHECK(folder.files() == 0);
}

// SPDX-License-Identifier: MIT
/// Recurrent layers and wrappers in files: where Keras has their weights, and models that come back.
#include <cstring>
#include <regula/files.hpp>
#include <regula/files/tfjs.hpp>
#include <regula/files/weights.hpp>
#include <regula/json.hpp>
#include <set>
#include <tests/files/folder.hpp>
#include <tests/models/saved.hpp>

namespace {
namespace recurrent_files {

using namespace regula;

std::shared_ptr<models::graph> sequences() {
  using namespace layers;
  const auto g =
      models::Sequential(
          {InputLayer({5}, "in"), Embedding(7, 3, {.mask_zero = true, .name = "words"}),
           LSTM(2, {.return_sequences = true, .recurrent_regularizer = "l2", .name = "one"}),
           Bidirectional(GRU(2, {.return_sequences = true, .kernel_constraint = "max_norm", .name = "two"}),
                         {.name = "ways"}),
           TimeDistributed(Dense(3, {.kernel_regularizer = "l1", .name = "inner"}), {.name = "steps"}),
           LSTM(2, {.return_sequences = true, .name = "three"}), Masking(0.5, "mask"), SimpleRNN(1, {.name = "last"})},
          "sequences")
          .shared();
  saved::fill(*g);
  return g;
}

}  // namespace recurrent_files
}  // namespace

TEST_CASE("Models with recurrent layers come back from every format", "[models][files]") {
  using namespace recurrent_files;
  const test_folder folder;
  const auto g = sequences();
  const auto config = models::to_json(*g);
  const ndarray x({2, 5}, {1, 2, 0, 0, 6, 3, 0, 4, 5, 0});
  const auto y = models::Model(g)(x);
  for (const auto* name : {"m.keras", "m.h5", "model.json"}) {
    CAPTURE(name);
    files::save_model(*g, folder / name);
    const auto same = files::load_model(folder / name);
    CHECK(saved::values(*same) == saved::values(*g));
    CHECK(models::Model(same)(x) == y);
    CHECK(models::to_json(*same)["config"]["layers"].size() == config["config"]["layers"].size());
    if (std::string(name) != "model.json") CHECK(models::to_json(*same).dump(1) == config.dump(1));
    const auto other = models::clone(*g);
    other->initialize(1);
    files::load_weights(*other, folder / name);
    CHECK(saved::values(*other) == saved::values(*g));
  }
}

TEST_CASE("Weights of recurrent layers are where Keras has them", "[models][files]") {
  using namespace recurrent_files;
  const auto g = sequences();
  auto tree = files::weights_tree(*g).groups["layers"];
  const auto at = [&](std::initializer_list<const char*> path) {
    auto* group = &tree;
    for (const auto* name : path) {
      REQUIRE(group->groups.contains(name));
      group = &group->groups[name];
    }
    return group;
  };
  for (const auto& path : {std::initializer_list<const char*>{"lstm", "cell", "vars"},
                           {"lstm_1", "cell", "vars"},
                           {"simple_rnn", "cell", "vars"},
                           {"bidirectional", "forward_layer", "cell", "vars"},
                           {"bidirectional", "backward_layer", "cell", "vars"}})
    CHECK(at(path)->datasets.size() == 3);
  CHECK(at({"time_distributed", "layer", "vars"})->datasets.size() == 2);
  CHECK(at({"lstm", "vars"})->datasets.empty());
  CHECK(at({"lstm", "cell", "vars"})->datasets["0"] == g->sublayers()[1]->weights()[0].value);

  const auto [text, weights] = files::write_tfjs(*g, "w.bin");
  auto j = json::parse(text);
  std::set<std::string> names;
  for (auto& w : j["weightsManifest"][0]["weights"]) names.insert(w["name"].get<std::string>());
  CHECK(names.contains("one/recurrent_kernel"));
  CHECK(names.contains("backward_two/kernel"));
  for (auto& w : j["weightsManifest"][0]["weights"]) {
    auto name = w["name"].get<std::string>();
    for (const auto* under : {"one/", "last/"})
      if (name.starts_with(under))
        name.insert(std::strlen(under), under == std::string("one/") ? "lstm_cell_3/" : "simple_rnn_cell/");
    for (const auto* under : {"forward_two/", "backward_two/"})
      if (name.starts_with(under)) name = "ways/" + name.insert(std::strlen(under), "gru_cell_7/");
    w["name"] = name;
  }
  const auto same = files::read_tfjs(j.dump(), "m.json", [w = weights](const std::string&) { return w; });
  CHECK(saved::values(*same) == saved::values(*g));
}

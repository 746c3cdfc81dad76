// SPDX-License-Identifier: MIT
/// Trees of HDF5 there and back, and what h5py and Keras wrote. Run from the root of the sources.
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <regula/files/bytes.hpp>
#include <regula/files/hdf5.hpp>
#include <tests/catch.hpp>
#include <tests/files/folder.hpp>
#include <thread>

namespace {

using Catch::Matchers::ContainsSubstring;
using regula::ndarray;
using namespace regula::files;

ndarray numbered(regula::shape extents) {
  ndarray n(std::move(extents));
  for (std::ptrdiff_t i = 0; i < n.size(); ++i) n.data()[i] = static_cast<float>(i) / 3.0F - 1.0F;
  return n;
}

hdf5_group again(const hdf5_group& tree) { return read_hdf5(write_hdf5(tree), "again"); }

TEST_CASE("groups and tensors of every rank come back") {
  hdf5_group tree;
  CHECK(again(tree) == tree);
  tree.groups["empty"];
  tree.groups["a"].groups["b"].groups["größe 数"].datasets["w"] = numbered({3});
  tree.datasets["scalar"] = ndarray({}, 2.5F);
  tree.datasets["none"] = numbered({0});
  tree.datasets["no rows"] = numbered({2, 0, 3});
  for (std::ptrdiff_t rank = 1; rank <= 6; ++rank)
    tree.datasets["rank " + std::to_string(rank)] = numbered(regula::shape(static_cast<std::size_t>(rank), 2));
  tree.datasets["large"] = numbered({1000, 1000});
  constexpr float huge = std::numeric_limits<float>::max(), tiny = std::numeric_limits<float>::denorm_min();
  tree.datasets["extreme"] = ndarray({5}, {huge, -huge, tiny, -0.0F, std::numeric_limits<float>::infinity()});
  const auto bytes = write_hdf5(tree);
  const auto back = read_hdf5(bytes, "back");
  CHECK(back == tree);
  CHECK(std::signbit(back.datasets.at("extreme").data()[3]));
  CHECK(write_hdf5(back) == bytes);
  REQUIRE(find_dataset(back, "/a/b/größe 数/w"));
  CHECK(*find_dataset(back, "a//b/größe 数/w") == numbered({3}));
  CHECK(find_group(back, "") == &back);
  CHECK(find_dataset(back, "a/none/w") == nullptr);
  CHECK(find_dataset(back, "a/b") == nullptr);
}

TEST_CASE("attributes come back") {
  hdf5_group tree;
  auto& a = tree.groups["model_weights"].attributes;
  a["text"] = std::string("naïve \"text\"\n");
  a["no text"] = std::string();
  a["long"] = std::string(1 << 20, 'j');
  a["list"] = std::vector<std::string>{"b", "", "a", "ü"};
  a["no list"] = std::vector<std::string>{};
  a["least"] = std::numeric_limits<std::int64_t>::min();
  a["third"] = 1.0 / 3.0;
  CHECK(again(tree) == tree);
  CHECK(write_hdf5(tree).substr(8, 1) == std::string(1, '\0'));  // the oldest format, as Keras writes
  a["quite long"] = a["as long"] = std::vector<std::string>(4000, "dense_1/kernel:0");
  CHECK(again(tree) == tree);
  tree.attributes["long list"] = a["long list"] = std::vector<std::string>(20000, "dense_1/kernel:0");
  CHECK(again(tree) == tree);
}

TEST_CASE("a list in pieces is one list") {
  hdf5_group g;
  CHECK_THAT(refusal([&] { names_in(g, "layer_names"); }), ContainsSubstring("no attribute \"layer_names\""));
  g.attributes["layer_names0"] = std::vector<std::string>{"a", "b"};
  g.attributes["layer_names1"] = std::vector<std::string>{"c"};
  g.attributes["layer_names3"] = std::vector<std::string>{"d"};
  CHECK(names_in(g, "layer_names") == std::vector<std::string>{"a", "b", "c"});
  g.attributes["layer_names"] = std::vector<std::string>{"whole"};
  CHECK(names_in(g, "layer_names") == std::vector<std::string>{"whole"});
  g.attributes["layer_names"] = std::string("text");
  CHECK_THAT(refusal([&] { names_in(g, "layer_names"); }), ContainsSubstring("no list"));
}

TEST_CASE("names that HDF5 cannot hold are not written") {
  for (const std::string name : {"", ".", "..", "a/b", "/"}) {
    hdf5_group with_group, with_dataset;
    with_group.groups["g"].groups[name];
    with_dataset.groups["g"].datasets[name];
    CHECK_THAT(refusal([&] { write_hdf5(with_group); }), ContainsSubstring("/g/" + name + ": a name"));
    CHECK_THAT(refusal([&] { write_hdf5(with_dataset); }), ContainsSubstring("/g/" + name + ": a name"));
  }
  hdf5_group tree;
  tree.attributes["text"] = std::string("a\0b", 3);
  CHECK_THAT(refusal([&] { write_hdf5(tree); }), ContainsSubstring("/@text: a text has no NUL"));
  tree.attributes = {{"", 1.0}};
  CHECK_THAT(refusal([&] { write_hdf5(tree); }), ContainsSubstring("a name is not empty"));
  tree.attributes.clear();
  tree.datasets["same"];
  tree.groups["same"];
  CHECK_THAT(refusal([&] { write_hdf5(tree); }), ContainsSubstring("/same: both"));
}

TEST_CASE("the weights are those of Keras") {
  const auto list = [](std::initializer_list<std::string> l) { return std::vector<std::string>(l); };
  for (const std::string model : {"A_mlp", "B_cnn"}) {
    const std::string root = "tests/golden/data/keras/models/" + model;
    std::ifstream file(root + ".expected.json");
    const auto expected = nlohmann::json::parse(file);
    const auto tree = read_hdf5(read_file(root + ".legacy.h5"), model);
    CHECK(std::get<std::string>(tree.attributes.at("keras_version")) == "3.16.0");
    CHECK(nlohmann::json::parse(std::get<std::string>(tree.attributes.at("model_config")))["class_name"].is_string());
    const auto& weights = tree.groups.at("model_weights");
    std::size_t compared = 0;
    for (const auto& layer : names_in(weights, "layer_names"))
      for (const auto& name : names_in(weights.groups.at(layer), "weight_names"))
        for (const auto& w : expected["weights"])
          if (w["path"] == name) {
            const auto* found = find_dataset(weights.groups.at(layer), name);
            REQUIRE(found);
            CHECK(found->shape() == w["shape"].get<regula::shape>());
            CHECK(*found == ndarray(found->shape(), w["data"].get<std::vector<float>>()));
            ++compared;
          }
    CHECK(compared == expected["weights"].size());
    CHECK(again(tree) == tree);
    CHECK(weights.groups.at("top_level_model_weights").attributes.at("weight_names") == hdf5_attribute(list({})));
    if (model == "A_mlp") CHECK(names_in(weights, "layer_names") == list({"h", "out"}));
    const auto plain = read_hdf5(read_file(root + ".weights.h5"), model);
    CHECK(again(plain) == plain);
    if (model == "A_mlp")
      CHECK(*find_dataset(plain, "layers/dense/vars/0") == *find_dataset(weights, "h/mlp/h/kernel"));
  }
}

TEST_CASE("what h5py wrote is read as float") {
  for (const std::string format : {"", "-1.8"}) {
    const auto tree = read_hdf5(read_file("tests/fuzzing/corpus/hdf5/valid-features" + format + ".h5"), "features");
    const auto& types = tree.groups.at("types");
    CHECK(types.datasets.size() == 15);
    for (const auto& [name, entries] : types.datasets)
      if (name != "seed") CHECK(entries == ndarray({2, 3}, {0, 1, 2, 3, 4, 100}));
    CHECK(types.datasets.at("seed") == ndarray({2}, {16777216, 5}));
    CHECK(types.rounded == std::set<std::string>{"seed"});
    CHECK(*find_dataset(tree, "stored/compact") == ndarray({3, 4}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
    CHECK(*find_dataset(tree, "stored/scalar") == ndarray({}, 2.5F));
    CHECK(*find_dataset(tree, "stored/none") == ndarray({0, 3}));
    const std::map<std::string, hdf5_attribute> attributes = {
        {"fixed", std::vector<std::string>{"one", "three"}},
        {"fixed_one", "text"},
        {"variable", std::vector<std::string>{"eins", "zwei", ""}},
        {"unicode", "naïve"},
        {"integer", std::int64_t{7}},
        {"real", 0.25},
        {"empty", std::vector<std::string>{}},
    };
    CHECK(find_group(tree, "attributes/größe")->attributes == attributes);
  }
  const auto many = read_hdf5(read_file("tests/fuzzing/corpus/hdf5/valid-many-1.8.h5"), "many");
  CHECK(many.groups.size() == 12);
  CHECK(many.attributes.at("a11") == hdf5_attribute(std::int64_t{11}));
}

TEST_CASE("threads may read and write at once") {
  hdf5_group tree;
  tree.groups["g"].datasets["w"] = numbered({100, 100});
  std::array<bool, 4> same{};
  std::vector<std::thread> threads;
  for (auto& s : same)
    threads.emplace_back([&tree, &s] {
      s = true;
      for (int k = 0; k < 10; ++k) s = s && again(tree) == tree;
    });
  for (auto& t : threads) t.join();
  CHECK(same == std::array{true, true, true, true});
}

}  // namespace

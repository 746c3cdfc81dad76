// SPDX-License-Identifier: MIT
/// Models to JSON and back.
#include <regula/json.hpp>
#include <tests/models/saved.hpp>

namespace {

using namespace regula;
using namespace saved;

/// The layers of a Functional config by name.
json layer_of(const json& model, const std::string& name) {
  for (const auto& l : model["config"]["layers"])
    if (l["name"] == name) return l;
  return {};
}
json histories(const json& node) {
  auto all = json::array();
  const auto& args = node["args"];
  for (const auto& t : args[0].is_array() ? args[0] : args) all.push_back(t["config"]["keras_history"]);
  return all;
}

/// Applies a patch of RFC 6902 to the golden model B.
std::string refusal_of(const char* patch) {
  const auto j = golden("models/B_cnn.keras3.json").patch(json::parse(patch));
  return says([&] { models::from_json(j); });
}

}  // namespace

TEST_CASE("Keras's JSON is read and written again, key by key", "[models][json][golden]") {
  for (const auto* name : {"models/A_mlp.keras3.json", "models/B_cnn.keras3.json"}) {
    CAPTURE(name);
    auto from = golden(name);
    const auto g = models::from_json(from);
    from.erase("compile_config");  // how a model is trained is not kept
    CHECK(models::to_json(*g).dump(1) == from.dump(1));
  }
}

TEST_CASE("Shared layers, models inside, several inputs and outputs survive JSON", "[models][json]") {
  const auto g = zoo();
  const auto j = models::to_json(*g);
  const auto same = models::from_json(models::read_json(j.dump(), "text"));
  CHECK(models::to_json(*same).dump(1) == j.dump(1));

  CHECK(layer_of(j, "twice")["inbound_nodes"].size() == 2);
  CHECK(histories(layer_of(j, "sum")["inbound_nodes"][0]).dump() == R"([["twice",0,0],["twice",1,0]])");
  CHECK(histories(layer_of(j, "both")["inbound_nodes"][0]).dump() == R"([["two",0,0],["two",0,1],["b",0,0]])");
  CHECK(j["config"]["input_layers"].dump() == R"([["a",0,0],["b",0,0]])");
  CHECK(j["config"]["output_layers"].dump() == R"([["end",0,0],["two",1,1]])");  // Functional models count from 1 here
  CHECK(layer_of(j, "two")["module"] == "keras.src.models.functional");
  CHECK(layer_of(j, "two")["registered_name"] == "Functional");
  CHECK(layer_of(j, "chain")["config"]["build_input_shape"].dump() == "[null,10]");
  CHECK(layer_of(j, "sum")["build_config"]["input_shape"].dump() == "[[null,4],[null,4]]");
}

TEST_CASE("Layers are written in the order of Keras's map_graph", "[models][json]") {
  // late meets the graph one layer before the output, so its depth is 2; unused has 0 and is first of that depth.
  const auto in = layers::Input({2}, "in"), late = layers::Input({2}, "late"), unused = layers::Input({1}, "unused");
  const auto x = layers::Dense(2, {.name = "x"})(layers::Dense(2, {.name = "w"})(in));
  const auto sum = layers::Add("sum")(layers::symbolics{x, late})[0];
  const auto y = layers::Dense(1, {.name = "y"})(sum);
  const models::Model m(layers::symbolics{late, in, unused}, layers::symbolics{y}, "m");
  std::string order;
  const auto j = models::to_json(*m);
  for (const auto& l : j["config"]["layers"]) order += l["name"].get<std::string>() + " ";
  CHECK(order == "in w x late sum unused y ");
}

TEST_CASE("A chain says its input in each of Keras's ways", "[models][json]") {
  const auto dense = R"({"class_name": "Dense", "config": {"name": "d", "units": 2BATCH}})";
  const auto chain = [&](const std::string& batch, const std::string& before, const std::string& after) {
    auto layer = std::string(dense);
    layer.replace(layer.find("BATCH"), 5, batch);
    return models::from_json(models::read_json(
        R"({"class_name": "Sequential", "config": {"name": "c", "layers": [)" + before + layer + "]" + after + "}}",
        ""));
  };
  const auto bare = chain("", "", "");
  CHECK(!bare->built());
  CHECK(!models::to_json(*bare)["config"].contains("build_input_shape"));
  const auto first = chain(R"(, "batch_input_shape": [null, 3])", "", "");
  const auto enters =
      chain("", R"({"class_name": "InputLayer", "config": {"batch_input_shape": [null, 3], "name": "i"}},)", "");
  const auto stated = chain("", "", R"(, "build_input_shape": [null, 3])");
  for (const auto& g : {first, enters, stated}) {
    REQUIRE(g->built());
    CHECK(values(*g)[0].shape() == shape{3, 2});
    const auto j = models::to_json(*g);
    CHECK(j["config"]["layers"].size() == 2);
    CHECK(j["config"]["layers"][0]["config"]["batch_shape"].dump() == "[null,3]");
    CHECK(models::to_json(*models::from_json(j)) == j);
  }
  CHECK(first->inputs()[0]->name() == "d_input");
  const auto list = models::from_json(models::read_json(
      R"({"class_name": "Sequential", "config": [{"class_name": "Dense", "config": {"units": 2}}]})", ""));
  CHECK(list->steps().size() == 1);
}

TEST_CASE("Functional models of Keras 2 are read", "[models][json]") {
  const auto text = R"({"class_name": "Model", "config": {"name": "old", "layers": [
    {"class_name": "InputLayer", "name": "i", "inbound_nodes": [],
     "config": {"batch_input_shape": [null, 2], "dtype": "float32", "sparse": false, "name": "i"}},
    {"class_name": "Model", "name": "m", "inbound_nodes": [[["i", 0, 0, {}]], [["d", 0, 0, {}]]],
     "config": {"name": "m", "input_layers": [["j", 0, 0]], "output_layers": [["k", 0, 0]], "layers": [
       {"class_name": "InputLayer", "name": "j", "inbound_nodes": [], "config": {"batch_input_shape": [null, 2], "name": "j"}},
       {"class_name": "Dense", "name": "k", "inbound_nodes": [[["j", 0, 0, {}]]],
        "config": {"name": "k", "units": 2, "kernel_regularizer": {"class_name": "L2", "config": {"l2": 0.5}}}}]}},
    {"class_name": "Dense", "name": "d", "inbound_nodes": [[["m", 1, 0]]], "config": {"name": "d", "units": 2}},
    {"class_name": "Add", "name": "s", "inbound_nodes": [[["m", 2, 0, {}], ["i", 0, 0, {}]]], "config": {"name": "s"}}],
    "input_layers": [["i", 0, 0]], "output_layers": [["s", 0, 0], ["m", 2, 0]]}})";
  // The list names m's uses 1 and 2: Keras 2 made use 0 itself.
  const auto g = models::from_json(models::read_json(text, "old"));
  CHECK(g->steps().size() == 4);
  CHECK(g->outputs().size() == 2);
  const auto j = models::to_json(*g);
  CHECK(j["config"]["output_layers"].dump() == R"([["s",0,0],["m",2,0]])");
  CHECK(histories(layer_of(j, "d")["inbound_nodes"][0]).dump() == R"([["m",0,0]])");
  CHECK(models::to_json(*models::from_json(j)) == j);
}

TEST_CASE("A copy has the config and the values, and is its own", "[models][json]") {
  const auto g = zoo();
  fill(*g);
  auto* chain = g->sublayers()[4].get();
  REQUIRE(chain->name() == "chain");
  g->set_trainable(false);
  chain->set_trainable(true);
  auto& twice = *g->sublayers()[0];
  twice.weights()[0].regularizer = [](auto W) { return 0.25 * sum(sqrt(1.0 + square(W))); };
  twice.activity_regularizer = regularizers::L1(0.5);
  const auto copy = models::clone(*g);
  CHECK(models::to_json(*copy) == models::to_json(*g));
  CHECK(values(*copy) == values(*g));
  CHECK(!copy->trainable());
  CHECK(copy->sublayers()[4]->trainable());
  CHECK(copy->sublayers()[0]->weights()[0].regularizer.text() == twice.weights()[0].regularizer.text());
  copy->sublayers()[0]->weights()[0].value.flat() = 7.0F;
  CHECK(values(*copy) != values(*g));
}

TEST_CASE("Regularizers replaced after building are part of the JSON", "[models][json]") {
  const models::Model m(models::from_json(golden("models/B_cnn.keras3.json")));
  m.regularize("conv/kernel", regularizers::L2(0.5));
  m.regularize("conv/bias", {});
  m.regularize("flat/activity", regularizers::L1L2(0.25, 0.125));
  const auto j = models::to_json(*models::from_json(models::to_json(*m)));
  const auto conv = layer_of(j, "conv")["config"];
  CHECK(conv["kernel_regularizer"]["config"].dump() == R"({"l2":0.5})");
  CHECK(conv["bias_regularizer"].is_null());
  CHECK(layer_of(j, "flat")["config"]["activity_regularizer"]["config"].dump() == R"({"l1":0.25,"l2":0.125})");
}

TEST_CASE("JSON that is no model is refused in a sentence that says where", "[models][json][hostile]") {
  const auto layer = [](int k, const std::string& rest) { return "/config/layers/" + std::to_string(k) + rest; };
  const auto patch = [](const std::string& path, const std::string& value) {
    return R"([{"op": "add", "path": ")" + path + R"(", "value": )" + value + "}]";
  };
  const std::vector<std::tuple<std::string, std::string, std::string>> wrong{
      {layer(1, "/class_name"), R"("Conv9D")", "Functional \"cnn\": Conv9D \"conv\": unknown layer class"},
      {layer(1, "/class_name"), "7", "class_name is a text"},
      {layer(1, "/config/filters"), "2147483647", "at most"},
      {layer(1, "/config/filters"), "-1", "filters"},
      {layer(1, "/config/kernel_regularizer"), R"({"class_name": "L2", "config": {"l2": -1}})", "Conv2D \"conv\""},
      {layer(1, "/config/colour"), "1", "unknown member \"colour\""},
      {layer(1, "/inbound_nodes"), "[]", "\"conv\": a layer that reads nothing"},
      {layer(1, "/inbound_nodes/0/kwargs"), R"({"training": true})", "the argument \"training\""},
      {layer(2, "/name"), R"("conv")", "is called \"dw\" in its config and \"conv\" outside"},
      {layer(1, "/inbound_nodes/0/args/0/config/keras_history"), R"(["dw", 0, 0])", "wait for each other"},
      {layer(1, "/inbound_nodes/0/args/0/config/keras_history"), R"(["sea", 0, 0])", "there is no layer \"sea\""},
      {layer(1, "/inbound_nodes/0/args/0/config/keras_history"), R"(["img", 1, 0])", "there is no use 1"},
      {layer(1, "/inbound_nodes/0/args/0/config/keras_history"), R"(["img", 0, 1])", "there is no output 1"},
      {layer(1, "/inbound_nodes/0/args/0/config/keras_history"), R"(["img", 0, -1])", "a name and two numbers"},
      {layer(1, "/inbound_nodes/0/args"), "[1]", "is a tensor, not 1"},
      {layer(0, "/config/batch_shape"), "[null, 6, 6, null]", "reads (batch"},
      {layer(0, "/config/batch_shape"), "[null, 1, 6, 2]", "\"conv\""},
      {layer(4, "/config/units"), "0", "Dense \"fc\": Dense: units"},
      {"/config/output_layers", R"(["conv", 0, 0])", "leads to no output"},
      {"/config/output_layers", "[]", "output_layers is empty"},
      {"/config/input_layers", R"(["conv", 0, 0])", "made by layers::Input"},
      {"/config/trainable", "1", "trainable is true or false"},
      {"/class_name", R"("Subclassed")", "a model is of class"},
      {"/config/layers", "3", "layers is a list"}};
  for (const auto& [path, value, message] : wrong) {
    CAPTURE(path, value, message);
    const auto said = refusal_of(patch(path, value).c_str());
    CAPTURE(said);
    CHECK((contains(said, message) || (message == "at most" && contains(said, "no more than"))));
  }
  CHECK(contains(says([] { models::from_json(json::array()); }), "a model is an object, not []"));
}

TEST_CASE("JSON cannot multiply itself into more than it is worth", "[models][json][hostile]") {
  const auto in = [](const std::string& name) {
    return R"({"class_name": "InputLayer", "name": ")" + name + R"(", "inbound_nodes": [], "config": {"name": ")" +
           name + R"(", "batch_shape": [null, 1]}})";
  };
  // Each model uses the one inside it ten times, one after the other.
  std::string inner = R"({"class_name": "Activation", "name": "x", "config": {"name": "x", "activation": "relu"})";
  for (int depth = 0; depth < 7; ++depth) {
    inner += R"(, "inbound_nodes": [[["i", 0, 0]])";
    const auto from = depth == 0 ? 0 : 1;
    for (int k = 0; k < 9; ++k) inner += R"(, [["x", )" + std::to_string(k + from) + ", 0]]";
    inner += "]}";
    inner = R"({"class_name": "Functional", "name": "x", "config": {"name": "x", "input_layers": [["i", 0, 0]],
      "output_layers": [["x", )" +
            std::to_string(depth == 0 ? 9 : 10) + R"(, 0]], "layers": [)" + in("i") + ", " + inner + "]}";
  }
  const auto said = says([&] { models::from_json(models::read_json(inner + "}", "")); });
  CHECK(contains(said, "more than 20000 layers"));

  CHECK(contains(says([] { models::read_json(std::string(101, '[') + std::string(101, ']'), "f"); }),
                 "f: arrays and objects more than 100 deep"));
  CHECK(says([] { models::read_json(std::string(100, '[') + std::string(100, ']'), "f"); }).empty());
  CHECK(contains(says([] { models::read_json(R"({"a": 1, "b": {"a": 2}, "a": 3})", "f"); }), "two members \"a\""));
  CHECK(contains(says([] { models::read_json("{\"a\": 1e999}", "f"); }), "f: no JSON"));
  CHECK(contains(says([] { models::read_json("{\"a\": \"\xff\"}", "f"); }), "f: no JSON"));
  std::string many = "{";
  for (int k = 0; k <= 1000; ++k) many += "\"" + std::to_string(k) + "\": 0, ";
  CHECK(contains(says([&] { models::read_json(many + "\"x\": 0}", "f"); }), "more than 1000 members"));
}

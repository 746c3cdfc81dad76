// SPDX-License-Identifier: MIT
/// Every layer: an empty batch, what it refuses, hostile configs. Run from the root of the sources.
#include <regula/gallery.hpp>
#include <regula/json.hpp>
#include <regula/layers.hpp>
#include <regula/layers/serialization.hpp>
#include <tests/layers/layer_tools.hpp>

namespace {
namespace layer_list {

using Catch::Matchers::ContainsSubstring;
using layer_tools::golden;
using regula::json, regula::ndarray, regula::regularizer, regula::shape;
namespace layers = regula::layers;
using layers::any_layer;

/// Every layer with an activity penalty, and a sample that it reads.
std::vector<std::pair<any_layer, shape>> every_layer() {
  const regularizer a = [](auto y) { return mean(abs(y)); };  // NaN of nothing
  using layers::Conv1D, layers::Conv2D, layers::Conv3D;
  return {{layers::Dense(3, {.activation = "softmax", .activity_regularizer = a}), {4}},
          {layers::Dense(3, {.activity_regularizer = a}), {2, 4}},
          {Conv1D(3, {2}, {.padding = "causal", .activity_regularizer = a}), {5, 2}},
          {Conv2D(3, {2, 2}, {.padding = "same", .activation = "relu", .activity_regularizer = a}), {5, 4, 2}},
          {Conv3D(3, {2, 2, 2}, {.activity_regularizer = a}), {3, 3, 3, 2}},
          {layers::DepthwiseConv1D({2}, 2, {.activity_regularizer = a}), {5, 2}},
          {layers::DepthwiseConv2D({2, 2}, 2, {.activity_regularizer = a}), {5, 4, 2}},
          {layers::Flatten({.activity_regularizer = a}), {3, 2}},
          {layers::Activation("log_softmax", {.activity_regularizer = a}), {3}},
          {layers::ActivityRegularization(0.5, 0.5), {3}},
          {layers::Embedding(5, 2, {.activity_regularizer = a}), {3}},
          {layers::BatchNormalization({.activity_regularizer = a}), {3}},
          {layers::MaxPooling1D({2}, {.activity_regularizer = a}), {4, 3}},
          {layers::AveragePooling2D({3, 2}, {.padding = "same", .activity_regularizer = a}), {5, 4, 2}},
          {layers::GlobalMaxPooling2D({.data_format = "channels_first", .activity_regularizer = a}), {2, 3, 4}},
          {layers::GlobalAveragePooling3D({.keepdims = true, .activity_regularizer = a}), {2, 3, 4, 2}},
          {layers::ZeroPadding2D({{1, 2}, {0, 1}}, {.activity_regularizer = a}), {2, 3, 1}},
          {layers::UpSampling2D({2, 3}, {.interpolation = "bilinear", .activity_regularizer = a}), {2, 3, 1}},
          {layers::Dropout(0.5, {.activity_regularizer = a}), {3}},
          {layers::Reshape({2, -1}, {.activity_regularizer = a}), {4, 3}},
          {layers::Permute({2, 1}, {.activity_regularizer = a}), {4, 3}},
          {layers::BatchNormalization({.axis = 1, .activity_regularizer = a}), {3, 3}},
          {layers::LayerNormalization({.activity_regularizer = a}, {1, 2}), {3, 2}},
          {layers::GroupNormalization(2, {.activity_regularizer = a}), {3, 4}},
          {layers::Conv1DTranspose(3, {2}, {.strides = {3}, .activity_regularizer = a}), {5, 2}},
          {layers::Conv2DTranspose(3, {2, 2}, {.padding = "same", .activity_regularizer = a}), {5, 4, 2}},
          {layers::Conv3DTranspose(3, {2, 2, 2}, {.activity_regularizer = a}), {3, 3, 3, 2}},
          {layers::SeparableConv1D(3, {2}, {.activity_regularizer = a}), {5, 2}},
          {layers::SeparableConv2D(3, {2, 2}, {.padding = "same", .activity_regularizer = a}), {5, 4, 2}},
          {layers::ReLU({.activity_regularizer = a}), {3}},
          {layers::LeakyReLU(0.1, {.activity_regularizer = a}), {3}},
          {layers::ELU(0.1, {.activity_regularizer = a}), {3, 2}},
          {layers::PReLU({.shared_axes = {1}, .activity_regularizer = a}), {3, 2}},
          {layers::Softmax(1, {.activity_regularizer = a}), {3, 2}},
          {layers::Add(), {3}},
          {layers::Concatenate(), {3}}};
}

shape batch_of(std::ptrdiff_t n, shape sample) {
  sample.insert(sample.begin(), n);
  return sample;
}

/// Whether a config is read or refused with an error of this library; anything else fails the test.
bool is_read(const json& j) {
  CAPTURE(regula::regularizers::shown(j));
  try {
    layers::deserialize(j);
    return true;
  } catch (const regula::error& e) {
    CHECK(std::string{e.what()}.size() < 1500);
  } catch (const std::exception& e) {
    FAIL_CHECK(e.what());
  }
  return false;
}

/// backward forgets the shape of its input.
struct Wrong {
  ndarray forward(const ndarray& x) const { return x; }
  ndarray backward(const ndarray& x, const ndarray&) const { return ndarray({x.size() + 1}); }
};

}  // namespace layer_list
}  // namespace

TEST_CASE("layers pass an empty batch on", "[layers]") {
  using namespace layer_list;
  for (const auto& [l, sample] : every_layer())
    for (const bool training : {false, true}) {
      CAPTURE(l->class_name(), training);
      regula::rng draw(1);
      layers::record r{.training = training, .keep = true, .draw = &draw};
      const ndarray x(batch_of(0, sample));
      const auto y = l->run({x}, r);
      REQUIRE(y.size() == 1);
      CHECK(y[0].shape() == l->output_shapes({x.shape()})[0]);
      CHECK(l->output_shapes({batch_of(-1, sample)})[0] ==
            batch_of(-1, {y[0].shape().begin() + 1, y[0].shape().end()}));
      CHECK(y[0].size() == 0);
      l->commit(r);
      for (const double loss : l->losses()) CHECK(loss == 0.0);
      CHECK(l->losses().size() == (l->has_activity() ? 1 : 0));
      const auto dx = l->run_back({ndarray(y[0].shape())}, r);
      CHECK(dx[0] == x);
      for (const auto& w : l->weights()) CHECK(w.gradient == ndarray(w.value.shape()));
    }
}

TEST_CASE("layers refuse what they cannot read", "[layers]") {
  using namespace layer_list;
  for (const auto& [l, sample] : every_layer()) {
    CAPTURE(l->class_name());
    l->rename("mine");
    const ndarray x(batch_of(2, sample));
    CHECK_THROWS_AS(l(layers::tensors{}), regula::shape_error);
    l(x);
    const bool of_any_shape = l->weights().empty() || l->class_name() == "Embedding";
    auto wider = x.shape();
    for (std::size_t k = 1; k < wider.size(); ++k) ++wider[k];
    if (!of_any_shape) {
      CHECK_THROWS_AS(l(ndarray(wider)), regula::shape_error);
      CHECK_THROWS_AS(l->output_shapes({wider}), regula::shape_error);
      CHECK_THROWS_AS(l(ndarray(shape{})), regula::shape_error);
      CHECK_THROWS_AS(l(ndarray({2})), regula::shape_error);
    }
    if (l->class_name() != "Add" && l->class_name() != "Concatenate")
      CHECK_THROWS_WITH(l(layers::tensors{x, x}), ContainsSubstring("\"mine\" takes one tensor; given are 2"));
    layers::record r{.keep = false};
    l->run({x}, r);
    CHECK_THROWS_AS(l->run_back({x}, r), regula::config_error);
    r.keep = true;
    const auto y = l->run({x}, r);
    CHECK_THROWS_AS(l->run_back({}, r), regula::shape_error);
    CHECK_THROWS_AS(l->run_back({ndarray({1, 1, 1, 1, 1, 7})}, r), regula::shape_error);
  }
  layers::record nothing;
  CHECK_THROWS_AS(layers::Dense(2)->run({ndarray({1, 2})}, nothing), regula::config_error);

  const auto refused = [](const auto& make, const char* part) {
    CHECK_THROWS_AS(make(), regula::config_error);
    CHECK_THROWS_WITH(make(), ContainsSubstring(part));
  };
  for (const std::ptrdiff_t n : {0, -1}) {
    refused([=] { layers::Dense(n); }, "units is at least 1");
    refused([=] { layers::Conv2D(n, {1, 1}); }, "filters is at least 1");
    refused([=] { layers::Conv2D(2, {1, n}); }, "kernel_size");
    refused([=] { layers::Conv1D(2, {1}, {.strides = {n}}); }, "strides");
    refused([=] { layers::Conv1D(2, {1}, {.dilation_rate = {n}}); }, "dilation_rate");
    refused([=] { layers::Conv1D(2, {1}, {.groups = n}); }, "groups is at least 1");
    refused([=] { layers::DepthwiseConv2D({1, 1}, n); }, "depth_multiplier is at least 1");
    refused([=] { layers::Embedding(n, 2); }, "input_dim is at least 1");
    refused([=] { layers::Embedding(2, n); }, "output_dim is at least 1");
  }
  refused([] { layers::Conv2D(2, {1}); }, "kernel_size is 2 numbers");
  refused([] { layers::Conv1D(3, {1}, {.groups = 2}); }, "3 filters do not divide into 2 groups");
  refused([] { layers::Conv1D(2, {1}, {.padding = "full"}); }, "not \"full\"");
  refused([] { layers::Conv2D(2, {1, 1}, {.padding = "causal"}); }, "Conv1D alone");
  refused([] { layers::Dense(2, {.activation = "relux"}); }, "no activation \"relux\"");
  refused([] { layers::Activation(""); }, "known are linear");
  refused([] { layers::Dense(2, {.kernel_initializer = "on"}); }, "\"on\"");
  refused([] { layers::Dense(2, {.kernel_regularizer = "l3"}); }, "l3; known: L1");
  const double nan = NAN, inf = INFINITY;
  for (const double bad : {-0.1, 1.1, nan}) refused([=] { layers::BatchNormalization({.momentum = bad}); }, "momentum");
  for (const double bad : {-0.1, inf, nan})
    refused([=] { layers::BatchNormalization({.epsilon = bad}); }, "epsilon >= 0");
  CHECK_THROWS_AS(layers::ActivityRegularization(-1.0), regula::coefficient_error);

  const auto e = layers::Embedding(3, 2);
  for (const float bad : {3.0F, -1.0F, 0.5F, NAN, INFINITY, -INFINITY, 1e30F, -1e-30F}) {
    CHECK_THROWS_AS(e(ndarray({2}, {0.0F, bad})), regula::index_error);
    CHECK_THROWS_WITH(e(ndarray({2}, {0.0F, bad})), ContainsSubstring("has rows 0 to 2; entry 1 of the input is "));
  }
  CHECK_THROWS_AS(e(ndarray({1, 1, 1, 1, 1, 1})), regula::shape_error);
  CHECK_THROWS_AS(layers::Add()(layers::tensors{ndarray({2, 3}), ndarray({3, 2})}), regula::shape_error);
  CHECK_THROWS_AS(layers::Concatenate()(layers::tensors{ndarray({2, 3}), ndarray({3, 3})}), regula::shape_error);
  CHECK_THROWS_WITH(layers::Dense(2)->find_weight("gamma"), ContainsSubstring("known: kernel, bias"));
  CHECK_THROWS_AS(layers::Dense(2)->kernel().assign(ndarray({2, 2})), regula::shape_error);

  layers::record back{.keep = true};
  regula::rng draw(1);
  back.draw = &draw;
  const auto wrong = layers::wrap(Wrong{});
  wrong->run({ndarray({2, 2})}, back);
  CHECK_THROWS_WITH(wrong->run_back({ndarray({2, 2})}, back),
                    ContainsSubstring("have the shapes (5,); needed are (2, 2)"));
}

TEST_CASE("hostile configs of layers are refused in a sentence", "[layers]") {
  using namespace layer_list;
  layer_tools::register_the_page();
  auto all = golden("serialization.json")["layers"];
  for (const auto* name : {"layers.json", "transposed_normalized.json"}) {
    const auto cases = golden(name);
    for (const auto& test : cases["cases"]) all.push_back(test["layer"]);
  }
  for (const auto& [l, sample] : every_layer()) {
    if (l->activity_regularizer) l->activity_regularizer = {};
    all.push_back(layers::serialize(*l));
  }
  auto hostile = json::parse(R"j([null, true, -1, 0, 0.5, 1e300, 2147483648, -1e300, "5", "", [], [[1]], {},
      {"class_name": 3}, {"class_name": "L1", "config": 3}, {"class_name": "Zeros", "config": {"seed": {}}}])j");
  hostile.push_back("\xff");
  for (const auto& good : all) {
    REQUIRE(is_read(good));
    const auto keys = good["config"];
    for (const auto& [key, value] : keys.items()) {
      for (const auto& bad : hostile) {
        auto j = good;
        j["config"][key] = bad;
        CAPTURE(key);
        const bool read = is_read(j);
        if (key == "units" || key == "filters" || key == "input_dim") CHECK_FALSE(read);
      }
      auto j = good;
      j["config"].erase(key);
      is_read(j);
    }
    auto j = good;
    j["config"]["bogus"] = 1;
    CHECK_THROWS_WITH(layers::deserialize(j), ContainsSubstring("unknown member \"bogus\""));
    for (const auto& bad : hostile) {
      for (const auto* key : {"class_name", "config", "module", "registered_name", "build_config"}) {
        j = good;
        j[key] = bad;
        is_read(j);
      }
      is_read(bad);
    }
  }
  CHECK_THROWS_WITH(
      layers::deserialize({{"class_name", "ConvLSTM2D"}, {"config", json::object()}}),
      ContainsSubstring("unknown layer class \"ConvLSTM2D\"") &&
          ContainsSubstring(
              "in custom_objects, or read the penalties alone with files::penalties; known: InputLayer, Activation"));
  CHECK_THROWS_WITH(layers::deserialize({{"class_name", "Dense"}, {"config", 3}}), ContainsSubstring("not 3"));
}

TEST_CASE("penalties by type are those of handles", "[layers]") {
  using namespace layer_list;
  const auto typed = layers::Dense(3, layers::penalties{.kernel = regula::l1(0.01), .activity = regula::l2(0.01)});
  const auto handled = layers::Dense(3, {.kernel_regularizer = "l1", .activity_regularizer = "l2"});
  const auto answers = [x = layer_tools::scattered({4, 2})](const any_layer& d) {
    d(x);
    d->initialize(5);
    layers::record r{.keep = true};
    d->run({x}, r);
    d->commit(r);
    const auto dx = d->run_back({ndarray({4, 3}, 1.0F)}, r)[0];
    const double penalty = d->add_weight_penalties();
    std::vector<double> numbers{penalty};
    for (const double loss : d->losses()) numbers.push_back(loss);
    for (const auto& all : {dx, d->weights()[0].gradient})
      numbers.insert(numbers.end(), all.values().begin(), all.values().end());
    return std::pair(numbers, layers::serialize(*d)["config"].size());
  };
  const auto [ours, our_members] = answers(typed);
  const auto [theirs, their_members] = answers(handled);
  REQUIRE(ours.size() == theirs.size());
  // The kernels of the handles are compiled for wider registers: they add up in another order.
  for (std::size_t k = 0; k < ours.size(); ++k) CHECK(ours[k] == Approx(theirs[k]).epsilon(1e-6));
  CHECK(our_members == their_members);
  CHECK(layers::deserialize(layers::serialize(*typed))->activity_regularizer == handled->activity_regularizer);
  typed->kernel().regularizer = "l2";  // takes the place of the one by type
  typed->held.activity.set<"l2">(0.0);
  typed(ndarray({1, 2}, 1.0F));
  CHECK(typed->loss_terms()[1].formula == "0.01 * sum(square(W))");
  CHECK(typed->losses()[0] == 0.0);
}

// SPDX-License-Identifier: MIT
/// What was observed of Keras, row by row (data/keras/behaviors.json): models made by hand for the same numbers. Where
/// the answer here is another: docs/reference/keras_differences.md. Run from the root of the sources.
#include <regula/json.hpp>
#include <regula/layers.hpp>
#include <regula/models/graph.hpp>
#include <tests/layers/layer_tools.hpp>

namespace {
namespace layer_behaviors {

using namespace regula::regularizers;
using regula::json, regula::ndarray, regula::regularizer, regula::shape;
namespace layers = regula::layers;

/// The three outputs 2 x, the scalar 1 and x.
struct three_outputs final : layers::layer {
  three_outputs() : layer("three") { activity_regularizer = L2(0.01); }
  std::string class_name() const override { return "Three"; }
  layers::shapes output_shapes(const layers::shapes& in) const override { return {in[0], {}, in[0]}; }
  layers::tensors forward(const layers::tensors& x, layers::record&) override {
    ndarray twice = x[0];
    twice.flat() *= 2.0F;
    return {twice, ndarray(shape{}, 1.0F), x[0]};
  }
  layers::tensors backward(const layers::tensors& dy, layers::record&) override { return {dy[2]}; }
};

/// A weight (1, 2, 3) of its own, and d2(d1(x)).
struct nested final : layers::single_layer {
  std::shared_ptr<layers::layer> d1, d2;
  nested(std::shared_ptr<layers::layer> first, std::shared_ptr<layers::layer> second)
      : single_layer("nested"), d1(std::move(first)), d2(std::move(second)) {
    activity_regularizer = L1(0.001);
    declare("w", regula::initializers::get("zeros"), L2(1.0));
  }
  std::string class_name() const override { return "Nested"; }
  std::vector<std::shared_ptr<layer>> sublayers() const override { return {d1, d2}; }
  shape output_shape(const shape& in) const override { return d2->output_shapes(d1->output_shapes({in}))[0]; }
  void make_weights(const shape&, regula::rng& draw) override {
    weights()[0].build({3}, draw);
    weights()[0].assign(ndarray({3}, {1, 2, 3}));
  }
  ndarray forward(const ndarray& x, layers::record& r) override {
    r.nested = {{d1.get(), r.like()}, {d2.get(), r.like()}};
    return d2->run(d1->run({x}, r.nested[0].second), r.nested[1].second)[0];
  }
  ndarray backward(const ndarray& dy, layers::record& r) override {
    return d1->run_back(d2->run_back({dy}, r.nested[1].second), r.nested[0].second)[0];
  }
};

/// One weight of each kind.
struct two_weights final : layers::identity_layer {
  two_weights() : identity_layer("two") {
    declare("a", regula::initializers::get("ones"), "l2");
    declare("b", regula::initializers::get("ones"), "l2", false);
  }
  std::string class_name() const override { return "Two"; }
  void make_weights(const shape&, regula::rng& draw) override {
    for (auto& w : weights()) w.build({3}, draw);
  }
};

auto ones_dense(std::ptrdiff_t units, const regularizer& kernel = {}, const regularizer& activity = {}) {
  return layers::Dense(units, {.use_bias = false,
                               .kernel_initializer = "ones",
                               .kernel_regularizer = kernel,
                               .activity_regularizer = activity});
}
auto model(const std::vector<std::shared_ptr<layers::layer>>& all) {
  return layers::make<regula::models::graph>(all, "model");
}
const ndarray ones({5, 5}, 1.0F), twos({5, 5}, 2.0F), few({2, 3}, 1.0F);

void are(const std::vector<double>& got, const json& expected) {
  CAPTURE(got, expected.dump());
  REQUIRE(got.size() == expected.size());
  for (std::size_t k = 0; k < got.size(); ++k) CHECK(got[k] == Approx(expected[k].get<double>()).epsilon(1e-6));
}
/// A layer after it was called.
auto called(auto l, const ndarray& x) {
  l(x);
  return l;
}

/// Whether it knows the row; then it has checked it.
bool of_weights(const std::string& row, const json& seen) {
  const auto is = [&](const char* start) { return row.starts_with(start); };
  const auto d = ones_dense(5, L1(0.01));
  if (is("weight losses: unbuilt")) {
    CHECK(json{d->losses().size(), d->built()} == seen["before_build"]);
    are(called(d, ones)->losses(), seen["trainable"]);
    d->set_trainable(false);
    are(d->losses(), seen["frozen"]);
    d->set_trainable(true);
    are(d->losses(), seen["unfrozen"]);
  } else if (is("single variable")) {
    called(d, ones)->kernel().trainable = false;
    are(d->losses(), seen);
  } else if (is("changing kernel_regularizer after build")) {
    are(called(d, ones)->losses(), seen["after setting layer.kernel_regularizer post-build"]);
    d->find_weight("kernel").regularizer = L1(1.0);  // the one place of it; Keras has two
    are(d->losses(), seen["after setting variable.regularizer"]);
  } else if (is("base Regularizer() as kernel")) {
    are(called(ones_dense(5, Regularizer()), ones)->losses(), seen);
  } else if (is("add_weight(regularizer=)")) {
    are(called(layers::make<two_weights>(), ones)->losses(), seen);
  } else if (is("Conv2D + Orthogonal")) {
    const auto c = layers::Conv2D(2, {3, 3}, {.kernel_regularizer = "orthogonal_regularizer"});
    CHECK_THROWS_WITH(called(c, ndarray({1, 4, 4, 2}, 1.0F))->losses(),
                      Catch::Matchers::ContainsSubstring(seen["message"].get<std::string>()));
  } else if (is("Dense(1) + Orthogonal")) {
    are(called(ones_dense(1, OrthogonalRegularizer(0.01, "columns")), ones)->losses(), {0.0});  // no pair, no penalty
    CHECK(seen[0] == "nan");
  } else if (is("OrthogonalRegularizer on a bias")) {
    const auto b = layers::Dense(3, {.bias_regularizer = OrthogonalRegularizer()});
    CHECK_THROWS_WITH(called(b, ones)->losses(),
                      Catch::Matchers::ContainsSubstring(seen["message"].get<std::string>()));
  } else if (is("weight penalties are recomputed")) {
    const auto w = called(ones_dense(2, L1(1.0)), few);
    are(w->losses(), json::array({seen["old value object"]}));
    w->kernel().assign(ndarray({3, 2}, 2.0F));
    are(w->losses(), seen["new read"]);
  } else if (is(".losses returns a fresh list")) {
    called(d, ones)->losses().clear();
    CHECK(d->losses().size() == seen);
  } else if (is("mutating the coefficient of a layer")) {
    const auto w = called(ones_dense(2, L2(0.1)), few);
    are(w->losses(), seen["before"]);
    w->kernel().regularizer.set("l2", 1.0);
    are(w->losses(), seen["after"]);
  } else {
    return false;
  }
  return true;
}

bool of_activities(const std::string& row, const json& seen) {
  const auto is = [&](const char* start) { return row.starts_with(start); };
  const auto d = ones_dense(5, L1(0.01), L2(0.01));
  const auto sums = ones_dense(4, {}, L1(1.0));
  if (is("frozen layer keeps")) {
    called(d, ones)->set_trainable(false);
    are(d->losses(), seen);
  } else if (is("activity losses cleared")) {
    d->set_trainable(false);
    for (const auto& losses : seen) are(called(d, &losses == &seen.back() ? twos : ones)->losses(), losses);
  } else if (is("activity_regularizer settable")) {
    const auto plain = called(ones_dense(5), ones);
    CHECK(plain->losses().size() == seen["before"]);
    plain->activity_regularizer = L2(0.5);
    CHECK(plain->losses().size() == seen["after_set_no_call"]);
    are(called(plain, ones)->losses(), seen["after_call"]);
  } else if (is("assigning a STRING")) {
    d->activity_regularizer = "l2";  // a name is a regularizer here
    are(called(d, ones)->losses(), {1.25, 0.25});
    CHECK(seen["error"] == "TypeError");
  } else if (is("base Regularizer() as activity")) {
    are(called(ones_dense(5, {}, Regularizer()), ones)->losses(), {0.0});
    CHECK(seen["error"] == "AttributeError");
  } else if (is("nested outputs")) {
    const auto three = layers::make<three_outputs>();
    three(layers::tensors{ndarray({4, 3}, 1.0F)});
    are(three->losses(), seen);
  } else if (is("failed call")) {
    are(called(sums, few)->losses(), seen["before"]);
    CHECK_THROWS_AS(sums(ones), regula::shape_error);
    are(sums->losses(), seen["after a call that failed the input spec"]);
  } else if (is("activity losses are recorded")) {
    called(sums, few)->kernel().assign(ndarray({3, 4}, 2.0F));
    are(sums->losses(), seen["activity loss after weight change without call"]);
  } else if (is("symbolic call records no")) {
    d(layers::Input({5}));
    are(d->losses(), seen);
  } else {
    return false;
  }
  return true;
}

bool of_models(const std::string& row, const json& seen) {
  const auto is = [&](const char* start) { return row.starts_with(start); };
  const auto d = ones_dense(5, {}, L2(0.01));
  if (is("shared layer called twice")) {
    const auto a = layers::Input({5}), b = layers::Input({5});
    const auto m = layers::make<regula::models::graph>(layers::symbolics{a, b}, layers::symbolics{d(a), d(b)}, "m");
    CHECK(m->losses().size() == seen["after_symbolic_build"]);
    m({twos, ones});
    are(m->losses(), seen["after_call"]);
    are(d->losses(), seen["layer_losses"]);
    d->kernel().regularizer = L1(0.01);
    CHECK(m->losses().size() == 3);  // one of the weight
  } else if (is("same layer twice")) {
    d->kernel().regularizer = L1(0.01);
    are(called(model({d.shared(), d.shared()}), ones)->losses(), seen);
  } else if (is("nested custom layer")) {
    const auto d1 = ones_dense(5, L1(0.01), L1(0.1)), d2 = ones_dense(5, L2(0.01), L2(0.1));
    const auto l = called(layers::make<nested>(d1.shared(), d2.shared()), ones);
    auto without_add_loss = seen["losses"];  // there is no add_loss
    without_add_loss.erase(0);
    are(l->losses(), without_add_loss);
    are(d1->losses(), seen["d1"]);
    are(d2->losses(), seen["d2"]);
  } else if (is("nested Sequential order")) {
    const auto first = ones_dense(5, {}, L1(1.0)), one = ones_dense(5, L1(0.01), L1(0.1)),
               two = ones_dense(5, L2(0.01), L2(0.1)), last = ones_dense(5, L1(1.0), L2(2.0));
    const auto m = model({first.shared(), model({one.shared(), two.shared()}).shared(), last.shared()});
    are(called(m, ones)->losses(), seen);
    CHECK(m->loss_terms()[4].formula == one->kernel().regularizer.text());
  } else if (is("weight losses do not need a call")) {
    d->kernel().regularizer = L1(0.01);
    const auto in = layers::Input({5});
    const auto m = layers::make<regula::models::graph>(layers::symbolics{in}, layers::symbolics{d(in)}, "m");
    are(m->losses(), seen["functional losses available without calling"]);
  } else if (is("calling a sublayer directly")) {
    const auto first = ones_dense(4), second = ones_dense(3, {}, L1(1.0));
    const auto m = called(model({first.shared(), second.shared()}), few);
    second(ndarray({2, 4}, 1.0F));
    are(m->losses(), seen["model losses after calling the SUBLAYER directly"]);
  } else if (is("stale losses mix")) {
    const auto first = ones_dense(4, {}, L1(1.0)), second = ones_dense(3, {}, L1(1.0));
    const auto m = called(model({first.shared(), second.shared()}), few);
    are(m->losses(), {12.0, 36.0});
    first(ndarray({2, 3}, 3.0F));
    are(m->losses(), seen.front());
  } else {
    return false;
  }
  return true;
}

}  // namespace layer_behaviors
}  // namespace

TEST_CASE("layers and models behave as observed of Keras", "[layers][golden]") {
  using namespace layer_behaviors;
  const auto data = layer_tools::golden("behaviors.json");
  int checked = 0, without_twin = 0, of_configs = 0;
  for (const auto& row : data["behaviors"]) {
    const auto name = row["name"].get<std::string>();
    const auto& seen = row["observed"];
    CAPTURE(name);
    const int by = of_weights(name, seen) + of_activities(name, seen) + of_models(name, seen);
    const bool in_golden_test = layer_tools::is_row_of_configs(name),
               reason = !layer_tools::reason_without_twin(name).empty();
    CHECK(by + in_golden_test + reason == 1);
    checked += by;
    without_twin += reason;
    of_configs += in_golden_test;
  }
  CHECK(std::vector{checked, without_twin, of_configs} == std::vector{27, 21, 14});
}

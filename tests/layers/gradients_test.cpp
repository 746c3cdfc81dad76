// SPDX-License-Identifier: MIT
/// Backward passes against differences of forward passes in long double, written as plain loops: Dense, convolutions,
/// Embedding, BatchNormalization, activations, penalties of activities. Then graphs of layers against differences of
/// themselves.
#include <regula/layers.hpp>
#include <regula/models/graph.hpp>
#include <tests/layers/layer_tools.hpp>
#include <tests/layers/naive_convolution.hpp>

namespace {
namespace layer_gradients {

using layer_tools::scattered, regula::ndarray, regula::regularizer, regula::shape;
namespace layers = regula::layers;
using real = long double;
using reals = std::vector<real>;

reals widened(const ndarray& t) { return {t.values().begin(), t.values().end()}; }

/// The output of a layer from its input and its weights, as loops over numbers.
using forward_loops = std::function<reals(const reals& x, const std::vector<reals>& w)>;

/// The activity penalty of the layers below, l1 sum |y| + l2 sum y^2 over the batch.
constexpr double l1 = 0.3, l2 = 0.2;

/// linear, relu, tanh, elu, softmax of rows of n entries.
reals activated(const std::string& name, reals z, std::size_t n) {
  for (auto& v : z) {
    if (name == "tanh") v = std::tanh(v);
    if (name == "relu" && v < 0) v = 0;
    if (name == "elu" && v < 0) v = std::expm1(v);
  }
  if (name != "softmax") return z;
  for (std::size_t i = 0; i < z.size(); i += n) {
    real total = 0;
    for (std::size_t j = 0; j < n; ++j) total += z[i + j] = std::exp(z[i + j]);
    for (std::size_t j = 0; j < n; ++j) z[i + j] /= total;
  }
  return z;
}

/// Compares y with the loops, and the way back from slopes dy with differences of sum dy y + P(y) / batch along random
/// directions: of the input alone, of each weight alone, of all together.
void goes_back(layers::layer& l, const ndarray& x, const forward_loops& loops, bool training = false,
               bool input_too = true) {
  CAPTURE(l.class_name(), l.activity_text(), training);
  regula::rng draw(1);
  l.build({x.shape()}, draw);
  unsigned seed = 10;
  for (auto& w : l.weights()) w.assign(scattered(w.value.shape(), ++seed));
  if (l.class_name() == "BatchNormalization") l.weights().back().value.flat() = l.weights().back().value.flat().abs();
  std::vector<reals> weights;
  for (const auto& w : l.weights()) weights.push_back(widened(w.value));

  layers::record r{.training = training, .keep = true, .draw = &draw};
  const auto y = l.run({x}, r)[0];
  const auto expected = loops(widened(x), weights);
  REQUIRE(naive::distance(y, expected) < 1e-6);
  const auto dy = scattered(y.shape(), 99);
  const auto penalty = [&](const reals& out) {
    real sum = 0;
    for (const real v : out) sum += l1 * std::abs(v) + l2 * v * v;
    return sum / static_cast<real>(y.shape(0));
  };
  const auto loss = [&](const reals& at, const std::vector<reals>& w) {
    const auto out = loops(at, w);
    real sum = l.has_activity() ? penalty(out) : 0;
    for (std::size_t i = 0; i < out.size(); ++i) sum += real{dy.values()[i]} * out[i];
    return sum;
  };
  if (l.has_activity()) CHECK(r.activity[0] == Approx(static_cast<double>(penalty(expected))).epsilon(1e-5));

  l.zero_gradients();
  const auto dx = l.run_back({dy}, r)[0];
  const auto n = l.weights().size();
  for (std::size_t only = 0; only <= n + 1; ++only) {  // 0: the input, n + 1: all
    CAPTURE(only);
    const real step = 1e-6L;
    auto x_up = widened(x), x_down = x_up;
    auto w_up = weights, w_down = weights;
    real product = 0, size = 0;
    const auto move = [&](const ndarray& gradient, reals& up, reals& down) {
      const auto v = scattered(gradient.shape(), ++seed);
      for (std::size_t i = 0; i < up.size(); ++i) {
        up[i] += step * v.values()[i], down[i] -= step * v.values()[i];
        product += real{gradient.values()[i]} * v.values()[i];
        size += std::abs(real{gradient.values()[i]} * v.values()[i]);
      }
    };
    if (input_too && (only == 0 || only == n + 1)) move(dx, x_up, x_down);
    for (std::size_t k = 0; k < n; ++k)
      if ((only == k + 1 || only == n + 1) && l.weights()[k].trainable)
        move(l.weights()[k].gradient, w_up[k], w_down[k]);
    const real slope = (loss(x_up, w_up) - loss(x_down, w_down)) / (2 * step);
    CHECK(static_cast<double>(product) == Approx(static_cast<double>(slope)).margin(static_cast<double>(1e-5L * size)));
  }
}
const regularizer both = regula::regularizers::L1L2(l1, l2);

/// x W + b, rows of `in` entries to rows of `out`.
forward_loops dense_loops(std::size_t in, std::size_t out, const std::string& name) {
  return [=](const reals& x, const std::vector<reals>& w) {
    reals z;
    for (std::size_t i = 0; i < x.size(); i += in)
      for (std::size_t j = 0; j < out; ++j) {
        real sum = w.size() > 1 ? w[1][j] : 0;
        for (std::size_t k = 0; k < in; ++k) sum += x[i + k] * w[0][k * out + j];
        z.push_back(sum);
      }
    return activated(name, std::move(z), out);
  };
}

/// gamma (x - mean) / sqrt(variance + epsilon) + beta over rows of n.
forward_loops normalization_loops(std::size_t n, bool of_batch) {
  return [=](const reals& x, const std::vector<reals>& w) {
    const auto rows = static_cast<real>(x.size() / n);
    reals y(x.size());
    for (std::size_t c = 0; c < n; ++c) {
      real mean = of_batch ? 0 : w[2][c], variance = of_batch ? 0 : w[3][c];
      if (of_batch) {
        for (std::size_t i = c; i < x.size(); i += n) mean += x[i] / rows;
        for (std::size_t i = c; i < x.size(); i += n) variance += (x[i] - mean) * (x[i] - mean) / rows;
      }
      for (std::size_t i = c; i < x.size(); i += n)
        y[i] = w[0][c] * (x[i] - mean) / std::sqrt(variance + real{0.001}) + w[1][c];
    }
    return y;
  };
}

struct Squares {
  ndarray forward(const ndarray& x) const { return ndarray(x.flat().square().matrix()).reshaped(x.shape()); }
  ndarray backward(const ndarray& x, const ndarray& dy) const {
    return ndarray((2.0F * x.flat() * dy.flat()).matrix()).reshaped(x.shape());
  }
};

/// One factor for all entries, by deriving.
struct scale_layer final : layers::identity_layer {
  explicit scale_layer(const regularizer& r) : identity_layer("scale") {
    declare("factor", regula::initializers::get("ones"), r);
  }
  std::string class_name() const override { return "Scale"; }
  void make_weights(const shape&, regula::rng& draw) override { weights()[0].build({}, draw); }
  ndarray forward(const ndarray& x, layers::record&) override {
    return ndarray((x.flat() * weights()[0].value()).matrix()).reshaped(x.shape());
  }
  ndarray backward(const ndarray& dy, layers::record& r) override {
    weights()[0].gradient() += (dy.flat() * r.inputs[0].flat()).sum();
    return ndarray((dy.flat() * weights()[0].value()).matrix()).reshaped(dy.shape());
  }
};

}  // namespace layer_gradients
}  // namespace

TEST_CASE("Dense goes back exactly", "[gradients]") {
  using namespace layer_gradients;
  for (const auto* name : {"linear", "relu", "tanh", "elu", "softmax"})
    for (const auto& activity : {regularizer(), both}) {
      const auto d = layers::Dense(3, {.activation = name, .activity_regularizer = activity});
      goes_back(*d, scattered({4, 5}), dense_loops(5, 3, name));
      const auto deep = layers::Dense(2, {.activation = name, .use_bias = false, .activity_regularizer = activity});
      goes_back(*deep, scattered({2, 3, 4}), dense_loops(4, 2, name));
      const auto alone = layers::Activation(name, {.activity_regularizer = activity});
      goes_back(*alone, scattered({3, 4}), [&](const reals& x, const auto&) { return activated(name, x, 4); });
    }
  const auto same = [](const reals& x, const auto&) { return x; };
  goes_back(*layers::Flatten({.activity_regularizer = both}), scattered({2, 3, 2}), same);
  goes_back(*layers::ActivityRegularization(l1, l2), scattered({2, 3, 2}), same);
}

TEST_CASE("BatchNormalization goes back exactly, in training and after", "[gradients]") {
  using namespace layer_gradients;
  for (const bool training : {false, true})
    for (const auto& activity : {regularizer(), both})
      for (const auto& extents : {shape{6, 3}, shape{2, 2, 3, 4}}) {
        const auto n = static_cast<std::size_t>(extents.back());
        const auto b = layers::BatchNormalization({.activity_regularizer = activity});
        goes_back(*b, scattered(extents), normalization_loops(n, training), training);
      }
  goes_back(*layers::BatchNormalization({.trainable = false}), scattered({6, 3}), normalization_loops(3, false), true);
}

TEST_CASE("Embedding goes back to the rows it read", "[gradients]") {
  using namespace layer_gradients;
  const auto lookup = [](const reals& x, const std::vector<reals>& w) {
    reals y;
    for (const real i : x)
      for (std::size_t j = 0; j < 3; ++j) y.push_back(w[0][static_cast<std::size_t>(i) * 3 + j]);
    return y;
  };
  const auto e = layers::Embedding(4, 3, {.activity_regularizer = both});
  goes_back(*e, ndarray({2, 3}, {0, 3, 3, 1, 0, 3}), lookup, false, false);
  CHECK(e->weights()[0].gradient.matrix().row(2).isZero());
}

TEST_CASE("a graph goes back along shared, merged, nested and custom layers", "[gradients]") {
  using namespace layer_gradients;
  using regula::models::graph;
  const regularizer ridge = regula::regularizers::L2(0.05);
  const auto in = layers::Input({3, 3, 2});
  const auto conv =
      layers::Conv2D(2, {2, 2}, {.padding = "same", .kernel_regularizer = ridge, .activity_regularizer = ridge});
  const auto depth = layers::DepthwiseConv2D({2, 2}, 1, {.padding = "same", .activation = "tanh"});
  const auto scale = layers::make<scale_layer>(ridge);
  const auto once = conv(in), twice = conv(once);
  const auto sum = layers::Add()(layers::symbolics{once, twice})[0];
  const auto all = layers::Concatenate()(
      layers::symbolics{sum, layers::wrap(Squares{}, {.activity_regularizer = ridge})(depth(in))})[0];
  const auto inner =
      layers::make<graph>(layers::symbolics{in}, layers::symbolics{scale(layers::Flatten()(all))}, "inner");
  const auto m = layers::make<graph>(
      std::vector<std::shared_ptr<layers::layer>>{inner.shared(), layers::Dense(2).shared(), scale.shared()}, "outer");

  const auto x = scattered({2, 3, 3, 2});
  m(x);
  std::vector<layers::weight*> weights;
  m->visit_weights([&](layers::layer&, layers::weight& w, bool) { weights.push_back(&w); });
  CHECK(weights.size() == 7);  // the shared ones once
  CHECK(m->losses().size() == 3 + 2);
  std::vector<ndarray> at, along;
  for (unsigned k = 0; k < 7; ++k) {
    at.push_back(scattered(weights[k]->value.shape(), k + 20));
    along.push_back(scattered(weights[k]->value.shape(), k + 40));
  }
  const auto x_along = scattered(x.shape(), 7), dy = scattered({2, 2}, 8);
  const auto loss = [&](float h) {
    auto here = x;
    here.flat() += h * x_along.flat();
    for (std::size_t k = 0; k < weights.size(); ++k) weights[k]->value.flat() = at[k].flat() + h * along[k].flat();
    const auto y = m(here);
    double value = (y.flat() * dy.flat()).cast<double>().sum();
    for (const double v : m->losses()) value += v;
    return value;
  };
  const float h = 0.02F;
  const double slope = (8 * (loss(h) - loss(-h)) - (loss(2 * h) - loss(-2 * h))) / (12 * double{h});

  loss(0);
  m->zero_gradients();
  layers::record r{.keep = true};
  m->run({x}, r);
  const auto dx = m->run_back({dy}, r)[0];
  m->add_weight_penalties();
  double product = (dx.flat() * x_along.flat()).sum();
  for (std::size_t k = 0; k < weights.size(); ++k) product += (weights[k]->gradient.flat() * along[k].flat()).sum();
  CHECK(product == Approx(slope).epsilon(1e-4));
}

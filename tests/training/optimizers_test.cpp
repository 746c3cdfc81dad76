// SPDX-License-Identifier: MIT
/// Optimizers against a simulation of one scalar in long double, closed forms, Keras's configs.
#include <regula/json.hpp>
#include <regula/training/optimizer_config.hpp>
#include <tests/catch.hpp>

namespace {

using namespace regula::optimizers;
using Catch::Matchers::ContainsSubstring;
using nlohmann::ordered_json;
using regula::ndarray;
using real = long double;

real value_of(const ordered_json& v) { return v.is_null() ? 0 : v.get<double>(); }

/// The published update of one number, from the config alone.
struct scalar {
  ordered_json options;
  real w, m = 0, v = 0, most = 0, power_1 = 1, power_2 = 1;

  void step(real g) {
    const real rate = value_of(options["learning_rate"]);
    w -= w * value_of(options["weight_decay"]) * rate;
    if (options.contains("momentum")) {
      const real keep = value_of(options["momentum"]);
      m = keep * m - rate * g;
      w += options["nesterov"] == true ? keep * m - rate * g : m;
      return;
    }
    const real b1 = value_of(options["beta_1"]), b2 = value_of(options["beta_2"]);
    m = b1 * m + (1 - b1) * g;
    v = b2 * v + (1 - b2) * g * g;
    most = options["amsgrad"] == true ? std::max(most, v) : v;
    power_1 *= b1, power_2 *= b2;
    w -= rate * std::sqrt(1 - power_2) / (1 - power_1) * m / (std::sqrt(most) + value_of(options["epsilon"]));
  }
};

float gradient_at(int step, int entry) { return static_cast<float>(std::cos(1.7 * step + entry) * (1 + entry)); }

void step(optimizer& o, ndarray& w, const ndarray& g) {
  ndarray* const ws[] = {&w};
  const ndarray* const gs[] = {&g};
  o.step(ws, gs);
}

std::vector<optimizer> variety() {
  return {sgd{},
          sgd{.learning_rate = 0.1, .momentum = 0.9},
          sgd{.learning_rate = 0.1, .momentum = 0.9, .nesterov = true, .weight_decay = 0.3},
          adam{},
          adam{.learning_rate = 0.05, .beta_1 = 0.5, .beta_2 = 0.8, .epsilon = 0.01, .weight_decay = 0.2},
          adam{.learning_rate = 0.05, .beta_2 = 0.6, .amsgrad = true},
          adamw{},
          adamw{.learning_rate = 0.1, .amsgrad = true, .weight_decay = 0.5},
          adam{.beta_1 = 0, .beta_2 = 0}};
}

}  // namespace

TEST_CASE("twenty steps against long double", "[optimizers]") {
  for (optimizer o : variety()) {
    ndarray a({2}, {1.0F, -2.0F}), b({1, 1}, 0.25F);
    std::vector<scalar> exact;
    for (const real w : {1.0L, -2.0L, 0.25L}) exact.push_back({regula::optimizers::config(o), w});
    for (int t = 0; t < 20; ++t) {
      const ndarray ga({2}, {gradient_at(t, 0), gradient_at(t, 1)}), gb({1, 1}, gradient_at(t, 2));
      ndarray* const weights[] = {&a, &b};
      const ndarray* const gradients[] = {&ga, &gb};
      o.step(weights, gradients);
      for (int k = 0; k < 3; ++k) exact[static_cast<std::size_t>(k)].step(gradient_at(t, k));
      CAPTURE(regula::optimizers::config(o).dump(), t);
      CHECK(std::abs(a(0) - exact[0].w) <= 2e-6L);
      CHECK(std::abs(a(1) - exact[1].w) <= 2e-6L);
      CHECK(std::abs(b(0, 0) - exact[2].w) <= 2e-6L);
    }
    CHECK(o.iterations() == 20);
    const auto copy = o;
    CHECK(copy == o);
    CHECK(copy.slots().size() == o.slots().size());
    o.reset();
    CHECK((o.iterations() == 0 && o.slots().empty()));
    CHECK(copy.iterations() == 20);
  }
}

TEST_CASE("steps in closed form", "[optimizers]") {
  // on w^2 / 2 gradient descent multiplies by 1 - rate
  optimizer plain = sgd{.learning_rate = 0.25};
  ndarray w({1}, 8.0F);
  for (int t = 0; t < 10; ++t) step(plain, w, ndarray(w));
  CHECK(w(0) == Approx(8 * std::pow(0.75, 10)).epsilon(1e-6));
  CHECK(plain.slots().empty());
  // momentum: w_t+1 = (1 + k - r) w_t - k w_t-1; for k = 1/4, r = 1/4 both roots are 1/2: w_t = (1 + t / 2) w_0 / 2^t
  optimizer heavy = sgd{.learning_rate = 0.25, .momentum = 0.25};
  w = ndarray({1}, 8.0F);
  for (int t = 1; t <= 10; ++t) {
    step(heavy, w, ndarray(w));
    CHECK(w(0) == Approx(8 * (1 + t / 2.0) / std::pow(2, t)).epsilon(1e-6));
  }
  // the first step of Adam is the rate, whatever the size of the gradient
  for (const float g : {1e-3F, 1.0F, 1e6F}) {
    optimizer o = adam{.learning_rate = 0.5, .epsilon = 0};
    w = ndarray({2}, {1, 1});
    step(o, w, ndarray({2}, {g, -g}));
    CHECK(w(0) == Approx(0.5));
    CHECK(w(1) == Approx(1.5));
  }
  // decay alone
  optimizer decaying = adamw{.learning_rate = 0.5, .weight_decay = 0.5};
  w = ndarray({1}, 8.0F);
  step(decaying, w, ndarray({1}));
  CHECK(w(0) == 6);
  decaying.learning_rate(0);
  step(decaying, w, ndarray({1}, 3.0F));
  CHECK(w(0) == 6);
}

TEST_CASE("bounds of gradients", "[optimizers]") {
  const auto moved = [](const sgd& rule, const std::vector<float>& one, const std::vector<float>& two) {
    optimizer o = rule;
    ndarray a({2}), b({2});
    const ndarray ga({2}, one), gb({2}, two);
    ndarray* const weights[] = {&a, &b};
    const ndarray* const gradients[] = {&ga, &gb};
    o.step(weights, gradients);
    return std::vector<float>{-a(0), -a(1), -b(0), -b(1)};
  };
  using list = std::vector<float>;
  CHECK(moved({.learning_rate = 1}, {3, 4}, {-6, 8}) == list{3, 4, -6, 8});
  CHECK(moved({.learning_rate = 1, .clipnorm = 5.0}, {3, 4}, {-6, 8}) == list{3, 4, -3, 4});
  CHECK(moved({.learning_rate = 1, .global_clipnorm = 2.5}, {3, 0}, {0, -4}) == list{1.5, 0, 0, -2});
  CHECK(moved({.learning_rate = 1, .global_clipnorm = 5.0}, {3, 0}, {0, -4}) == list{3, 0, 0, -4});
  CHECK(moved({.learning_rate = 1, .clipvalue = 3.5}, {3, 4}, {-6, 8}) == list{3, 3.5, -3.5, 3.5});
  CHECK(moved({.learning_rate = 1, .clipnorm = 0.0}, {3, 4}, {-6, 8}) == list{3, 4, -6, 8});
  CHECK(moved({.learning_rate = 1, .clipnorm = 1.0}, {0, 0}, {3e38F, 0}) == list{0, 0, 1, 0});

  const float bad = std::numeric_limits<float>::quiet_NaN();
  const auto nans = [&](const sgd& rule) {
    std::string pattern;
    for (const float v : moved(rule, {bad, 1}, {1, 1})) pattern += std::isnan(v) ? 'x' : '-';
    return pattern;
  };
  CHECK(nans({}) == "x---");
  CHECK(nans({.clipvalue = 0.5}) == "x---");
  CHECK(nans({.clipnorm = 0.5}) == "xx--");
  CHECK(nans({.global_clipnorm = 0.5}) == "xxxx");
}

TEST_CASE("weights spared the decay", "[optimizers]") {
  optimizer o = sgd{.learning_rate = 1, .weight_decay = 0.5};
  o.exclude_from_weight_decay([](std::size_t k) { return k == 1; });
  ndarray a({1}, 8.0F), b({1}, 8.0F);
  const ndarray zero({1});
  ndarray* const weights[] = {&a, &b};
  const ndarray* const gradients[] = {&zero, &zero};
  o.step(weights, gradients);
  CHECK((a(0) == 4 && b(0) == 8));
}

TEST_CASE("what a step refuses leaves weights and state alone", "[optimizers]") {
  using regula::shape_error;
  for (optimizer o : variety()) {
    ndarray a({2}, 1.0F), b({3}, 1.0F), g2({2}, 1.0F), g3({3}, 1.0F);
    const auto take = [&](std::vector<ndarray*> w, std::vector<const ndarray*> g) { o.step(w, g); };
    CHECK_THROWS_AS(take({&a, &b}, {&g2}), shape_error);
    CHECK_THROWS_WITH(take({&a, &b}, {&g2, &g2}), ContainsSubstring("weight 1 has the shape (3,)"));
    CHECK_THROWS_AS(take({&a, nullptr}, {&g2, &g3}), shape_error);
    CHECK_THROWS_AS(take({&a, &b}, {&g2, nullptr}), shape_error);
    CHECK_THROWS_AS(take({&a, &a}, {&g2, &g2}), regula::overlap_error);
    CHECK_THROWS_AS(take({&a, &b}, {&a, &g3}), regula::overlap_error);
    take({}, {});
    CHECK((o.iterations() == 0 && a == ndarray({2}, 1.0F)));
    take({&a, &b}, {&g2, &g3});
    const auto kept = a;
    const std::vector<ndarray> state(o.slots().begin(), o.slots().end());
    CHECK_THROWS_WITH(take({&a}, {&g2}), ContainsSubstring("had 2 weights"));
    CHECK_THROWS_WITH(take({&b, &a}, {&g3, &g2}), ContainsSubstring("weight 0 had the shape (2,)"));
    CHECK((o.iterations() == 1 && a == kept));
    CHECK(std::equal(state.begin(), state.end(), o.slots().begin(), o.slots().end()));
    o.reset();
    ndarray nothing({0, 4});
    const ndarray none({0, 4});
    take({&nothing}, {&none});
    CHECK(o.iterations() == 1);
  }
}

TEST_CASE("configs of optimizers are Keras's", "[optimizers]") {
  CHECK(regula::optimizers::config(sgd{}).dump() ==
        R"({"name":"SGD","learning_rate":0.01,"weight_decay":null,"clipnorm":null,"global_clipnorm":null,)"
        R"("clipvalue":null,"use_ema":false,"ema_momentum":0.99,"ema_overwrite_frequency":null,)"
        R"("loss_scale_factor":null,"gradient_accumulation_steps":null,"momentum":0.0,"nesterov":false})");
  CHECK(regula::optimizers::config(adamw{})["weight_decay"] == 0.004);
  CHECK(regula::optimizers::config(adam{})["epsilon"] == 1e-7);
  for (const auto& o : variety()) CHECK(from_config(o.class_name(), regula::optimizers::config(o)) == o);
  CHECK(get("SGD") == sgd{});
  CHECK(from_config("adam", {{"clipvalue", 2}}) == adam{.clipvalue = 2});
  CHECK(from_config("Adam", {{"decay", 0.0}, {"jit_compile", true}}) == adam{});
}

TEST_CASE("what is no optimizer is refused", "[optimizers]") {
  using regula::config_error;
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  const auto refused = [](auto rule) { CHECK_THROWS_AS(optimizer(rule), config_error); };
  for (const double bad : {nan, inf, -1.0}) {
    refused(sgd{.learning_rate = bad});
    refused(sgd{.momentum = bad});
    refused(sgd{.weight_decay = bad});
    refused(sgd{.clipnorm = bad});
    refused(adam{.beta_1 = bad});
    refused(adam{.epsilon = bad});
    optimizer o = adam{};
    CHECK_THROWS_AS(o.learning_rate(bad), config_error);
    CHECK(o.learning_rate() == 0.001);
  }
  refused(sgd{.momentum = 1.01});
  refused(adam{.beta_1 = 1});
  refused(adamw{.beta_2 = 1});
  refused(adamw{.weight_decay = {}});
  refused(sgd{.clipnorm = 1, .clipvalue = 1});
  CHECK_THROWS_WITH(get("rmsprop"), ContainsSubstring("\"rmsprop\"") && ContainsSubstring("Adam"));
  for (const char* text :
       {R"({"beta_1": 0.9})", R"({"momentum": "0.9"})", R"({"momentum": true})", R"({"nesterov": 1})",
        R"({"learning_rate": null})", R"({"learning_rate": {"class_name": "ExponentialDecay"}})",
        R"({"use_ema": true})", R"({"loss_scale_factor": 2})", R"({"gradient_accumulation_steps": 2})",
        R"({"decay": 0.1})", R"({"name": 3})", R"({"momentum": -1})", R"({"clipnorm": [1]})", R"({"": null})", "[]",
        "null"})
    CHECK_THROWS_AS(from_config("SGD", ordered_json::parse(text)), config_error);
  CHECK_THROWS_WITH(from_config("SGD", {{"rho", 0.5}}), ContainsSubstring("\"rho\"") && ContainsSubstring("momentum"));
}

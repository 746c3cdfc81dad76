// SPDX-License-Identifier: MIT
/// Losses against plain long double loops, their gradients against differences; metrics by hand.
#include <regula/training/losses.hpp>
#include <regula/training/metrics.hpp>
#include <tests/catch.hpp>

namespace {

using Catch::Matchers::ContainsSubstring;
using regula::ndarray;
using regula::losses::loss;
using real = long double;

const real low = 1e-7F, high = 1.0F - 1e-7F;
real kept(real p) { return std::min(std::max(p, low), high); }

/// The definitions, row by row. Sparse targets are written out as rows first.
real naive(const loss& l, const std::vector<float>& t, const std::vector<real>& p, std::size_t classes) {
  const std::string name(l.name());
  real total = 0;
  for (std::size_t from = 0; from < p.size(); from += classes) {
    real row = 0, sum = 0, powers = 0;
    for (std::size_t k = from; k < from + classes; ++k) sum += p[k], powers += std::exp(p[k]);
    for (std::size_t k = from; k < from + classes; ++k) {
      const real q = l.from_logits() ? 1 / (1 + std::exp(-p[k])) : kept(p[k]);
      if (name == "mean_squared_error") row += (t[k] - p[k]) * (t[k] - p[k]) / static_cast<real>(classes);
      if (name == "mean_absolute_error") row += std::abs(t[k] - p[k]) / static_cast<real>(classes);
      if (name == "binary_crossentropy")
        row -= (t[k] * std::log(q) + (1 - t[k]) * std::log(1 - q)) / static_cast<real>(classes);
      if (name.ends_with("categorical_crossentropy"))
        row -= t[k] * std::log(l.from_logits() ? std::exp(p[k]) / powers : kept(p[k] / sum));
    }
    total += row;
  }
  return total / (static_cast<real>(p.size()) / static_cast<real>(classes));
}

struct sample {
  ndarray y_true, y_pred;
  std::vector<float> rows;  ///< y_true, written out as rows
};

/// Targets and predictions of shape (2, 3, 4) that suit the loss; some probabilities below low.
sample sample_for(const loss& l) {
  ndarray t({2, 3, 4}), p({2, 3, 4});
  for (int i = 0; i < 24; ++i) {
    const auto x = static_cast<float>(std::sin(1.0 + 2.3 * i));
    t.data()[i] = l.is_crossentropy() ? static_cast<float>((i * i) % 3) / 2 : x;
    p.data()[i] = l.is_crossentropy() && !l.from_logits() ? 0.5F + 0.45F * x : 4 * x;
  }
  if (l.is_crossentropy() && !l.from_logits()) p(0, 1, 2) = 1e-9F;
  if (l.name() != "sparse_categorical_crossentropy") return {t, p, {t.values().begin(), t.values().end()}};
  ndarray labels({2, 3}, {0, 3, 1, 2, 2, 0});
  std::vector<float> rows(24);
  for (std::size_t r = 0; r < 6; ++r) rows[4 * r + static_cast<std::size_t>(labels.data()[r])] = 1;
  return {labels, p, rows};
}

std::vector<loss> all_losses() {
  std::vector<loss> all;
  for (const auto& c : regula::losses::loss_classes) {
    all.emplace_back(c);
    if (c.name.ends_with("crossentropy")) all.emplace_back(c, true);
  }
  return all;
}

}  // namespace

TEST_CASE("losses and gradients against plain loops", "[losses]") {
  CHECK(all_losses().size() == 8);
  for (const loss& l : all_losses()) {
    const auto [t, p, rows] = sample_for(l);
    CAPTURE(std::string(l.name()), l.from_logits());
    std::vector<real> x(p.values().begin(), p.values().end());
    const real expected = naive(l, rows, x, 4);
    ndarray d({1});
    CHECK(l.value(t, p) == Approx(static_cast<double>(expected)).epsilon(1e-13));
    CHECK(l.value_and_gradient(t, p, d) == l.value(t, p));
    REQUIRE(d.shape() == p.shape());
    for (std::size_t i = 0; i < x.size(); ++i) {
      CAPTURE(i);
      const real h = p.data()[i] < 1e-8F && p.data()[i] > 0 ? 1e-10L : 1e-6L, at = x[i];
      x[i] = at + h;
      const real above = naive(l, rows, x, 4);
      x[i] = at - h;
      const real difference = (above - naive(l, rows, x, 4)) / (2 * h);
      x[i] = at;
      CHECK(std::abs(d.data()[i] - difference) <= 2e-7L * std::abs(difference) + 2e-8L);
    }
  }
}

TEST_CASE("losses by hand", "[losses]") {
  using namespace regula::losses;
  ndarray d;
  CHECK(mean_squared_error().value_and_gradient(ndarray({2, 1}), ndarray({2, 1}, {1, 3}), d) == 5);
  CHECK(d == ndarray({2, 1}, {1, 3}));
  CHECK(mean_absolute_error().value_and_gradient(ndarray({3}), ndarray({3}, {-3, 0, 6}), d) == 3);
  CHECK(d == ndarray({3}, {-1.0F / 3, 0, 1.0F / 3}));
  CHECK(binary_crossentropy().value(ndarray({2}, {0, 1}), ndarray({2}, {0.5F, 0.5F})) == Approx(std::log(2.0)));
  CHECK(sparse_categorical_crossentropy(true).value(ndarray({1}, 4.0F), ndarray({1, 10})) == Approx(std::log(10.0)));
  CHECK(categorical_crossentropy().value(ndarray({1, 2}, {1, 0}), ndarray({1, 2}, {3, 1})) ==
        Approx(-std::log(0.75)));  // rows are divided by their sum

  // certain and wrong: kept away from 0 and 1, and there the gradient is 0
  CHECK(binary_crossentropy().value_and_gradient(ndarray({2}, {0, 1}), ndarray({2}, {1, 0}), d) ==
        Approx(-(std::log(1.0F - (1.0F - 1e-7F)) + std::log(1e-7F)) / 2));
  CHECK(d == ndarray({2}));
  CHECK(categorical_crossentropy().value_and_gradient(ndarray({1, 2}, {1, 0}), ndarray({1, 2}, {0, 1}), d) ==
        Approx(-std::log(1e-7F)));
  CHECK(d == ndarray({1, 2}));

  // logits of any size
  CHECK(binary_crossentropy(true).value_and_gradient(ndarray({2}, {0, 1}), ndarray({2}, {1e30F, 1e30F}), d) ==
        Approx(5e29));
  CHECK(d == ndarray({2}, {0.5F, 0.0F}));
  CHECK(categorical_crossentropy(true).value_and_gradient(ndarray({1, 2}, {1, 0}), ndarray({1, 2}, {-3e38F, 3e38F}),
                                                          d) == Approx(6e38));
  CHECK(d == ndarray({1, 2}, {-1, 1}));
  const float inf = std::numeric_limits<float>::infinity();
  CHECK(categorical_crossentropy(true).value(ndarray({1, 3}, {1, 0, 0}), ndarray({1, 3}, {2, -inf, 2})) ==
        Approx(std::log(2.0)));
}

TEST_CASE("losses of NaN are NaN, of nothing 0", "[losses]") {
  const float not_a_number = std::numeric_limits<float>::quiet_NaN();
  for (const loss& l : all_losses()) {
    CAPTURE(std::string(l.name()), l.from_logits());
    auto [t, p, rows] = sample_for(l);
    p(1, 2, 3) = not_a_number;
    ndarray d;
    CHECK(std::isnan(l.value_and_gradient(t, p, d)));
    CHECK(std::isnan(d(1, 2, 3)));
    const bool sparse = l.class_name().starts_with("Sparse");
    if (!sparse) CHECK(std::isnan(l.value(ndarray({2, 3, 4}), p)));
    CHECK(l.value_and_gradient(sparse ? ndarray({0}) : ndarray({0, 4}), ndarray({0, 4}), d) == 0);
    CHECK(d.shape() == regula::shape{0, 4});
    if (!sparse) CHECK(l.value(ndarray({3, 0}), ndarray({3, 0})) == 0);
  }
}

TEST_CASE("what a loss refuses leaves the gradient alone", "[losses]") {
  using namespace regula::losses;
  ndarray d({2}, 7.0F);
  const auto mse = mean_squared_error();
  CHECK_THROWS_AS(mse.value_and_gradient(ndarray({2, 3}), ndarray({3, 2}), d), regula::shape_error);
  CHECK_THROWS_AS(mse.value_and_gradient(ndarray({4}), ndarray({2, 2}), d), regula::shape_error);
  CHECK(mse.value(ndarray({4}), ndarray({4, 1}, 2.0F)) == 4);
  CHECK(mse.value(ndarray({4, 1}), ndarray({4}, 2.0F)) == 4);
  const auto categorical = categorical_crossentropy();
  CHECK_THROWS_AS(categorical.value_and_gradient(ndarray({4}), ndarray({4, 1}), d), regula::shape_error);
  CHECK_THROWS_AS(categorical.value_and_gradient(ndarray(), ndarray(), d), regula::shape_error);
  const auto sparse = sparse_categorical_crossentropy();
  CHECK_THROWS_AS(sparse.value_and_gradient(ndarray({2, 3}), ndarray({2, 3}), d), regula::shape_error);
  CHECK_THROWS_AS(sparse.value_and_gradient(ndarray(), ndarray(), d), regula::shape_error);
  CHECK_THROWS_AS(sparse.value_and_gradient(ndarray({1}), ndarray({1, 0}), d), regula::index_error);
  for (const float bad : {-1.0F, 3.0F, 1.5F, 1e30F, std::numeric_limits<float>::quiet_NaN()})
    CHECK_THROWS_AS(sparse.value_and_gradient(ndarray({2}, {0.0F, bad}), ndarray({2, 3}), d), regula::index_error);
  CHECK_THROWS_WITH(sparse.value(ndarray({2}, {0, 3}), ndarray({2, 3})),
                    ContainsSubstring("label 3 of sample 1") && ContainsSubstring("0 to 2"));
  CHECK(d == ndarray({2}, 7.0F));
  CHECK(sparse.value(ndarray({2, 1}, {0, 1}), ndarray({2, 2}, 0.5F)) == Approx(std::log(2.0)));

  CHECK(get("mse") == mse);
  CHECK(get("MSE") == get("MeanSquaredError"));
  CHECK(get("bce", true) == binary_crossentropy(true));
  CHECK_THROWS_WITH(get("hinge"), ContainsSubstring("\"hinge\"") && ContainsSubstring("mean_squared_error"));
  CHECK_THROWS_AS(get(""), regula::config_error);
  CHECK_THROWS_AS(get("mse", true), regula::config_error);
}

TEST_CASE("the gradient may replace an argument", "[losses]") {
  ndarray p({2}, {1, 3});
  CHECK(regula::losses::mean_squared_error().value_and_gradient(ndarray({2}), p, p) == 5);
  CHECK(p == ndarray({2}, {1, 3}));
  ndarray t({2}, {1, 1});
  regula::losses::mean_squared_error().value_and_gradient(t, p, t);
  CHECK(t == ndarray({2}, {0, 2}));
}

TEST_CASE("metrics by hand", "[metrics]") {
  using namespace regula::metrics;
  const float not_a_number = std::numeric_limits<float>::quiet_NaN();
  const auto accuracy = get("acc");
  CHECK(accuracy.name == "accuracy");
  // binary: 1 on the last axis
  CHECK(accuracy(ndarray({4, 1}, {0, 1, 1, 0}), ndarray({4, 1}, {0.5F, 0.6F, 0.4F, not_a_number})) == 0.5);
  CHECK(accuracy(ndarray({2}, {1, 0}), ndarray({2, 1}, {0.7F, 0.2F})) == 1);
  // sparse: fewer axes, or 1 on the last one
  const ndarray p({3, 3}, {1, 5, 2, 4, 4, 0, not_a_number, 9, 1});
  CHECK(accuracy(ndarray({3}, {1, 0, 1}), p) == Approx(2.0 / 3));
  CHECK(accuracy(ndarray({3, 1}, {1, 1, 2}), p) == Approx(1.0 / 3));
  // categorical: the same shape
  CHECK(accuracy(ndarray({3, 3}, {0, 1, 0, 1, 0, 0, 0, 1, 0}), p) == Approx(2.0 / 3));
  CHECK(get("mae")(ndarray({2}), ndarray({2}, {-1, 3})) == 2);
  CHECK(get("mse")(ndarray({2}), ndarray({2}, {-1, 3})) == 5);

  tally seen;
  CHECK(seen.mean() == 0);
  seen += accuracy.count(ndarray({1, 1}, 1.0F), ndarray({1, 1}, 0.9F));
  seen += accuracy.count(ndarray({3, 1}), ndarray({3, 1}, 0.9F));
  CHECK((seen.sum == 1 && seen.count == 4 && seen.mean() == 0.25));
  for (const auto& m : known_metrics) {
    const bool sparse = m.name.starts_with("sparse");
    CHECK(m(sparse ? ndarray({0}) : ndarray({0, 3}), ndarray({0, 3})) == 0);
    CHECK_THROWS_AS(m(ndarray({2, 2}), ndarray({3, 2})), regula::shape_error);
  }
  CHECK_THROWS_AS(accuracy(ndarray({1}, 3.0F), ndarray({1, 3})), regula::index_error);
  CHECK_THROWS_WITH(get("auc"), ContainsSubstring("\"auc\"") && ContainsSubstring("accuracy"));
}

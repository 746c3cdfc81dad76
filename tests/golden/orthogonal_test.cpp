// SPDX-License-Identifier: MIT
/// orthogonal_rows and orthogonal_columns against Keras's OrthogonalRegularizer (data/keras/README.md). Run from the
/// root of the sources.
#include <fstream>
#include <nlohmann/json.hpp>
#include <regula/gallery/orthogonal.hpp>
#include <tests/catch.hpp>
#include <tests/structure/structure.hpp>

namespace {

using namespace structure_test;
using nlohmann::json;

double number_in(const json& j) { return j.is_string() ? std::numeric_limits<double>::quiet_NaN() : j.get<double>(); }

struct answer {
  double value;
  std::vector<double> grad;
};

/// Keras's entries are in row-major order.
template <class S> answer ask(const json& test) {
  const auto& args = test["args"];
  const auto sizes = test["shape"].get<std::vector<std::ptrdiff_t>>();
  extents n = shape(1);
  std::copy(sizes.begin(), sizes.end(), n.begin());
  const int rank = static_cast<int>(sizes.size());
  tensor<S> w(n, rank, by_rows, 0), g(n, rank, by_rows, S(7));
  std::vector<extents> places(test["input"].size());
  for_entries(n, [&](std::size_t, const extents& at) {
    std::ptrdiff_t i = 0;
    for (std::size_t k = 0; k < 6; ++k) i = i * n[k] + at[k];
    places[static_cast<std::size_t>(i)] = at;
  });
  for (std::size_t i = 0; i < places.size(); ++i) w(places[i]) = static_cast<S>(number_in(test["input"][i]));
  // Keras rounds its factor to float, in double too.
  const auto factor = static_cast<double>(static_cast<float>(args.value("factor", 0.01)));
  const double value = args.value("mode", "rows") == "rows"
                           ? regula::gallery::orthogonal_rows(factor).value_and_gradient(w, g)
                           : regula::gallery::orthogonal_columns(factor).value_and_gradient(w, g);
  answer a{value, {}};
  for (const extents& at : places) a.grad.push_back(static_cast<double>(g(at)));
  return a;
}

/// Keras divides by n (n - 1) = 0 and answers NaN; here no pair is no penalty.
bool is_without_pairs(const json& test) {
  const bool rows = test["args"].value("mode", "rows") == "rows";
  return test["shape"].size() == 2 && test["shape"][rows ? 0 : 1].get<int>() < 2;
}

/// Keras has seven digits in double, too: [[1, 0, 2], [0, 0, 0], [3, 0, 4]] by columns is 14 / sqrt(200) / 3 =
/// 0.32998316, and Keras says 0.32998315. How many of them are right here, the gallery's own test tells.
template <class S> void agrees(const json& test, const json& expected) {
  const answer got = ask<S>(test);
  CAPTURE(test["id"].get<std::string>(), sizeof(S), got.value, got.grad);
  if (is_without_pairs(test)) {
    CHECK(std::isnan(number_in(expected["value"])));
    CHECK(got.value == 0);
    CHECK(got.grad == std::vector<double>(got.grad.size()));
    return;
  }
  const double value = number_in(expected["value"]), relative = 1e-6;
  if (std::isnan(value))
    CHECK(std::isnan(got.value));
  else
    CHECK(std::abs(got.value - value) <= relative * std::abs(value));
  double largest = 0;
  for (const auto& x : expected["grad"]) largest = std::max(largest, std::abs(number_in(x)));
  REQUIRE(expected["grad"].size() == got.grad.size());
  for (std::size_t i = 0; i < got.grad.size(); ++i) {
    const double truth = number_in(expected["grad"][i]);
    if (std::isnan(truth))
      CHECK(std::isnan(got.grad[i]));
    else
      CHECK(std::abs(got.grad[i] - truth) <= relative * largest);
  }
}

}  // namespace

TEST_CASE("the orthogonal penalties answer as Keras does", "[golden]") {
  std::ifstream file("tests/golden/data/keras/orthogonal.json");
  REQUIRE(file);
  const json data = json::parse(file);
  CHECK(data["cases"].size() == 26);
  for (const auto& test : data["cases"]) {
    CAPTURE(test["id"].get<std::string>());
    if (!test.contains("error")) {
      agrees<float>(test, test);
      agrees<double>(test, test["in_float64"]);
    } else if (test["shape"].size() > 2) {
      CHECK_THROWS_AS(ask<double>(test), regula::shape_error);
    } else {
      // A vector is refused by Keras; here it is a matrix of one column.
      CHECK(test["shape"].size() == 1);
      CHECK(ask<double>(test).value == 0);
    }
  }
}

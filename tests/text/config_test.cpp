// SPDX-License-Identifier: MIT
#include <fmt/ranges.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <regula/text.hpp>
#include <tests/catch.hpp>

using namespace regula::symbols;
using regula::coef;
using regula::penalty;

TEST_CASE("a config prints as JSON") {
  const auto elastic = penalty(coef<"l1">(0.01) * sum(abs(W)) + coef<"l2">(1e-7) * sum(square(W)) + 1e22 * sum(W));
  CHECK(fmt::format("{}", elastic.get_config()) == R"({"l1": 0.01, "l2": 1e-07, "c0": 1e+22})");
  CHECK(fmt::format("{}", penalty(sum(abs(W))).get_config()) == "{}");
  const auto json = nlohmann::json::parse(fmt::format("{}", elastic.get_config()));
  CHECK(json["l1"].get<double>() == 0.01);
  CHECK(json["c0"].get<double>() == 1e22);
  CHECK_THROWS_AS(fmt::format(fmt::runtime("{:names}"), elastic.get_config()), fmt::format_error);
}

TEST_CASE("what JSON cannot hold is null") {
  const regula::config<2> slopes{{{{"l1", std::numeric_limits<double>::quiet_NaN()}, {"l2", 0.5}}}};
  CHECK(fmt::format("{}", slopes) == R"({"l1": null, "l2": 0.5})");
}

// SPDX-License-Identifier: MIT
/// Decimal numbers against std::from_chars.
#include <charconv>
#include <cstring>
#include <dsl/grammar/names.hpp>
#include <dsl/meta/number_text.hpp>
#include <random>
#include <tests/catch.hpp>

namespace {

double read(std::string_view text) {
  auto trouble = regula::dsl::mistake::none;
  return regula::dsl::number_value(text, trouble);
}
std::uint64_t bits(double v) { return std::bit_cast<std::uint64_t>(v); }
void check(const std::string& text) {
  double v = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), v);
  if (end.ec == std::errc::result_out_of_range) return;
  INFO(text);
  CHECK(bits(read(text)) == bits(v));
}

constexpr double here(std::string_view text) {
  auto trouble = regula::dsl::mistake::none;
  return regula::dsl::number_value(text, trouble);
}
static_assert(here("0.01") == 0.01 && here("1e-07") == 1e-07 &&
              here("123456789012345678901234567890") == 123456789012345678901234567890.0);
static_assert(here("1.7976931348623157e308") == 1.7976931348623157e308 && here("4.9e-324") == 4.9e-324);
static_assert(here("2.4703282292062327e-324") == 0.0 && here("2.4703282292062328e-324") == 4.9e-324);
static_assert(here("2.2250738585072011e-308") == 2.2250738585072011e-308);
static_assert(here("9007199254740993") == 9007199254740992.0 &&
              here("9007199254740993.00000000000000000001") == 9007199254740994.0);

}  // namespace

TEST_CASE("numbers are read to the nearest double", "[grammar]") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20'000; ++i) {
    const double v = std::fabs(std::bit_cast<double>(random()));
    if (std::isfinite(v)) check(regula::dsl::number_text(v));
  }
  for (int i = 0; i < 20'000; ++i) {  // more digits than a double has, and around the halves between doubles
    std::string text;
    for (auto n = 1 + random() % 40; n > 0; --n) text += static_cast<char>('0' + random() % 10);
    if (random() % 2 == 0) text.insert(1, ".");
    if (random() % 2 == 0) text += "e" + std::to_string(static_cast<int>(random() % 680) - 345);
    check(text);
  }
  for (const auto* text : {"0", "0.0", "0e5", "00.00001", "1e308", "1e-400", "0.1e-320", "5e-324", "3e-324"})
    check(text);
}

TEST_CASE("a number beyond the largest double is refused", "[grammar]") {
  for (const std::string_view text : {"1e309", "1.7976931348623159e308", "1e99999999999999999999"}) {
    auto trouble = regula::dsl::mistake::none;
    regula::dsl::number_value(text, trouble);
    CHECK(trouble == regula::dsl::mistake::large_number);
  }
}

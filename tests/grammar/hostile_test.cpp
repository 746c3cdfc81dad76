// SPDX-License-Identifier: MIT
/// Texts that nobody means well with: each is refused by its sentence, and soon.
#include <dsl/grammar/parse.hpp>
#include <random>
#include <tests/catch.hpp>

namespace {

std::string many(int n, std::string_view part, std::string_view middle = {}, std::string_view last = {}) {
  std::string all;
  for (int i = 0; i < n; ++i) all += part;
  all += middle;
  for (int i = 0; i < n; ++i) all += last;
  return all;
}
/// The first line of the message; "" for a formula.
std::string said(const std::string& text) {
  try {
    regula::dsl::parse_text(text);
    return {};
  } catch (const regula::parse_error& e) {
    const std::string message = e.what();
    CHECK(e.position() <= text.size());
    CHECK(message.size() < 700);
    return message.substr(0, message.find('\n'));
  }
}

}  // namespace

TEST_CASE("hostile texts are refused by a sentence", "[grammar]") {
  const std::string long_ = "a text has at most 65536 characters",
                    deep = "brackets, calls and minus signs stand at most 256 deep in each other";
  CHECK(said(many(1'000'000, "(")) == long_);
  CHECK(said(many(60'000, "(")) == deep);
  CHECK(said(many(20'000, "abs(", "W", ")")) == long_);
  CHECK(said(many(10'000, "abs(", "W", ")")) == deep);
  CHECK(said(many(257, "(", "W", ")")) == deep);
  CHECK(said(many(256, "(", "W", ")")) == "");
  CHECK(said(many(60'000, "-")) == deep);
  CHECK(said("sum(" + many(128, "-") + "W)") == deep);
  CHECK(said(many(128, "-") + "W") == "");
  CHECK(said(many(60'000, "+") + "W") == "");
  CHECK(said(many(60'000, "<")) == "expected a number, a name or '(', found '<'");
  CHECK(said("pow" + many(60'000, "<")) == "expected a whole number, as in pow<3, 2>(x), found '<'");
  CHECK(said(many(200, "pow<")) == "expected a whole number, as in pow<3, 2>(x), found 'pow'");
  CHECK(said(many(60'000, "1")) == "a number has at most 128 characters");
  CHECK(said(many(1'000'000, "1")) == long_);
  CHECK(said(many(60'000, "a")) == "a name has at most 64 characters");
  CHECK(said(std::string(60'000, '\0')) == "a formula has no control characters");
  CHECK(said("sum(W)" + std::string(1, '\0')) == "a formula has no control characters");
  CHECK(said(many(30'000, "W+") + "W") == "a formula has at most 4096 names, numbers, operators and calls");
  CHECK(said(many(2'047, "W+") + "W") == "");
  CHECK(said("sum(" + many(20'000, "W,") + "W)") == deep);
  CHECK(said("axes<" + many(20'000, "0,") + "0>(W)") == "expected a whole number, as in pow<3, 2>(x), found '0'");
  CHECK(said("pow<11111111111111111111>(W)") ==
        "expected a whole number, as in pow<3, 2>(x), found '11111111111111111111'");
  CHECK(said("pow<9223372036854775808>(W)") ==
        "expected a whole number, as in pow<3, 2>(x), found '9223372036854775808'");
  CHECK(said("pow<-9223372036854775807>(W)") == "an exponent's parts have at most 9 digits");
  CHECK(said("constant<-9223372036854775807, -9223372036854775807> * sum(W)") == "");
  CHECK(said("pow<111111111111111111>(W)") == "an exponent's parts have at most 9 digits");
  CHECK(said("shifted<0, -999999999999999999>(W)") == "a shift goes less than 16000 entries far");
  CHECK(said("constant<999999999999999999, -999999999999999998> * sum(W)") == "");
  CHECK(said(many(30'000, ";")) == "expected a number, a name or '(', found ';'");
  CHECK(said(many(30'000, "\xff")) == "a formula is written in ASCII: names are of A to Z, a to z, digits and _");
  CHECK(said(many(30'000, " ")) == "expected a formula, found the end");
  CHECK(said(many(30'000, "#")) == "expected a formula, found the end");
  CHECK(said("1e" + many(100, "9")) == "the number is larger than the largest double");
  std::string names, sum = "0";
  for (int i = 0; i < 600; ++i) names += "x" + std::to_string(i) + "=1;", sum += "+x" + std::to_string(i);
  CHECK(said(names + sum) == "a formula has at most 512 names");
  CHECK(said(sum) == "a formula has at most 512 names");
}

TEST_CASE("any bytes are a formula or a parse_error", "[grammar]") {
  std::mt19937 random(3);
  const std::string_view parts[] = {"sum(", "W",   ")",    "(",       "+",        "-",        "*",    "/",
                                    "^",    ",",   ";",    "=",       "<",        ">",        "2",    "0.5",
                                    "l1",   "pow", "axes", "rowwise", "constant", "identity", "free", "tensor",
                                    " ",    "1e",  "\xc2", "#",       "\n",       "c0"};
  int formulas = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::string text;
    for (auto n = random() % 12; n > 0; --n)
      if (random() % 20 == 0)
        text += static_cast<char>(random());
      else
        text += parts[random() % std::size(parts)];
    formulas += said(text).empty();
  }
  CHECK(formulas > 100);
}

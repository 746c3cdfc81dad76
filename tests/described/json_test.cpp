// SPDX-License-Identifier: MIT
/// Penalties to JSON and back: canonical bytes, what is refused.
#include <cmath>
#include <regula/gallery.hpp>
#include <regula/json.hpp>
#include <regula/parse.hpp>
#include <regula/text.hpp>
#include <regula/user_atoms.hpp>
#include <tests/catch.hpp>

namespace {

using namespace regula;
using Catch::Matchers::ContainsSubstring, Catch::Matchers::Equals;

std::string said(const std::string& text) {
  try {
    penalty_from_json(text);
  } catch (const error& e) {
    CHECK(std::string_view{e.what()}.size() < 1000);
    return e.what();
  }
  return "taken";
}
std::string with(const std::string& members) {
  return R"j({"regula":1,"formula":"l1 * sum(abs(W))",)j" + members + "}";
}

struct swish_atom : elementwise {
  static constexpr std::string_view name = "swish", latex = "s({#1})";
  static constexpr auto value(const auto& x) { return x / (1.0 + exp(-x)); }
  static constexpr auto slope(const auto& x, const auto& y) { return y / x * (1.0 + x - y); }
};

}  // namespace

TEST_CASE("the bytes", "[described]") {
  CHECK(to_json(l1_l2(0.01, 0.5)) ==
        R"j({"coefficients":[{"free":false,"name":"l1","value":0.01},{"free":false,"name":"l2","value":0.5}],)j"
        R"j("formula":"l1 * sum(abs(W)) + l2 * sum(square(W))","regula":1,"tensors":[{"name":"W"}]})j");
  const auto p =
      parse("free mu = -0.5; tensor kernel; coef L; L * sum(abs(kernel - mu)) / constant<3> + 2 * sum(W * kernel)");
  const std::string bytes =
      R"j({"coefficients":[{"free":false,"name":"L","value":null},{"free":true,"name":"mu","value":-0.5},)j"
      R"j({"free":true,"name":"c0","value":2}],"formula":"L * sum(abs(kernel - mu)) / constant<3> + c0 * sum(W * kernel)",)j"
      R"j("regula":1,"tensors":[{"name":"kernel","shape":[null,3]},{"name":"W","shape":[2,3]}]})j";
  CHECK(to_json(p, {{"W", {2, 3}}, {"kernel", {-1, 3}}}) == bytes);
  const auto again = described_from_json(bytes);
  CHECK(again.penalty == p);
  CHECK(again.shapes == known_shapes{{"W", {2, 3}}, {"kernel", {-1, 3}}});
  CHECK(to_json(again) == bytes);
  CHECK(penalty_from_json(json::parse(bytes)) == p);
  CHECK(std::isnan(again.penalty.coefficient("L")));
  // Two ways to one formula, and what need not be said.
  CHECK(to_json(parse("  l1=1e-2 ;l1*sum( abs(W) )")) == to_json(l1(0.01)));
  CHECK(to_json(penalty_from_json(R"j( {"formula":"l1 = 0.010; l1 * sum(abs(W))", "regula":1} )j")) ==
        to_json(l1(0.01)));
  CHECK(to_json(penalty_from_json(with(R"j("coefficients":[{"value":1e-2,"name":"l1"}],"tensors":[{"name":"W"}])j"))) ==
        to_json(l1(0.01)));
}

TEST_CASE("numbers are written as RFC 8785 has them", "[described]") {
  // Its appendix B, and what ECMAScript says of the limits.
  const std::pair<double, const char*> table[] = {{0.0, "0"},
                                                  {-0.0, "0"},
                                                  {5e-324, "5e-324"},
                                                  {-5e-324, "-5e-324"},
                                                  {1.7976931348623157e308, "1.7976931348623157e+308"},
                                                  {9007199254740992.0, "9007199254740992"},
                                                  {295147905179352830000.0, "295147905179352830000"},
                                                  {9.999999999999997e22, "9.999999999999997e+22"},
                                                  {1e23, "1e+23"},
                                                  {1.0000000000000001e23, "1.0000000000000001e+23"},
                                                  {999999999999999700000.0, "999999999999999700000"},
                                                  {1e21, "1e+21"},
                                                  {9.999999999999997e-7, "9.999999999999997e-7"},
                                                  {0.000001, "0.000001"},
                                                  {333333333.33333329, "333333333.3333333"},
                                                  {-0.0000033333333333333333, "-0.0000033333333333333333"},
                                                  {100.0, "100"},
                                                  {12.5, "12.5"},
                                                  {0.1, "0.1"}};
  for (const auto& [v, text] : table) {
    auto p = parse("2 * sum(W)");
    p.set("c0", v);
    const auto j = to_json(p);
    CHECK_THAT(j, ContainsSubstring("\"value\":" + std::string{text} + "}"));
    CHECK(penalty_from_json(j).coefficient("c0") == v);
    CHECK(to_json(penalty_from_json(j)) == j);
  }
}

TEST_CASE("what is no JSON of a penalty is refused in a sentence", "[described]") {
  const std::pair<std::string, const char*> table[] = {
      {"", "no JSON"},
      {"{", "no JSON"},
      {"{}{}", "no JSON"},
      {"{'regula':1}", "no JSON"},
      {R"j({"regula":1,})j", "no JSON"},
      {R"j({"regula":NaN})j", "no JSON"},
      {R"j({"regula":01})j", "no JSON"},
      {"{\"regula\":1,\"formula\":\"\xff\"}", "no JSON"},
      {"{\"regula\":1,\"formula\":\"a\nb\"}", "no JSON"},
      {with(R"j("coefficients":[{"name":"l1","value":1e999}])j"), "no JSON"},
      {std::string(200000, '['), "more than 100 deep"},
      {std::string((1 << 20) + 1, ' '), "1048577 bytes; at most 1048576 are read"},
      {R"j({"regula":1,"regula":1})j", "an object has two members \"regula\""},
      {with(R"j("coefficients":[{"name":"l1","name":"l1"}])j"), "an object has two members \"name\""},
      {"3", "it is an object, not 3"},
      {"[]", "it is an object, not []"},
      {"{}", "the member \"regula\" is the version of the format, a whole number from 1, not null"},
      {R"j({"regula":"1"})j", "a whole number from 1, not \"1\""},
      {R"j({"regula":1.0})j", "a whole number from 1, not 1.0"},
      {R"j({"regula":0})j", "a whole number from 1, not 0"},
      {R"j({"regula":-1})j", "a whole number from 1, not -1"},
      {R"j({"regula":2,"anything":[]})j", "it has version 2 of the format; this library reads versions up to 1"},
      {R"j({"regula":18446744073709551615})j", "version 18446744073709551615 of the format"},
      {R"j({"regula":1})j", "the member \"formula\" of it is a text, not null"},
      {R"j({"regula":1,"formula":["W"]})j", "the member \"formula\" of it is a text, not [\"W\"]"},
      {with(R"j("note":"mine")j"), "it has a member \"note\"; known: coefficients, formula, regula, tensors"},
      {with(R"j("coefficients":{"l1":1})j"), "the member \"coefficients\" is a list, not {\"l1\":1}"},
      {with(R"j("coefficients":null)j"), "the member \"coefficients\" is a list, not null"},
      {with(R"j("coefficients":[0.1])j"), "a coefficient is an object, not 0.1"},
      {with(R"j("coefficients":[{"value":0.1}])j"), "the member \"name\" of a coefficient is a text, not null"},
      {with(R"j("coefficients":[{"name":"l1","sign":1}])j"),
       "a coefficient has a member \"sign\"; known: free, name, value"},
      {with(R"j("coefficients":[{"name":"l1","value":"0.1"}])j"), "the value of l1 is a number or null, not \"0.1\""},
      {with(R"j("coefficients":[{"name":"l1","value":true}])j"), "the value of l1 is a number or null, not true"},
      {with(R"j("coefficients":[{"name":"l1","free":0}])j"), "\"free\" of l1 is true or false, not 0"},
      {with(R"j("coefficients":[])j"), "\"coefficients\" has no l1, which the formula has"},
      {with(R"j("coefficients":[{"name":"l1","value":-1}])j"), "-1"},
      {with(R"j("coefficients":[{"name":"l1"},{"name":"l1"}])j"), "l1"},
      {with(R"j("coefficients":[{"name":"l1"},{"name":"l9","value":2}])j"), "l9"},
      {with(R"j("coefficients":[{"name":"c0","value":2}])j"), "\"c0\" is the name of a coefficient without a name"},
      {with(R"j("coefficients":[{"name":"l1 = 1; 2 * sum(W) #"}])j"), "the name of a coefficient is a letter or _"},
      {with(R"j("coefficients":[{"name":""}])j"), "given is \"\""},
      {with("\"coefficients\":[{\"name\":\"" + std::string(1000, 'a') + "\"}]"), "aaa...\""},
      {with(R"j("tensors":"W")j"), "the member \"tensors\" is a list, not \"W\""},
      {with(R"j("tensors":["W"])j"), "a tensor is an object, not \"W\""},
      {with(R"j("tensors":[])j"), "\"tensors\" has no W, which the formula has"},
      {with(R"j("tensors":[{"name":"W"},{"name":"V"}])j"), "V"},
      {with(R"j("tensors":[{"name":"W;"}])j"), "the name of a tensor is a letter or _"},
      {with(R"j("tensors":[{"name":"W","shape":3}])j"), "the shape of W is at most 6 whole numbers or null, not 3"},
      {with(R"j("tensors":[{"name":"W","shape":[-1]}])j"), "not [-1]"},
      {with(R"j("tensors":[{"name":"W","shape":[1.5]}])j"), "not [1.5]"},
      {with(R"j("tensors":[{"name":"W","shape":[1,1,1,1,1,1,1]}])j"), "at most 6 whole numbers"},
      {with(R"j("tensors":[{"name":"W","shape":[18446744073709551615]}])j"), "at most 6 whole numbers"},
      {R"j({"regula":1,"formula":""})j", "JSON of a penalty: "},
      {R"j({"regula":1,"formula":"W"})j", "a penalty is a scalar"},
      {R"j({"regula":1,"formula":"summ(W)"})j", "sum"},
      {R"j({"regula":1,"formula":"l1 * sum(abs(W)"})j", "JSON of a penalty: "},
      {R"j({"regula":1,"formula":"sum(W) \u2211"})j", "ASCII"},
      {R"j({"regula":1,"formula":")j" + std::string(70000, '(') + "\"}", "JSON of a penalty: "},
      {R"j({"regula":1,"formula":"trace(W)","tensors":[{"name":"W","shape":[2,3]}]})j", "to be square"},
      {R"j({"regula":1,"formula":"sum(W * V)","tensors":[{"name":"W","shape":[2]},{"name":"V","shape":[3]}]})j",
       "their shapes must be equal"},
  };
  for (const auto& [text, because] : table) {
    CAPTURE(text.substr(0, 200));
    CHECK_THAT(said(text), ContainsSubstring(because));
  }
  CHECK(std::size(table) == 60);
  CHECK_THROWS_WITH(to_json(l1(), {{"V", {2}}}), ContainsSubstring("which is no tensor of the formula; known: W"));
}

TEST_CASE("damaged JSON is a penalty or an error, and what is read is written once", "[described]") {
  const std::string seeds[] = {
      to_json(l1_l2(0.01, 0.5), {{"W", {2, 3}}}),
      to_json(parse("free mu = -0.5; tensor kernel; coef L; L * sum(abs(kernel - mu)) / constant<3> + 2 * sum(W)")),
      R"j({"regula":1,"formula":"l1 = 1e-2; l1 * max(rowwise(abs(W))) # text"})j"};
  const std::string parts[] = {"null", "1e5", "-1", "\"", "{",  "}",   "[",       "]",
                               ",",    ":",   "W",  "l1", "()", "<2>", "\\u0041", "true"};
  std::uint32_t state = 1;
  const auto draw = [&](std::size_t n) { return (state = state * 1664525u + 1013904223u) / 65536u % n; };
  int read = 0, refused = 0;
  for (int k = 0; k < 60000; ++k) {
    auto text = seeds[draw(3)];
    for (std::size_t changes = 1 + draw(3); changes > 0; --changes) {
      const auto at = draw(text.size());
      switch (draw(4)) {
        case 0: text[at] = static_cast<char>(draw(256)); break;
        case 1: text.erase(at, 1 + draw(4)); break;
        case 2: text.insert(at, parts[draw(std::size(parts))]); break;
        default: text.insert(at, text.substr(draw(text.size()), draw(12)));
      }
    }
    try {
      const auto d = described_from_json(text);
      const auto once = to_json(d);
      ++read;
      if (to_json(described_from_json(once)) != once) FAIL_CHECK(text);
    } catch (const error&) {
      ++refused;
    }
  }
  CHECK(read + refused == 60000);
  CHECK(read > 300);
}

TEST_CASE("atoms of one's own are in the text, and known by name", "[described]") {
  const auto j = to_json(penalty(0.5 * sum(call<swish_atom>(symbols::W))));
  CHECK_THAT(j, ContainsSubstring("c0 * sum(swish(W))"));
  CHECK_THAT(said(j), ContainsSubstring("swish"));
  const std::vector<double> w{1.0};
  CHECK(penalty_from_json(j, atoms<swish_atom>())(w) == Approx(0.5 / (1 + std::exp(-1.0))));
}

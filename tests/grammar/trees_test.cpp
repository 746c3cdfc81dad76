// SPDX-License-Identifier: MIT
/// How operators bind, against trees written by hand; and every word of every atom.
#include <dsl/grammar/parse.hpp>
#include <set>
#include <tests/catch.hpp>

namespace {

using namespace regula::dsl;

/// "(* c (sum W))": operators and functions in front of their operands.
std::string tree(std::string_view text) {
  const auto parsed = parse_text(text);
  std::vector<std::string> all;
  for (const auto& n : parsed.nodes()) {
    std::string one;
    if (n.what < 0) {
      one = std::string{n.what == constant_node || n.named ? n.name(text) : regula::dsl::number_text(n.value)};
    } else {
      one = "(" + std::string{word_table<regula::library_atoms>::rows[n.what].name};
      if (n.bits != 0 && n.what == atom_id::pow) {
        const auto r = rational::from_bits(n.bits);
        one += "<" + std::to_string(r.p) + "," + std::to_string(r.q) + ">";
      } else if (n.bits != 0) {
        one += "<" + std::to_string(n.bits) + ">";
      }
      for (const auto x : n.operands)
        if (x >= 0) one += " " + all[static_cast<std::size_t>(x)];
      one += ")";
    }
    all.push_back(one);
  }
  return all.back();
}

}  // namespace

TEST_CASE("operators bind as in C++, powers as on paper", "[grammar]") {
  CHECK(tree("a - b - c") == "(subtract (subtract a b) c)");
  CHECK(tree("a - (b - c)") == "(subtract a (subtract b c))");
  CHECK(tree("a / b / c") == "(divide (divide a b) c)");
  CHECK(tree("a / b * c") == "(multiply (divide a b) c)");
  CHECK(tree("a + b * c - d / e") == "(subtract (add a (multiply b c)) (divide d e))");
  CHECK(tree("(a + b) * c") == "(multiply (add a b) c)");
  CHECK(tree("a * (b + c) * d") == "(multiply (multiply a (add b c)) d)");
  CHECK(tree("-a * b") == "(multiply (negate a) b)");
  CHECK(tree("a * -b * c") == "(multiply (multiply a (negate b)) c)");
  CHECK(tree("a - -b") == "(subtract a (negate b))");
  CHECK(tree("--a") == "(negate (negate a))");
  CHECK(tree("-a + b") == "(add (negate a) b)");
  CHECK(tree("+a - +b") == "(subtract a b)");
  CHECK(tree("-(a + b)") == "(negate (add a b))");
  CHECK(tree("-a^2") == "(negate (square a))");
  CHECK(tree("a^2 * b^3") == "(multiply (square a) (pow<3,1> b))");
  CHECK(tree("2 * a^(1/2)") == "(multiply 2 (pow<1,2> a))");
  CHECK(tree("a^(4/2)") == "(square a)");
  CHECK(tree("a^(-6/4)") == "(pow<-3,2> a)");
  CHECK(tree("a^-1") == "(pow<-1,1> a)");
  CHECK(tree("a^0") == "(pow<0,1> a)");
  CHECK(tree("a^1") == "(pow<1,1> a)");
  CHECK(tree("(a + b)^2") == "(square (add a b))");
  CHECK(tree("abs(a)^3") == "(pow<3,1> (abs a))");
  CHECK(tree("(a^2)^3") == "(pow<3,1> (square a))");
}

TEST_CASE("a minus in front of a number is a part of it", "[grammar]") {
  CHECK(tree("-2 * a") == "(multiply -2 a)");
  CHECK(tree("- 2") == "-2");
  CHECK(tree("-(2)") == "(negate 2)");
  CHECK(tree("-2^2") == "(negate (square 2))");
  CHECK(tree("a - 2") == "(subtract a 2)");
  CHECK(tree("a - -2") == "(subtract a -2)");
  CHECK(tree("a-2e-3") == "(subtract a 0.002)");
  CHECK(tree("--2") == "(negate -2)");
}

TEST_CASE("names, numbers, blanks and comments", "[grammar]") {
  CHECK(tree("  sum ( W )\t") == "(sum W)");
  CHECK(tree("# a comment; with = signs\nsum(W) # another") == "(sum W)");
  CHECK(tree("l1\n=\n0.5 # half\n;\nl1*sum(W);") == "(multiply l1 (sum W))");
  CHECK(tree("free free = 1; free * sum(W)") == "(multiply free (sum W))");
  CHECK(tree("tensor tensor; sum(tensor)") == "(sum tensor)");
  CHECK(tree("coef = 2; coef * sum(W)") == "(multiply coef (sum W))");
  CHECK(tree("slice = 1; slice * slice<0, 1, 2>(W)").substr(0, 22) == "(multiply slice (kept<");
  CHECK(tree("identity = 1; identity * (gram(W) - identity())") ==
        "(multiply identity (subtract (gram W) (identity)))");
  CHECK(tree("gram(W) - identity") == "(subtract (gram W) (identity))");
  CHECK(tree("c7 * c3") == "(multiply 0 0)");
  CHECK(tree(".5 + 5. + 5.e-1 + 0005") == "(add (add (add 0.5 5) 0.5) 5)");
  CHECK(tree("sum(rowwise(W) + axes<1>(V))") == "(sum<2> (add W V))");
  CHECK(tree("sum(each<1>(W))") == "(sum<61> W)");
  CHECK(tree("dot(rowwise(W), V)") == "(dot<2> W V)");
  CHECK(tree("sum(huber(rowwise(W), 1))") == "(sum<2> (huber W 1))");
}

TEST_CASE("coefficients are numbered by the formula, not by their definitions", "[grammar]") {
  const auto parsed = parse_text("b = 2; a = 1; free f = -3; 0.5 * a * sum(W) + b * f * a * c5 * sum(V) + g");
  const auto all = parsed.coefficients();
  REQUIRE(all.size() == 6);
  const std::string_view names[] = {"", "a", "b", "f", "", "g"};
  const double values[] = {0.5, 1, 2, -3, 0, 0};
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(all[i].name == names[i]);
    CHECK(all[i].value == values[i]);
    CHECK(all[i].has_value == (i < 4));
    CHECK(all[i].free == (i == 0 || i == 3 || i == 4));
  }
}

TEST_CASE("every word of every atom", "[grammar]") {
  const std::pair<const char*, const char*> with_settings[] = {
      {"pow", "<3, 2>"},         {"shifted", "<0, -2>"}, {"off_diagonals", "<-1, 2>"}, {"upper", "<2>"},
      {"lower", "<-1>"},         {"slice", "<5, 0, 4>"}, {"middle_rows", "<1, 2>"},    {"middle_cols", "<1, 2>"},
      {"block", "<0, 1, 2, 3>"}, {"trim", "<3, 1, 2>"},  {"difference", "<1, 2>"}};
  std::set<std::string_view> words;
  for (int i = 0; i < regula::library_atoms::size; ++i) {
    const auto& atom = word_set{}[i];
    for (int k = 0; k < atom.word_count; ++k) {
      std::string text{atom.words[k]};
      for (const auto& [word, settings] : with_settings)
        if (atom.words[k] == word) text += settings;
      if (atom.arity > 0) text += atom.arity == 1 ? "(W)" : atom.arity == 2 ? "(W, V)" : "(W, V, 2)";
      INFO(text);
      const auto parsed = parse_text(text);
      bool made = false;
      for (const auto& n : parsed.nodes()) made = made || n.what == i;
      CHECK(made);
      words.insert(atom.words[k]);
    }
  }
  for (const auto& [word, settings] : with_settings) CHECK(words.count(word) == 1);
  CHECK(words.size() >= 73);
}

// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/text.hpp>
#include <tests/catch.hpp>
#include <vector>

using namespace regula::dsl;

namespace {

constexpr std::string_view tensors[] = {"W", "V", "M"};

/// Atom `what` of (x, V, M), with x = W, and inside and around other operations.
struct sample {
  std::vector<node> nodes;

  int put(int what, int a, int b = -1, int c = -1, std::uint64_t bits = 0) {
    nodes.push_back({static_cast<std::int16_t>(what),
                     0,
                     {static_cast<std::int16_t>(a), static_cast<std::int16_t>(b), static_cast<std::int16_t>(c)},
                     bits});
    return static_cast<int>(nodes.size()) - 1;
  }
  int atom(int what, int x) {
    const auto& facts = text_table<regula::library_atoms>::rows[what].facts;
    return put(what, x, facts.arity > 1 ? 1 : -1, facts.arity > 2 ? 2 : -1,
               facts.parametric ? rational{3, 2}.bits() : 0);
  }
  formula_view view() const {
    return {nodes.data(), static_cast<int>(nodes.size()), tensors, nullptr, nullptr, nullptr, 0};
  }
};

std::vector<sample> samples(int what) {
  sample start;
  for (int t = 0; t < 3; ++t) start.put(tensor_node, -1, -1, -1, static_cast<std::uint64_t>(t));
  std::vector<sample> all(6, start);
  all[0].atom(what, 0);
  all[1].atom(what, all[1].put(atom_id::add, 0, 1));
  all[2].atom(what, all[2].put(atom_id::negate, 0));
  all[3].put(atom_id::multiply, all[3].atom(what, 0), 1);
  all[4].put(atom_id::square, all[4].atom(what, 0));
  all[5].put(atom_id::subtract, 1, all[5].atom(what, all[5].put(atom_id::square, 0)));
  return all;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++n;
  return n;
}

/// Brackets that close in order; \{ and \} are characters.
bool is_balanced(const std::string& text, char open, char close) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && text[i - 1] == '\\') continue;
    depth += (text[i] == open) - (text[i] == close);
    if (depth < 0) return false;
  }
  return depth == 0;
}

}  // namespace

TEST_CASE("every atom prints") {
  for (int what = 0; what < regula::library_atoms::size; ++what) {
    const auto& a = text_table<regula::library_atoms>::rows[what];
    INFO(a.name);
    CHECK(count(std::string{a.latex}, "{#1}") >= 1);
    for (const auto& s : samples(what)) {
      const auto plain = plain_text(s.view(), shown::values), latex = latex_text(s.view(), shown::values);
      INFO(plain << "   " << latex);
      CHECK(is_balanced(plain, '(', ')'));
      CHECK((operator_of(a) != nullptr ||
             count(plain, std::string{a.name} + (a.facts.parametric ? "<3, 2>(" : "(")) >= 1));
      CHECK(is_balanced(latex, '{', '}'));
      CHECK(count(latex, "\\left") == count(latex, "\\right"));
      CHECK(count(latex, "{#") == 0);
      CHECK(count(latex, "W") >= 1);
      CHECK(tree_text(s.view(), shown::values).size() >= plain.size() / 4);
    }
  }
}

TEST_CASE("a power of a power has brackets") {
  for (int what = 0; what < regula::library_atoms::size; ++what) {
    const auto latex = latex_text(samples(what)[4].view(), shown::values);
    const auto base = latex.substr(0, latex.size() - 4);
    INFO(latex);
    REQUIRE(latex.ends_with("^{2}"));
    CHECK((base.ends_with("\\right)") || count(base, "^") == 0));
  }
}

// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/text.hpp>
#include <tests/catch.hpp>
#include <vector>

using namespace regula::dsl;

namespace {

constexpr std::string_view tensors[] = {"W", "V", "M"};

/// An example of the bits that a parametric atom's nodes have.
std::uint64_t bits_of(int what) {
  if (what == atom_id::pow) return rational{3, 2}.bits();
  if (what == atom_id::kept) return pattern{pattern::slab, 2, 0, 4, false, false}.bits();
  if (what == atom_id::reach) return offset{1, 2}.bits();
  if (what == regula::dsl::atom_index<regula::difference_atom>) return offset{0, 2}.bits();
  return 0;
}
/// What stands before the operands of those nodes.
std::string word_of(int what) {
  if (what == atom_id::pow) return "pow<3, 2>";
  if (what == atom_id::kept) return "slice<2, 0, 4>";
  if (what == atom_id::reach) return "shifted<1, 2>";
  if (what == regula::dsl::atom_index<regula::difference_atom>) return "difference<0, 2>";
  return std::string{text_table<regula::library_atoms>::rows[what].name};
}

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
    const auto arity = text_table<regula::library_atoms>::rows[what].facts.arity;
    return put(what, arity > 0 ? x : -1, arity > 1 ? 1 : -1, arity > 2 ? 2 : -1, bits_of(what));
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

/// How many lines the tree below node i has.
std::size_t tree_size(const sample& s, int i) {
  std::size_t n = 1;
  for (const int x : s.nodes[static_cast<std::size_t>(i)].operands)
    if (x >= 0) n += tree_size(s, x);
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
    CHECK(a.facts.parametric == (a.spelling != nullptr));
    CHECK(a.facts.parametric == (a.latex_for != nullptr));
    const bool constant = a.facts.arity == 0;
    CHECK((constant || count(std::string{a.latex}, "{#1") >= 1));
    if (a.latex_for != nullptr) CHECK(count(a.latex_for(bits_of(what)), "{#1") >= 1);
    for (const auto& s : samples(what)) {
      const auto plain = plain_text(s.view(), shown::values), latex = latex_text(s.view(), shown::values);
      INFO(plain << "   " << latex);
      CHECK(is_balanced(plain, '(', ')'));
      CHECK((operator_of(a) != nullptr || count(plain, word_of(what) + (constant ? "" : "(")) >= 1));
      CHECK(is_balanced(latex, '{', '}'));
      CHECK(count(latex, "\\left") == count(latex, "\\right"));
      CHECK(count(latex, "{#") == 0);
      CHECK((constant || count(latex, "W") >= 1));
      const auto tree = "\n" + tree_text(s.view(), shown::values) + "\n";
      INFO(tree);
      CHECK(count(tree, "\n") == tree_size(s, s.view().size - 1) + 1);
      CHECK(count(tree, (operator_of(a) != nullptr ? std::string{a.infix} : word_of(what)) + "\n") >= 1);
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

namespace {

/// A reduction over some axes of x says which, whatever it is.
std::vector<sample> partial(int what) {
  sample start;
  for (int t = 0; t < 3; ++t) start.put(tensor_node, -1, -1, -1, static_cast<std::uint64_t>(t));
  std::vector<sample> all;
  for (const std::uint64_t axes : {0b10, 0b01, 0b11, 0b110111}) {
    sample s = start;
    const auto arity = text_table<regula::library_atoms>::rows[what].facts.arity;
    s.put(what, s.put(atom_id::add, 0, 1), arity > 1 ? 1 : -1, -1, axes);
    all.push_back(s);
  }
  return all;
}

}  // namespace

TEST_CASE("every reduction says which axes it gathers") {
  for (int what = 0; what < regula::library_atoms::size; ++what) {
    if (!text_table<regula::library_atoms>::rows[what].facts.reduces) continue;
    const auto all = partial(what);
    const std::string_view words[] = {"(rowwise(W + V)", "(colwise(W + V)", "(axes<0, 1>(W + V)", "(each<3>(W + V)"};
    const std::string_view indices[] = {"_{i,:}", "_{:,j}", "_{:,:,k}", "_{:,:,:,l}"};
    for (std::size_t k = 0; k < all.size(); ++k) {
      const auto plain = plain_text(all[k].view(), shown::values), latex = latex_text(all[k].view(), shown::values);
      INFO(plain << "   " << latex);
      CHECK(count(plain, words[k]) == 1);
      CHECK(is_balanced(plain, '(', ')'));
      CHECK(count(latex, indices[k]) >= 1);
      CHECK(is_balanced(latex, '{', '}'));
      CHECK(count(latex, "\\left") == count(latex, "\\right"));
    }
  }
}

TEST_CASE("every pattern prints as a word and as a condition") {
  for (const auto kind : {pattern::slab, pattern::band})
    for (const int low : {-2, 0, 1, 3})
      for (const int high : {3, 5, pattern::endless})
        for (const bool from_end : {false, true}) {
          const bool band = kind == pattern::band;
          if (!band && !from_end && (low < 0 || high == pattern::endless)) continue;
          if (!band && from_end && high == pattern::endless) continue;
          const pattern p{kind, band ? 0 : 1, low, high, from_end && !band, false};
          sample s;
          s.put(tensor_node, -1);
          s.put(atom_id::kept, 0, -1, -1, p.bits());
          const auto plain = plain_text(s.view(), shown::values), latex = latex_text(s.view(), shown::values);
          INFO(plain << "   " << latex);
          CHECK(is_balanced(plain, '(', ')'));
          CHECK(count(plain, "(W)") == 1);
          CHECK(count(plain, "kept") == 0);
          CHECK(is_balanced(latex, '{', '}'));
          CHECK(latex.starts_with("W_{"));
        }
}

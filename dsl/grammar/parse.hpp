// SPDX-License-Identifier: MIT
/// A text read at run time: its nodes, its names, and the formula written down from them.
#pragma once
#include <dsl/grammar/parser.hpp>
#include <dsl/grammar/quote.hpp>
#include <dsl/grammar/sentence.hpp>
#include <dsl/graph/sentences.hpp>
#include <dsl/graph/written.hpp>
#include <dsl/meta/error.hpp>
#include <memory>
#include <vector>

namespace regula::dsl {

/// A coefficient of a text, in reading order of the formula. Without a value it is to be given one.
struct text_coefficient {
  std::string_view name;  // empty: unnamed
  double value = 0.0;
  bool has_value = false, free = false;
};

/// Three lines: the sentence, the text around a place, carets.
inline std::string with_place(std::string_view sentence, std::string_view text, int where, int length) {
  const auto q = quotation_of(text, where, length);
  std::string all{sentence};
  for (const auto line : {q.line.view(), q.carets.view()}) (all += "\n  ").append(line.data(), line.size());
  return all;
}
[[noreturn]] inline void throw_parse_error(std::string_view sentence, std::string_view text, int where, int length) {
  throw parse_error(with_place(sentence, text, where, length), static_cast<std::size_t>(where));
}

/// A formula as text and nodes. Copies share the text; names are pieces of it.
class parsed_text {
public:
  /// Throws parse_error.
  parsed_text(std::string_view text, const word_set& words) : text_(std::make_shared<const std::string>(text)) {
    const int n = static_cast<int>(smaller_size(text.size(), limits::text_length + 1));
    std::vector<parsed_name> names(size(names_for(n)));
    std::vector<parse_frame> frames(size(stack_for(n)));
    std::vector<parse_operand> operands(frames.size());
    nodes_.resize(size(nodes_for(n)));
    const auto result =
        parse(*text_, words,
              {nodes_.data(), names.data(), frames.data(), operands.data(), nodes_for(n), names_for(n), stack_for(n)});
    if (const auto& p = result.problem; p.kind != mistake::none)
      throw_parse_error(sentence_of(p, *text_).view(), *text_, p.position, p.length);
    nodes_.resize(size(result.node_count));
  }

  std::string_view text() const { return *text_; }
  /// Operands first, the root last.
  const std::vector<parsed_node>& nodes() const { return nodes_; }
  int node_count() const { return static_cast<int>(nodes_.size()); }
  std::string_view name(const parsed_node& n) const { return n.named ? n.name(*text_) : std::string_view{}; }

  /// By slot: the coefficients in the order in which a writer numbers them.
  std::vector<text_coefficient> coefficients() const {
    std::vector<text_coefficient> all;
    for (const auto& n : nodes_) {
      if (n.what != coefficient_node) continue;
      const auto given = name(n);
      bool known = false;
      for (const auto& c : all) known = known || (!given.empty() && c.name == given);
      if (!known) all.push_back({given, n.value, n.has_value, n.free});
    }
    return all;
  }

  /// Writes the formula down: a writer of at least node_count() nodes is then to be finished. The node at which the writer
  /// found something wrong, or -1.
  int write(writer& to) const {
    for (int i = 0; i < node_count(); ++i) {
      const auto& n = nodes_[size(i)];
      const int at = n.what == tensor_node        ? to.tensor(name(n))
                     : n.what == coefficient_node ? to.coefficient(name(n), n.free)
                     : n.what == constant_node    ? to.constant(static_cast<double>(n.p) / static_cast<double>(n.q))
                                                  : to.call(n.what, n.bits, {n.operands});
      if (at != i) return i;
    }
    return -1;
  }
  /// Throws the sentence of what is wrong with a formula that was written down; `node` is what write returned.
  [[noreturn]] void refuse(problem trouble, int node) const {
    const auto& n = node < 0 ? nodes_.back() : nodes_[size(node)];
    throw_parse_error(sentence_of(trouble), *text_, n.position, n.length);
  }

private:
  static std::size_t size(int n) { return static_cast<std::size_t>(n); }
  static std::size_t smaller_size(std::size_t a, std::size_t b) { return a < b ? a : b; }

  std::shared_ptr<const std::string> text_;
  std::vector<parsed_node> nodes_;
};

/// The formula that a text stands for, its atoms those of the library and `words.users`. Throws parse_error.
inline parsed_text parse_text(std::string_view text, const word_set& words = {}) { return {text, words}; }

}  // namespace regula::dsl

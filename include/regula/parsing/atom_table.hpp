// SPDX-License-Identifier: MIT
/// Atoms that a formula read at run time may name beside the library's: facts, rules, words and code of each.
#pragma once
#include <dsl/engine/atom_code.hpp>
#include <dsl/grammar/words.hpp>
#include <dsl/reading/formula_view.hpp>
#include <dsl/rewrite/rules.hpp>
#include <dsl/run/trace.hpp>
#include <vector>

namespace regula::parsing {

using dsl::atom_code, dsl::atom_facts, dsl::atom_rules, dsl::atom_set, dsl::atom_text, dsl::atom_word, dsl::word_set;

/// By atom, in the order of their indices behind those of the library.
struct atom_table {
  std::vector<const atom_facts*> facts;
  std::vector<const atom_rules*> rules;
  std::vector<const atom_code<float>*> floats;
  std::vector<const atom_code<double>*> doubles;
  std::vector<atom_text> texts;
  std::vector<atom_word> words;
  std::vector<dsl::trace_function> traces;

  /// Behind those that are there.
  void append(const atom_table& others) {
    const auto add = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
    add(facts, others.facts), add(rules, others.rules), add(floats, others.floats), add(doubles, others.doubles);
    add(texts, others.texts), add(words, others.words), add(traces, others.traces);
  }
  int count() const { return static_cast<int>(facts.size()); }
  /// With the library's atoms before them. They live as long as this does.
  atom_set atoms() const { return {facts.data(), rules.data(), count(), dsl::rules_table<library_atoms>::rows}; }
  word_set all_words() const { return {words.data(), count()}; }
};

template <class List> struct make_atom_table;
template <class... A> struct make_atom_table<type_list<A...>> {
  static atom_table run() {
    return {{&dsl::facts_of<A>...},        {&dsl::rules_of<A>...},      {&dsl::code_of<A, float>...},
            {&dsl::code_of<A, double>...}, {dsl::user_text_of<A>()...}, {dsl::word_of<A>()...},
            {dsl::trace_of<A>()...}};
  }
};
/// Atoms with those that they use, each once.
template <class... A> struct with_uses {
  using type = typename dsl::unite<type_list<>, typename dsl::own_atoms<A>::type...>::type;
};

}  // namespace regula::parsing

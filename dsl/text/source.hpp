// SPDX-License-Identifier: MIT
/// A formula as text that reads back as the very same, its coefficients with their values: l1 = 0.01; l1 * sum(abs(W)).
#pragma once
#include <dsl/grammar/names.hpp>
#include <dsl/text/plain.hpp>

namespace regula::dsl {

/// The formula behind its definitions: named coefficients by name, unnamed ones as numbers, constants as constant<P, Q>.
class source_writer : public plain_writer {
public:
  explicit source_writer(const formula_view& formula) : plain_writer(formula, shown::names) {}

  std::string text() { return definitions() + plain_writer::text(f_.size - 1); }

  leaf_text leaf(const node& n) const override {
    if (n.what == constant_node) return constant(n.number());
    if (n.what != coefficient_node) return plain_writer::leaf(n);
    const auto& name = f_.coefficients[n.slot()];
    return {name.named() ? std::string{name.given} : number_text(f_.values[n.slot()])};
  }

private:
  static leaf_text constant(double v) {
    const auto f = fraction_of(v);
    if (f.q == 0) return {number_text(v)};  // parts of more than 15 digits: it comes back as a coefficient
    return {"constant<" + std::to_string(f.p) + (f.q == 1 ? ">" : ", " + std::to_string(f.q) + ">")};
  }
  bool guarded(const node& n) const override {
    return n.what == coefficient_node && !f_.coefficients[n.slot()].named() && f_.values[n.slot()] >= 0;
  }
  /// Of a part that turned out to have one entry, too.
  unsigned gathered(const node& n, int) const override {
    return f_.atom(n.what).facts.reduces ? static_cast<unsigned>(n.bits) : 0u;
  }
  /// A word that is a name, too, is called with brackets.
  std::string word(const atom_text& a) const override {
    bool taken = false;
    each_name([&](std::string_view name, int) { taken = taken || name == a.name; });
    return std::string{a.name} + (taken ? "()" : "");
  }
  /// f(name, slot of a coefficient or -1), in reading order, each once.
  template <class F> void each_name(F f) const {
    int tensors = 0, coefficients = 0;
    for (int i = 0; i < f_.size; ++i) {
      const node& n = f_.nodes[i];
      if (n.what == tensor_node && n.slot() == tensors) f(f_.tensors[tensors++], -1);
      if (n.what == coefficient_node && n.slot() == coefficients)
        f(f_.coefficients[coefficients].given, coefficients), ++coefficients;
    }
  }
  std::string definitions() const {
    std::string all;
    each_name([&](std::string_view name, int slot) {
      if (slot >= 0 && !name.empty() && f_.values[slot] != f_.values[slot])
        (all += f_.coefficients[slot].free ? "free " : "coef ").append(name) += "; ";  // without a value
      else if (slot >= 0 && !name.empty())
        (all += f_.coefficients[slot].free ? "free " : "").append(name) += " = " + number_text(f_.values[slot]) + "; ";
      if (slot < 0 && !is_tensor_name(name)) (all += "tensor ").append(name) += "; ";
    });
    return all;
  }
};

/// The formula alone: its coefficients under the names that a list of values beside it has, c0 for one without.
class bare_source_writer : public source_writer {
public:
  using source_writer::source_writer;

  std::string text() { return plain_writer::text(f_.size - 1); }

  leaf_text leaf(const node& n) const override {
    if (n.what == coefficient_node) return {std::string{f_.coefficients[n.slot()].view()}};
    return source_writer::leaf(n);
  }
  /// Whether every constant is written as one.
  bool is_exact() const {
    for (int i = 0; i < f_.size; ++i)
      if (f_.nodes[i].what == constant_node && fraction_of(f_.nodes[i].number()).q == 0) return false;
    return true;
  }

private:
  bool guarded(const node&) const override { return false; }
};

inline std::string source_text(const formula_view& f) { return source_writer{f}.text(); }

}  // namespace regula::dsl

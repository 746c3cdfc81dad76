// SPDX-License-Identifier: MIT
/// A number that writes down what happens to it. An atom's `value` run on it says how the atom is computed in the words
/// of the numbers: what printers of source and of MathML need to know of an atom.
#pragma once
#include <dsl/atoms/power.hpp>
#include <dsl/atoms/transcendental.hpp>
#include <dsl/graph/node.hpp>
#include <dsl/meta/error.hpp>
#include <vector>

namespace regula {

/// A base in this namespace: words of a user's atom, as in exp(x), are looked for here.
struct found_with_words {};

namespace dsl {

/// One operation: a word such as "exp", "+", "where" on earlier steps; "number" and "argument" have none. bits: the
/// double of a number, the index of an argument, the exponent of "pow".
struct noted_step {
  std::string_view word;
  std::int16_t operands[max_operands] = {-1, -1, -1};
  std::uint64_t bits = 0;
};
using notes = std::vector<noted_step>;

/// What comparing noted numbers gives.
struct noted_condition {
  notes* in = nullptr;
  std::int16_t at = -1;
};

class noted;
template <> inline constexpr bool is_numeric<noted> = true;

class noted : found_with_words {
public:
  noted(double number) : number_(number) {}
  noted(notes& in, int at) : in_(&in), at_(as_index(at)) {}
  static noted all(double number) { return {number}; }
  static noted argument(notes& in, int index) {
    in.push_back({"argument", {-1, -1, -1}, static_cast<std::uint64_t>(index)});
    return {in, static_cast<int>(in.size()) - 1};
  }

  /// Where it stands in the notes: a number that no operation has met is written now.
  std::int16_t place(notes& in) const {
    if (in_ != nullptr) return at_;
    in.push_back({"number", {-1, -1, -1}, std::bit_cast<std::uint64_t>(number_)});
    return as_index(static_cast<int>(in.size()) - 1);
  }
  /// Marks of axes, and what reduces or needs a matrix, in the definition of an atom that works entry by entry.
  noted along(unsigned /*axes*/) const { return *this; }
  template <class A> static noted of_whole() {
    throw error("an atom's definition has " + std::string{A::name} +
                ", which needs more than an entry: with on_arrays it says how it is written");
  }
  noted to_power(rational r) const { return note("pow", {*this}, r.bits()); }

  friend noted operator-(const noted& a) { return note("negate", {a}); }
  friend noted operator+(const noted& a, const noted& b) { return note("+", {a, b}); }
  friend noted operator-(const noted& a, const noted& b) { return note("-", {a, b}); }
  friend noted operator*(const noted& a, const noted& b) {
    return a.in_ != nullptr && a.at_ == b.at_ && b.in_ != nullptr ? note("square", {a}) : note("*", {a, b});
  }
  friend noted operator/(const noted& a, const noted& b) { return note("/", {a, b}); }
  friend noted_condition operator==(const noted& a, const noted& b) { return compare("==", a, b); }
  friend noted_condition operator!=(const noted& a, const noted& b) { return compare("!=", a, b); }
  friend noted_condition operator<(const noted& a, const noted& b) { return compare("<", a, b); }
  friend noted_condition operator>(const noted& a, const noted& b) { return compare(">", a, b); }
  friend noted_condition operator<=(const noted& a, const noted& b) { return compare("<=", a, b); }
  friend noted_condition operator>=(const noted& a, const noted& b) { return compare(">=", a, b); }
  friend noted select(noted_condition c, const noted& a, const noted& b) {
    return note("where", {{*c.in, c.at}, a, b});
  }

  friend noted abs(const noted& x) { return note("abs", {x}); }
  friend noted sign(const noted& x) { return note("sign", {x}); }
  friend noted copysign(const noted& size, const noted& sign) { return note("copysign", {size, sign}); }
  friend noted min(const noted& a, const noted& b) { return note("min", {a, b}); }
  friend noted max(const noted& a, const noted& b) { return note("max", {a, b}); }
  friend noted greater(const noted& a, const noted& b) { return note("greater", {a, b}); }
  friend noted nonzero(const noted& x) { return note("nonzero", {x}); }
  friend noted is_equal(const noted& a, const noted& b) { return note("is_equal", {a, b}); }
  friend noted inverse(const noted& x) { return 1.0 / x; }
  friend noted safe_inverse(const noted& x) { return note("safe_inverse", {x}); }
  friend noted sqrt(const noted& x) { return note("sqrt", {x}); }
  friend noted inverse_sqrt(const noted& x) { return 1.0 / sqrt(x); }
  friend noted safe_inverse_sqrt(const noted& x) { return safe_inverse(sqrt(x)); }
  friend noted exp(const noted& x) { return note("exp", {x}); }
  friend noted expm1(const noted& x) { return note("expm1", {x}); }
  friend noted log(const noted& x) { return note("log", {x}); }
  friend noted log1p(const noted& x) { return note("log1p", {x}); }
  friend noted sin(const noted& x) { return note("sin", {x}); }
  friend noted cos(const noted& x) { return note("cos", {x}); }
  friend noted tanh(const noted& x) { return note("tanh", {x}); }
  friend noted tanh_slope(const noted& x, const noted& /*y*/) {
    const noted e = exp(-2.0 * abs(x)), s = 1.0 + e;
    return 4.0 * e / (s * s);
  }
  friend noted atan(const noted& x) { return note("atan", {x}); }

private:
  static noted note(std::string_view word, std::initializer_list<noted> x, std::uint64_t bits = 0) {
    notes* in = nullptr;
    for (const noted& each : x)
      if (each.in_ != nullptr) in = each.in_;
    if (in == nullptr) throw error("an atom's value computes with numbers alone, not with its argument");
    noted_step step{word, {-1, -1, -1}, bits};
    int k = 0;
    for (const noted& each : x) step.operands[k++] = each.place(*in);
    in->push_back(step);
    return {*in, static_cast<int>(in->size()) - 1};
  }
  static noted_condition compare(std::string_view word, const noted& a, const noted& b) {
    const noted made = note(word, {a, b});
    return {made.in_, made.at_};
  }

  notes* in_ = nullptr;
  std::int16_t at_ = -1;
  double number_ = 0.0;
};

/// How the atom A is computed of its arguments; the last step is the value.
template <class A> notes notes_of() {
  notes in;
  noted x[max_operands] = {0.0, 0.0, 0.0};
  for (int k = 0; k < A::arity; ++k) x[k] = noted::argument(in, k);
  const noted y = [&] {
    if constexpr (A::arity == 1)
      return evaluate<A, 0, noted>(x[0]);
    else if constexpr (A::arity == 2)
      return evaluate<A, 0, noted>(x[0], x[1]);
    else
      return evaluate<A, 0, noted>(x[0], x[1], x[2]);
  }();
  const auto at = static_cast<std::size_t>(y.place(in));
  in.resize(at + 1);
  return in;
}

/// Whether an atom is known entry by entry from its arguments alone.
template <class A>
inline constexpr bool can_be_noted = A::meets == role::entries && !A::parametric && A::arity > 0 &&
                                     A::neighbours(0) == 0 && (has_value<A> || has_definition<A>);

}  // namespace dsl
}  // namespace regula

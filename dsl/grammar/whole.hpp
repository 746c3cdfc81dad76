// SPDX-License-Identifier: MIT
/// Whole numbers that are part of a formula: settings and exponents.
#pragma once
#include <dsl/atoms/power.hpp>
#include <dsl/grammar/token.hpp>
#include <numeric>

namespace regula::dsl {

constexpr parse_problem problem_at(mistake kind, const token& t) {
  return {t.kind == token_kind::wrong ? t.trouble : kind, t.position, t.length};
}

/// Whether a token is a whole number of so many digits at most.
constexpr bool read_whole(const lexer& text, const token& t, int most_digits, std::int64_t& n) {
  if (t.kind != token_kind::number || t.length > most_digits) return false;
  std::uint64_t all = 0;  // of 19 digits at most
  for (const char c : text.text(t)) {
    if (!is_digit(c)) return false;
    all = all * 10 + static_cast<std::uint64_t>(c - '0');
  }
  n = static_cast<std::int64_t>(all);
  return n >= 0;
}

/// The numbers between < and >, if there are some at a place; the place moves behind them.
constexpr parse_problem read_settings(const lexer& text, int& at, settings& s) {
  auto t = text.read(at);
  if (!t.is('<')) return {};
  t = text.read(t.after());
  while (!t.is('>')) {
    const bool below = t.is('-');
    if (below) t = text.read(t.after());
    std::int64_t n = 0;
    if (s.count == settings::most || !read_whole(text, t, limits::setting_digits, n))
      return problem_at(mistake::setting, t);
    s.at[s.count++] = below ? -n : n;
    t = text.read(t.after());
    if (t.is('>')) break;
    if (!t.is(',')) return problem_at(mistake::settings_not_closed, t);
    t = text.read(t.after());
  }
  at = t.after();
  return {};
}

/// constant<P, Q> in lowest terms; a sentence where it is none.
constexpr std::string_view read_constant(const settings& s, std::int64_t& p, std::int64_t& q) {
  if (s.count < 1 || s.count > 2) return "a constant is constant<P> or constant<P, Q>";
  p = s.at[0];
  q = s.count > 1 ? s.at[1] : 1;
  if (q == 0) return "constant<P, Q> is P / Q: Q must not be 0";
  const auto g = std::gcd(p, q) * (q < 0 ? -1 : 1);
  p /= g;
  q /= g;
  return {};
}

constexpr parse_problem read_exponent_part(const lexer& text, int& at, bool may_be_negative, std::int64_t& n) {
  auto t = text.read(at);
  const bool below = may_be_negative && t.is('-');
  if (below) t = text.read(t.after());
  if (!read_whole(text, t, 9, n) || (!may_be_negative && n == 0)) return problem_at(mistake::exponent, t);
  if (below) n = -n;
  at = t.after();
  return {};
}
/// What follows the ^ of x^2, x^-1 and x^(3/2); the place moves behind it.
constexpr parse_problem read_exponent(const lexer& text, int& at, rational& r) {
  std::int64_t p = 0, q = 1;
  const bool bracket = text.read(at).is('(');
  if (bracket) at = text.read(at).after();
  if (const auto wrong = read_exponent_part(text, at, true, p); wrong.kind != mistake::none) return wrong;
  if (bracket) {
    if (text.read(at).is('/')) {
      at = text.read(at).after();
      if (const auto wrong = read_exponent_part(text, at, false, q); wrong.kind != mistake::none) return wrong;
    }
    if (!text.read(at).is(')')) return problem_at(mistake::exponent, text.read(at));
    at = text.read(at).after();
  }
  if (text.read(at).is('^')) return problem_at(mistake::power_of_power, text.read(at));
  r = rational::reduced(p, q);
  return {};
}

}  // namespace regula::dsl

// SPDX-License-Identifier: MIT
/// Names in LaTeX: lambda1 is \lambda_{1}, W0 is W_{0}, kernel is \mathrm{kernel}.
#pragma once
#include <string>
#include <string_view>

namespace regula::dsl {

inline bool is_greek(std::string_view word) {
  for (const std::string_view letter :
       {"alpha", "beta",  "gamma",  "delta", "epsilon", "zeta",  "eta",     "theta", "iota", "kappa", "lambda", "mu",
        "nu",    "xi",    "pi",     "rho",   "sigma",   "tau",   "upsilon", "phi",   "chi",  "psi",   "omega",  "Gamma",
        "Delta", "Theta", "Lambda", "Xi",    "Pi",      "Sigma", "Upsilon", "Phi",   "Psi",  "Omega"})
    if (word == letter) return true;
  return false;
}

inline std::string escaped(std::string_view word) {
  std::string out;
  for (const char c : word) (out += c == '_' ? "\\" : "") += c;
  return out;
}

/// One word: a Greek letter, a single letter, a number, or upright text.
inline std::string latex_word(std::string_view word) {
  if (is_greek(word)) return "\\" + std::string{word};
  const bool number = word.find_first_not_of("0123456789") == std::string_view::npos;
  return word.size() == 1 || number ? escaped(word) : "\\mathrm{" + escaped(word) + "}";
}

/// What follows the first _, or the digits at the end, is an index.
inline std::string latex_name(std::string_view name) {
  auto split = name.find('_', 1), next = split + 1;
  if (split == std::string_view::npos) next = split = name.find_last_not_of("0123456789") + 1;
  if (split == name.size() || next >= name.size() || name[0] == '_') return latex_word(name);
  return latex_word(name.substr(0, split)) + "_{" + latex_word(name.substr(next)) + "}";
}

}  // namespace regula::dsl

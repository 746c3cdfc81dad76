// SPDX-License-Identifier: MIT
/// The words of atoms that are templates read back: each instance knows its own numbers.
#pragma once
#include <dsl/atoms/power.hpp>

namespace regula::dsl {

/// singular_powers<P, Q>(x), and schatten<P, Q>(x), which has a power around it.
constexpr meaning read_singular_powers(std::string_view word, const settings& s, rational own) {
  if (s.count < 1 || s.count > 2 || !s.within(0, 1, rational::most))
    return meaning::refuse("singular_powers<P, Q>(x) sums sigma to the power P / Q: it must be positive");
  const auto r = rational::reduced(s.at[0], s.number(1, 1));
  if (r.p != own.p || r.q != own.q) return meaning::another();
  if (word == "singular_powers") return {};
  return {0, "pow", rational::reduced(s.number(1, 1), s.at[0]).bits()};
}
constexpr meaning read_power_norm(const settings& s, int own) {
  if (s.count > 1 || !s.within(0, 1, 999'999'999))
    return meaning::refuse("power_norm<Iterations>(x) takes at least one iteration");
  return s.number(0, 16) == own ? meaning{} : meaning::another();
}
constexpr meaning read_top_k_sum(const settings& s, int own) {
  if (s.count != 1 || s.at[0] < 1) return meaning::refuse("top_k_sum<K>(x) sums at least one entry");
  return s.at[0] == own ? meaning{} : meaning::another();
}

}  // namespace regula::dsl

// error: the buffer for a derivative is const: nothing can be written to it
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

void refused(const std::vector<float>& w, std::vector<float>& g) {
#ifdef TWIN
  p.gradient(w, std::span<float>(g));
#else
  p.gradient(w, std::span<const float>(g));
#endif
}

// error: a reduction states its value in other atoms: static auto defined_as(const auto& x)
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

struct energy_atom : regula::reduction {
  static constexpr std::string_view name = "energy", latex = "E\\left({#1}\\right)";
  static constexpr auto slope(const auto& x, const auto&) { return 2.0 * x; }
#ifdef TWIN
  static constexpr auto defined_as(const auto& x) { return sum(square(x)); }
#endif
};
constexpr auto energy(regula::argument auto x) { return regula::call<energy_atom>(x); }

double refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {
  return regula::penalty(0.1 * energy(W)).value_and_gradient(w, g);
}

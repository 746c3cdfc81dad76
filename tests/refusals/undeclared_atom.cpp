// error: an atom's slope calls another atom of yours: list it, using uses = regula::type_list<that_atom>
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

struct doubled_atom : regula::elementwise {
  static constexpr std::string_view name = "doubled", latex = "2 {#1}";
  static constexpr auto value(const auto& x) { return x + x; }
  static constexpr auto slope(const auto&, const auto&) { return 2.0; }
};
struct my_square_atom : regula::elementwise {
  static constexpr std::string_view name = "my_square", latex = "{#1}^{2}";
#ifdef TWIN
  using uses = regula::type_list<doubled_atom>;
#endif
  static constexpr auto value(const auto& x) { return x * x; }
  static constexpr auto slope(const auto& x, const auto&) { return regula::call<doubled_atom>(x); }
};
constexpr auto my_square(regula::argument auto x) { return regula::call<my_square_atom>(x); }

double refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {
  return regula::penalty(0.1 * sum(my_square(W))).value_and_gradient(w, g);
}

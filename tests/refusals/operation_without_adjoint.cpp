// error: the formula has a matrix operation that states no adjoint: only its value is known
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

struct flipped_atom : regula::matrix_operation {
  static constexpr std::string_view name = "flipped", latex = "J {#1}";
  static constexpr auto shape_of(auto& extents, const regula::dsl::shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    return x[0];
  }
#ifdef TWIN
  static constexpr auto adjoint(const auto&, const auto& y, const auto& a) {
    return regula::call<flipped_atom>(a.like(y));
  }
#endif
  template <class S> static void compute(const auto& out, const auto* x, std::uint64_t, auto&) {
    for (std::ptrdiff_t j = 0; j < out.cols; ++j)
      for (std::ptrdiff_t i = 0; i < out.rows; ++i) out(i, j) = x[0](out.rows - 1 - i, j);
  }
};
constexpr auto flipped(regula::argument auto x) { return regula::call<flipped_atom>(x); }

double refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {
  return regula::penalty(sum(square(W - flipped(W)))).value_and_gradient(w, g);
}

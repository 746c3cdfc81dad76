// error: a matrix operation has a 1 x 1 matrix as its operand or its result
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

/// The rows in reverse order.
struct flipped_atom : regula::matrix_operation {
  static constexpr std::string_view name = "flipped", latex = "J {#1}";
  static constexpr auto shape_of(auto& extents, const regula::dsl::shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    return x[0];
  }
#ifdef TWIN
  static constexpr auto simplified(const auto& x) { return x.has_one_entry() ? x : unchanged(x); }
#endif
  template <class S> static void compute(const auto& out, const auto* x, std::uint64_t, auto& /*workspace*/) {
    for (std::ptrdiff_t j = 0; j < out.cols; ++j)
      for (std::ptrdiff_t i = 0; i < out.rows; ++i) out(i, j) = x[0](out.rows - 1 - i, j);
  }
};

double refused(const Eigen::MatrixXf& w) {
  return regula::penalty(sum(regula::call<flipped_atom>(gram(norm2(rowwise(W))))))(w);
}

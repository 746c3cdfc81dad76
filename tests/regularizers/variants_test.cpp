// SPDX-License-Identifier: MIT
/// The kernels in the library, against the headers compiled for the same kind of processor: the same bits. Compiled once
/// for each kind; REGULA_KERNELS is the table of the library.
#include <Eigen/Core>
#include <bit>
#include <regula/regularizers/builtin_kernels.hpp>
#include <tests/catch.hpp>

namespace {

using regula::tensor_view;

template <class S> Eigen::Array<S, Eigen::Dynamic, 1> numbers(std::ptrdiff_t n) {
  Eigen::Array<S, Eigen::Dynamic, 1> w(n);
  for (std::ptrdiff_t k = 0; k < n; ++k) w(k) = static_cast<S>(k % 7 - 3) / static_cast<S>(k % 5 + 3);
  return w;
}
template <class S> tensor_view<S> matrix(S* data, std::ptrdiff_t rows, std::ptrdiff_t columns) {
  tensor_view<S> v{};
  v.data = data, v.rank = 2;
  v.extents[0] = rows, v.extents[1] = columns;
  v.strides[0] = columns, v.strides[1] = 1;
  return v;
}
std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }

template <class S, class P>
void same_bits(const P& p, const regula::regularizers::calls<P, S>& in_library, std::ptrdiff_t rows,
               std::ptrdiff_t columns) {
  CAPTURE(rows, columns, sizeof(S));
  const auto w = numbers<S>(rows * columns);
  auto ours = numbers<S>(rows * columns), theirs = ours;
  const auto view = matrix(w.data(), rows, columns);
  CHECK(bits(in_library.value(p, {}, view)) == bits(p(view)));
  const auto g = matrix(ours.data(), rows, columns), h = matrix(theirs.data(), rows, columns);
  CHECK(bits(in_library.gradient(p, {}, view, g)) == bits(p.value_and_gradient(view, h)));
  CHECK((ours == theirs).all());
  CHECK(bits(in_library.add_gradient(p, {}, view, g)) == bits(p.value_and_add_gradient(view, h)));
  CHECK((ours == theirs).all());
}

TEST_CASE("the library's kernels have the bits of the headers") {
  const auto& table = regula::regularizers::REGULA_KERNELS;
  for (const auto& [rows, columns] : {std::pair{1, 1}, {3, 5}, {64, 64}, {257, 61}}) {
    same_bits<float>(regula::gallery::l1(0.3), table.l1.of_floats, rows, columns);
    same_bits<double>(regula::gallery::l1(0.3), table.l1.of_doubles, rows, columns);
    same_bits<float>(regula::gallery::l2(0.3), table.l2.of_floats, rows, columns);
    same_bits<double>(regula::gallery::l2(0.3), table.l2.of_doubles, rows, columns);
    same_bits<float>(regula::gallery::l1_l2(0.3, 0.7), table.l1_l2.of_floats, rows, columns);
    same_bits<double>(regula::gallery::l1_l2(0.3, 0.7), table.l1_l2.of_doubles, rows, columns);
    same_bits<float>(regula::gallery::orthogonal_columns(0.3), table.cosine.of_floats, rows, columns);
  }
}

}  // namespace

// SPDX-License-Identifier: MIT
/// Programs with panels and matrices: shapes that do not fit and results that would overwrite what is still to be read
/// are named, and nothing is written.
#include <regula/tensor.hpp>
#include <tests/kernel/kernel.hpp>

namespace {

using namespace kernel_test;
using regula::identity;
using regula::overlap_error;
using regula::shape_error;
using regula::wrt;

constexpr auto rows = regula::penalty(sum(norm2(rowwise(W))));
constexpr auto skew = regula::penalty(sum(square(W + transpose(W))));
constexpr auto diagonal_sum = regula::penalty(trace(W));
constexpr auto product = regula::penalty(sum(square(matmul(W, V) - X)));
constexpr auto transposed = regula::penalty(sum(abs(transpose(W) - V)));
constexpr auto orthogonal = regula::penalty(sum(square(gram(W) - identity)));
constexpr auto weighed = regula::penalty(sum(V * norm2(rowwise(W))));

matrix<double> random(Eigen::Index n, Eigen::Index m) { return matrix<double>::Random(n, m); }
matrix<double> untouched(Eigen::Index n, Eigen::Index m) { return matrix<double>::Constant(n, m, -77); }
bool is_untouched(const matrix<double>& g) { return (g.array() == -77).all(); }

}  // namespace

TEST_CASE("extents that products and transposes need are named", "[kernel]") {
  matrix<double> g = untouched(3, 4), h = untouched(4, 2);
  CHECK(refusal<shape_error>([&] { skew.gradient(random(3, 4), g); }) ==
        "the formula needs W to be square: it is 3 x 4");
  CHECK(refusal<shape_error>([&] { diagonal_sum.value_and_gradient(random(3, 4), g); }) ==
        "the formula needs W to be square: it is 3 x 4");
  CHECK(refusal<shape_error>([&] { product.gradient(W = wrt(random(3, 4), g), V = random(5, 2), X = random(3, 2)); }) ==
        "the formula joins axis 1 of W (3 x 4) and axis 0 of V (5 x 2): their extents must be equal");
  CHECK(refusal<shape_error>([&] {
          product.add_gradient(W = wrt(random(3, 4), g), V = wrt(random(4, 2), h), X = random(3, 7));
        }) == "the formula joins axis 1 of V (4 x 2) and axis 1 of X (3 x 7): their extents must be equal");
  CHECK(refusal<shape_error>([&] { transposed(W = random(3, 4), V = random(3, 4)); }) ==
        "the formula joins axis 1 of W (3 x 4) and axis 0 of V (3 x 4): their extents must be equal");
  CHECK(refusal<shape_error>([&] { weighed.gradient(W = wrt(random(3, 4), g), V = random(4, 5)); }) ==
        "the formula joins axis 0 of V (4 x 5) and axis 0 of W (3 x 4): their extents must be equal");
  CHECK(is_untouched(g));
  CHECK(is_untouched(h));
}

TEST_CASE("a tensor of three axes has no transpose", "[kernel]") {
  Eigen::Tensor<double, 3> cube(3, 4, 2);
  cube.setRandom();
  Eigen::Tensor<double, 3> g = cube;
  g.setConstant(-77);
  CHECK(refusal<shape_error>([&] { orthogonal.gradient(cube, g); }) ==
        "the formula has matrix products or transposes of W (3 x 4 x 2): it needs a matrix");
  CHECK(refusal<shape_error>([&] { skew(cube); }) == "the formula needs W to be square: it is 3 x 4 x 2");
  CHECK(refusal<shape_error>([&] { transposed(W = random(4, 3), V = cube); }) ==
        "the formula has matrix products or transposes of V (3 x 4 x 2): it needs a matrix");
  for (Eigen::Index i = 0; i < g.size(); ++i) CHECK(g.data()[i] == -77);
  Eigen::Tensor<double, 3> flat(3, 4, 1);
  flat.setRandom();
  CHECK(orthogonal(flat) == orthogonal(Eigen::Map<matrix<double>>(flat.data(), 3, 4)));
}

TEST_CASE("buffers and directions of programs with panels have their tensor's shape", "[kernel]") {
  matrix<double> g = untouched(4, 3), h = untouched(3, 4);
  CHECK(refusal<shape_error>([&] { rows.gradient(random(3, 4), g); }) ==
        "the derivative buffer of W is 4 x 3; it must have the shape of W (3 x 4)");
  CHECK(refusal<shape_error>([&] { orthogonal.value_and_add_gradient(random(3, 4), g); }) ==
        "the derivative buffer of W is 4 x 3; it must have the shape of W (3 x 4)");
  CHECK(refusal<shape_error>([&] { rows.hessian_vector(random(3, 4), random(4, 3), h); }) ==
        "the direction of W is 4 x 3; it must have the shape of W (3 x 4)");
  CHECK(is_untouched(g));
  CHECK(is_untouched(h));
}

TEST_CASE("a gradient of panels that overlaps an input is refused", "[kernel]") {
  matrix<double> w = random(20, 10), g = untouched(20, 10);
  const matrix<double> before = w;
  const std::string on_itself = "the derivative buffer of W overlaps the tensor W: give it memory of its own";
  CHECK(refusal<overlap_error>([&] { rows.gradient(w, w); }) == on_itself);
  CHECK(refusal<overlap_error>([&] { orthogonal.add_gradient(w.leftCols(6), w.middleCols(4, 6)); }) == on_itself);
  matrix<double> v = random(10, 4);
  CHECK(refusal<overlap_error>([&] {
          product.gradient(W = wrt(w, g), V = wrt(v, g.block(0, 0, 10, 4)), X = random(20, 4));
        }) == "the derivative buffer of V overlaps the derivative buffer of W: give it memory of its own");
  CHECK(refusal<overlap_error>([&] { rows.hessian_vector(w, g, g); }) ==
        "the derivative buffer of W overlaps the direction of W: give it memory of its own");
  CHECK(w == before);
  CHECK(is_untouched(g));

  rows.gradient(w.leftCols(5), g.rightCols(5));
  matrix<double> own(20, 5);
  rows.gradient(w.leftCols(5), own);
  CHECK(g.rightCols(5) == own);
  CHECK(is_untouched(g.leftCols(5)));
  rows.gradient(w.leftCols(5), w.rightCols(5));
  CHECK(w.rightCols(5) == own);
}

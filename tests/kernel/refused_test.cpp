// SPDX-License-Identifier: MIT
/// Shapes that do not fit and results that would overwrite what is still to be read: named, and nothing is written.
#include <tests/kernel/kernel.hpp>

namespace {

using namespace kernel_test;
using regula::wrt;

constexpr auto anchored = regula::penalty(sum(M * square(W - W0)));

}  // namespace

TEST_CASE("shapes that do not fit are named", "[kernel]") {
  using regula::shape_error;
  const matrix<double> w = matrix<double>::Random(8, 4), v = matrix<double>::Random(4, 8);
  matrix<double> g = matrix<double>::Constant(4, 8, -77), right = matrix<double>::Constant(8, 4, -77);
  column<double> flat = column<double>::Constant(32, -77);

  CHECK(refusal<shape_error>([&] { elastic.gradient(w, g); }) ==
        "the derivative buffer of W is 4 x 8; it must have the shape of W (8 x 4)");
  CHECK(refusal<shape_error>([&] { elastic.value_and_add_gradient(w, flat); }) ==
        "the derivative buffer of W is 32; it must have the shape of W (8 x 4)");
  CHECK(refusal<shape_error>([&] { elastic.gradient(w, matrix<double>(0, 0)); }) ==
        "the derivative buffer of W is 0 x 0; it must have the shape of W (8 x 4)");
  CHECK(refusal<shape_error>([&] { elastic.hessian_vector(w, v, right); }) ==
        "the direction of W is 4 x 8; it must have the shape of W (8 x 4)");
  CHECK(refusal<shape_error>([&] { anchored(W = w, W0 = v, M = w); }) ==
        "the formula joins M (8 x 4) and W0 (4 x 8) entry by entry: their shapes must be equal");
  CHECK(refusal<shape_error>([&] { anchored.gradient(W = wrt(w, right), W0 = flat, M = w); }) ==
        "the formula joins M (8 x 4) and W0 (32) entry by entry: their shapes must be equal");
  CHECK(refusal<shape_error>([&] { anchored.gradient(W = wrt(w, right), W0 = wrt(w, g), M = w); }) ==
        "the derivative buffer of W0 is 4 x 8; it must have the shape of W0 (8 x 4)");
  CHECK((g.array() == -77).all());
  CHECK((right.array() == -77).all());
  CHECK((flat.array() == -77).all());

  std::vector<double> list(8), buffer(8);
  CHECK(elastic.value_and_gradient(list, buffer) == 0);
  CHECK(elastic.value_and_gradient(column<double>::Zero(8).eval(), buffer) == 0);
  CHECK(refusal<shape_error>([&] { elastic.gradient(matrix<double>::Zero(1, 8).eval(), buffer); }) ==
        "the derivative buffer of W is 8; it must have the shape of W (1 x 8)");
}

TEST_CASE("a result that overlaps an input is refused", "[kernel]") {
  using regula::overlap_error;
  matrix<double> w = matrix<double>::Random(20, 10);
  const matrix<double> before = w;
  matrix<double> g = matrix<double>::Constant(20, 10, -77), h = g;
  const std::string on_itself = "the derivative buffer of W overlaps the tensor W: give it memory of its own";

  CHECK(refusal<overlap_error>([&] { elastic.gradient(w, w); }) == on_itself);
  CHECK(refusal<overlap_error>([&] { elastic.gradient(w.leftCols(6), w.middleCols(4, 6)); }) == on_itself);
  CHECK(refusal<overlap_error>([&] { elastic.gradient(w.block(0, 0, 8, 8), w.block(7, 2, 8, 8)); }) == on_itself);
  CHECK(refusal<overlap_error>([&] { elastic.gradient(w.block(4, 2, 8, 8), w.block(0, 0, 8, 8)); }) == on_itself);
  CHECK(refusal<overlap_error>([&] { elastic.gradient(w.row(3), w.block(2, 0, 5, 10).row(1)); }) == on_itself);
  std::span<double> all(w.data(), 200);
  CHECK(refusal<overlap_error>([&] { elastic.gradient(all.first(100), all.subspan(99, 100)); }) == on_itself);
  CHECK(refusal<overlap_error>([&] { elastic.hessian_vector(g, w, w); }) ==
        "the derivative buffer of W overlaps the direction of W: give it memory of its own");
  CHECK(refusal<overlap_error>([&] { anchored.gradient(W = wrt(h, g), W0 = g, M = h); }) ==
        "the derivative buffer of W overlaps the tensor W0: give it memory of its own");
  const std::string twice = refusal<overlap_error>([&] { anchored.gradient(W = wrt(w, g), W0 = wrt(w, g), M = w); });
  CHECK(twice.find("overlaps the derivative buffer of") != std::string::npos);
  CHECK(w == before);
  CHECK((g.array() == -77).all());
}

TEST_CASE("parts of one matrix that do not touch are fine", "[kernel]") {
  matrix<double> m = matrix<double>::Random(20, 10);
  matrix<double> g(20, 5), b(8, 8);
  const matrix<double> before = m;
  const auto run = [&](auto in, auto out, auto&& own) {
    elastic.gradient(in, own);
    elastic.gradient(in, out);
    return out == own;
  };
  CHECK(run(m.leftCols(5), m.rightCols(5), g));
  CHECK(run(m.rightCols(5), m.leftCols(5), g));
  m = before;
  CHECK(run(m.topRows(10), m.bottomRows(10), matrix<double>(10, 10)));
  CHECK(run(m.bottomRows(10), m.topRows(10), matrix<double>(10, 10)));
  CHECK(run(m.block(0, 0, 8, 5), m.block(8, 5, 8, 5), matrix<double>(8, 5)));
  CHECK(run(m.block(12, 0, 8, 5), m.block(0, 5, 8, 5), matrix<double>(8, 5)));
  CHECK(run(m.row(3), m.row(4), Eigen::RowVectorXd(10)));
  std::span<double> all(m.data(), 200);
  elastic.gradient(all.first(100), all.last(100));
  elastic.gradient(all.first(0), all.first(0));
}

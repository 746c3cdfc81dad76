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
  matrix<double> none(0, 0);

  CHECK(refusal<shape_error>([&] { elastic.gradient(w, g); }) ==
        "the derivative buffer of W is 4 x 8; it must have the shape of W (8 x 4)");
  CHECK(refusal<shape_error>([&] { elastic.value_and_add_gradient(w, flat); }) ==
        "the derivative buffer of W is 32; it must have the shape of W (8 x 4)");
  CHECK(refusal<shape_error>([&] { elastic.gradient(w, none); }) ==
        "the derivative buffer of W is 0 x 0; it must have the shape of W (8 x 4)");
  CHECK(refusal<shape_error>([&] { elastic.hessian_vector(w, v, right); }) ==
        "the direction of W is 4 x 8; it must have the shape of W (8 x 4)");
  CHECK(refusal<shape_error>([&] { anchored(W = w, W0 = v, M = w); }) ==
        "the formula joins M (8 x 4) and W0 (4 x 8) entry by entry: their shapes must be equal; the product of "
        "matrices is matmul(M, W0)");
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

TEST_CASE("a buffer that overlaps itself is refused", "[kernel]") {
  using regula::overlap_error, regula::tensor_view;
  using strides = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
  using map = Eigen::Map<matrix<double>, 0, strides>;
  const std::string on_itself =
      "the derivative buffer of W overlaps itself: each of its entries needs memory of its own";
  const matrix<double> w = matrix<double>::Random(4, 3);
  const column<double> v = column<double>::Random(4);
  std::vector<double> memory(40, -77);
  const auto taken = [&](std::ptrdiff_t outer, std::ptrdiff_t inner) {
    return refusal<overlap_error>([&] { elastic.gradient(w, map(memory.data(), 4, 3, strides(outer, inner))); });
  };
  CHECK(taken(4, 0) == on_itself);
  CHECK(taken(0, 1) == on_itself);
  CHECK(taken(3, 1) == on_itself);
  CHECK(taken(3, 2) == on_itself);  // the last of column 0 is the first of column 2
  CHECK(refusal<overlap_error>([&] {
          elastic.gradient(
              v, Eigen::Map<column<double>, 0, Eigen::InnerStride<>>(memory.data(), 4, Eigen::InnerStride<>(0)));
        }) == on_itself);
  CHECK(refusal<overlap_error>([&] { elastic.hessian_vector(w, w, map(memory.data(), 4, 3, strides(3, 1))); }) ==
        on_itself);
  CHECK(refusal<overlap_error>([&] { elastic.value_and_add_gradient(w, map(memory.data(), 4, 3, strides(3, 1))); }) ==
        on_itself);
  constexpr auto rows = regula::penalty(sum(norm2(rowwise(W))));
  CHECK(refusal<overlap_error>([&] { rows.gradient(w, map(memory.data(), 4, 3, strides(3, 1))); }) == on_itself);
  CHECK(std::count(memory.begin(), memory.end(), -77.0) == 40);

  // Interleaved, backwards or with one entry along an axis: no address twice.
  matrix<double> g(4, 3);
  elastic.gradient(w, g);
  CHECK(taken(4, 1) == "not refused");
  CHECK(taken(1, 3) == "not refused");
  CHECK(taken(2, 3) == "not refused");
  CHECK(taken(4, 3) == "not refused");  // 0 to 9, 4 to 13, 8 to 17: no address twice
  CHECK(map(memory.data(), 4, 3, strides(4, 3)) == g);
  elastic.gradient(w, tensor_view<double>{memory.data() + 11, 2, {4, 3}, {-1, -4}});
  CHECK((Eigen::Map<column<double>>(memory.data(), 12).reverse() == Eigen::Map<column<double>>(g.data(), 12)));
  CHECK(refusal<overlap_error>([&] { elastic.gradient(w.col(0), map(memory.data(), 4, 1, strides(0, 1))); }) ==
        "not refused");
  CHECK(refusal<overlap_error>(
            [&] { elastic.gradient(matrix<double>(0, 3), map(memory.data(), 0, 3, strides(0, 0))); }) == "not refused");
  matrix<double> broadcast = matrix<double>::Random(4, 1);
  const map stretched(broadcast.data(), 4, 3, strides(0, 1));  // read only: an input may
  elastic.gradient(stretched, g);
}

TEST_CASE("whether a tensor overlaps itself, against every pair of its entries", "[kernel]") {
  using regula::tensor_view;
  int found = 0;
  const auto agree = [&](const tensor_view<double>& v) {
    std::vector<std::ptrdiff_t> at;
    for (std::ptrdiff_t i = 0; i < v.extents[0]; ++i)
      for (std::ptrdiff_t j = 0; j < v.extents[1]; ++j)
        for (std::ptrdiff_t k = 0; k < v.extents[2]; ++k)
          at.push_back(i * v.strides[0] + j * v.strides[1] + k * v.strides[2]);
    bool twice = false;
    for (std::size_t i = 0; i < at.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) twice = twice || at[i] == at[j];
    found += twice;
    return regula::dsl::overlaps_itself(v) == twice;
  };
  bool all = true;
  for (int e = 0; e < 36; ++e)
    for (int s = 0; s < 9 * 9 * 9; ++s)
      all = all && agree({nullptr, 3, {e % 3 + 1, e / 3 % 3 + 1, e / 9}, {s % 9 - 2, s / 9 % 9 - 1, s / 81}});
  CHECK(all);
  CHECK((found > 1000 && found < 25000));
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

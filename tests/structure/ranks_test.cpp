// SPDX-License-Identifier: MIT
/// Tensors of one to six axes: any of them gathered, differenced or cut, in Eigen's tensors and in memory with strides.
#include <tests/structure/groups.hpp>
//
#include <regula/tensor.hpp>

namespace {

using namespace structure_test;
using regula::constant;

struct entry {
  const char* name;
  subject<double> p;
  std::function<real(const cube&)> value;
};
template <class F> entry make(const char* name, F f, std::function<real(const cube&)> value) {
  return {name, compiled<double>(f), std::move(value)};
}

/// f of each group, put back at every entry of it.
cube spread_back(const cube& w, unsigned gathered, real (*f)(const reals&)) {
  cube numbered = w, result = w;
  std::iota(numbered.x.begin(), numbered.x.end(), real{0});
  const auto values = groups(w, gathered), places = groups(numbered, gathered);
  for (std::size_t k = 0; k < places.size(); ++k)
    for (const real i : places[k]) result.x[static_cast<std::size_t>(i)] = f(values[k]);
  return result;
}
/// The groups' values as a tensor that has one entry along the gathered axes.
cube gathered_cube(const cube& w, unsigned gathered, real (*f)(const reals&)) {
  cube c{w.n, {}};
  for (std::size_t k = 0; k < 6; ++k)
    if ((gathered >> k & 1u) != 0) c.n[k] = 1;
  for (const auto& group : groups(w, gathered)) c.x.push_back(f(group));
  return c;
}
real varied(const cube& w, std::size_t axis) {
  real total = 0;
  for_entries(w.n, [&](std::size_t i, extents at) {
    if (++at[axis] < w.n[axis]) total += squared(w(at[0], at[1], at[2], at[3], at[4], at[5]) - w.x[i]);
  });
  return total;
}

const std::vector<entry>& formulas() {
  static const std::vector<entry> all = {
      make("norms along axis 0", sum(norm2(axes<0>(W))), [](const cube& w) { return over(w, 0b1, norm2_of); }),
      make("norms along axis 2", sum(norm2(axes<2>(W))), [](const cube& w) { return over(w, 0b100, norm2_of); }),
      make("the highest along axis 5", sum(square(max(axes<5>(W)))),
           [](const cube& w) { return over(w, 0b100000, [](const reals& x) { return squared(highest_of(x)); }); }),
      make("filters of a convolution", sum(norm2(each<3>(W))),
           [](const cube& w) { return over(w, 0b110111, norm2_of); }),
      make("its pixels", sum(square(norm1(axes<0, 1>(W)))),
           [](const cube& w) { return over(w, 0b11, [](const reals& x) { return squared(norm1_of(x)); }); }),
      make("axes that are no neighbours", sum(square(variance(axes<0, 2>(W)))),
           [](const cube& w) { return over(w, 0b101, [](const reals& x) { return squared(variance_of(x)); }); }),
      make("two axes of six", sum(log_sum_exp(axes<1, 4>(W))),
           [](const cube& w) { return over(w, 0b10010, log_sum_exp_of); }),
      make("all but two", sum(norm2(each<0, 2>(W))), [](const cube& w) { return over(w, 0b111010, norm2_of); }),
      make("rows and columns of a tensor", sum(norm2(rowwise(W))) + sum(norm2(colwise(W))),
           [](const cube& w) { return over(w, 0b10, norm2_of) + over(w, 0b01, norm2_of); }),
      make("every channel centered", sum(exp(W - mean(each<2>(W)))),
           [](const cube& w) {
             const cube m = spread_back(w, 0b111011, mean_of);
             real total = 0;
             for (std::size_t i = 0; i < w.x.size(); ++i) total += std::exp(w.x[i] - m.x[i]);
             return total;
           }),
      make("norms of norms", sum(norm2(axes<0>(norm1(axes<1, 2>(W))))),
           [](const cube& w) { return over(gathered_cube(w, 0b110, norm1_of), 0b1, norm2_of); }),
      make("norms of two kinds, multiplied", sum(norm2(axes<0, 1>(W)) * norm1(axes<2, 3, 4, 5>(W))),
           [](const cube& w) {
             const cube a = spread_back(w, 0b11, norm2_of), b = spread_back(w, 0b111100, norm1_of);
             real total = 0;
             for_entries(w.n, [&](std::size_t i, const extents&) { total += a.x[i] * b.x[i]; });
             return total;
           }),
      make("variation along three axes",
           sum(square(difference<0>(W))) + sum(square(difference<2>(W))) + sum(square(difference<3>(W))),
           [](const cube& w) { return varied(w, 0) + varied(w, 2) + varied(w, 3); }),
      make("a part of each axis", sum(square(slice<2, 1, 2>(trim<1, 1, 0>(shifted<4, 1>(W))))),
           [](const cube& w) {
             real total = 0;
             for_entries(w.n, [&](std::size_t i, const extents& at) {
               if (at[2] >= 1 && at[2] < 3 && at[1] >= 1 && at[4] >= 1) total += squared(w.x[i]);
             });
             return total;
           }),
      make("a band of each matrix", sum(square(upper<1>(W)) * W) + sum(abs(difference<5>(off_diagonal(W)))),
           [](const cube& w) {
             real total = 0;
             for_entries(w.n, [&](std::size_t i, extents at) {
               if (at[1] > at[0]) total += squared(w.x[i]) * w.x[i];
               if (at[1] == at[0] || ++at[5] == w.n[5]) return;
               total += std::fabs(w(at[0], at[1], at[2], at[3], at[4], at[5]) - w.x[i]);
             });
             return total;
           }),
  };
  return all;
}

template <int Rank, int Layout> Eigen::Tensor<double, Rank, Layout> eigen_tensor(const cube& w) {
  std::array<Eigen::Index, static_cast<std::size_t>(Rank)> n;
  std::copy_n(w.n.begin(), Rank, n.begin());
  Eigen::Tensor<double, Rank, Layout> t(n);
  for_entries(w.n, [&](std::size_t i, const extents& at) {
    std::copy_n(at.begin(), Rank, n.begin());
    t(n) = static_cast<double>(w.x[i]);
  });
  return t;
}
template <int Rank, int Layout> reals entries(const Eigen::Tensor<double, Rank, Layout>& t, const extents& shape) {
  reals all;
  std::array<Eigen::Index, static_cast<std::size_t>(Rank)> n;
  for_entries(shape, [&](std::size_t, const extents& at) {
    std::copy_n(at.begin(), Rank, n.begin());
    all.push_back(t(n));
  });
  return all;
}

template <int Rank, int OfW, int OfG> void right_in_eigen(const extents& n) {
  static constexpr auto p = regula::penalty(sum(norm2(axes<0, 1>(W))) + sum(square(norm1(each<2>(W)))));
  const cube w = numbers(n, 3);
  const auto t = eigen_tensor<Rank, OfW>(w);
  auto g = eigen_tensor<Rank, OfG>(w);
  const witness loop{[](const cube& c) {
    return over(c, 0b11, norm2_of) + over(c, 0b111011, [](const reals& x) { return squared(norm1_of(x)); });
  }};
  CAPTURE(Rank, OfW, OfG, n);
  CHECK(error(p(t), loop.value(w)) <= 1e-13);
  CHECK(error(p.value_and_gradient(t, g), loop.value(w)) <= 1e-13);
  CHECK(error(entries(g, n), loop.slopes(w)) <= 1e-9);
  const Eigen::TensorMap<const Eigen::Tensor<double, Rank, OfW>> map(t.data(), t.dimensions());
  CHECK(p(map) == p(t));
}
template <int Rank> void right_in_all_eigen(const extents& n) {
  right_in_eigen<Rank, Eigen::ColMajor, Eigen::ColMajor>(n);
  right_in_eigen<Rank, Eigen::RowMajor, Eigen::RowMajor>(n);
  right_in_eigen<Rank, Eigen::RowMajor, Eigen::ColMajor>(n);
}

}  // namespace

TEST_CASE("axes of tensors of every rank", "[structure]") {
  const std::pair<int, extents> shapes[] = {{1, shape(9)},
                                            {2, shape(7, 5)},
                                            {3, shape(3, 4, 5)},
                                            {3, shape(9, 1, 8)},
                                            {3, shape(1, 1, 17)},
                                            {4, shape(3, 3, 4, 9)},
                                            {4, shape(2, 1, 3, 16)},
                                            {5, shape(2, 3, 2, 3, 4)},
                                            {6, shape(2, 3, 2, 2, 3, 4)},
                                            {6, shape(9, 1, 2, 1, 1, 8)},
                                            {6, shape(1, 2, 1, 9, 2, 1)}};
  for (const auto& f : formulas())
    for (const auto& [rank, n] : shapes) right(f.name, f.p, witness{f.value}, numbers(n), rank);
}

TEST_CASE("Eigen's tensors", "[structure]") {
  right_in_all_eigen<3>(shape(5, 4, 9));
  right_in_all_eigen<4>(shape(3, 3, 4, 9));
  right_in_all_eigen<5>(shape(2, 3, 4, 1, 3));
  right_in_all_eigen<6>(shape(2, 3, 2, 2, 1, 5));
}

// SPDX-License-Identifier: MIT
/// Tensors seen through views: what a container, a view of it and a penalty say of each other.
#include <Eigen/Core>
#include <regula/decompositions.hpp>
#include <regula/gallery.hpp>
#include <regula/ndarray.hpp>
#include <regula/tensor.hpp>
#include <regula/tensor_access.hpp>
#include <tests/catch.hpp>

namespace {

using namespace regula::symbols;
using regula::tensor_view;
using regula::view_of;

static_assert(regula::tensor_like<tensor_view<float>> && regula::tensor_like<const std::vector<double>>);
static_assert(!regula::tensor_like<int> && !regula::tensor_like<std::string>);
static_assert(std::is_same_v<regula::entry_of<const Eigen::MatrixXf>, float>);

using regula::dsl::owns_entries;
using matrix = Eigen::MatrixXf;
static_assert(owns_entries<matrix> && owns_entries<Eigen::ArrayXd> && owns_entries<Eigen::Matrix3d>);
static_assert(owns_entries<decltype(matrix() + matrix())> && owns_entries<std::vector<float>>);
static_assert(owns_entries<Eigen::Tensor<float, 3>> && owns_entries<Eigen::TensorFixedSize<float, Eigen::Sizes<2, 2>>>);
static_assert(owns_entries<regula::ndarray>);
static_assert(!owns_entries<Eigen::Map<matrix>> && !owns_entries<Eigen::Ref<matrix>>);
static_assert(!owns_entries<decltype(std::declval<matrix&>().col(0))>);
static_assert(!owns_entries<decltype(std::declval<matrix&>().transpose())>);
static_assert(!owns_entries<decltype(std::declval<matrix&>().array())>);
static_assert(!owns_entries<std::span<float>> && !owns_entries<std::span<const float>>);
static_assert(!owns_entries<tensor_view<float>> && !owns_entries<Eigen::TensorMap<Eigen::Tensor<float, 3>>>);

constexpr auto joined = regula::penalty(sum(square(W - V)) + 2.0 * sum(abs(M)));
static_assert(joined.tensor_names() == std::array<std::string_view, 3>{"W", "V", "M"});

template <class Formula> constexpr bool any_shape(const Formula& f) { return regula::penalty(f).takes_any_shape(); }
static_assert(joined.takes_any_shape() && regula::l1_l2().takes_any_shape());
static_assert(any_shape(norm2(W) * max(abs(W)) + mean(W)));
static_assert(!any_shape(sum(norm2(rowwise(W)))) && !any_shape(sum(square(difference<0>(W)))));
static_assert(!any_shape(sum(square(gram(W)))) && !any_shape(regula::nuclear_norm(W)));
static_assert(!any_shape(sum(W * V) + sum(square(matmul(V, W)))));

}  // namespace

TEST_CASE("a view of memory is a tensor", "[tensor]") {
  float memory[] = {1, -2, 3, -4, 5, -6, 7, -8}, slopes[8]{};
  const tensor_view<const float> w{memory, 3, {2, 1, 2}, {4, 4, 1}};
  const tensor_view<float> g{slopes, 3, {2, 1, 2}, {1, 2, 2}};
  CHECK(regula::l1_l2(1.0, 0.5).value_and_gradient(w, g) == Approx(1 + 2 + 5 + 6 + 0.5 * (1 + 4 + 25 + 36)));
  CHECK(std::vector<float>(slopes, slopes + 5) == std::vector<float>{2, 6, -3, -7, 0});
}

TEST_CASE("a view may be a temporary where a derivative is written", "[tensor]") {
  matrix w = matrix::Random(4, 3), g(4, 3), all(4, 8);
  regula::l2(0.5).gradient(w, g);
  CHECK(g == w);
  const auto fresh = [&]() -> matrix& { return g = matrix::Zero(4, 3); };
  const auto written = [&](auto&& view) {
    regula::l2(0.5).gradient(w, std::forward<decltype(view)>(view));
    const bool all_of_it = g == w;
    fresh();
    return all_of_it;
  };
  fresh();
  CHECK(written(Eigen::Map<matrix>(g.data(), 4, 3)));
  CHECK(written(Eigen::Ref<matrix>(g)));
  CHECK(written(g.leftCols(3)));
  CHECK(written(g.array()));
  CHECK(written(view_of<float>(g)));
  regula::l2(0.5).gradient(w.col(1), std::span<float>(g.data(), 4));
  regula::l2(0.5).gradient(W = wrt(w.col(2), g.col(1)));
  CHECK((g.col(0) == w.col(1) && g.col(1) == w.col(2)));
}

TEST_CASE("view_of sees what a container has", "[tensor]") {
  Eigen::MatrixXf w = Eigen::MatrixXf::Random(5, 4);
  const auto v = view_of<const float>(w);
  CHECK(v.data == w.data());
  CHECK((v.rank == 2 && v.extents[0] == 5 && v.extents[1] == 4 && v.strides[0] == 1 && v.strides[1] == 5));
  auto row = w.row(2);
  CHECK(regula::l2(1.0)(view_of<const float>(row)) == Approx(w.row(2).squaredNorm()));
  const auto again = view_of<const float>(v);
  CHECK((again.data == v.data && again.rank == 2));
}

TEST_CASE("check_gradient refuses what cannot be a gradient", "[tensor]") {
  Eigen::MatrixXf w(3, 4), g(4, 3);
  CHECK_THROWS_WITH(regula::check_gradient(view_of<const float>(w), view_of<float>(g)),
                    "the gradient is 4 x 3; it must have the shape of the tensor, 3 x 4");
  CHECK_THROWS_WITH(regula::check_gradient(view_of<const float>(w), view_of<float>(w)),
                    "the gradient overlaps the tensor: give it memory of its own");
}

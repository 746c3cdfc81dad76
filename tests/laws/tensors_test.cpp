// SPDX-License-Identifier: MIT
/// Views, linear maps, and atoms with reduced and broadcast arguments in the kernel, on all shapes down to nothing.
/// Products, decompositions and sorted entries have their kernels in tests/structure and tests/gallery.
#include <tests/laws/tensors.hpp>

namespace {

using namespace laws;
using regula::call;
using regula::wrt;
using structure_test::flip;
using structure_test::product;
constexpr unsigned in_w = 1u << tensor::w, in_v = 1u << tensor::v, in_x = 1u << tensor::x, in_y = 1u << tensor::y,
                   in_q = 1u << tensor::q, in_t = 1u << tensor::t;

real dot(const cube& a, const cube& b) { return witness<regula::dot_atom>(a, b); }
/// sum_ij w_ij v_ij of the entries for which in(i, j).
template <auto In> real kept(const world& a) {
  return dot(a[tensor::w], made(a[tensor::v].n, [&](const extents& at) {
               return In(at[0], at[1], a[tensor::w].n) ? a[tensor::v](at[0], at[1]) : 0;
             }));
}
/// sum_ij v_ij w_(i + down, j + right), where there is such an entry.
real neighbours(const world& a, std::ptrdiff_t down, std::ptrdiff_t right) {
  real total = 0;
  for (std::ptrdiff_t i = 0; i < a[tensor::w].n[0]; ++i)
    for (std::ptrdiff_t j = 0; j < a[tensor::w].n[1]; ++j)
      if (i + down >= 0 && i + down < a[tensor::w].n[0] && j + right >= 0 && j + right < a[tensor::w].n[1])
        total += a[tensor::v](i, j) * a[tensor::w](i + down, j + right);
  return total;
}

constexpr auto views = switched(sum(T * transpose(W)), sum(V* shifted<0, 1>(W)), sum(V* shifted<1, -2>(W)),
                                sum(V* off_diagonal(W)), sum(V* upper<1>(W)), sum(V* lower(W)),
                                sum(V* trim<1, 0, 2>(W)), sum(V* difference<1, 2>(W)), trace(Q - regula::identity));
const family of_views{{{"transpose", [](const world& a) { return dot(flip(a[tensor::t]), a[tensor::w]); }, in_w | in_t},
                       {"shifted down", [](const world& a) { return neighbours(a, 1, 0); }, in_w | in_v},
                       {"shifted left", [](const world& a) { return neighbours(a, 0, -2); }, in_w | in_v},
                       {"off_diagonal", &kept<[](auto i, auto j, auto&) { return i != j; }>, in_w | in_v},
                       {"upper", &kept<[](auto i, auto j, auto&) { return i < j; }>, in_w | in_v},
                       {"lower", &kept<[](auto i, auto j, auto&) { return j <= i; }>, in_w | in_v},
                       {"trim", &kept<[](auto, auto j, auto& n) { return j < n[1] - 2; }>, in_w | in_v},
                       {"difference",
                        [](const world& a) {
                          world b = a;
                          b[tensor::v] = made(a[tensor::v].n, [&](const extents& at) {
                            return at[1] + 2 < a[tensor::v].n[1] ? a[tensor::v](at[0], at[1]) : 0;
                          });
                          return neighbours(b, 0, 2) - 2 * neighbours(b, 0, 1) + neighbours(b, 0, 0);
                        },
                        in_w | in_v},
                       {"trace",
                        [](const world& a) {
                          real total = 0;
                          for (std::ptrdiff_t i = 0; i < a[tensor::q].n[0]; ++i) total += a[tensor::q](i, i) - 1;
                          return total;
                        }}},
                      in_w | in_v | in_t | in_q,
                      [](std::size_t k, const auto& in, auto& d) {
                        return with_only(regula::penalty(views), k)
                            .value_and_gradient(
                                W = wrt(in[tensor::w], d[tensor::w]), V = wrt(in[tensor::v], d[tensor::v]),
                                T = wrt(in[tensor::t], d[tensor::t]), Q = wrt(in[tensor::q], d[tensor::q]));
                      }};

constexpr auto maps = switched(sum(Y * matmul(W, X)), sum(Y* apply(L, X)),
                               sum(X* call<regula::dsl::apply_transposed_atom>(L, Y)), sum(square(group_sums(G, W))));
const family of_maps{
    {{"matmul", [](const world& a) { return dot(a[tensor::y], product(a[tensor::w], a[tensor::x])); },
      in_w | in_x | in_y},
     {"apply", [](const world& a) { return dot(a[tensor::y], product(a[tensor::l], a[tensor::x])); }, in_x | in_y},
     {"apply_transposed", [](const world& a) { return dot(a[tensor::x], product(flip(a[tensor::l]), a[tensor::y])); },
      in_x | in_y},
     {"group_sums",
      [](const world& a) {
        return structure_test::squares(witness<regula::group_sums_atom>(a[tensor::g], a[tensor::w]));
      }}},
    in_w | in_x | in_y,
    [](std::size_t k, const auto& in, auto& d) {
      const Eigen::SparseMatrix<double> of_l = in[tensor::l].sparseView(), of_g = in[tensor::g].sparseView();
      return with_only(regula::penalty(maps), k)
          .value_and_gradient(W = wrt(in[tensor::w], d[tensor::w]), X = wrt(in[tensor::x], d[tensor::x]),
                              Y = wrt(in[tensor::y], d[tensor::y]), L = of_l, G = of_g);
    }};

/// f of each entry of W, of something of its row of V, and of something of its column.
template <class F> real met(const world& a, F of_row, F of_column, real (*f)(real, real, real)) {
  real total = 0;
  for (std::ptrdiff_t i = 0; i < a[tensor::w].n[0]; ++i)
    for (std::ptrdiff_t j = 0; j < a[tensor::w].n[1]; ++j) {
      real row = 0, column = 0;
      for (std::ptrdiff_t k = 0; k < a[tensor::v].n[1]; ++k) row = of_row(row, a[tensor::v](i, k));
      for (std::ptrdiff_t k = 0; k < a[tensor::v].n[0]; ++k) column = of_column(column, a[tensor::v](k, j));
      total += f(a[tensor::w](i, j), row, column);
    }
  return total;
}
real plus_size(real a, real b) { return a + std::fabs(b); }
real larger(real a, real b) { return std::max(a, std::fabs(b)); }

constexpr auto meetings =
    switched(sum(clamp(W, -norm1(rowwise(V)), norm_inf(colwise(V)))), sum(huber(W, regula::constant<1, 3>* norm1(V))));
const family of_meetings{
    {{"clamp",
      [](const world& a) {
        return met(a, plus_size, larger, [](real e, real row, real col) {
          return e < -row ? -row : e > col ? col : e;
        });
      }},
     {"huber",
      [](const world& a) {
        const real size = structure_test::magnitudes(a[tensor::v]);
        return naive::sum(a[tensor::w].x, [size](real e) { return witness<regula::huber_atom>(e, size / 3); });
      }}},
    in_w | in_v,
    [](std::size_t k, const auto& in, auto& d) {
      return with_only(regula::penalty(meetings), k)
          .value_and_gradient(W = wrt(in[tensor::w], d[tensor::w]), V = wrt(in[tensor::v], d[tensor::v]));
    }};

}  // namespace

TEST_CASE("what meets whole tensors is its loop, and what is linear has its transpose", "[laws]") {
  for (const auto& [m, n] : {std::pair{5, 4}, {3, 6}, {1, 1}, {1, 5}, {5, 1}, {0, 3}, {3, 0}, {0, 0}})
    for (const family* each : {&of_views, &of_maps, &of_meetings}) holds(*each, m, n);
}

// SPDX-License-Identifier: MIT
/// Penalties of sparse matrices and index groups against loops.
#include <tests/gallery/matrix_entries.hpp>
#include <tests/gallery/structured.hpp>

namespace {

using namespace gallery_test;
using regula::symbols::G;
using regula::symbols::L;
namespace g = regula::gallery;

/// Not symmetric, so that L is not taken for its transpose; a row of it is empty.
real weight(std::ptrdiff_t i, std::ptrdiff_t j) {
  if (i == 1 || (i + 2 * j) % 3 == 1) return 0;
  return static_cast<real>(i - 2 * j) / 4;
}
template <class S> Eigen::SparseMatrix<S> graph(std::ptrdiff_t n) {
  std::vector<Eigen::Triplet<S>> entries;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      if (weight(i, j) != 0) entries.emplace_back(i, j, static_cast<S>(weight(i, j)));
  Eigen::SparseMatrix<S> l(n, n);
  l.setFromTriplets(entries.begin(), entries.end());
  return l;
}

/// Every second entry; the first half; one entry alone. Some entries are in two groups, some in none.
std::vector<std::vector<std::ptrdiff_t>> lists(std::ptrdiff_t entries) {
  std::vector<std::vector<std::ptrdiff_t>> all(3);
  for (std::ptrdiff_t i = 0; i < entries; i += 2) all[0].push_back(i);
  for (std::ptrdiff_t i = 0; i < entries / 2; ++i) all[1].push_back(i);
  all[2].push_back(entries - 1);
  return all;
}
real group_norms(const cube& w) {
  real total = 0;
  for (const auto& list : lists(size_of(w.n))) {
    reals members;
    for (const auto i : list) members.push_back(w.x[static_cast<std::size_t>(i)]);
    total += std::sqrt(count_of(members)) * norm2_of(members);
  }
  return total;
}

template <class S, class P> question<S> ask_with_graph(const P& p) {
  return [=](const tensors<S>& x, tensors<S>& g) {
    return p.value_and_gradient(W = regula::wrt(x[0], g[0]), L = graph<S>(x[0].view(x[0].data()).extents[0]));
  };
}
template <class S, class P> question<S> ask_with_groups(const P& p) {
  return [=](const tensors<S>& x, tensors<S>& g) {
    const auto entries = x[0].view(x[0].data()).size();
    return p.value_and_gradient(W = regula::wrt(x[0], g[0]),
                                G = regula::groups<S>::from_lists(lists(entries), entries));
  };
}
template <class P> void grouped(const char* name, const P& p, const loop& f) {
  CHECK(P::from_config(p.get_config()) == p);
  right(name, ask_with_groups<double>(p), ask_with_groups<float>(p), {f}, 1);
}

void graphs() {
  const auto p = g::laplacian(0.3);
  CHECK(decltype(p)::from_config(p.get_config()) == p);
  const loop f = [](const cubes& x) {
    const cube& w = x[0];
    real total = 0;
    for (std::ptrdiff_t i = 0; i < w.n[0]; ++i)
      for (std::ptrdiff_t j = 0; j < w.n[0]; ++j)
        for (std::ptrdiff_t k = 0; k < w.n[1]; ++k) total += w(i, k) * weight(i, j) * w(j, k);
    return 0.3L * total;
  };
  right("laplacian", ask_with_graph<double>(p), ask_with_graph<float>(p), {f}, 1);
}

void index_groups() {
  grouped("index_group_lasso", g::index_group_lasso(0.3), [](const cubes& x) { return 0.3L * group_norms(x[0]); });
  grouped("index_sparse_group_lasso", g::index_sparse_group_lasso(0.3, 0.2),
          [](const cubes& x) { return 0.3L * norm1_of(x[0].x) + 0.2L * group_norms(x[0]); });
}

}  // namespace

TEST_CASE("penalties of graphs and index groups are their loops", "[gallery]") {
  graphs();
  index_groups();
  for_each_graph_entry(is_tested);
}

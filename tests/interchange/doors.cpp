// SPDX-License-Identifier: MIT
// The entries of the gallery and the atoms that have doors of their own, as records.
#include <tests/gallery/matrix_entries.hpp>
#include <tests/interchange/records.hpp>

using namespace interchange;
using namespace regula::symbols;

namespace {

const auto matrices = [](const char* name, const auto& p) {
  matrix weights = random(5, 4, 2, 0.1, 1.5);
  std::sort(weights.data(), weights.data() + weights.size(), std::greater<>());
  record(name, p, random(5, 4, 1), weights);
};
template <class P> void graphs(const char* name, const P& p) {
  constexpr auto G = regula::symbol<"G">;
  constexpr auto L = regula::symbol<"L">;
  const auto w = random(5, 4, 3);
  matrix g = w;
  const Eigen::SparseMatrix<double> l = random(5, 5, 4).sparseView(1.0, 0.8);
  const auto groups = regula::groups<double>::from_lists({{0, 1, 7}, {7, 8, 9, 10}, {19}, {2, 4, 6}}, 20);
  const auto show = [&](json tensors, auto bound) {
    tensors["W"] = array(w);
    const double value = p.value_and_gradient(W = wrt(w, g), bound);
    print(name, std::move(tensors), value, array(g), texts(p), texts(p.gradient_formula(W)));
  };
  if constexpr (has<P>("L"))
    show({{"L", array(l)}}, L = l);
  else
    show({{"G", array(groups)}}, G = groups);
}

}  // namespace

int main() {
  using gallery_test::for_each_singular_entry;
  gallery_test::for_each_singular_entry(matrices);
  gallery_test::for_each_eigen_entry(matrices);
  gallery_test::for_each_sorted_entry(matrices);
  gallery_test::for_each_graph_entry([](const char* name, const auto& p) { graphs(name, p); });
  matrices("singular_powers", regula::penalty(regula::singular_powers<3, 2>(W) + regula::singular_powers<1, 2>(W)));
}

// SPDX-License-Identifier: MIT
/// Penalties of sorted entries against loops.
#include <tests/gallery/matrix_entries.hpp>
#include <tests/gallery/naive.hpp>
#include <tests/gallery/structured.hpp>

namespace {

using namespace gallery_test;
namespace g = regula::gallery;

reals sizes(const cube& w) {
  reals s = w.x;
  for (real& x : s) x = std::fabs(x);
  std::sort(s.rbegin(), s.rend());
  return s;
}

}  // namespace

TEST_CASE("penalties of sorted entries are their loops", "[gallery]") {
  const auto weights = [](const cube& w) {
    cube v{w.n, sizes(numbers(w.n, 22))};
    return cubes{v};
  };
  entry("slope", g::slope(0.3),
        with_partners(
            [](const cubes& x) {
              const reals s = sizes(x[0]);
              return 0.3L * std::inner_product(s.begin(), s.end(), x[1].x.begin(), real{0});
            },
            weights),
        V);
  entry("top_k<3>", g::top_k<3>(0.3), {[](const cubes& x) {
          reals s = sizes(x[0]);
          s.resize(std::min<std::size_t>(s.size(), 3));
          return 0.3L * structure_test::sum_of(s);
        }});
  for_each_sorted_entry(is_tested);
}

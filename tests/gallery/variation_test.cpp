// SPDX-License-Identifier: MIT
/// Penalties of neighbours against loops.
#include <tests/gallery/structured.hpp>

namespace {

using namespace gallery_test;
namespace g = regula::gallery;

/// f(the Order-th difference along an axis), summed where all neighbours exist.
template <class F> real over_differences(const cube& w, std::size_t axis, int order, F f) {
  real total = 0;
  for_entries(w.n, [&](std::size_t, extents at) {
    if (at[axis] + order >= w.n[axis]) return;
    reals line;
    for (int i = 0; i <= order; ++i, ++at[axis]) line.push_back(w(at[0], at[1], at[2], at[3]));
    for (int i = 0; i < order; ++i)
      for (std::size_t k = 0; k + 1 < line.size() - static_cast<std::size_t>(i); ++k) line[k] = line[k + 1] - line[k];
    total += f(line[0]);
  });
  return total;
}
real size(real x) { return std::fabs(x); }
loop absolute(real factor, std::size_t axis, int order) {
  return [=](const cubes& x) { return factor * over_differences(x[0], axis, order, size); };
}
loop image(real factor, real epsilon) {
  return [=](const cubes& x) {
    const cube& w = x[0];
    real total = 0;
    for (std::ptrdiff_t i = 0; i < w.n[0]; ++i)
      for (std::ptrdiff_t j = 0; j < w.n[1]; ++j) {
        const real down = i + 1 < w.n[0] ? w(i + 1, j) - w(i, j) : 0,
                   right = j + 1 < w.n[1] ? w(i, j + 1) - w(i, j) : 0;
        total += std::sqrt(down * down + right * right + epsilon * epsilon) - epsilon;
      }
    return factor * total;
  };
}
loop sum_of(const loop& a, const loop& b) {
  return [=](const cubes& x) { return a(x) + b(x); };
}
loop l1(real factor) {
  return [=](const cubes& x) { return factor * norm1_of(x[0].x); };
}

void neighbours() {
  entry("total_variation_1d<0>", g::total_variation_1d(0.3), {absolute(0.3L, 0, 1)});
  entry("total_variation_1d<1>", g::total_variation_1d<1>(0.3), {absolute(0.3L, 1, 1)});
  entry("total_variation", g::total_variation(0.3), {image(0.3L, 0)});
  entry("smooth_total_variation", g::smooth_total_variation(0.3, 0.0625), {image(0.3L, 0.0625L), tiny});
  entry("anisotropic_total_variation", g::anisotropic_total_variation(0.3),
        {sum_of(absolute(0.3L, 0, 1), absolute(0.3L, 1, 1))});
  entry("fused_lasso<0>", g::fused_lasso(0.3, 0.2), {sum_of(l1(0.3L), absolute(0.2L, 0, 1))});
  entry("trend_filtering<1>", g::trend_filtering(0.3), {absolute(0.3L, 0, 2)});
  entry("trend_filtering<2>", g::trend_filtering<2>(0.3), {absolute(0.3L, 0, 3)});
  entry("whittaker<2>", g::whittaker(0.3),
        {[](const cubes& x) { return 0.3L * over_differences(x[0], 0, 2, squared); }});
}

}  // namespace

TEST_CASE("penalties of neighbours are their loops", "[gallery]") {
  neighbours();
  for_each_variation_entry(is_tested);
}

TEST_CASE("smooth total variation of little is a sum of squares", "[gallery]") {
  const Eigen::MatrixXd w = 1e-9 * Eigen::MatrixXd::Random(5, 4);
  Eigen::MatrixXd slopes(5, 4);
  CHECK(g::smooth_total_variation(2, 0.5).value_and_gradient(w, slopes) == Approx(0).margin(1e-14));
  CHECK(slopes(4, 3) == Approx(2 * (w(4, 3) - w(3, 3) + w(4, 3) - w(4, 2)) / 0.5).epsilon(1e-12));
}

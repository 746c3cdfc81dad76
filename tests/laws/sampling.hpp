// SPDX-License-Identifier: MIT
/// Midpoints, ordered pairs and awkward numbers against what an atom claims. A claim must hold, and be the strongest that
/// does: an affine atom that says concave is wrong, too.
#pragma once
#include <string>
#include <tests/laws/claims.hpp>

namespace laws {

class sampling {
public:
  explicit sampling(const claims& c) : c_(c) {}

  /// What is wrong with the claims, in words; "" if nothing was found. Sharp: they must be the strongest.
  std::string fault(int pairs, bool sharp = true) {
    if (c_.truth == nullptr) return "has no witness";
    for (int i = 0; i < pairs; ++i) look_at_pair();
    if (c_.by_entries) look_at_awkward_entries();
    const std::string symmetry = seen_.askew > 0 ? "claims to be symmetric, and is not; " : "";
    return wrong_bend(sharp) + wrong_trend(sharp) + wrong_range(sharp) + symmetry;
  }

private:
  using curvature = regula::curvature;
  using trend = regula::trend;
  using range = regula::range;

  /// How many times a midpoint lay above or below the chord, a function rose or fell, a value was no number, a matrix not symmetric.
  struct counts {
    int above = 0, below = 0, rises = 0, falls = 0, positive = 0, negative = 0, no_number = 0, askew = 0;
  };

  std::string wrong_bend(bool sharp) const {
    const bool convex = seen_.above == 0, concave = seen_.below == 0;
    const auto found = convex && concave ? curvature::affine
                       : convex          ? curvature::convex
                       : concave         ? curvature::concave
                                         : curvature::neither;
    if (seen_.no_number > 0) return "is no number in its domain; ";
    if (found == c_.bends || (!sharp && (c_.bends == curvature::neither || found == curvature::affine))) return "";
    constexpr const char* words[] = {"affine", "convex", "concave", "neither convex nor concave"};
    return std::string("is ") + words[static_cast<int>(found)] + ", and claims to be " +
           words[static_cast<int>(c_.bends)] + "; ";
  }
  std::string wrong_trend(bool sharp) const {
    const bool rises = seen_.rises > 0, falls = seen_.falls > 0;
    if (c_.runs == trend::increasing && falls) return "claims to rise, and falls; ";
    if (c_.runs == trend::decreasing && rises) return "claims to fall, and rises; ";
    if (sharp && c_.runs == trend::neither && rises != falls) return "has a trend, and does not say so; ";
    return "";
  }
  std::string wrong_range(bool sharp) const {
    if (c_.values == range::nonnegative && seen_.negative > 0) return "claims to be nonnegative, and is not; ";
    if (c_.values == range::nonpositive && seen_.positive > 0) return "claims to be nonpositive, and is not; ";
    if (sharp && c_.values == range::any && seen_.negative == 0) return "is nonnegative, and does not say so; ";
    if (sharp && c_.values == range::any && seen_.positive == 0) return "is nonpositive, and does not say so; ";
    return "";
  }

  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool is_fixed(std::size_t k) const {
    return c_.fixed_from <= static_cast<int>(k) && static_cast<int>(k) < c_.fixed_to;
  }

  /// Numbers of one kind: a few that meet often, or normal ones of some size.
  cube drawn(const extents& n, bool few, real size) {
    constexpr real meeting[] = {-2, -1, -0.5L, -0.0L, 0, 0.5L, 1, 2};
    std::normal_distribution<double> normal;
    return made(n, [&](const extents&) { return few ? meeting[below(8)] : size * normal(random_); });
  }
  cubes drawn(const std::vector<extents>& shapes) {
    constexpr real sizes[] = {0.05L, 1, 20};
    const bool few = below(2) == 0;
    const real size = sizes[below(3)];
    cubes x;
    for (const auto& n : shapes) x.push_back(drawn(n, few, size));
    return x;
  }
  void put_inside(cubes& x) const {
    for (std::size_t k = 0; k < x.size(); ++k)
      for (real& e : x[k].x) {
        if (e < c_.domain.low) e = 2 * static_cast<real>(c_.domain.low) - e;
        if (is_fixed(k) && c_.fixed_from > 0) e = e == 0 ? 1 : std::fabs(e);  // parameters are positive
      }
    c_.fit(x);
  }
  /// The other end of a line from p.
  cubes end_of(const cubes& p, const std::vector<extents>& shapes) {
    cubes q = drawn(shapes);
    const int how = below(5);
    for (std::size_t k = 0; k < q.size(); ++k)
      for (std::size_t i = 0; i < q[k].x.size(); ++i) {
        real& e = q[k].x[i];
        const real here = p[k].x[i];
        e = is_fixed(k) ? here
            : how == 0  ? e
            : how == 1  ? -here
            : how == 2  ? here + std::fabs(e)
            : how == 3  ? 2 * here
            : i == 0    ? e
                        : here;
      }
    return q;
  }

  void look_at_pair() {
    const auto shapes = c_.shapes(1 + below(3), 1 + below(3));
    const auto bits = c_.bits[random_() % c_.bits.size()];
    cubes p = drawn(shapes);
    put_inside(p);
    cubes q = end_of(p, shapes), middle = p;
    put_inside(q);
    bool ordered = true;
    for (std::size_t k = 0; k < p.size(); ++k)
      for (std::size_t i = 0; i < p[k].x.size(); ++i) {
        middle[k].x[i] = (p[k].x[i] + q[k].x[i]) / 2;
        ordered = ordered && p[k].x[i] <= q[k].x[i];
      }
    const cube a = c_.truth(p, bits), b = c_.truth(q, bits), m = c_.truth(middle, bits);
    if (c_.symmetric && !nearly(a, structure_test::flip(a))) ++seen_.askew;
    for (std::size_t i = 0; i < a.x.size(); ++i) look_at(a.x[i], b.x[i], m.x[i], ordered);
  }
  static bool nearly(const cube& a, const cube& b) {
    real most = 0;
    for (std::size_t i = 0; i < a.x.size(); ++i) most = std::max(most, std::fabs(a.x[i] - b.x[i]));
    return a.n == b.n && most <= 1e-12L * (1 + structure_test::magnitudes(a));
  }
  void look_at(real a, real b, real m, bool ordered) {
    look_at(a);
    look_at(b);
    if (std::isnan(a) || std::isnan(b) || std::isnan(m))
      return void(seen_.no_number += c_.parametric || c_.arity > 1 ? 0 : 1);
    if (!std::isfinite(a) || !std::isfinite(b)) return;
    const real slack = 1e-13L * (1 + std::fabs(a) + std::fabs(b)), bend = m - (a + b) / 2;
    seen_.above += bend > slack ? 1 : 0;
    seen_.below += bend < -slack ? 1 : 0;
    seen_.rises += ordered && b - a > slack ? 1 : 0;
    seen_.falls += ordered && b - a < -slack ? 1 : 0;
  }
  void look_at(real value) {
    seen_.positive += value > 0 ? 1 : 0;
    seen_.negative += value < 0 ? 1 : 0;
  }
  /// Zeros of both signs, infinities, and what is outside the domain, which may be no number.
  void look_at_awkward_entries() {
    constexpr real inf = std::numeric_limits<real>::infinity();
    constexpr real awkward[] = {-inf, -1e300L, -1, -1e-300L, -0.0L, 0, 1e-300L, 1, 1e300L, inf};
    for (const real x : awkward)
      for (const real y : awkward)
        for (const real z : awkward)
          for (const auto bits : c_.bits) {
            const real parts[] = {x, y, z};
            cubes p;
            bool fits = true;
            for (int k = 0; k < c_.arity; ++k) {
              p.push_back({structure_test::shape(1), {parts[k]}});
              fits = fits && (!is_fixed(static_cast<std::size_t>(k)) || (parts[k] > 0 && parts[k] < inf));
            }
            if (fits) look_at(c_.truth(p, bits).x[0]);
            if (c_.arity < 3 && z != inf) break;
          }
  }

  claims c_;
  counts seen_;
  std::mt19937 random_{7};
};

}  // namespace laws

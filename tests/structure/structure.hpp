// SPDX-License-Identifier: MIT
/// Formulas with structure against plain loops. One type of memory has every layout, so that a formula is compiled
/// once. Included before Eigen.
#pragma once
#define EIGEN_RUNTIME_NO_MALLOC  // Eigen says when it allocates
#include <array>
#include <functional>
#include <numeric>
#include <regula/penalty.hpp>
#include <tests/catch.hpp>
#include <tests/engine.hpp>
#include <tests/laws/naive.hpp>

namespace structure_test {

using namespace regula::symbols;
using naive::real;
using naive::reals;
using regula::identity;
using extents = std::array<std::ptrdiff_t, 6>;

constexpr extents shape(std::ptrdiff_t a, std::ptrdiff_t b = 1, std::ptrdiff_t c = 1, std::ptrdiff_t d = 1,
                        std::ptrdiff_t e = 1, std::ptrdiff_t f = 1) {
  return {a, b, c, d, e, f};
}
constexpr std::ptrdiff_t size_of(const extents& n) {
  std::ptrdiff_t all = 1;
  for (const auto e : n) all *= e;
  return all;
}
/// f(i, at) for every index, the first one fastest, and its number.
template <class F> void for_entries(const extents& n, F f) {
  extents at{};
  const auto all = static_cast<std::size_t>(size_of(n));
  for (std::size_t i = 0; i < all; ++i) {
    f(i, std::as_const(at));
    for (std::size_t k = 0; k < 6 && ++at[k] == n[k]; ++k) at[k] = 0;
  }
}

/// What the loops read: w(i, j, ...) of w.n[0] rows, w.n[1] columns, ...
struct cube {
  extents n;
  reals x;

  real operator()(std::ptrdiff_t i, std::ptrdiff_t j = 0, std::ptrdiff_t k = 0, std::ptrdiff_t l = 0,
                  std::ptrdiff_t m = 0, std::ptrdiff_t o = 0) const {
    return x[static_cast<std::size_t>(i + n[0] * (j + n[1] * (k + n[2] * (l + n[3] * (m + n[4] * o)))))];
  }
};
/// Numbers that float has, too; no two magnitudes are alike.
inline cube numbers(const extents& n, unsigned seed = 1) {
  const auto all = static_cast<std::size_t>(size_of(n));
  std::vector<std::size_t> order(all);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937 random(seed);
  std::shuffle(order.begin(), order.end(), random);
  cube c{n, reals(all)};
  for (std::size_t i = 0; i < all; ++i) {
    const double size = 0.05 + 2.0 * static_cast<double>(order[i]) / static_cast<double>(all);
    c.x[i] = static_cast<float>((random() & 1) != 0 ? size : -size);
  }
  return c;
}

/// How a tensor lies in memory: entries `step` apart, and `gap` entries between lines.
struct layout {
  const char* name;
  bool last_axis_fastest;
  std::ptrdiff_t step, gap;
};
inline constexpr layout by_columns{"by columns", false, 1, 0}, by_rows{"by rows", true, 1, 0};
inline constexpr layout layouts[] = {by_columns,
                                     by_rows,
                                     {"columns apart", false, 1, 5},
                                     {"rows apart", true, 1, 3},
                                     {"every second entry", false, 2, 1},
                                     {"every third, by rows", true, 3, 0}};

/// A tensor in any layout from an address that is not aligned, with room around it and between its entries.
template <class S> class tensor {
public:
  tensor(const extents& n, int rank, const layout& in, S rest) : n_(n), rank_(rank) {
    std::ptrdiff_t stride = in.step;
    bool line = true;
    for (int i = 0; i < 6; ++i) {
      const auto k = static_cast<std::size_t>(in.last_axis_fastest ? 5 - i : i);
      strides_[k] = stride;
      stride *= n[k];
      if (n[k] != 1 && std::exchange(line, false)) stride += in.gap;
    }
    room_.assign(static_cast<std::size_t>(stride + 2 * guard), rest);
    untouched_ = rest;
  }
  tensor(const cube& w, int rank, const layout& in, S rest) : tensor(w.n, rank, in, rest) {
    for_entries(n_, [&](std::size_t i, const extents& at) { (*this)(at) = static_cast<S>(w.x[i]); });
  }
  S& operator()(const extents& at) {
    return room_[static_cast<std::size_t>(
        std::inner_product(at.begin(), at.end(), strides_.begin(), std::ptrdiff_t{guard}))];
  }
  void fill(S x) {
    for_entries(n_, [&](std::size_t, const extents& at) { (*this)(at) = x; });
  }
  std::vector<S> entries() {
    std::vector<S> all;
    for_entries(n_, [&](std::size_t, const extents& at) { all.push_back((*this)(at)); });
    return all;
  }
  /// How much of the room is as it was made, the entries set aside.
  bool rest_is_untouched() {
    const auto kept = entries();
    fill(untouched_);
    const bool same = std::all_of(room_.begin(), room_.end(), [&](S x) { return x == untouched_ || x != x; });
    for_entries(n_, [&](std::size_t i, const extents& at) { (*this)(at) = kept[i]; });
    return same;
  }
  template <class T> regula::dsl::view<T> view(T* data) const {
    regula::dsl::view<T> v;
    v.data = data + guard;
    v.rank = rank_;
    for (int k = 0; k < rank_; ++k)
      v.extents[k] = n_[static_cast<std::size_t>(k)], v.strides[k] = strides_[static_cast<std::size_t>(k)];
    return v;
  }
  S* data() { return room_.data(); }
  const S* data() const { return room_.data(); }

private:
  static constexpr std::ptrdiff_t guard = 9;
  extents n_, strides_{};
  int rank_;
  std::vector<S> room_;
  S untouched_{};
};

}  // namespace structure_test

template <class S> struct regula::tensor_access<structure_test::tensor<S>> {
  template <class T> static auto of(T& t) { return t.view(t.data()); }
};

namespace structure_test {

/// A penalty of one tensor without its type.
template <class S> struct subject {
  using input = const tensor<S>&;
  double (*value)(input);
  double (*value_and_gradient)(input, tensor<S>&);
  void (*add_gradient)(input, tensor<S>&) = nullptr;
};
/// Of a formula without coefficients. Adds: ask for add_gradient as well.
template <class S, bool Adds = false, class F> subject<S> compiled(F) {
#ifdef REGULA_TESTED_BY_ENGINE
  static const auto p = engine_test::interpreted(regula::penalty(F{}));
#else
  static constexpr regula::penalty p(F{});
#endif
  subject<S> s{[](const tensor<S>& w) { return p(w); },
               [](const tensor<S>& w, tensor<S>& g) { return p.value_and_gradient(w, g); }};
  if constexpr (Adds) s.add_gradient = [](const tensor<S>& w, tensor<S>& g) { p.add_gradient(w, g); };
  return s;
}

/// A loop, and the gradient that it should have: by differences where none is written.
struct witness {
  std::function<real(const cube&)> value;
  std::function<reals(const cube&)> gradient = {};

  reals slopes(const cube& w) const {
    if (gradient) return gradient(w);
    cube c = w;
    return naive::gradient(
        [&](const reals& x) {
          c.x = x;
          return value(c);
        },
        w.x);
  }
};

template <class S> constexpr double tolerance = sizeof(S) == 4 ? 4e-6 : 1e-9;

/// naive::error, where all of the truth may be 0.
template <class Tensor> double error(const Tensor& got, const reals& truth) {
  real largest = 0;
  for (const real x : truth) largest = std::max(largest, std::fabs(x));
  return naive::error(got, truth) *
         static_cast<double>(std::max<real>(largest, std::numeric_limits<float>::min()) / std::max(largest, 1e-3L));
}
inline double error(double got, real truth) { return error(reals{got}, reals{truth}); }

/// Value and gradient against the loop, in these layouts of the tensor, each with another of the buffer.
template <class S>
void right(const char* name, const subject<S>& p, const witness& loop, const cube& w, int rank,
           std::initializer_list<layout> in = {layouts[0], layouts[1], layouts[2], layouts[3], layouts[4],
                                               layouts[5]}) {
  const S nan = std::numeric_limits<S>::quiet_NaN();
  const real value = loop.value(w);
  reals slopes = loop.slopes(w);
  const auto worst = tolerance<S>;
  for (std::size_t k = 0; k < in.size(); ++k) {
    const layout of_w = in.begin()[k], of_g = in.begin()[k % 2 == 0 ? k : k / 2];
    const tensor<S> x(w, rank, of_w, nan);
    tensor<S> g(w.n, rank, of_g, S(-77));
    CAPTURE(name, w.n, of_w.name, of_g.name, sizeof(S));
    CHECK(error(p.value(x), value) <= worst);
    CHECK(error(p.value_and_gradient(x, g), value) <= worst);
    CHECK(error(g.entries(), slopes) <= worst);
    CHECK(g.rest_is_untouched());
    if (!p.add_gradient) continue;
    g.fill(2);
    p.add_gradient(x, g);
    for (real& s : slopes) s += 2;
    CHECK(error(g.entries(), slopes) <= worst);
    CHECK(g.rest_is_untouched());
    for (real& s : slopes) s -= 2;
  }
}

}  // namespace structure_test

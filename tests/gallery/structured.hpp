// SPDX-License-Identifier: MIT
/// Entries of the gallery that have structure against plain loops: on random and awkward tensors, in both orders of
/// memory, in double and float, with respect to every tensor of theirs.
#pragma once
#include <set>
#include <string>
#include <tests/gallery/entries.hpp>
#include <tests/structure/groups.hpp>

namespace gallery_test {

using namespace structure_test;
using cubes = std::vector<cube>;
using loop = std::function<real(const cubes&)>;
template <class S> using tensors = std::vector<tensor<S>>;
/// Value, and gradients with respect to all or the first few of the tensors.
template <class S> using question = std::function<double(const tensors<S>&, tensors<S>&)>;

/// What an input has that a penalty may have no derivative at, or not the one that differences find.
enum input_kind : unsigned { plain = 0, zero_lines = 1, tiny = 2, all_zero = 4 };
struct input {
  const char* name;
  unsigned kind;
  cube w;
};

/// Matrices with float's entries. Ties are of two: the differences of a maximum are then the mean of both slopes.
inline std::vector<input> matrices() {
  const auto random = [](std::ptrdiff_t m, std::ptrdiff_t n, unsigned seed, real scale = 1) {
    cube w = numbers(shape(m, n), seed);
    for (real& x : w.x) x *= scale;
    return w;
  };
  cube zeros = random(5, 4, 3), negative = random(4, 3, 4);
  for_entries(zeros.n, [&](std::size_t i, const extents& at) {
    if (at[0] == 2 || at[1] == 1) zeros.x[i] = 0;
  });
  for (real& x : negative.x) x = -std::fabs(x);
  const cube ties{shape(5, 3), {2, 0.5, 0.25, 0.75, 3, -2, 0.5, 1.5, 0.75, 0, 1, 0.25, 1.5, -1.25, 0}};
  return {{"5 x 4", plain, random(5, 4, 1)},
          {"4 x 7", plain, random(4, 7, 2)},
          {"a row and a column of zeros", zero_lines, zeros},
          {"negative", plain, negative},
          {"ties", plain, ties},
          {"1 x 6", plain, random(1, 6, 5)},
          {"6 x 1", plain, random(6, 1, 6)},
          {"1 x 1", plain, random(1, 1, 7)},
          {"tiny", tiny, random(4, 3, 8, 0x1p-30L)},
          {"zeros", zero_lines | all_zero, cube{shape(3, 3), reals(9)}},
          {"17 x 5", plain, random(17, 5, 9)},
          {"5 x 17", plain, random(5, 17, 10)}};
}
/// Kernels of convolutions: height, width, channel, filter.
inline std::vector<input> kernels() {
  cube zeros = numbers(shape(2, 3, 4, 3), 1);
  for_entries(zeros.n, [&](std::size_t i, const extents& at) {
    if (at[3] == 1 || at[2] == 2) zeros.x[i] = 0;
  });
  return {{"3 x 3 x 2 x 5", plain, numbers(shape(3, 3, 2, 5), 2)},
          {"1 x 1 x 3 x 1", plain, numbers(shape(1, 1, 3, 1), 3)},
          {"a filter and a channel of zeros", zero_lines, zeros}};
}

/// df/dw by differences, with steps so small that a maximum of two that tie shows the mean of both slopes.
inline reals differences(const loop& f, cubes x, std::size_t tensor) {
  auto& w = x[tensor].x;
  const real most = std::max(norm_inf_of(w), real{0}), h = (most > 0 ? most : 1) * 0x1p-22L;
  reals g(w.size());
  for (std::size_t i = 0; i < w.size(); ++i) {
    const real here = w[i];
    const auto at = [&](real step) {
      w[i] = here + step;
      return f(x);
    };
    g[i] = (8 * (at(h / 2) - at(-h / 2)) - (at(h) - at(-h))) / (6 * h);
    w[i] = here;
  }
  return g;
}

template <class S>
void agrees(const question<S>& p, const loop& f, const cubes& x, int rank, std::size_t wanted,
            const std::vector<reals>& slopes) {
  const real value = f(x), smallest = 16 * static_cast<real>(std::numeric_limits<S>::denorm_min());
  for (const layout& in : {layouts[0], layouts[1], layouts[4]}) {
    tensors<S> at, g;
    for (const cube& w : x) {
      at.emplace_back(w, rank, in, std::numeric_limits<S>::quiet_NaN());
      g.emplace_back(w.n, rank, &w == x.data() ? in : by_columns, S(-77));
    }
    CAPTURE(in.name, sizeof(S));
    const auto got = static_cast<real>(p(at, g));
    CHECK(std::fabs(got - value) <= (sizeof(S) == 4 ? 1e-5L : 1e-12L) * std::fabs(value) + smallest);
    for (std::size_t t = 0; t < wanted; ++t) {
      const real most = norm_inf_of(slopes[t]), size = norm_inf_of(x[t].x);
      const real noise = std::max(real{16} * std::numeric_limits<S>::epsilon(), 1e-11L) * std::fabs(value);
      const real off = (sizeof(S) == 4 ? 1e-4L : 1e-6L) * most + noise / (size > 0 ? size : 1);
      const auto entries = g[t].entries();
      CAPTURE(t, entries, slopes[t]);
      real worst = 0;
      for (std::size_t i = 0; i < entries.size(); ++i) {
        const real error = std::fabs(static_cast<real>(entries[i]) - slopes[t][i]);
        worst = error <= worst ? worst : error;  // NaN stays
      }
      CHECK(worst <= off);
      CHECK(g[t].rest_is_untouched());
    }
  }
}

/// What a test knows of an entry. `without`: the kinds of input at which differences do not find its derivative.
/// `partners`: the tensors beside W.
struct facts {
  loop value;
  unsigned without = 0;
  std::function<cubes(const cube&)> partners = [](const cube&) { return cubes{}; };
  std::vector<input> inputs = matrices();
  int rank = 2;
};

/// Of several tensors: those beside W by a function of W.
inline facts with_partners(loop value, std::function<cubes(const cube&)> partners) {
  facts known{std::move(value)};
  known.partners = std::move(partners);
  return known;
}

/// The names that entry() has seen, and that a list of entries has to have among them.
inline std::set<std::string> tested;
inline constexpr auto is_tested = [](const char* name, const auto&) {
  INFO(name);
  CHECK(tested.count(name) == 1);
};

/// Value and gradients, those of the first `wanted` tensors, on all inputs; by questions without the penalty's type.
inline void right(const char* name, const question<double>& wide, const question<float>& narrow, const facts& known,
                  std::size_t wanted) {
  tested.insert(name);
  for (const input& in : known.inputs) {
    if ((in.kind & known.without) != 0) continue;
    CAPTURE(name, in.name);
    cubes x{in.w};
    for (auto& partner : known.partners(in.w)) x.push_back(std::move(partner));
    std::vector<reals> slopes;
    for (std::size_t t = 0; t < wanted; ++t) slopes.push_back(differences(known.value, x, t));
    agrees<double>(wide, known.value, x, known.rank, wanted, slopes);
    agrees<float>(narrow, known.value, x, known.rank, wanted, slopes);
  }
}

/// p(W = ..., V = ...), the tensors in this order.
template <class S, class P, class... Names> question<S> ask(const P& p, Names... names) {
  return [=](const tensors<S>& x, tensors<S>& g) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return p.value_and_gradient((names = regula::wrt(x[I], g[I]))...);
    }
    (std::index_sequence_for<Names...>{});
  };
}

#ifdef REGULA_TESTED_BY_ENGINE
/// p({{"W", ...}, {"V", ...}}), the tensors in this order.
template <class S, class... Names> question<S> ask(const regula::parsed_penalty& p, Names... names) {
  return [=](const tensors<S>& x, tensors<S>& g) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return p.value_and_gradient({{engine_test::name_of(names), x[I], g[I]}...});
    }
    (std::index_sequence_for<Names...>{});
  };
}
#endif

/// A penalty with coefficients of its own, of tensors with these names, W first.
template <class P, class... Names> void entry(const char* name, const P& p, const facts& known, Names... names) {
  INFO(name);
  CHECK(P::from_config(p.get_config()) == p);
#ifdef REGULA_TESTED_BY_ENGINE
  const auto tested_one = engine_test::interpreted(p);
#else
  const auto& tested_one = p;
#endif
  right(name, ask<double>(tested_one, W, names...), ask<float>(tested_one, W, names...), known, 1 + sizeof...(Names));
}

}  // namespace gallery_test

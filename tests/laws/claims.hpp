// SPDX-License-Identifier: MIT
/// What an atom claims of itself, and what sampling its witness finds.
#pragma once
#include <random>
#include <tests/laws/witness_doors.hpp>

namespace laws {

using cubes = std::vector<cube>;

/// An atom's claims, without its type: sampled by code that is compiled once.
struct claims {
  std::string_view name;
  int arity = 1, fixed_from = 1, fixed_to = 1;  // the arguments that stay fixed along a line
  regula::curvature bends;
  regula::trend runs;
  regula::range values;
  regula::interval domain;
  bool by_entries = false, parametric = false, symmetric = false;
  std::vector<std::uint64_t> bits;
  cube (*truth)(const cubes&, std::uint64_t bits) = nullptr;  // null: no witness
  std::vector<extents> (*shapes)(std::ptrdiff_t m, std::ptrdiff_t n) = nullptr;
  void (*fit)(cubes&) = nullptr;  // puts what was drawn into the domain
};

/// The witness of A on tensors: one of entries on each of them.
template <class A> cube truth_on(const cubes& x, std::uint64_t bits) {
  const auto scalar = [](real y) { return cube{structure_test::shape(1), {y}}; };
  constexpr auto f = witness<A>;
  if constexpr (A::arity == 0) {
    return f();
  } else if constexpr (std::is_invocable_r_v<cube, decltype(f), cube, std::uint64_t>) {
    return f(x[0], bits);
  } else if constexpr (std::is_invocable_r_v<cube, decltype(f), cube>) {
    return f(x[0]);
  } else if constexpr (std::is_invocable_r_v<cube, decltype(f), cube, cube>) {
    return f(x[0], x[1]);
  } else if constexpr (std::is_invocable_r_v<cube, decltype(f), cube, cube, cube>) {
    return f(x[0], x[1], x[2]);
  } else if constexpr (std::is_invocable_v<decltype(f), cube>) {
    return scalar(f(x[0]));
  } else if constexpr (std::is_invocable_v<decltype(f), cube, cube>) {
    return scalar(f(x[0], x[1]));
  } else {
    return made(x[0].n, [&](const extents& at) {
      if constexpr (A::parametric)
        return f(entry_of(x[0], at), bits);
      else if constexpr (A::arity == 1)
        return f(entry_of(x[0], at));
      else if constexpr (A::arity == 2)
        return f(entry_of(x[0], at), entry_of(x[1], at));
      else
        return f(entry_of(x[0], at), entry_of(x[1], at), entry_of(x[2], at));
    });
  }
}

template <class A> std::vector<extents> like_each_other(std::ptrdiff_t m, std::ptrdiff_t n) {
  return std::vector<extents>(A::arity, structure_test::shape(m, n));
}
template <class A> inline constexpr auto shapes_of = &like_each_other<A>;
inline std::vector<extents> square_shape(std::ptrdiff_t m, std::ptrdiff_t) { return {structure_test::shape(m, m)}; }
inline std::vector<extents> chain(std::ptrdiff_t m, std::ptrdiff_t n) {
  return {structure_test::shape(n, m), structure_test::shape(m, 2)};
}
template <> inline constexpr auto shapes_of<regula::trace_atom> = &square_shape;
template <> inline constexpr auto shapes_of<regula::log_det_atom> = &square_shape;
template <int K> inline constexpr auto shapes_of<regula::power_norm_atom<K>> = &square_shape;
template <> inline constexpr auto shapes_of<regula::dsl::dominant_size_atom> = &square_shape;
template <> inline constexpr auto shapes_of<regula::dsl::dominant_slope_atom> = &square_shape;
template <> inline constexpr auto shapes_of<regula::dsl::definite_inverse_atom> = &square_shape;
template <> inline constexpr auto shapes_of<regula::matmul_atom> = &chain;
template <> inline constexpr auto shapes_of<regula::apply_atom> = &chain;
template <>
inline constexpr auto shapes_of<regula::dsl::apply_transposed_atom> = +[](std::ptrdiff_t m, std::ptrdiff_t n) {
  return std::vector<extents>{structure_test::shape(m, n), structure_test::shape(m, 2)};
};
template <>
inline constexpr auto shapes_of<regula::quadratic_atom> = +[](std::ptrdiff_t m, std::ptrdiff_t n) {
  return std::vector<extents>{structure_test::shape(m, n), structure_test::shape(m, m)};
};
template <>
inline constexpr auto shapes_of<regula::group_sums_atom> = +[](std::ptrdiff_t m, std::ptrdiff_t n) {
  return std::vector<extents>{structure_test::shape(2, m * n), structure_test::shape(m, n)};
};
template <>
inline constexpr auto shapes_of<regula::dsl::group_spread_atom> = +[](std::ptrdiff_t m, std::ptrdiff_t n) {
  return std::vector<extents>{structure_test::shape(2, m * n), structure_test::shape(2), structure_test::shape(m, n)};
};

inline void as_drawn(cubes&) {}
inline void symmetric(cubes& x) {
  const cube turned = structure_test::flip(x[0]);
  x[0] = structure_test::zip(x[0], turned, [](real a, real b) { return (a + b) / 2; });
}
/// Positive definite: the diagonal outweighs its row.
inline void definite(cubes& x) {
  symmetric(x);
  const cube w = x[0];
  x[0] = made(w.n, [&](const extents& at) {
    real beside = 0.125L;
    for (std::ptrdiff_t j = 0; j < w.n[1]; ++j) beside += j == at[0] ? 0 : std::fabs(w(at[0], j));
    return at[0] == at[1] ? std::max(w(at[0], at[1]), beside) : w(at[0], at[1]);
  });
}
template <class A> inline constexpr auto fit_of = &as_drawn;
template <> inline constexpr auto fit_of<regula::log_det_atom> = &definite;
template <> inline constexpr auto fit_of<regula::dsl::definite_inverse_atom> = &definite;
template <int K> inline constexpr auto fit_of<regula::power_norm_atom<K>> = &symmetric;
template <> inline constexpr auto fit_of<regula::dsl::dominant_size_atom> = &symmetric;
template <> inline constexpr auto fit_of<regula::dsl::dominant_slope_atom> = &symmetric;

/// Of a parametric atom, the nodes to try.
template <class A> inline const std::vector<std::uint64_t> bits_of = {0};
template <>
inline const std::vector<std::uint64_t> bits_of<regula::pow_atom> = [] {
  std::vector<std::uint64_t> all;
  for (const auto& [p, q] : std::initializer_list<regula::dsl::rational>{
           {0, 1}, {3, 1}, {4, 1}, {5, 1}, {-1, 1}, {-2, 1}, {1, 2}, {3, 2}, {-1, 2}, {1, 4}, {1, 3}, {5, 3}})
    all.push_back(regula::dsl::rational{p, q}.bits());
  return all;
}();
template <>
inline const std::vector<std::uint64_t> bits_of<regula::reach_atom> = {regula::dsl::offset{0, 1}.bits(),
                                                                       regula::dsl::offset{1, -2}.bits()};
template <>
inline const std::vector<std::uint64_t> bits_of<regula::difference_atom> = {regula::dsl::offset{0, 1}.bits(),
                                                                            regula::dsl::offset{1, 2}.bits()};
template <>
inline const std::vector<std::uint64_t> bits_of<regula::kept_atom> = {
    regula::dsl::on_diagonals(0, 0).bits(), regula::dsl::reachable(0, 1).bits(),
    regula::dsl::pattern{regula::dsl::pattern::band, 0, 0, 1, false, true}.bits()};

template <class A> claims claims_of() {
  claims c;
  c.name = A::name;
  c.arity = A::arity;
  c.fixed_from = A::arity - A::parameters;
  c.fixed_to = A::arity;
  c.bends = A::bends;
  c.runs = A::runs;
  c.values = A::range;
  c.domain = A::domain;
  c.by_entries = A::meets == regula::role::entries && !regula::dsl::has_shape<A>;
  c.parametric = A::parametric;
  c.symmetric = A::symmetric;
  c.bits = bits_of<A>;
  c.shapes = shapes_of<A>;
  c.fit = fit_of<A>;
  if constexpr (requires { A::applies_first; })
    if (A::applies_first) c.fixed_from = 0, c.fixed_to = 1;
  if constexpr (has_witness<A>) c.truth = &truth_on<A>;
  return c;
}
template <class... A> std::vector<claims> all_claims(regula::type_list<A...>) { return {claims_of<A>()...}; }

}  // namespace laws

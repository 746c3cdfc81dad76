// SPDX-License-Identifier: MIT
/// What one instruction does with blocks of entries: made from the atoms' own `value`, in the forms that save passes over
/// a block: multiplied by a number, added to another block, added up without being stored.
#pragma once
#include <dsl/meta/in_order.hpp>
#include <dsl/numbers/log_product.hpp>
#include <dsl/run/operate.hpp>

namespace regula::dsl {

/// n entries, a whole number of vectors, of a, b, c to `to`; bits are those of the atom's node.
template <class S>
using block_code = void (*)(S* to, const S* a, const S* b, const S* c, std::ptrdiff_t n, std::uint64_t bits);

/// Sums under way lie in memory: so many vectors for each, as many as the sweep's unrolling says.
inline constexpr int most_parts = 4;

/// An atom of one argument, or the argument itself.
template <class A> struct function_of {
  template <class N> [[gnu::always_inline]] static N at(N x, std::uint64_t bits) {
    if constexpr (A::parametric)
      return A::value_of(x, bits);
    else
      return evaluate<A, 0, N>(x);
  }
};
struct itself {
  template <class N> [[gnu::always_inline]] static N at(N x, std::uint64_t) { return x; }
};

/// F is function_of an atom, or itself.
template <class F, class S> struct block_forms {
  using vector = lanes<S>;
  static constexpr std::ptrdiff_t width = vector::size;
  [[gnu::always_inline]] static vector number(const S* at) { return vector(Eigen::internal::pset1<packet_of<S>>(*at)); }

  static void plain(S* to, const S* a, const S*, const S*, std::ptrdiff_t n, std::uint64_t bits) {
    for (std::ptrdiff_t i = 0; i < n; i += width) F::at(vector::load(a + i), bits).store(to + i);
  }
  /// b[0] f(a)
  static void scaled(S* to, const S* a, const S* b, const S*, std::ptrdiff_t n, std::uint64_t bits) {
    const auto scale = number(b);
    for (std::ptrdiff_t i = 0; i < n; i += width) (scale * F::at(vector::load(a + i), bits)).store(to + i);
  }
  /// c + b[0] f(a)
  static void add_scaled(S* to, const S* a, const S* b, const S* c, std::ptrdiff_t n, std::uint64_t bits) {
    const auto scale = number(b);
    for (std::ptrdiff_t i = 0; i < n; i += width)
      (vector::load(c + i) + scale * F::at(vector::load(a + i), bits)).store(to + i);
  }
  /// f(a) into the reduction `What`, of which `Parts` vectors are under way.
  template <int What, int Parts>
  static void gathered(S* to, const S* a, const S*, const S*, std::ptrdiff_t n, std::uint64_t bits) {
    gather_parts<What>(to, a, n, bits, std::make_integer_sequence<int, Parts>());
  }

private:
  /// A pack keeps the parts in registers.
  template <int What, int... K>
  [[gnu::always_inline]] static void gather_parts(S* to, const S* a, std::ptrdiff_t n, std::uint64_t bits,
                                                  std::integer_sequence<int, K...>) {
    constexpr std::ptrdiff_t together = sizeof...(K) * width;
    vector part[] = {vector::load(to + K * width)...};
    std::ptrdiff_t i = 0;
    for (; i + together <= n; i += together)
      in_order({(part[K] = gather<What>(part[K], F::at(vector::load(a + i + K * width), bits)), 0)...});
    for (; i < n; i += width) part[0] = gather<What>(part[0], F::at(vector::load(a + i), bits));
    in_order({(part[K].store(to + K * width), 0)...});
  }
};

/// Sums of an atom that is a logarithm, with the order of dsl/kernel/logarithms.hpp.
template <class A, class S> struct logarithm_forms {
  using vector = lanes<S>;
  static constexpr std::ptrdiff_t width = vector::size;

  template <int Parts>
  static void gathered(S* to, const S* a, const S*, const S*, std::ptrdiff_t n, std::uint64_t bits) {
    const auto whole = n / (4 * width) * (4 * width);
    auto so_far = vector::load(to);
    std::ptrdiff_t i = 0;
    for (; i + 8 * width <= whole; i += 8 * width) so_far = add_eight(so_far, a + i);
    for (; i < whole; i += 4 * width) so_far = add_four(so_far, a + i);
    so_far.store(to);
    block_forms<function_of<A>, S>::template gathered<atom_id::sum, Parts>(to, a + whole, nullptr, nullptr, n - whole,
                                                                           bits);
  }

private:
  [[gnu::always_inline]] static vector add_eight(vector so_far, const S* a) {
    so_far = add_summands(add_summands(so_far, a), a + 4 * width);
    return add_logarithms<A>(so_far, product_of(a), product_of(a + 4 * width), each_of(a));
  }
  [[gnu::always_inline]] static vector add_four(vector so_far, const S* a) {
    return add_logarithms<A>(add_summands(so_far, a), product_of(a), each_of(a));
  }
  [[gnu::always_inline]] static auto each_of(const S* a) {
    return [a](vector so_far, int from) { return add_each(so_far, a + from * width); };
  }
  [[gnu::always_inline]] static vector add_summands(vector so_far, const S* a) {
    if constexpr (has_summand<A>)
      for (int k = 0; k < 4; ++k) so_far = so_far + A::summand(vector::load(a + k * width));
    return so_far;
  }
  [[gnu::always_inline]] static log_product<S> product_of(const S* a) {
    const auto factor = [&](int k) { return A::factor(vector::load(a + k * width)); };
    log_product<S> product;
    product.begin(factor(0)), product.multiply(factor(1)), product.multiply(factor(2)), product.multiply(factor(3));
    return product;
  }
  [[gnu::noinline]] static vector add_each(vector so_far, const S* a) {
    for (int k = 0; k < 4; ++k) so_far = so_far + log_weighted<A>(log(A::factor(vector::load(a + k * width))));
    return so_far;
  }
};

/// An atom of two arguments; a or b may be one number.
template <class A, class S> struct binary_forms {
  using vector = lanes<S>;
  static constexpr std::ptrdiff_t width = vector::size;
  [[gnu::always_inline]] static vector value(vector a, vector b) {
    if constexpr (A::parametric)
      return A::template value<0>(a, b);
    else
      return evaluate<A, 0, vector>(a, b);
  }
  static void plain(S* to, const S* a, const S* b, const S*, std::ptrdiff_t n, std::uint64_t) {
    for (std::ptrdiff_t i = 0; i < n; i += width) value(vector::load(a + i), vector::load(b + i)).store(to + i);
  }
  static void number_first(S* to, const S* a, const S* b, const S*, std::ptrdiff_t n, std::uint64_t) {
    const auto x = block_forms<itself, S>::number(a);
    for (std::ptrdiff_t i = 0; i < n; i += width) value(x, vector::load(b + i)).store(to + i);
  }
  static void number_second(S* to, const S* a, const S* b, const S*, std::ptrdiff_t n, std::uint64_t) {
    const auto y = block_forms<itself, S>::number(b);
    for (std::ptrdiff_t i = 0; i < n; i += width) value(vector::load(a + i), y).store(to + i);
  }
};
template <class A, class S>
void ternary_form(S* to, const S* a, const S* b, const S* c, std::ptrdiff_t n, std::uint64_t) {
  using vector = lanes<S>;
  for (std::ptrdiff_t i = 0; i < n; i += vector::size)
    evaluate<A, 0, vector>(vector::load(a + i), vector::load(b + i), vector::load(c + i)).store(to + i);
}

/// What is no atom's.
template <class S> struct common_forms {
  using vector = lanes<S>;
  static constexpr std::ptrdiff_t width = vector::size;

  static void copy(S* to, const S* a, const S*, const S*, std::ptrdiff_t n, std::uint64_t) { std::copy_n(a, n, to); }
  /// The number a[0].
  static void fill(S* to, const S* a, const S*, const S*, std::ptrdiff_t n, std::uint64_t) { std::fill_n(to, n, *a); }
  /// c + a^2
  static void add_square(S* to, const S* a, const S*, const S* c, std::ptrdiff_t n, std::uint64_t) {
    for (std::ptrdiff_t i = 0; i < n; i += width) {
      const auto x = vector::load(a + i);
      (vector::load(c + i) + x * x).store(to + i);
    }
  }
  /// c + (b[0] a)^2
  static void add_scaled_square(S* to, const S* a, const S* b, const S* c, std::ptrdiff_t n, std::uint64_t) {
    const auto scale = block_forms<itself, S>::number(b);
    for (std::ptrdiff_t i = 0; i < n; i += width) {
      const auto x = scale * vector::load(a + i);
      (vector::load(c + i) + x * x).store(to + i);
    }
  }
  /// The sum of the squares of b[0] a, of which one vector is under way.
  static void scaled_squares(S* to, const S* a, const S* b, const S*, std::ptrdiff_t n, std::uint64_t) {
    const auto scale = block_forms<itself, S>::number(b);
    auto sum = vector::load(to);
    for (std::ptrdiff_t i = 0; i < n; i += width) {
      const auto x = scale * vector::load(a + i);
      sum = sum + x * x;
    }
    sum.store(to);
  }
  static void stream(S* to, const S* from, std::ptrdiff_t n) {
    for (std::ptrdiff_t i = 0; i < n; i += width) vector::load(from + i).stream(to + i);
  }
};

}  // namespace regula::dsl

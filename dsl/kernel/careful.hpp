// SPDX-License-Identifier: MIT
/// Sums of squares once more, of entries multiplied by a power of two: where the squares overflow, or fall below what the
/// type of the entries can tell apart. Nothing is stored.
#pragma once
#include <dsl/kernel/step.hpp>
#include <dsl/numbers/squares.hpp>

// A pack that is empty uses none of its parameters.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-but-set-parameter"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"

namespace regula::dsl {

template <class Recipe, int K, class S, route Route, class Parts = part_numbers_of<Recipe, K>> struct careful_step;
template <class Recipe, int K, class S, route Route, int... Q, int... C, int... R, int... F, int... I, int... T>
struct careful_step<
    Recipe, K, S, Route,
    part_numbers<std::integer_sequence<int, Q...>, std::integer_sequence<int, C...>, std::integer_sequence<int, R...>,
                 std::integer_sequence<int, F...>, std::integer_sequence<int, I...>, std::integer_sequence<int, T...>>>
    : step<Recipe, K, S, Route> {
  using base = step<Recipe, K, S, Route>;
  using base::code;
  using base::fold;
  using base::sum;
  using base::width;
  using typename base::gathering;
  using typename base::line;
  using typename base::vector;

  static constexpr int squared(const accumulation& a) {
    return squared_register(base::plan.view(), base::s, a, sizeof(S) == sizeof(double));
  }
  static constexpr bool any_sum = ((squared(sum(R)) >= 0) || ...);
  static constexpr bool any_fold = ((fold(F).what == atom_id::norm2) || ...);

  /// The scale that a sum asks for, of the two that there are.
  template <int What> [[gnu::always_inline]] static double scale_for(double result) {
    return What == atom_id::norm2 ? scale_for_root<S>(result) : scale_for_squares<S>(result);
  }
  /// Whether some sum asks for one, or for this one.
  [[gnu::always_inline]] static bool is_due(const double* values) {
    bool due = false;
    in_order({(due |= squared(sum(R)) >= 0 && scale_for<sum(R).what>(values[sum(R).node]) != 1.0, 0)...});
    return due;
  }
  static bool is_due(const double* values, double scale) {
    bool due = false;
    in_order({(due |= squared(sum(R)) >= 0 && scale_for<sum(R).what>(values[sum(R).node]) == scale, 0)...});
    return due;
  }
  /// The results that ask for the scale, anew.
  static void replace(double* values, const scalar_sum* of, double scale) {
    in_order({(replace<sum(R).what>(squared(sum(R)) >= 0, values[sum(R).node], of[R].total, scale), 0)...});
  }
  template <int What> static void replace(bool of_squares, double& result, const pairwise_total& total, double scale) {
    if (!of_squares || scale_for<What>(result) != scale) return;
    if (What == atom_id::norm2)
      result = std::sqrt(total.result()) / scale;
    else
      result = total.result() / scale / scale;
  }

  /// The squares of a vector of entries, or of the first m, added to what was gathered.
  [[gnu::always_inline]] static void add(gathering& g, const vector* scalar, const line& p, std::ptrdiff_t i,
                                         vector scale) {
    vector at[base::registers];
    base::compute(at, scalar, p, i);
    const auto add_square = [&](vector & to, int x) __attribute__((always_inline)) {
      if (x < 0) return;
      const vector y = at[x] * scale;
      to = to + y * y;
    };
    in_order({(add_square(g.to_scalars[R], squared(sum(R))), 0)...});
    in_order({(add_square(g.to_rim[F], rooted(fold(F))), 0)...});
  }
  [[gnu::always_inline]] static void add_first(gathering& g, const vector* scalar, const line& p, std::ptrdiff_t i,
                                               std::ptrdiff_t m, vector scale) {
    alignas(64) S copies[sizeof...(I) + 1][width];
    line padded = p;
    in_order({(base::template copy_last<I>(p, i, m, copies[I], padded), 0)...});
    gathering last;
    clear(last);
    add(last, scalar, padded, 0, scale);
    last.cut(static_cast<int>(m));
    g.join(last);
  }
  static constexpr int rooted(const accumulation& a) { return a.what == atom_id::norm2 ? a.from : -1; }

  /// The input that a register is loaded from; -1: it is computed.
  static constexpr int input_of(int x) {
    if (x < static_cast<int>(sizeof...(C))) return -1;
    const auto& made = code(x - static_cast<int>(sizeof...(C)));
    return made.what == tensor_node ? made.slot : -1;
  }
  /// Whether all that is squared is an input. Nothing of the formula is compiled once more then.
  static constexpr bool of_inputs = ((squared(sum(R)) < 0 || input_of(squared(sum(R))) >= 0) && ...) &&
                                    ((rooted(fold(F)) < 0 || input_of(rooted(fold(F))) >= 0) && ...);
  template <int Input> static double squares_in(const line& p, std::ptrdiff_t n, double scale) {
    if constexpr (Input < 0)
      return 0.0;
    else
      return sum_of_squares(p.in[Input], n, scale);
  }
  template <int Input>
  static void add_squares_in(const line& p, std::ptrdiff_t first, std::ptrdiff_t n, double scale, S* to) {
    if constexpr (Input >= 0) add_squares(p.in[Input] + first, n, scale, to);
  }

  /// Of n entries of a line.
  struct line_sums {
    double to_scalars[sizeof...(R) + 1]{}, to_rim[sizeof...(F) + 1]{};
  };
  [[gnu::noinline]] static void add_line(line_sums& sums, const vector* scalar, const line& p, std::ptrdiff_t n,
                                         double scale) {
    if constexpr (of_inputs) {
      in_order({(sums.to_scalars[R] += squares_in<input_of(squared(sum(R)))>(p, n, scale), 0)...});
      in_order({(sums.to_rim[F] += squares_in<input_of(rooted(fold(F)))>(p, n, scale), 0)...});
    } else {
      for (std::ptrdiff_t from = 0; from < n; from += squares_at_once)
        add_computed(sums, scalar, p, from, std::min(n, from + squares_at_once), scale);
    }
  }
  static void add_computed(line_sums& sums, const vector* scalar, const line& p, std::ptrdiff_t first,
                           std::ptrdiff_t last, double scale) {
    const line near = p;
    constexpr std::ptrdiff_t together = (base::unroll > 1 ? 2 : 1) * width;
    gathering g[2];
    clear(g[0]), clear(g[1]);
    auto i = first;
    if constexpr (base::unroll > 1)
      for (; i + together <= last; i += together) {
        add(g[0], scalar, near, i, scale);
        add(g[1], scalar, near, i + width, scale);
      }
    for (; i + width <= last; i += width) add(g[0], scalar, near, i, scale);
    if (i < last) add_first(g[0], scalar, near, i, last - i, scale);
    for (const auto& each : g) {
      in_order({(sums.to_scalars[R] += total(each.to_scalars[R]), 0)...});
      in_order({(sums.to_rim[F] += total(each.to_rim[F]), 0)...});
    }
  }
  [[gnu::always_inline]] static void clear(gathering& g) {
    in_order({(g.to_scalars[R] = vector::all(0.0), 0)...});
    in_order({(g.to_rim[F] = vector::all(0.0), 0)...});
  }
  /// Sums to the rim of line l.
  static void end_line(const sweep_call<S>& c, std::ptrdiff_t l, const line_sums& sums) {
    in_order({(c.folds[F].sums_at[l] += sums.to_rim[F], 0)...});
  }
  /// Sums to the rim that lies along the lines, from its entry `first` on, so many entries at a time.
  static constexpr std::ptrdiff_t entries_at_once = 256, lines_at_once = 64;
  static void add_along(const sweep_call<S>& c, const vector* scalar, std::ptrdiff_t first, std::ptrdiff_t n) {
    alignas(64) S parts[sizeof...(F) + 1][entries_at_once];
    for (std::ptrdiff_t l = 0; l < c.lines; l += lines_at_once) {
      in_order({(std::fill_n(parts[F], entries_at_once, S(0)), 0)...});
      for (auto k = l; k < std::min(c.lines, l + lines_at_once); ++k) {
        line p;
        base::point(c, k, p);
        if constexpr (of_inputs)
          in_order({(add_squares_in<input_of(rooted(fold(F)))>(p, first, n, c.scale, parts[F]), 0)...});
        else
          add_computed_along(parts, scalar, p, first, n, c.scale);
      }
      in_order({(add_parts(c.folds[F].sums_at + first, parts[F], n), 0)...});
    }
  }
  static void add_computed_along(S (*parts)[entries_at_once], const vector* scalar, const line& p, std::ptrdiff_t first,
                                 std::ptrdiff_t n, double scale) {
    for (std::ptrdiff_t i = 0; i < n; i += width) {
      gathering g;
      in_order({(g.to_rim[F] = vector::load(parts[F] + i), 0)...});
      if (i + width <= n)
        add(g, scalar, p, first + i, scale);
      else
        add_first(g, scalar, p, first + i, n - i, scale);
      in_order({(g.to_rim[F].store(parts[F] + i), 0)...});
    }
  }
  static void add_parts(double* sums, const S* more, std::ptrdiff_t n) {
    for (std::ptrdiff_t j = 0; j < n; ++j) sums[j] += static_cast<double>(more[j]);
  }
  /// Whether one of n roots asks for the scale. They lie where lanes add up parts of their sums.
  static bool is_due(const sweep_call<S>& c, std::ptrdiff_t first, std::ptrdiff_t n) {
    bool due = false;
    in_order({(due = due || (rooted(fold(F)) >= 0 && any_asks(c.folds[F].parts_at + first, n, c.scale)), 0)...});
    return due;
  }
  static bool any_asks(const S* root, std::ptrdiff_t n, double scale) {
    return std::any_of(root, root + n, [&](S x) { return scale_for_root<S>(static_cast<double>(x)) == scale; });
  }
  [[gnu::always_inline]] static bool is_due(const gathering& g) {
    bool due = false;
    in_order({(due |= fold(F).what == atom_id::norm2 && scale_for_squares<S>(total(g.to_rim[F])) != 1.0, 0)...});
    return due;
  }
  /// The roots of one line, of which g is what was gathered, in parts_at.
  [[gnu::noinline]] static void put_line(const sweep_call<S>& c, const vector* scalar, const line& p,
                                         const gathering& g, std::ptrdiff_t j) {
    for (const double scale : {squares_range<S>::shrink, squares_range<S>::grow}) {
      bool due = false;
      in_order({(due |= asks_for<F>(g, scale), 0)...});
      if (!due) continue;
      line_sums sums;
      add_line(sums, scalar, p, c.n, scale);
      in_order(
          {(asks_for<F>(g, scale) ? put(std::sqrt(sums.to_rim[F]) / scale, c.folds[F].parts_at, j) : void(), 0)...});
    }
  }
  template <int Fold> static bool asks_for(const gathering& g, double scale) {
    return fold(Fold).what == atom_id::norm2 && scale_for_squares<S>(total(g.to_rim[Fold])) == scale;
  }
  /// As the first entry also as all others, until theirs come.
  [[gnu::always_inline]] static void put(double x, S* rim, std::ptrdiff_t j) {
    if (j == 0)
      vector::all(x).store(rim);
    else
      rim[j] = static_cast<S>(x);
  }
  static void begin(scalar_sum* of) { in_order({(of[R].begin(0.0), 0)...}); }
  static void flush(scalar_sum* to, const line_sums& sums) { in_order({(to[R].total.add(sums.to_scalars[R]), 0)...}); }
};

}  // namespace regula::dsl

#pragma GCC diagnostic pop

// SPDX-License-Identifier: MIT
/// Every atom of an argument that has lost axes, against loops over the matrix that was written.
#include <tests/laws/reduced.hpp>

namespace {

using namespace laws;
using structure_test::cosines;
using structure_test::diagonal_sum;
using structure_test::flip;
using structure_test::product;
using structure_test::squares;
using structure_test::total;
namespace loops = structure_test;

template <class F> real entries(const cube& x, F f) {
  return naive::sum(x.x, [&](real t) { return f(t); });
}
/// sum f(x) over all atoms f of one argument, or f(x, e^x) of two: one formula, which is compiled once.
template <class L> constexpr auto sum_of_calls(auto x) {
  if constexpr (std::is_same_v<typename L::atom, regula::detached_atom>)
    return sum(x);  // its slope is not the derivative
  else if constexpr (L::arity == 1)
    return sum(regula::call<typename L::atom>(x));
  else
    return sum(regula::call<typename L::atom>(x, exp(x)));
}
template <class L> real sum_of_truths(const cube& x) {
  return entries(x, [](real t) {
    if constexpr (L::arity == 1)
      return truth<L>(t);
    else
      return truth<L>(t, std::exp(t));
  });
}
template <class... L> reduced_law law_of_all(regula::type_list<L...>) {
  return reduced(
      "all atoms", [](auto x) { return (sum_of_calls<L>(x) + ...); },
      [](const cube& x) { return (sum_of_truths<L>(x) + ...); });
}

real norm_of_row(const cube& x, std::ptrdiff_t i) {
  real s = 0;
  for (std::ptrdiff_t j = 0; j < x.n[1]; ++j) s += x(i, j) * x(i, j);
  return std::sqrt(s);
}
template <class F> real by_rows_of(const cube& x, F f) {
  real s = 0;
  for (std::ptrdiff_t i = 0; i < x.n[0]; ++i)
    for (std::ptrdiff_t j = 0; j < x.n[1]; ++j) s += f(i, j);
  return s;
}
real sum_of_row(const cube& x, std::ptrdiff_t i, real (*f)(real)) {
  real s = 0;
  for (std::ptrdiff_t j = 0; j < x.n[1]; ++j) s += f(x(i, j));
  return s;
}
real itself(real t) { return t; }
real grown(real t) { return std::exp(t); }

}  // namespace

TEST_CASE("atoms entry by entry of reduced arguments", "[laws]") {
  holds_reduced(law_of_all(plain_unary{}));
  holds_reduced(law_of_all(binary{}));
}

TEST_CASE("reductions of reduced arguments", "[laws]") {
  holds_reduced(reduced(
      "sum", [](auto x) { return sum(x); }, [](const cube& x) { return loops::sum_of(x.x); }));
  holds_reduced(reduced(
      "mean", [](auto x) { return mean(x); }, [](const cube& x) { return loops::mean_of(x.x); }));
  holds_reduced(reduced(
      "max", [](auto x) { return max(x); }, [](const cube& x) { return loops::highest_of(x.x); }));
  holds_reduced(reduced(
      "min", [](auto x) { return min(x); }, [](const cube& x) { return loops::lowest_of(x.x); }));
  holds_reduced(reduced(
      "size", [](auto x) { return size(x) * sum(x); },
      [](const cube& x) { return loops::count_of(x.x) * loops::sum_of(x.x); }));
  holds_reduced(reduced(
      "variance", [](auto x) { return variance(x); }, [](const cube& x) { return loops::variance_of(x.x); }));
  holds_reduced(reduced(
      "norm1", [](auto x) { return norm1(x); }, [](const cube& x) { return loops::norm1_of(x.x); }));
  holds_reduced(reduced(
      "norm2", [](auto x) { return norm2(x); }, [](const cube& x) { return loops::norm2_of(x.x); }));
  holds_reduced(reduced(
      "norm_inf", [](auto x) { return norm_inf(x); }, [](const cube& x) { return loops::norm_inf_of(x.x); }));
  holds_reduced(reduced(
      "dot", [](auto x) { return dot(x, exp(x)); },
      [](const cube& x) { return entries(x, [](real t) { return t * std::exp(t); }); }));
  holds_reduced(reduced(
      "count_nonzero", [](auto x) { return count_nonzero(x) * sum(x); },
      [](const cube& x) { return loops::count_of(x.x) * loops::sum_of(x.x); }));
  holds_reduced(reduced(
      "log_sum_exp", [](auto x) { return log_sum_exp(x); }, [](const cube& x) { return loops::log_sum_exp_of(x.x); }));
}

TEST_CASE("reductions along axes of reduced arguments", "[laws]") {
  // Of each row, and of each column of that.
  holds_reduced(reduced(
      "norms of rows", [](auto x) { return sum(square(norm2(rowwise(x)) + norm2(colwise(exp(x))))); },
      [](const cube& x) {
        const cube e = made(x.n, [&](const auto& at) { return std::exp(x(at[0], at[1])); });
        real s = 0;
        for (std::ptrdiff_t i = 0; i < x.n[0]; ++i)
          for (std::ptrdiff_t j = 0; j < x.n[1]; ++j) {
            const real both = norm_of_row(x, i) + norm_of_row(flip(e), j);
            s += both * both;
          }
        return s;
      }));
  holds_reduced(reduced(
      "variances of rows", [](auto x) { return sum(exp(variance(rowwise(x)))); },
      [](const cube& x) {
        return loops::over(x, loops::of_rows, [](const reals& r) { return std::exp(loops::variance_of(r)); });
      }));
  holds_reduced(reduced(
      "log_sum_exp of columns", [](auto x) { return sum(square(log_sum_exp(colwise(x)))); },
      [](const cube& x) {
        return loops::over(x, loops::of_columns,
                           [](const reals& r) { return loops::squared(loops::log_sum_exp_of(r)); });
      }));
}

TEST_CASE("a user's atoms of reduced arguments", "[laws]") {
  holds_reduced(reduced(
      "shares", [](auto x) { return sum(exp(regula::call<shares_atom>(x))); },
      [](const cube& x) {
        return by_rows_of(x, [&](auto i, auto j) {
          return std::exp(x(i, j) / norm_of_row(x, i) + x(i, j) / sum_of_row(flip(x), j, itself));
        });
      }));
  holds_reduced(reduced(
      "row_softmax", [](auto x) { return sum(exp(x) * regula::call<row_softmax_atom>(x)); },
      [](const cube& x) {
        return by_rows_of(x, [&](auto i, auto j) { return std::exp(2 * x(i, j)) / sum_of_row(x, i, grown); });
      }));
  const auto norms_of_rows = [](const cube& x) {
    real s = 0;
    for (std::ptrdiff_t i = 0; i < x.n[0]; ++i) s += norm_of_row(x, i);
    return s;
  };
  holds_reduced(reduced(
      "row_norms", [](auto x) { return regula::call<row_norms_atom>(x); }, norms_of_rows));
  holds_reduced(reduced(
      "row_norms of rows", [](auto x) { return sum(regula::call<row_norms_atom>(rowwise(x))); }, norms_of_rows));
  holds_reduced(reduced(
      "row_norms of columns", [](auto x) { return sum(regula::call<row_norms_atom>(colwise(x))); },
      [](const cube& x) { return entries(x, [](real t) { return std::fabs(t); }); }));
}

TEST_CASE("structure of reduced arguments", "[laws]") {
  holds_reduced(reduced(
      "transpose", [](auto x) { return norm2(transpose(x)); }, [](const cube& x) { return loops::norm2_of(x.x); }));
  holds_reduced(reduced(
      "upper", [](auto x) { return sum(exp(upper(x))); },
      [](const cube& x) {
        return by_rows_of(x, [&](auto i, auto j) { return j >= i ? std::exp(x(i, j)) : real{1}; });
      }));
  holds_reduced(reduced(
      "off_diagonal", [](auto x) { return sum(exp(off_diagonal(x))); },
      [](const cube& x) {
        return by_rows_of(x, [&](auto i, auto j) { return j != i ? std::exp(x(i, j)) : real{1}; });
      }));
}

TEST_CASE("products of reduced arguments", "[laws]") {
  holds_reduced(reduced(
      "gram", [](auto x) { return sum(exp(gram(x))); },
      [](const cube& x) { return entries(product(flip(x), x), grown); }));
  holds_reduced(reduced(
      "outer_gram", [](auto x) { return sum(exp(outer_gram(x))); },
      [](const cube& x) { return entries(product(x, flip(x)), grown); }));
  holds_reduced(reduced(
      "matmul", [](auto x) { return sum(exp(matmul(transpose(x), exp(x)))); },
      [](const cube& x) {
        const cube e = made(x.n, [&](const auto& at) { return std::exp(x(at[0], at[1])); });
        return entries(product(flip(x), e), grown);
      }));
  holds_reduced(reduced(
      "row_cosines", [](auto x) { return sum(exp(row_cosines(x))); },
      [](const cube& x) { return entries(cosines(x), grown); }));
  holds_reduced(reduced(
      "col_cosines", [](auto x) { return sum(exp(col_cosines(x))); },
      [](const cube& x) { return entries(cosines(flip(x)), grown); }));
  holds_reduced(reduced(
      "quadratic", [](auto x) { return quadratic(x, outer_gram(exp(x))); },
      [](const cube& x) {
        const cube e = made(x.n, [&](const auto& at) { return std::exp(x(at[0], at[1])); });
        return total(loops::times(x, product(product(e, flip(e)), x)));
      }));
  holds_reduced(reduced(
      "trace", [](auto x) { return trace(outer_gram(x)) * trace(gram(x)); },
      [](const cube& x) { return squares(x) * squares(x); }));
}

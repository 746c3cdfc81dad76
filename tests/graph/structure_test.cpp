// SPDX-License-Identifier: MIT
/// Shapes in formulas as written; views that reached the tensors; what products know of their operands.
#include <tests/catch.hpp>
#include <tests/graph/show.hpp>

namespace {

using namespace graph_test;
using namespace regula::symbols;
using regula::constant;
using regula::identity;
using regula::dsl::atom_id;
using regula::dsl::node;
using regula::dsl::problem;
using regula::dsl::scalar_domain;
using regula::dsl::shape;
using regula::dsl::unit_extent;

/// Those that atom_id has no name for.
struct own_id {
  template <class A> static constexpr int of = regula::dsl::atom_index<A>;
  static constexpr int gram = of<regula::gram_atom>, outer_gram = of<regula::outer_gram_atom>,
                       quadratic = of<regula::quadratic_atom>, norm1 = of<regula::norm1_atom>;
};

template <class F> constexpr auto& written(const F&) { return formula_facts<F>::written; }
/// The shape of the last node of that atom, or of none: of the last tensor.
template <class F> constexpr shape shape_of(const F& f, int what) {
  const auto& w = written(f);
  for (int i = w.size; i-- > 0;)
    if (w.nodes[i].what == what) return w.nodes[i].domain == scalar_domain ? shape{} : w.table[w.nodes[i].domain];
  return shape{{-1}};
}
/// Extent k of tensor t has the name 1 + 6 t + k, while it equals no other.
constexpr std::int16_t extent_of(int t, int k) { return static_cast<std::int16_t>(1 + 6 * t + k); }
constexpr shape own_shape(int t) {
  shape s;
  for (int k = 0; k < 6; ++k) s.axes[k] = extent_of(t, k);
  return s;
}

template <request R, class F> inline constexpr auto& program = program_of<formula_facts<F>, R>;
template <class F> constexpr bool is_flat(const F& f) { return graph_test::is_flat<both>(f); }
/// How many nodes are that atom, and how many of them have an operand that f likes.
template <request R, class F, class Test> constexpr int count(F, int what, Test test) {
  int n = 0;
  for (const node& each : program<R, F>.nodes)
    if (each.what == what) n += test(each);
  return n;
}
template <request R, class F> constexpr int count(F f, int what) {
  return count<R>(f, what, [](const node&) { return true; });
}
/// Views whose operand is neither a tensor, nor another view, nor a product.
template <request R, class F> constexpr int views_above_arithmetic(F f) {
  const auto above = [](const node& n) {
    const int x = program<R, F>.nodes[n.operands[0]].what;
    return x != regula::dsl::tensor_node && x != atom_id::transpose && x != atom_id::reach && x != atom_id::matmul &&
           x != own_id::gram;
  };
  return count<R>(f, atom_id::transpose, above) + count<R>(f, atom_id::reach, above);
}
/// The flags of the only matmul.
template <request R, class F> constexpr int symmetric_operand(F) {
  for (const node& n : program<R, F>.nodes)
    if (n.what == atom_id::matmul) return static_cast<int>(n.bits);
  return -1;
}

}  // namespace

// A reduction keeps the axes it does not gather, under the names that they had.
constexpr auto norms = sum(norm2(rowwise(W)));
static_assert(shape_of(norms, atom_id::norm2) == own_shape(0).without(0b10));
static_assert(shape_of(norms, atom_id::sum) == shape{});
static_assert(shape_of(sum(max(colwise(W))), atom_id::highest) == own_shape(0).without(0b01));
static_assert(shape_of(sum(norm1(axes<0, 3>(W))), own_id::norm1) == own_shape(0).without(0b1001));
static_assert(shape_of(sum(norm1(each<3>(W))), own_id::norm1) == own_shape(0).without(0b110111));
static_assert(written(norms).table[0] == own_shape(0) && written(norms).shape_count == 2);

// Arithmetic joins the axes of both: a column and a row are a matrix.
static_assert(shape_of(sum(square(norm2(rowwise(W)) - norm1(colwise(W)))), atom_id::square) == own_shape(0));
static_assert(shape_of(sum(abs(W - mean(colwise(W)))), atom_id::abs) == own_shape(0));
static_assert(shape_of(sum(V * norm2(rowwise(W))), atom_id::norm2).axes[0] == extent_of(0, 0));

// Products and transposes: two axes, of which the inner ones are equal.
constexpr auto product = sum(matmul(W, V));
static_assert(written(product).table[0] == shape{{extent_of(0, 0), extent_of(0, 1)}});
static_assert(written(product).table[1] == shape{{extent_of(0, 1), extent_of(1, 1)}});
static_assert(shape_of(product, atom_id::matmul) == shape{{extent_of(0, 0), extent_of(1, 1)}});
static_assert(written(product).shapes[1] == 1);
constexpr auto chain = sum(matmul(matmul(W, V), X));
static_assert(shape_of(chain, atom_id::matmul) == shape{{extent_of(0, 0), extent_of(2, 1)}});
static_assert(written(chain).table[2] == shape{{extent_of(1, 1), extent_of(2, 1)}});
static_assert(shape_of(sum(gram(W)), own_id::gram) == shape{{extent_of(0, 1), extent_of(0, 1)}});
static_assert(shape_of(sum(outer_gram(W)), own_id::outer_gram) == shape{{extent_of(0, 0), extent_of(0, 0)}});
static_assert(shape_of(sum(abs(transpose(W))), atom_id::abs) == shape{{extent_of(0, 1), extent_of(0, 0)}});
static_assert(shape_of(quadratic(V, W), own_id::quadratic) == shape{});

// What meets its transpose is square, and so is what has a trace; the identity takes the size of what it meets.
constexpr shape square_shape{{extent_of(0, 0), extent_of(0, 0)}};
static_assert(written(sum(W + transpose(W))).table[0] == square_shape);
static_assert(written(trace(W)).table[0] == square_shape);
static_assert(written(sum(abs(W - identity))).table[0].axes[1] == extent_of(0, 0));
static_assert(shape_of(sum(square(gram(W) - identity)), atom_id::identity) ==
              shape{{extent_of(0, 1), extent_of(0, 1)}});
static_assert(written(sum(matmul(W, V) + matmul(V, W))).table[1] == square_shape);
static_assert(written(sum(identity)).trouble == problem::unknown_size);
static_assert(written(norm2(rowwise(W))).trouble == problem::not_a_scalar);
static_assert(written(sum(rowwise(sum(W)))).trouble == problem::reduction_of_scalar);

// Reductions of everything and work entry by entry need no panels; axes, neighbours, patterns and products do.
static_assert(is_flat(sum(abs(W)) + norm2(W) * max(V)) && is_flat(sum(square(W - mean(W)))));
static_assert(!is_flat(norms) && !is_flat(product) && !is_flat(sum(abs(difference<0>(W)))) && !is_flat(trace(W)));
static_assert(!is_flat(sum(square(off_diagonal(W)))) && !is_flat(sum(abs(W - transpose(W)))));
// What a transpose changes nothing of is no transpose.
static_assert(count<both>(sum(abs(transpose(transpose(W)))) + sum(square(gram(W) - transpose(gram(W)))),
                          atom_id::transpose) == 0);

// Views stand at the tensors: above them everything works entry by entry.
constexpr auto deep = sum(abs(transpose(square(W) * transpose(exp(V)) - W)));
static_assert(views_above_arithmetic<both>(deep) == 0 && count<value>(deep, atom_id::transpose) == 1);
constexpr auto neighbours = sum(abs(difference<0>(square(W) * exp(V))));
static_assert(views_above_arithmetic<value>(neighbours) == 0 && count<value>(neighbours, atom_id::reach) == 2);
constexpr auto aslant = sum(square(shifted<0, 1>(transpose(shifted<0, 2>(W) * 2.0))));
static_assert(views_above_arithmetic<both>(aslant) == 0);

// Products know a symmetric operand: 1, the left one; 2, the right one.
static_assert(symmetric_operand<value>(sum(abs(matmul(W, V)))) == 0);
static_assert(symmetric_operand<value>(sum(abs(matmul(W, gram(V))))) == 2);
static_assert(symmetric_operand<value>(sum(abs(matmul(gram(V), W)))) == 1);
static_assert(symmetric_operand<value>(sum(abs(matmul(W, square(gram(V)) - identity)))) == 2);
static_assert(symmetric_operand<value>(sum(abs(matmul(W, off_diagonal(gram(V)))))) == 2);
static_assert(symmetric_operand<value>(sum(abs(matmul(W, upper(gram(V)))))) == 0);
static_assert(symmetric_operand<value>(sum(abs(matmul(diagonal(square(gram(V))), W)))) == 1);
static_assert(symmetric_operand<gradient>(sum(square(gram(W) - identity))) == 2);

TEST_CASE("the gradient of soft orthogonality is one product", "[graph]") {
  constexpr auto f = sum(square(gram(W) - identity));
  CHECK(count<both>(f, atom_id::matmul) == 1);
  CHECK(count<both>(f, own_id::gram) == 1);
  CHECK(count<both>(f, atom_id::transpose) == 0);
}

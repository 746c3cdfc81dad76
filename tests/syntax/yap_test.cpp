// SPDX-License-Identifier: MIT
/// A formula is a Boost.YAP expression: yap prints, transforms and evaluates it.
#include <boost/yap/print.hpp>
#include <boost/yap/yap.hpp>
#include <regula/formula.hpp>
#include <sstream>
#include <tests/catch.hpp>

namespace {

namespace yap = boost::yap;
namespace hana = boost::hana;
using namespace regula::symbols;
using regula::coef;
using regula::constant;

template <regula::fixed_string Name> using tensor = regula::dsl::tensor_leaf<Name>;

constexpr auto formula = coef<"l1">(0.5) * sum(abs(W)) - V / constant<2> + -W;

static_assert(yap::is_expr<decltype(formula)>::value);
static_assert(yap::is_expr<decltype(W)>::value);
static_assert(yap::is_expr<decltype(coef<"l1">(0.5))>::value);
static_assert(yap::is_expr<decltype(abs(W))>::value);
static_assert(decltype(formula)::kind == yap::expr_kind::plus);
static_assert(decltype(abs(W))::kind == yap::expr_kind::call);
static_assert(std::is_same_v<std::remove_cvref_t<decltype(yap::left(W + V))>, std::remove_const_t<decltype(W)>>);
static_assert(yap::value(coef<"l1">(0.5)).value == 0.5);

/// Symbols and numbers as doubles; 1/2 for constant<1, 2>. double{...}: yap keeps a reference to a terminal's lvalue.
struct numbers {
  double w, v;

  template <regula::fixed_string Name> auto operator()(yap::expr_tag<yap::expr_kind::terminal>, tensor<Name>) const {
    return yap::make_terminal<regula::expr>(double{Name.view() == "W" ? w : v});
  }
  auto operator()(yap::expr_tag<yap::expr_kind::terminal>, regula::dsl::literal_leaf x) const {
    return yap::make_terminal<regula::expr>(double{x.value});
  }
  template <regula::fixed_string Name, bool Free>
  auto operator()(yap::expr_tag<yap::expr_kind::terminal>, regula::dsl::coefficient_leaf<Name, Free> x) const {
    return yap::make_terminal<regula::expr>(double{x.value});
  }
  template <long long P, long long Q>
  auto operator()(yap::expr_tag<yap::expr_kind::terminal>, regula::dsl::constant_leaf<P, Q>) const {
    return yap::make_terminal<regula::expr>(static_cast<double>(P) / static_cast<double>(Q));
  }
  template <class Atom, class X>
  auto operator()(
      const regula::expr<yap::expr_kind::call, hana::tuple<regula::dsl::terminal<regula::dsl::atom_leaf<Atom, 0>>, X>>&
          call) const {
    const double x = yap::evaluate(yap::transform(call.elements[hana::size_c<1>], *this));
    return yap::make_terminal<regula::expr>(double{Atom::value(regula::one_lane(x)).v});
  }
};

/// A count of the symbols, by a transform that answers numbers at every node.
struct symbol_count {
  template <regula::fixed_string Name> int operator()(yap::expr_tag<yap::expr_kind::terminal>, tensor<Name>) const {
    return 1;
  }
  template <class Leaf> int operator()(yap::expr_tag<yap::expr_kind::terminal>, const Leaf&) const { return 0; }
  template <yap::expr_kind Kind, class... X> int operator()(const regula::expr<Kind, hana::tuple<X...>>& node) const {
    return hana::unpack(node.elements, [this](const auto&... x) { return (0 + ... + yap::transform(x, *this)); });
  }
};

}  // namespace

TEST_CASE("yap prints a formula", "[syntax]") {
  std::ostringstream tree;
  yap::print(tree, formula);
  using Catch::Matchers::ContainsSubstring;
  for (const auto* kind : {"expr<+>", "expr<->", "expr<*>", "expr</>", "expr<()>", "term<"})
    CHECK_THAT(tree.str(), ContainsSubstring(kind));
}

TEST_CASE("yap evaluates a formula whose symbols were replaced by numbers", "[syntax]") {
  CHECK(yap::evaluate(yap::transform(2.0 * W + V * W - 1, numbers{3.0, 4.0})) == 2.0 * 3.0 + 4.0 * 3.0 - 1.0);
  CHECK(yap::evaluate(yap::transform(coef<"c">(0.5) * abs(W) - V / constant<1, 3>, numbers{-3.0, 4.0})) ==
        Approx(0.5 * 3.0 - 12.0));
  CHECK(yap::evaluate(yap::transform(-square(W + abs(V)), numbers{-3.0, -4.0})) == -1.0);
}

TEST_CASE("yap transforms a formula into what the transform answers", "[syntax]") {
  CHECK(yap::transform(formula, symbol_count{}) == 3);
  CHECK(yap::transform(W, symbol_count{}) == 1);
  CHECK(yap::transform(sum(square(W - V)) + 0.5 * norm2(W * W), symbol_count{}) == 4);
}

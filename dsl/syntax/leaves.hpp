// SPDX-License-Identifier: MIT
/// The leaves of a formula: tensors, coefficients, constants.
#pragma once
#include <dsl/meta/fixed_string.hpp>
#include <dsl/syntax/expression.hpp>
#include <numeric>

namespace regula {
namespace dsl {

template <auto Name> struct tensor_leaf {};

/// A coefficient with a name. Finite; non-negative unless declared free.
template <auto Name, bool Free> struct coefficient_leaf { double value; };

/// A number written in the formula: a coefficient named c0, c1, ... in reading order.
struct literal_leaf {
  double value;
};

/// P / Q in lowest terms; part of the formula, not of its config.
template <long long P, long long Q> struct constant_leaf {};

/// What `W = w` makes: a tensor under the name it has in the formula. Lives as long as the call it is an argument of.
template <auto Name, class Tensor> struct binding {
  static constexpr std::string_view name = Name.view();
  Tensor&& tensor;
};

/// Whether a formula has tensors: one without is a number that its coefficients make.
template <class E> inline constexpr bool has_tensor = false;
template <auto Name> inline constexpr bool has_tensor<terminal<tensor_leaf<Name>>> = true;
template <yap::expr_kind Kind, class... X>
inline constexpr bool has_tensor<expr<Kind, hana::tuple<X...>>> = (has_tensor<X> || ...);

template <class T> inline constexpr bool is_binding = false;
template <auto Name, class Tensor> inline constexpr bool is_binding<binding<Name, Tensor>> = true;

}  // namespace dsl

/// A tensor's leaf: as every expression, and `W = w` binds a tensor to the name.
template <auto Name> struct expr<yap::expr_kind::terminal, hana::tuple<dsl::tensor_leaf<Name>>> {
  static constexpr yap::expr_kind kind = yap::expr_kind::terminal;
  hana::tuple<dsl::tensor_leaf<Name>> elements;

  template <class Tensor> constexpr auto operator=(Tensor&& tensor) const {
    return dsl::binding<Name, Tensor>{std::forward<Tensor>(tensor)};
  }
  template <class... Index> constexpr auto operator()(const Index&...) const { return no_entries<Index...>(); }
  template <class Index> constexpr auto operator[](const Index&) const { return no_entries<Index>(); }
  constexpr operator double() const {
    static_assert(
        always_false<dsl::tensor_leaf<Name>>,
        "a formula is not a number: call sin(W), max(W, V)... without std::, and bind tensors to evaluate it");
    return 0.0;
  }

private:
  template <class... Index> static constexpr auto no_entries() {
    static_assert(always_false<Index...>,
                  "a name has no entries: index the tensor, as in w(0, 0), or keep some, as in block<0, 0, 2, 2>(W)");
    return dsl::refused_formula{};
  }
};

/// The name of a tensor in formulas: symbol<"kernel">. Its shape is that of the tensor bound at the call.
template <fixed_string Name>
inline constexpr dsl::terminal<dsl::tensor_leaf<Name>> symbol = [] {
  static_assert(dsl::is_identifier(Name.view()), "a tensor's name is a letter or _ followed by letters, digits or _");
  return dsl::terminal<dsl::tensor_leaf<Name>>{};
}();

/// A named coefficient: coef<"l1">(0.01). Its config key is the name. Finite and >= 0, checked when a penalty is made.
template <fixed_string Name> constexpr auto coef(double value) {
  static_assert(dsl::is_identifier(Name.view()),
                "a coefficient's name is a letter or _ followed by letters, digits or _");
  static_assert(!dsl::is_automatic_name(Name.view()), "the names c0, c1, ... belong to the unnamed coefficients");
  return dsl::make_node<yap::expr_kind::terminal>(dsl::coefficient_leaf<Name, false>{value});
}

/// A named coefficient of either sign: free_coef<"mu">(-0.5). Finite.
template <fixed_string Name> constexpr auto free_coef(double value) {
  static_assert(dsl::is_identifier(Name.view()),
                "a coefficient's name is a letter or _ followed by letters, digits or _");
  static_assert(!dsl::is_automatic_name(Name.view()), "the names c0, c1, ... belong to the unnamed coefficients");
  return dsl::make_node<yap::expr_kind::terminal>(dsl::coefficient_leaf<Name, true>{value});
}

namespace dsl {
template <long long P, long long Q> constexpr auto make_constant() {
  static_assert(Q != 0, "constant<P, Q> is P / Q: Q must not be 0");
  constexpr long long q = Q == 0 ? 1 : Q, g = std::gcd(P, q) * (q < 0 ? -1 : 1);
  return terminal<constant_leaf<P / g, q / g>>{};
}
}  // namespace dsl

/// The number P / Q as part of the formula: it folds, and is no coefficient. constant<2>, constant<1, 3>.
template <long long P, long long Q = 1> inline constexpr auto constant = dsl::make_constant<P, Q>();

/// Ready-made names of tensors, and the words one writes beside them.
namespace symbols {
using regula::coef;
using regula::constant;
using regula::free_coef;
inline constexpr auto W = symbol<"W">;
inline constexpr auto W0 = symbol<"W0">;
inline constexpr auto V = symbol<"V">;
inline constexpr auto M = symbol<"M">;
inline constexpr auto X = symbol<"X">;
inline constexpr auto Y = symbol<"Y">;
}  // namespace symbols
}  // namespace regula

// SPDX-License-Identifier: MIT
/// What a regularizer can be made of: a penalty, a function of a symbol, a class with a formula; and its penalty.
#pragma once
#include <boost/hana/accessors.hpp>
#include <boost/hana/define_struct.hpp>
#include <regula/penalty.hpp>

namespace regula::regularizers {

/// A class whose members Hana knows: they are its config.
template <class T>
concept reflected = boost::hana::Struct<T>::value && !requires {
  typename T::formula_type;
};

template <class T>
concept called_with_a_symbol = requires(const T& t) {
  t(symbols::W);
};
template <class T>
concept has_formula = requires(const T& t) {
  t.formula(symbols::W);
};

/// The penalty of a source: a penalty itself, a callable of a symbol, or a class with a member `formula`.
template <class T> constexpr auto penalty_of(const T& source) {
  if constexpr (is_penalty<T>)
    return source;
  else if constexpr (has_formula<T>)
    return penalty_of(penalty(source.formula(symbols::W)));
  else if constexpr (is_penalty<decltype(source(symbols::W))>)
    return source(symbols::W);
  else
    return penalty(source(symbols::W));
}

template <class T>
concept regularizer_source = is_penalty<T> || called_with_a_symbol<T> || has_formula<T>;

}  // namespace regula::regularizers

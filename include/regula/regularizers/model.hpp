// SPDX-License-Identifier: MIT
/// What a regularizer owns: one formula of one tensor, behind virtual calls. A call costs one indirection per tensor;
/// the loop inside is the fused one of the formula.
#pragma once
#include <boost/hana/accessors.hpp>
#include <boost/hana/define_struct.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/second.hpp>
#include <memory>
#include <regula/config.hpp>
#include <regula/gallery.hpp>
#include <regula/regularizers/json.hpp>
#include <regula/text.hpp>
#include <typeindex>

namespace regula {

template <class S> void fill_zero(tensor_view<S> v) {
  if (v.rank == 0) return void(*v.data = S{});
  const auto n = v.extents[0], step = v.strides[0];
  --v.rank;
  for (int k = 0; k < v.rank; ++k) v.extents[k] = v.extents[k + 1], v.strides[k] = v.strides[k + 1];
  for (std::ptrdiff_t i = 0; i < n; ++i, v.data += step) fill_zero(v);
}

namespace regularizers {

class model {
public:
  virtual ~model() = default;
  virtual std::unique_ptr<model> clone() const = 0;
  virtual double value(tensor_view<const float> w) const = 0;
  virtual double value(tensor_view<const double> w) const = 0;
  /// P, and g += dP/dw.
  virtual double add_gradient(tensor_view<const float> w, tensor_view<float> g) const = 0;
  virtual double add_gradient(tensor_view<const double> w, tensor_view<double> g) const = 0;
  /// P, and g = dP/dw. Where P can fail after the check of the shapes, nothing is written before it has succeeded.
  virtual double gradient(tensor_view<const float> w, tensor_view<float> g) const {
    fill_zero(g);
    return add_gradient(w, g);
  }
  virtual double gradient(tensor_view<const double> w, tensor_view<double> g) const {
    fill_zero(g);
    return add_gradient(w, g);
  }
  virtual json get_config() const = 0;
  /// The coefficients of the formula: of an object, not what its own config says.
  virtual json coefficients() const { return get_config(); }
  virtual bool has_config_of(const model& other) const { return get_config() == other.get_config(); }
  /// Takes every member of the config that is given, and keeps the others. coefficient_error or config_error else.
  virtual void set_config(const json& config) = 0;
  virtual std::string text(text_style) const = 0;
  /// The type it was made from: what a registered name stands for.
  virtual std::type_index source() const = 0;
  /// Whether it is an object with a config of its own, as a class is; a function has only its formula.
  virtual bool is_object() const = 0;
  /// "L1" and so on for the built-in ones, else empty.
  virtual std::string_view builtin() const = 0;
  /// The name of the class, without its namespaces.
  virtual std::string class_name() const = 0;
};

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

/// What a regularizer can be made of.
template <class T>
concept regularizer_source = is_penalty<T> || called_with_a_symbol<T> || has_formula<T>;

template <class P> constexpr std::string_view builtin_name() {
  if constexpr (std::is_same_v<P, decltype(gallery::l1())>) return "L1";
  if constexpr (std::is_same_v<P, decltype(gallery::l2())>) return "L2";
  if constexpr (std::is_same_v<P, decltype(gallery::l1_l2())>) return "L1L2";
  return {};
}

/// The number that a config has under a name; true is 1. coefficient_error for everything else.
inline double number_from(const json& value, const std::string& name) {
  if (value.is_boolean()) return value.get<bool>() ? 1.0 : 0.0;
  if (!value.is_number())
    throw coefficient_error("Invalid value for argument " + name +
                            ": expected a non-negative float. Received: " + name + "=" + shown(value));
  return value.get<double>();
}
/// The same for a whole number that fits T.
template <std::integral T> T whole_from(const json& value, const std::string& name) {
  if (value.is_number_unsigned()) {
    if (const auto n = value.get<std::uint64_t>(); std::in_range<T>(n)) return static_cast<T>(n);
  } else if (value.is_number_integer()) {
    if (const auto n = value.get<std::int64_t>(); std::in_range<T>(n)) return static_cast<T>(n);
  } else if (const double n = number_from(value, name); std::abs(n) < 0x1p53 && n == std::trunc(n)) {
    return whole_from<T>(json(static_cast<std::int64_t>(n)), name);
  }
  throw coefficient_error("the member \"" + name + "\" is a whole number of its type; given is " + shown(value));
}

}  // namespace regularizers
}  // namespace regula

// SPDX-License-Identifier: MIT
/// The arguments of a call beside the tensors of the formula: names resolved and shapes known at compile time checked
/// there; shapes and overlaps checked at the call, before anything is written.
#pragma once
#include <dsl/meta/error.hpp>
#include <dsl/plan/request.hpp>
#include <dsl/syntax/leaves.hpp>
#include <dsl/tensors/access.hpp>
#include <dsl/walk/channel.hpp>

namespace regula {

namespace dsl {
/// Of an argument T&&: a temporary, and its entries end with it.
template <class T> inline constexpr bool is_fleeting = !std::is_reference_v<T> && owns_entries<std::remove_cvref_t<T>>;
}  // namespace dsl

/// A tensor with the buffer for its derivative: W = wrt(w, g). For hessian_vector: W = wrt(w, v, hv).
template <class In, class Out, class Direction = void, bool Fleeting = false> struct with_respect_to {
  In& in;
  Out& out;
  Direction* direction = nullptr;
};
template <class In, class Out> auto wrt(In&& w, Out&& g) {
  return with_respect_to<std::remove_reference_t<In>, std::remove_reference_t<Out>, void, dsl::is_fleeting<Out>>{w, g};
}
template <class In, class Direction, class Out> auto wrt(In&& w, Direction&& v, Out&& hv) {
  return with_respect_to<std::remove_reference_t<In>, std::remove_reference_t<Out>, std::remove_reference_t<Direction>,
                         dsl::is_fleeting<Out>>{w, hv, &v};
}

namespace symbols {
using regula::wrt;
}  // namespace symbols

namespace dsl {

template <class T> inline constexpr bool is_wrt = false;
template <class In, class Out, class Direction, bool Fleeting>
inline constexpr bool is_wrt<with_respect_to<In, Out, Direction, Fleeting>> = true;

/// A tensor of the formula bound to memory; Tensor is -1 for a name that the formula does not have.
template <int Tensor, class In, class Out = void, class Direction = void, bool Fleeting = false> struct bound {
  static constexpr int tensor = Tensor;
  static constexpr bool wanted = !std::is_void_v<Out>, directed = !std::is_void_v<Direction>, fleeting = Fleeting;
  using in_type = In;
  using out_type = Out;
  using direction_type = Direction;
  In* in;
  Out* out;
  Direction* direction;
};

template <class B> constexpr std::uint64_t request_bit = B::wanted&& B::tensor >= 0 ? std::uint64_t{1} << B::tensor : 0;

template <class Facts> constexpr int tensor_index(std::string_view name) {
  for (int t = 0; t < Facts::written.tensor_count; ++t)
    if (Facts::written.tensors[t] == name) return t;
  return -1;
}

/// The arguments of a call as bounds: W = w or W = wrt(w, g) each, or the formula's only tensor directly.
template <class Facts, auto Name, class T> auto bind(const binding<Name, T>& b) {
  constexpr int t = tensor_index<Facts>(Name.view());
  using plain = std::remove_reference_t<T>;
  if constexpr (is_wrt<std::remove_cv_t<plain>>)
    return [&]<class In, class Out, class Direction, bool Fleeting>(
               const with_respect_to<In, Out, Direction, Fleeting>& x) {
      return bound<t, In, Out, Direction, Fleeting>{&x.in, &x.out, x.direction};
    }(b.tensor);
  else
    return bound<t, plain>{&b.tensor, nullptr, nullptr};
}
template <class In> auto bind_directly(In&& in) { return bound<0, std::remove_reference_t<In>>{&in, nullptr, nullptr}; }
template <class In, class Out> auto bind_directly(In&& in, Out&& out) {
  return bound<0, std::remove_reference_t<In>, std::remove_reference_t<Out>, void, is_fleeting<Out>>{&in, &out,
                                                                                                     nullptr};
}
template <class In, class Direction, class Out> auto bind_directly(In&& in, Direction&& direction, Out&& out) {
  return bound<0, std::remove_reference_t<In>, std::remove_reference_t<Out>, std::remove_reference_t<Direction>,
               is_fleeting<Out>>{&in, &out, &direction};
}

}  // namespace dsl
}  // namespace regula

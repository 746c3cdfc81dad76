// SPDX-License-Identifier: MIT
/// The arguments of a call beside the tensors of the formula: names resolved and shapes known at compile time checked
/// there; shapes and overlaps checked at the call, before anything is written.
#pragma once
#include <dsl/kernel/adapt.hpp>
#include <dsl/kernel/channel.hpp>
#include <dsl/meta/error.hpp>
#include <dsl/plan/request.hpp>
#include <dsl/syntax/leaves.hpp>

namespace regula {

/// A tensor with the buffer for its derivative: W = wrt(w, g). For hessian_vector: W = wrt(w, v, hv).
template <class In, class Out, class Along = void>
struct with_respect_to {
  In& in;
  Out& out;
  Along* along = nullptr;
};
template <class In, class Out>
auto wrt(In&& w, Out&& g) {
  return with_respect_to<std::remove_reference_t<In>, std::remove_reference_t<Out>>{w, g};
}
template <class In, class Along, class Out>
auto wrt(In&& w, Along&& v, Out&& hv) {
  return with_respect_to<std::remove_reference_t<In>, std::remove_reference_t<Out>, std::remove_reference_t<Along>>{w, hv, &v};
}

namespace dsl {

template <class T>
inline constexpr bool is_wrt = false;
template <class In, class Out, class Along>
inline constexpr bool is_wrt<with_respect_to<In, Out, Along>> = true;

/// One sentence for what cannot be a tensor of a formula.
template <class T>
constexpr bool check_tensor() {
  static_assert(!(eigen_dense<T> && !eigen_stored<T>),
                "an Eigen expression has no storage: evaluate it first, as in penalty(x.eval())");
  static_assert(!eigen_dense<T> || eigen_stored<T> == false || tensor<T>, "this Eigen object has no storage to read");
  static_assert(eigen_dense<T> || tensor<T>,
                "not a tensor: pass an Eigen matrix, array, map or block, a std::vector or a std::span");
  if constexpr (tensor<T>)
    static_assert(std::is_same_v<scalar_of<T>, float> || std::is_same_v<scalar_of<T>, double>,
                  "the entries of a tensor are float or double: cast integers first, as in w.cast<double>().eval()");
  return true;
}
template <class T>
constexpr bool check_buffer() {
  check_tensor<T>();
  if constexpr (tensor<T>) static_assert(is_writable<T>, "the buffer for a derivative is const: nothing can be written to it");
  return true;
}

/// A tensor of the formula bound to memory.
template <int Tensor, class In, class Out = void, class Along = void>
struct bound {
  static constexpr int tensor = Tensor;
  static constexpr bool wanted = !std::is_void_v<Out>;
  using in_type = In;
  using out_type = Out;
  In* in;
  Out* out;
  Along* along;
};

template <class Facts>
constexpr int tensor_index(std::string_view name) {
  for (int t = 0; t < Facts::written.tensor_count; ++t)
    if (Facts::written.tensors[t] == name) return t;
  return -1;
}

/// W = w or W = wrt(w, g) as a bound.
template <class Facts, fixed_string Name, class T>
auto resolve(const binding<Name, T>& b) {
  constexpr int t = tensor_index<Facts>(Name.view());
  static_assert(t >= 0, "a binding without its tensor: the formula has no tensor of this name");
  using plain = std::remove_reference_t<T>;
  if constexpr (is_wrt<std::remove_cv_t<plain>>) {
    return [&]<class In, class Out, class Along>(const with_respect_to<In, Out, Along>& x) {
      check_tensor<std::remove_const_t<In>>();
      check_buffer<Out>();
      if constexpr (!std::is_void_v<Along>) check_tensor<std::remove_const_t<Along>>();
      return bound<t, In, Out, Along>{&x.in, &x.out, x.along};
    }(b.tensor);
  } else {
    check_tensor<std::remove_const_t<plain>>();
    return bound<t, plain>{&b.tensor, nullptr, nullptr};
  }
}

template <class Facts, class... B>
constexpr bool check_bindings() {
  const int at[] = {B::tensor..., -1};
  bool twice = false, all = true;
  for (int i = 0; i < static_cast<int>(sizeof...(B)); ++i)
    for (int k = 0; k < i; ++k) twice |= at[i] == at[k];
  for (int t = 0; t < Facts::written.tensor_count; ++t) {
    bool found = false;
    for (const int x : at) found |= x == t;
    all &= found;
  }
  return all && !twice;
}
template <class... B>
constexpr bool bound_once() {
  const int at[] = {B::tensor..., -1};
  for (int i = 0; i < static_cast<int>(sizeof...(B)); ++i)
    for (int k = 0; k < i; ++k)
      if (at[i] == at[k]) return false;
  return true;
}

/// Whether the static shapes of tensors that must agree can.
template <class Facts, class... B>
constexpr bool shapes_may_agree() {
  const int at[] = {B::tensor..., -1};
  const static_shape in[] = {static_shape_of<std::remove_const_t<typename B::in_type>>..., {}};
  const static_shape out[] = {static_shape_of<std::conditional_t<B::wanted, std::remove_const_t<typename B::out_type>, void>>..., {}};
  constexpr auto n = static_cast<int>(sizeof...(B));
  for (int i = 0; i < n; ++i) {
    if (!may_agree(in[i], out[i])) return false;
    for (int k = 0; k < i; ++k)
      if (at[i] >= 0 && at[k] >= 0 && Facts::written.shapes[at[i]] == Facts::written.shapes[at[k]] && !may_agree(in[i], in[k])) return false;
  }
  return true;
}

template <class B>
constexpr std::uint64_t request_bit = B::wanted ? std::uint64_t{1} << B::tensor : 0;

}  // namespace dsl
}  // namespace regula

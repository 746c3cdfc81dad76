// SPDX-License-Identifier: MIT
/// What every call of a penalty comes down to: refused in one sentence, or bound and run.
#pragma once
#include <array>
#include <dsl/call/faults.hpp>
#include <dsl/call/run.hpp>
#include <dsl/threads/policy.hpp>

namespace regula::dsl {

/// What a call asks for: P, derivatives of the tensors that come with a buffer, into it or added to it, and dP/dc.
struct question {
  bool value = true;
  buffers tensors = buffers::none;
  bool adds = false, coefficients = false;
  order derivative = order::first;
};

template <std::size_t N> struct value_and_slopes {
  double value = 0.0;
  std::array<double, N> slopes{};
};

/// The coefficients of a call, and who runs it.
template <std::size_t N> struct on_threads {
  static constexpr bool shared = true;
  const std::array<double, N>& coefficients;
  const crew& on;
};
template <std::size_t N> struct on_this_thread {
  static constexpr bool shared = false;
  const std::array<double, N>& coefficients;
};

template <class Facts, question Q, template <std::size_t> class How, std::size_t N, class... B>
[[gnu::always_inline]] inline auto run_bound(const How<N>& how, const B&... bounds) {
  constexpr request r{Q.value, (0 | ... | request_bit<B>), Q.coefficients, Q.derivative};
  value_and_slopes<N> all;
  // Where the formula has no coefficients nothing may be left to ask for.
  if constexpr (Q.value || r.tensors != 0 || N > 0) {
    constexpr auto& program = program_of<Facts, r>;
    double results[program.output_count];
    const crew* on = nullptr;
    if constexpr (How<N>::shared) on = &how.on;
    run_call<Facts, r, Q.adds, How<N>::shared>(how.coefficients.data(), results, on, bounds...);
    if constexpr (Q.value) all.value = results[0];
    for (int o = 0; Q.coefficients && o < program.output_count; ++o)
      if (program.outputs[o].kind == output_kind::coefficient)
        all.slopes[static_cast<std::size_t>(program.outputs[o].index)] = results[o];
  }
  if constexpr (Q.coefficients)
    return all;
  else
    return all.value;
}

/// P or 0; with Q.coefficients the slopes in the coefficients too.
template <class Facts, question Q, template <std::size_t> class How, std::size_t N, class... Args>
[[gnu::always_inline]] inline auto answer_call(const How<N>& how, Args&&... args) {
  constexpr fault why = call_fault<Facts, Q.tensors, Q.derivative, Args...>();
  // !(a == b): a != b would have clang add three lines to every sentence.
  static_assert(!(why == fault::nothing), "a penalty is called with tensors, as in p(w) or p(W = w)");
  static_assert(!(why == fault::half_named), "name every tensor, as in p(W = w, V = v), or pass the only one directly");
  static_assert(!(why == fault::nameless),
                "a tensor without a name: the formula has several, name each, as in p(W = w, V = v)");
  static_assert(!(why == fault::surplus), "too many arguments: pass the tensor, then the buffer for its derivative");
  static_assert(!(why == fault::unknown), "a binding without its tensor: the formula has no tensor of this name");
  static_assert(!(why == fault::twice), "a name is bound twice");
  static_assert(!(why == fault::unbound),
                "a tensor of the formula is not bound: name every one, as in p(W = w, V = v)");
  static_assert(!(why == fault::formula), "a formula cannot be bound to a name: bind the numbers, as in W = w");
  static_assert(!(why == fault::unevaluated),
                "an Eigen expression has no storage: evaluate it first, as in p((2 * w).eval())");
  static_assert(!(why == fault::not_a_tensor),
                "not a tensor: pass an Eigen matrix, array, map or block, a std::vector or std::span; an "
                "Eigen::TensorMap with <regula/tensor.hpp>, an Eigen::SparseMatrix with <regula/sparse.hpp>");
  static_assert(!(why == fault::axes),
                "a tensor of a formula has at most 6 axes: join some of them, as a TensorMap of its memory can");
  static_assert(!(why == fault::entries),
                "the entries of a tensor are float, double, Eigen::half or Eigen::bfloat16: cast others first, as in "
                "w.cast<double>().eval()");
  static_assert(!(why == fault::constant), "the buffer for a derivative is const: nothing can be written to it");
  static_assert(!(why == fault::fleeting),
                "the buffer for a derivative is a temporary, and ends before anyone reads it: pass a matrix that has a "
                "name, or a view of one");
  static_assert(!(why == fault::mixed), "the tensors of a formula have one entry type: all float or all double");
  static_assert(!(why == fault::buffer_entries),
                "the buffer for a derivative has the entry type of its tensor, or float for half and bfloat16");
  static_assert(!(why == fault::mixed_buffers),
                "the buffers for derivatives have one entry type: that of their tensors, or float all of them");
  static_assert(!(why == fault::buffer_size), "the buffer for a derivative has another fixed size than its tensor");
  static_assert(
      !(why == fault::sizes),
      "fixed sizes that the formula has equal, entry by entry or in a product, are different; W * V goes entry "
      "by entry, matmul(W, V) is the product of matrices");
  static_assert(
      !(why == fault::alone),
      "a difference or shift along an axis of one entry: a row goes along axis 1, as in difference<1>(W), or is "
      "passed as w.transpose(); a column goes along axis 0");
  static_assert(!(why == fault::sparse),
                "a sparse matrix is applied, as in apply(L, W): elsewhere bind a dense tensor");
  static_assert(!(why == fault::not_sparse),
                "apply(L, x) and group_sums(G, x) take an Eigen::SparseMatrix or regula::groups, used nowhere else");
  static_assert(!(why == fault::sparse_buffer), "no derivative is taken in a sparse matrix: bind it without a buffer");
  static_assert(!(why == fault::narrow_sparse),
                "the entries of a sparse matrix are float or double, and so are those of the tensors beside it");
  static_assert(!(why == fault::no_buffer),
                "no buffer for a derivative: pass one after the tensor, as in p.gradient(w, g), or bind W = wrt(w, g)");
  static_assert(!(why == fault::no_direction), "no direction: p.hessian_vector(w, v, hv), or bind W = wrt(w, v, hv)");
  static_assert(!(why == fault::needless_buffer),
                "a buffer, but no derivative is asked for: p(w) is the value, p.value_and_gradient(w, g) both");
  static_assert(!(why == fault::needless_direction),
                "only hessian_vector takes a direction: pass the tensor and the buffer");

  if constexpr (why != fault::none || Facts::written.trouble != problem::none) {
    if constexpr (Q.coefficients)
      return value_and_slopes<N>{};
    else
      return 0.0;
  } else if constexpr ((is_binding<std::remove_cvref_t<Args>> && ...)) {
    return run_bound<Facts, Q>(how, dsl::bind<Facts>(args)...);
  } else {
    return run_bound<Facts, Q>(how, bind_directly(std::forward<Args>(args)...));
  }
}
template <class Facts, question Q, template <std::size_t> class How, std::size_t N, class... Args>
auto answer_call(const How<N>& how, policy on, Args&&... args) {
  return answer_call<Facts, Q>(on_threads<N>{how.coefficients, on.crew()}, std::forward<Args>(args)...);
}

}  // namespace regula::dsl

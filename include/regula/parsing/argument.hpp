// SPDX-License-Identifier: MIT
/// The tensors of a call by name, their types forgotten: {"W", w}, {"W", w, g}, {"W", w, v, hv}.
#pragma once
#include <dsl/tensors/seen.hpp>
#include <initializer_list>
#include <span>
#include <vector>

namespace Eigen {
struct half;
struct bfloat16;
}  // namespace Eigen

namespace regula {

namespace dsl {
/// What the entries of a tensor are, their type forgotten.
enum class entry_kind { none, floats, doubles, halves, bfloats };
template <class S> inline constexpr entry_kind entry_kind_of = entry_kind::none;
template <> inline constexpr entry_kind entry_kind_of<float> = entry_kind::floats;
template <> inline constexpr entry_kind entry_kind_of<double> = entry_kind::doubles;
template <> inline constexpr entry_kind entry_kind_of<Eigen::half> = entry_kind::halves;
template <> inline constexpr entry_kind entry_kind_of<Eigen::bfloat16> = entry_kind::bfloats;
}  // namespace dsl

/// A tensor with the buffer for its derivative, and for hessian_vector the direction before it. It owns nothing: what it
/// was made of must live as long as the call. Entries are float, double, half or
/// bfloat16; a tensor without a name is the formula's only one.
class tensor_argument {
public:
  /// The memory of a container.
  struct memory {
    const void* data = nullptr;
    dsl::entry_kind kind = dsl::entry_kind::floats;
    bool is_sparse = false;
    int rank = 0;
    std::ptrdiff_t extents[dsl::max_rank]{}, strides[dsl::max_rank]{};
  };

  template <class T> tensor_argument(std::string_view name, const T& w) : name_(name), tensor_(of(w)) {}
  template <class T, class G>
  tensor_argument(std::string_view name, const T& w, G&& g)
      : name_(name), tensor_(of(w)), buffer_(written(g)), has_buffer_(true) {
    check_owner<G>();
  }
  template <class T, class V, class H>
  tensor_argument(std::string_view name, const T& w, const V& v, H&& hv)
      : name_(name), tensor_(of(w)), direction_(of(v)), buffer_(written(hv)), has_direction_(true), has_buffer_(true) {
    check_owner<H>();
  }

  std::string_view name() const { return name_; }
  const memory& tensor() const { return tensor_; }
  const memory& direction() const { return direction_; }
  const memory& buffer() const { return buffer_; }
  bool has_direction() const { return has_direction_; }
  bool has_buffer() const { return has_buffer_; }

private:
  template <class T> static memory of(T& t) {
    static_assert(dsl::seen_tensor<T>,
                  "not a tensor: pass an Eigen matrix, array, map or block, a std::vector or std::span; evaluate an "
                  "Eigen expression first; other containers need their header, as <regula/tensor.hpp>");
    memory m;
    if constexpr (dsl::seen_tensor<T>) {
      const auto v = dsl::see(t);
      using S = std::remove_const_t<std::remove_pointer_t<decltype(v.data)>>;
      static_assert(dsl::entry_kind_of<S> != dsl::entry_kind::none,
                    "the entries of a tensor are float, double, Eigen::half or Eigen::bfloat16: cast others first");
      m = {v.data, dsl::entry_kind_of<S>, dsl::is_sparse_tensor<T>, v.rank, {}, {}};
      for (int k = 0; k < v.rank; ++k) m.extents[k] = v.extents[k], m.strides[k] = v.strides[k];
    }
    return m;
  }
  template <class T> static memory written(T& t) {
    if constexpr (dsl::seen_tensor<T>)
      static_assert(!std::is_const_v<std::remove_pointer_t<decltype(dsl::see(t).data)>>,
                    "the buffer for a derivative is const: nothing can be written to it");
    return of(t);
  }
  /// A temporary is a view of memory elsewhere, or its entries end before anyone reads them.
  template <class G> static void check_owner() {
    using T = std::remove_cvref_t<G>;
    constexpr bool owns = dsl::seen_tensor<T> && dsl::seen_tensor<const T> && !std::is_reference_v<G> && [] {
      if constexpr (dsl::seen_tensor<T> && dsl::seen_tensor<const T>)
        return !std::is_same_v<decltype(dsl::see(std::declval<T&>()).data),
                               decltype(dsl::see(std::declval<const T&>()).data)>;
      else
        return false;
    }();
    static_assert(!owns,
                  "the buffer for a derivative is a temporary, and ends before anyone reads it: pass a matrix that "
                  "has a name, or a view of one");
  }

  std::string_view name_;
  memory tensor_, direction_, buffer_;
  bool has_direction_ = false, has_buffer_ = false;
};

/// The tensors of a call: {{"W", w, g}, {"W0", w0}}, or a vector of them where their number is known at run time.
class tensor_arguments : public std::span<const tensor_argument> {
public:
  tensor_arguments(std::initializer_list<tensor_argument> all) : span(std::data(all), all.size()) {}
  explicit tensor_arguments(const std::vector<tensor_argument>& all) : span(all) {}
};

}  // namespace regula

// SPDX-License-Identifier: MIT
/// regula::regularizer: any penalty of one tensor, its type forgotten.
#pragma once
#include <regula/regularizers/formula_model.hpp>

namespace regula {

/// Owns a penalty of one tensor; copies are independent. Made of
///   a penalty             regularizer r = regula::l1(0.01);
///   a function            regularizer r = [](auto W) { return 0.01 * sum(abs(W)); };
///   a class               whose operator()(auto W) or formula(auto W) returns the formula; if Hana reflects it
///                         (BOOST_HANA_DEFINE_STRUCT), its members are the config, else the coefficients are
///   a formula as text     regularizer r = "0.1 * sum(norm2(rowwise(W)))"; or regula::parse("..."), of one tensor
///   a name or a config    regularizer r = "l2"; what <regula/regularizers.hpp> says of get()
/// Empty when default-made: no regularizer, value 0. Calls on tensors of any rank, float or double, on several threads if
/// the first argument is a policy: r.value_and_gradient(regula::on(pool), w, g).
class regularizer {
public:
  regularizer() = default;
  regularizer(std::nullptr_t) {}
  template <regularizers::regularizer_source T> regularizer(const T& source) : model_(regularizers::model_of(source)) {}
  explicit regularizer(std::unique_ptr<regularizers::model> model) : model_(std::move(model)) {}
  regularizer(const parsed_penalty& p);
  regularizer(const char* name);
  regularizer(const std::string& name);
  regularizer(const json& config);

  regularizer(const regularizer& other);
  regularizer(regularizer&&) noexcept = default;
  regularizer& operator=(regularizer other) noexcept {
    model_.swap(other.model_);
    return *this;
  }
  ~regularizer() = default;

  explicit operator bool() const { return model_ != nullptr; }

  /// P. Throws as the penalty does.
  template <tensor_like T> double operator()(const T& w) const { return (*this)(policy{}, w); }
  template <tensor_like T> double operator()(const policy& on, const T& w) const {
    return model_ ? model_->value(on, view_of<const entry_of<T>>(w)) : 0.0;
  }
  /// P, and g = dP/dw. Throws shape_error and overlap_error before anything is written.
  template <tensor_like T, class G> double value_and_gradient(const T& w, G&& g) const {
    return value_and_gradient(policy{}, w, std::forward<G>(g));
  }
  template <tensor_like T, class G> double value_and_gradient(const policy& on, const T& w, G&& g) const {
    return ask(on, view_of<const entry_of<T>>(w), buffer_of<entry_of<T>>(std::forward<G>(g)), false);
  }
  /// P, and g += dP/dw.
  template <tensor_like T, class G> double value_and_add_gradient(const T& w, G&& g) const {
    return value_and_add_gradient(policy{}, w, std::forward<G>(g));
  }
  template <tensor_like T, class G> double value_and_add_gradient(const policy& on, const T& w, G&& g) const {
    return ask(on, view_of<const entry_of<T>>(w), buffer_of<entry_of<T>>(std::forward<G>(g)), true);
  }

  /// The coefficients, or the members of the class, by name.
  json get_config() const;
  /// The same regularizer with some of them replaced. Throws coefficient_error or config_error.
  regularizer with_config(const json& config) const;
  void set_config(const json& config);
  /// Changes one coefficient; the next call sees it.
  void set(std::string_view name, double value);
  double coefficient(std::string_view name) const;

  regularizer clone() const { return *this; }
  /// The same formula with the same config.
  bool operator==(const regularizer& other) const;
  /// The formula, in the styles of <regula/text.hpp>.
  std::string text(text_style style = {}) const;

  const regularizers::model* model() const { return model_.get(); }

private:
  double ask(const policy& on, const tensor_view<const float>& w, const tensor_view<float>& g, bool add) const;
  double ask(const policy& on, const tensor_view<const double>& w, const tensor_view<double>& g, bool add) const;

  std::unique_ptr<regularizers::model> model_;
};

std::string to_string(const regularizer& r, text_style style = {});

}  // namespace regula

template <std::derived_from<regula::regularizer> R> struct fmt::formatter<R> : regula::text_formatter {};

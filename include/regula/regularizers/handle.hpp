// SPDX-License-Identifier: MIT
/// regula::regularizer: any penalty of one tensor, its type forgotten.
#pragma once
#include <regula/ndarray.hpp>
#include <regula/regularizers/formula_model.hpp>

namespace regula {

/// Owns a penalty of one tensor; copies are independent. Made of
///   a penalty             regularizer r = regula::l1(0.01);
///   a function            regularizer r = [](auto W) { return 0.01 * sum(abs(W)); };
///   a class               whose operator()(auto W) or formula(auto W) returns the formula; if Hana reflects it
///                         (BOOST_HANA_DEFINE_STRUCT), its members are the config, else the coefficients are
///   a name or a config    regularizer r = "l2"; what <regula/regularizers.hpp> says of get()
/// Empty when default-made: no regularizer, value 0. Calls on tensors of any rank, float or double.
class regularizer {
public:
  regularizer() = default;
  regularizer(std::nullptr_t) {}
  template <regularizers::regularizer_source T> regularizer(const T& source) : model_(regularizers::model_of(source)) {}
  explicit regularizer(std::unique_ptr<regularizers::model> model) : model_(std::move(model)) {}
  regularizer(const char* name);
  regularizer(const std::string& name);
  regularizer(const json& config);

  regularizer(const regularizer& other) : model_(other.model_ ? other.model_->clone() : nullptr) {}
  regularizer(regularizer&&) noexcept = default;
  regularizer& operator=(regularizer other) noexcept {
    model_.swap(other.model_);
    return *this;
  }
  ~regularizer() = default;

  explicit operator bool() const { return model_ != nullptr; }

  /// P. Throws as the penalty does.
  template <tensor_like T> double operator()(const T& w) const {
    return model_ ? model_->value(view_of<const entry_of<T>>(w)) : 0.0;
  }
  /// P, and g = dP/dw. Throws shape_error and overlap_error before anything is written.
  template <tensor_like T, class G> double value_and_gradient(const T& w, G&& g) const {
    return ask(view_of<const entry_of<T>>(w), buffer_of<entry_of<T>>(std::forward<G>(g)), false);
  }
  /// P, and g += dP/dw.
  template <tensor_like T, class G> double value_and_add_gradient(const T& w, G&& g) const {
    return ask(view_of<const entry_of<T>>(w), buffer_of<entry_of<T>>(std::forward<G>(g)), true);
  }

  /// The coefficients, or the members of the class, by name.
  json get_config() const { return model_ ? model_->get_config() : json(); }
  /// The same regularizer with some of them replaced. Throws coefficient_error or config_error.
  regularizer with_config(const json& config) const {
    auto copy = *this;
    copy.set_config(config);
    return copy;
  }
  void set_config(const json& config) {
    if (!config.is_object())
      throw config_error("a config is an object of names and values; this is " + regularizers::shown(config));
    if (!model_) throw config_error("there is no regularizer to configure");
    model_->set_config(config);
  }
  /// Changes one coefficient; the next call sees it.
  void set(std::string_view name, double value) { set_config(json{{std::string{name}, value}}); }
  double coefficient(std::string_view name) const {
    const auto config = get_config();
    const auto found = config.find(std::string{name});
    if (found == config.end() || !found->is_number())
      throw coefficient_error("no coefficient \"" + std::string{name} + "\" in " + regularizers::shown(config));
    return found->get<double>();
  }

  regularizer clone() const { return *this; }
  /// The same formula with the same config.
  bool operator==(const regularizer& other) const {
    if (!model_ || !other.model_) return !model_ && !other.model_;
    constexpr text_style names{text_form::plain, shown::names};
    return model_->text(names) == other.model_->text(names) && model_->has_config_of(*other.model_);
  }
  /// The formula, in the styles of <regula/text.hpp>.
  std::string text(text_style style = {}) const { return model_ ? model_->text(style) : "0"; }

  const regularizers::model* model() const { return model_.get(); }

private:
  template <class S> double ask(const tensor_view<const S>& w, const tensor_view<S>& g, bool add) const {
    check_gradient(w, g);
    if (model_) return add ? model_->add_gradient(w, g) : model_->gradient(w, g);
    if (!add) fill_zero(g);
    return 0.0;
  }

  std::unique_ptr<regularizers::model> model_;
};

inline std::string to_string(const regularizer& r, text_style style = {}) { return r.text(style); }

}  // namespace regula

template <std::derived_from<regula::regularizer> R> struct fmt::formatter<R> : regula::text_formatter {};

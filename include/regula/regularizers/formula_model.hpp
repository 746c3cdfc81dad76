// SPDX-License-Identifier: MIT
/// The model of a formula: its config, its text, its name; and the kernels, compiled where the model is made.
#pragma once
#include <regula/regularizers/builtin_penalties.hpp>
#include <regula/regularizers/config_members.hpp>
#include <regula/regularizers/model.hpp>
#include <regula/regularizers/source.hpp>

namespace regula::regularizers {

/// All that a model says; what it computes is left to the one that derives from it.
template <class Source> class formula_model : public model {
public:
  using penalty_type = decltype(penalty_of(std::declval<const Source&>()));

  explicit formula_model(const Source& source) : source_(source), penalty_(penalty_of(source_)) {}

  void set_config(const json& config) final {
    auto changed = source_;
    auto p = penalty_;
    for_each_entry(config, [&](const std::string& name, const json& value) {
      if constexpr (reflected<Source>)
        assign_member(changed, name, value);
      else
        p.set(std::string_view{name}, number_from(value, name));
    });
    if constexpr (reflected<Source>) {
      p = penalty_of(changed);
      source_ = changed;
    }
    penalty_ = p;
  }
  std::string text(text_style style) const final { return parsing::text_of(written(penalty_), style); }
  parsing::description describe() const final { return parsing::describe(written(penalty_)); }
  std::type_index source() const final { return typeid(Source); }
  bool is_object() const final { return reflected<Source>; }
  std::string_view builtin() const override { return {}; }
  std::string class_name() const final { return short_name(typeid(Source)); }

protected:
  const penalty_type& compiled() const { return penalty_; }

private:
  void write_config(json& config) const final {
    if constexpr (reflected<Source>)
      put_members(config, source_);
    else
      write_coefficients(config);
  }
  void write_coefficients(json& config) const final {
    for (const auto& [name, value] : penalty_.get_config()) put(config, std::string{name}, value);
  }

  Source source_;
  penalty_type penalty_;
};

template <class Source> class compiled_model final : public formula_model<Source> {
public:
  using formula_model<Source>::formula_model;

  std::unique_ptr<model> clone() const override { return std::make_unique<compiled_model>(*this); }
  double value(const policy& on, tensor_view<const float> w) const override { return this->compiled()(on, w); }
  double value(const policy& on, tensor_view<const double> w) const override { return this->compiled()(on, w); }
  double add_gradient(const policy& on, tensor_view<const float> w, tensor_view<float> g) const override {
    return this->compiled().value_and_add_gradient(on, w, g);
  }
  double add_gradient(const policy& on, tensor_view<const double> w, tensor_view<double> g) const override {
    return this->compiled().value_and_add_gradient(on, w, g);
  }
  double gradient(const policy& on, tensor_view<const float> w, tensor_view<float> g) const override {
    return assigned(on, w, g);
  }
  double gradient(const policy& on, tensor_view<const double> w, tensor_view<double> g) const override {
    return assigned(on, w, g);
  }

private:
  /// Formulas of entries alone take every shape; others refuse some of them, and decompositions some matrices.
  template <class S> double assigned(const policy& on, tensor_view<const S> w, tensor_view<S> g) const {
    if constexpr (formula_model<Source>::penalty_type::takes_any_shape())
      return model::gradient(on, w, g);
    else
      return this->compiled().value_and_gradient(on, w, g);
  }
};

/// The built-in ones are compiled in the library, for several kinds of processors.
std::unique_ptr<model> model_of(const l1_penalty&);
std::unique_ptr<model> model_of(const l2_penalty&);
std::unique_ptr<model> model_of(const l1_l2_penalty&);

template <class Source> constexpr bool has_plain_config() {
  if constexpr (reflected<Source>)
    return has_plain_members<Source>;
  else
    return true;
}

template <class Source, class J = json> std::unique_ptr<model> model_of(const Source& source) {
  constexpr auto tensors = decltype(penalty_of(source))::tensor_names().size();
  constexpr bool writable = has_plain_config<Source>() || requires { sizeof(J); };
  static_assert(!(tensors > 1), "a regularizer is a penalty of one tensor: this formula has several");
  static_assert(writable, "a member that is no number, truth or text is written as JSON: include <regula/json.hpp>");
  if constexpr (tensors > 1 || !writable)
    return nullptr;
  else
    return std::make_unique<compiled_model<Source>>(source);
}

}  // namespace regula::regularizers

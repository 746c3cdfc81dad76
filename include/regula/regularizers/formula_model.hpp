// SPDX-License-Identifier: MIT
/// The model of a formula: its config, its text, its name; and the kernels, compiled where the model is made.
#pragma once
#include <regula/described/penalty_json.hpp>
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

  json get_config() const final {
    if constexpr (reflected<Source>)
      return members_of(source_);
    else
      return coefficients();
  }
  json coefficients() const final {
    const auto config = penalty_.get_config();
    return config_json({config.begin(), config.end()});
  }
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
  std::string text(text_style style) const final { return to_string(penalty_, style); }
  parsing::description describe() const final { return regula::describe(penalty_); }
  std::type_index source() const final { return typeid(Source); }
  bool is_object() const final { return reflected<Source>; }
  std::string_view builtin() const override { return {}; }
  std::string class_name() const final { return short_name(typeid(Source)); }

protected:
  const penalty_type& compiled() const { return penalty_; }

private:
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

template <class Source> std::unique_ptr<model> model_of(const Source& source) {
  constexpr auto tensors = decltype(penalty_of(source))::tensor_names().size();
  static_assert(!(tensors > 1), "a regularizer is a penalty of one tensor: this formula has several");
  if constexpr (tensors > 1)
    return nullptr;
  else
    return std::make_unique<compiled_model<Source>>(source);
}

}  // namespace regula::regularizers

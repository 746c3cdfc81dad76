// SPDX-License-Identifier: MIT
/// The model of a formula: a penalty, a function of a symbol, or a class that Hana reflects.
#pragma once
#include <boost/core/demangle.hpp>
#include <regula/regularizers/model.hpp>

namespace regula::regularizers {

/// Names of the members of a reflected class, and access to them.
template <class T, class Do> void for_each_member(T& object, const Do& act) {
  boost::hana::for_each(boost::hana::accessors<std::remove_const_t<T>>(), [&](const auto& member) {
    act(std::string{boost::hana::first(member).c_str()}, boost::hana::second(member)(object));
  });
}

template <class Source> class formula_model final : public model {
  using penalty_type = decltype(penalty_of(std::declval<const Source&>()));

public:
  explicit formula_model(const Source& source) : source_(source), penalty_(penalty_of(source_)) {}

  std::unique_ptr<model> clone() const override { return std::make_unique<formula_model>(*this); }
  double value(tensor_view<const float> w) const override { return penalty_(w); }
  double value(tensor_view<const double> w) const override { return penalty_(w); }
  double add_gradient(tensor_view<const float> w, tensor_view<float> g) const override {
    return penalty_.value_and_add_gradient(w, g);
  }
  double add_gradient(tensor_view<const double> w, tensor_view<double> g) const override {
    return penalty_.value_and_add_gradient(w, g);
  }
  double gradient(tensor_view<const float> w, tensor_view<float> g) const override { return assigned(w, g); }
  double gradient(tensor_view<const double> w, tensor_view<double> g) const override { return assigned(w, g); }

  json get_config() const override {
    json config = json::object();
    if constexpr (reflected<Source>)
      for_each_member(source_, [&](const std::string& name, const auto& value) { config[name] = value; });
    else
      config = coefficients();
    return config;
  }
  json coefficients() const override {
    json values = json::object();
    for (const auto& [name, value] : penalty_.get_config()) values[std::string{name}] = value;
    return values;
  }
  void set_config(const json& config) override {
    auto changed = source_;
    auto p = penalty_;
    for (const auto& [name, value] : config.items()) {
      if constexpr (reflected<Source>)
        assign(changed, name, value);
      else
        p.set(std::string_view{name}, number_from(value, name));
    }
    if constexpr (reflected<Source>) {
      p = penalty_of(changed);
      source_ = changed;
    }
    penalty_ = p;
  }
  std::string text(text_style style) const override { return to_string(penalty_, style); }
  std::type_index source() const override { return typeid(Source); }
  bool is_object() const override { return reflected<Source>; }
  std::string_view builtin() const override { return is_penalty<Source> ? builtin_name<penalty_type>() : ""; }
  std::string class_name() const override {
    const auto whole = boost::core::demangle(typeid(Source).name());
    std::size_t from = 0;
    int open = 0;  // brackets, as of template arguments
    for (std::size_t k = 0; k < whole.size(); ++k) {
      open += (whole[k] == '<' || whole[k] == '(') - (whole[k] == '>' || whole[k] == ')');
      if (open == 0 && whole.compare(k, 2, "::") == 0) from = k + 2;
    }
    return whole.substr(from);
  }

private:
  /// Formulas of entries alone take every shape; others refuse some of them, and decompositions some matrices.
  template <class S> double assigned(tensor_view<const S> w, tensor_view<S> g) const {
    if constexpr (penalty_type::takes_any_shape())
      return model::gradient(w, g);
    else
      return penalty_.value_and_gradient(w, g);
  }
  static void assign(Source& object, const std::string& name, const json& value) {
    bool found = false;
    std::string known;
    for_each_member(object, [&](const std::string& member, auto& place) {
      known += (known.empty() ? "" : ", ") + member;
      if (member != name) return;
      found = true;
      using type = std::remove_reference_t<decltype(place)>;
      if constexpr (std::is_floating_point_v<type>)
        place = static_cast<type>(number_from(value, name));
      else if constexpr (std::is_integral_v<type> && !std::is_same_v<type, bool>)
        place = whole_from<type>(value, name);
      else
        try {
          place = value.template get<type>();
        } catch (const nlohmann::json::exception&) {
          throw config_error("the member \"" + name + "\" cannot be " + shown(value));
        }
    });
    if (!found) throw coefficient_error("no coefficient \"" + name + "\"; known: " + known);
  }

  Source source_;
  penalty_type penalty_;
};

template <class Source> std::unique_ptr<model> model_of(const Source& source) {
  constexpr auto tensors = decltype(penalty_of(source))::tensor_names().size();
  static_assert(!(tensors > 1), "a regularizer is a penalty of one tensor: this formula has several");
  if constexpr (tensors > 1)
    return nullptr;
  else
    return std::make_unique<formula_model<Source>>(source);
}

}  // namespace regula::regularizers

// SPDX-License-Identifier: MIT
/// The model of a formula that was read at run time: of a text, or of what a file says of a regularizer that this program
/// does not know.
#pragma once
#include <regula/parse.hpp>
#include <regula/regularizers/json.hpp>
#include <regula/regularizers/model.hpp>

namespace regula::regularizers {

class parsed_model final : public model {
public:
  /// Throws config_error for a formula of several tensors. `origin`: the object of Keras that it stands for.
  explicit parsed_model(parsed_penalty p, json origin = {});

  std::unique_ptr<model> clone() const override { return std::make_unique<parsed_model>(*this); }
  double value(const policy& on, tensor_view<const float> w) const override { return on_threads(on)(w); }
  double value(const policy& on, tensor_view<const double> w) const override { return on_threads(on)(w); }
  double add_gradient(const policy& on, tensor_view<const float> w, tensor_view<float> g) const override {
    return on_threads(on).value_and_add_gradient(w, g);
  }
  double add_gradient(const policy& on, tensor_view<const double> w, tensor_view<double> g) const override {
    return on_threads(on).value_and_add_gradient(w, g);
  }
  double gradient(const policy& on, tensor_view<const float> w, tensor_view<float> g) const override {
    return on_threads(on).value_and_gradient(w, g);
  }
  double gradient(const policy& on, tensor_view<const double> w, tensor_view<double> g) const override {
    return on_threads(on).value_and_gradient(w, g);
  }
  void check(const shape& of) const override;
  void set_config(const json& config) override;
  std::string text(text_style style) const override;
  parsing::description describe() const override { return parsing::describe(penalty_); }
  std::type_index source() const override { return typeid(parsed_model); }
  bool is_object() const override { return false; }
  std::string_view builtin() const override { return {}; }
  std::string class_name() const override { return "Formula"; }

  const parsed_penalty& penalty() const { return penalty_; }
  /// As it has to be written again, with the coefficients as they are now; null where it stands for nothing else.
  const json& origin() const { return origin_; }

private:
  /// null for a coefficient without a value.
  void write_config(json& config) const override;
  parsed_penalty on_threads(const policy& on) const { return penalty_.with_threads(on); }

  parsed_penalty penalty_;
  json origin_;
};

}  // namespace regula::regularizers

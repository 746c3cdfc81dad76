// SPDX-License-Identifier: MIT
/// What the built-in regularizers own, for the library's own sources.
#pragma once
#include <regula/regularizers/builtin_kernels.hpp>
#include <regula/regularizers/model.hpp>

namespace regula::regularizers {

/// A strength as Keras accepts it: finite and not negative. coefficient_error else.
double validated(const char* name, double value);
/// Refuses members that a config does not have.
void only_members(const char* of, const json& config, std::initializer_list<std::string_view> allowed);

/// By columns; the rows are the columns of the transpose. Throws config_error for another mode than rows and columns.
class orthogonal_model final : public model {
public:
  orthogonal_model(double factor, const std::string& mode);
  std::unique_ptr<model> clone() const override { return std::make_unique<orthogonal_model>(*this); }
  double value(const policy& on, tensor_view<const float> w) const override;
  double value(const policy& on, tensor_view<const double> w) const override;
  double add_gradient(const policy& on, tensor_view<const float> w, tensor_view<float> g) const override;
  double add_gradient(const policy& on, tensor_view<const double> w, tensor_view<double> g) const override;
  double gradient(const policy& on, tensor_view<const float> w, tensor_view<float> g) const override;
  double gradient(const policy& on, tensor_view<const double> w, tensor_view<double> g) const override;
  void set_config(const json& config) override;
  std::string text(text_style style) const override;
  std::type_index source() const override { return typeid(orthogonal_model); }
  bool is_object() const override { return true; }
  void check(const shape& of) const override;
  std::string_view builtin() const override { return "OrthogonalRegularizer"; }
  std::string class_name() const override { return "OrthogonalRegularizer"; }

private:
  void write_config(json& config) const override;
  template <class S> tensor_view<S> columns(tensor_view<S> v) const;

  cosine_penalty penalty_;
  bool by_rows_;
};

class zero_model final : public model {
public:
  std::unique_ptr<model> clone() const override { return std::make_unique<zero_model>(); }
  double value(const policy&, tensor_view<const float>) const override { return 0.0; }
  double value(const policy&, tensor_view<const double>) const override { return 0.0; }
  double add_gradient(const policy&, tensor_view<const float>, tensor_view<float>) const override { return 0.0; }
  double add_gradient(const policy&, tensor_view<const double>, tensor_view<double>) const override { return 0.0; }
  bool has_config_of(const model&) const override { return true; }
  void set_config(const json& config) override { only_members("Regularizer", config, {}); }
  std::string text(text_style) const override { return "0"; }
  std::type_index source() const override { return typeid(zero_model); }
  bool is_object() const override { return true; }
  std::string_view builtin() const override { return "Regularizer"; }
  std::string class_name() const override { return "Regularizer"; }

private:
  void write_config(json& config) const override;
};

}  // namespace regula::regularizers

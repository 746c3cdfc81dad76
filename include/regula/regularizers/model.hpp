// SPDX-License-Identifier: MIT
/// What a regularizer owns: one formula of one tensor, behind virtual calls, run as their policy says. A call costs one
/// indirection per tensor; the loop inside is the fused one of the formula.
#pragma once
#include <memory>
#include <regula/json_fwd.hpp>
#include <regula/ndarray.hpp>
#include <regula/parsing/description.hpp>
#include <regula/policy.hpp>
#include <regula/regularizers/fill_zero.hpp>
#include <typeindex>

namespace regula::regularizers {

class model {
public:
  virtual ~model();
  virtual std::unique_ptr<model> clone() const = 0;
  virtual double value(const policy& on, tensor_view<const float> w) const = 0;
  virtual double value(const policy& on, tensor_view<const double> w) const = 0;
  /// P, and g += dP/dw.
  virtual double add_gradient(const policy& on, tensor_view<const float> w, tensor_view<float> g) const = 0;
  virtual double add_gradient(const policy& on, tensor_view<const double> w, tensor_view<double> g) const = 0;
  /// P, and g = dP/dw. Where P can fail after the check of the shapes, nothing is written before it has succeeded.
  virtual double gradient(const policy& on, tensor_view<const float> w, tensor_view<float> g) const;
  virtual double gradient(const policy& on, tensor_view<const double> w, tensor_view<double> g) const;
  /// Throws shape_error where P is of no weight of this shape; what only values tell is not asked.
  virtual void check(const shape& of) const;
  json get_config() const;
  /// The coefficients of the formula: of an object, not what its own config says.
  json coefficients() const;
  virtual bool has_config_of(const model& other) const;
  /// Takes every member of the config that is given, and keeps the others. coefficient_error or config_error else.
  virtual void set_config(const json& config) = 0;
  virtual std::string text(text_style) const = 0;
  /// The formula with its coefficients, from which a program that does not know it makes it again.
  virtual parsing::description describe() const;
  /// The type it was made from: what a registered name stands for.
  virtual std::type_index source() const = 0;
  /// Whether it is an object with a config of its own, as a class is; a function has only its formula.
  virtual bool is_object() const = 0;
  /// "L1" and so on for the built-in ones, else empty.
  virtual std::string_view builtin() const = 0;
  /// The name of the class, without its namespaces.
  virtual std::string class_name() const = 0;

protected:
  /// Adds the members of the config to an object that has none.
  virtual void write_config(json& config) const = 0;
  virtual void write_coefficients(json& config) const;
};

}  // namespace regula::regularizers

// SPDX-License-Identifier: MIT
/// The regularizers of Keras by their names there: L1, L2, L1L2, OrthogonalRegularizer, and the do-nothing Regularizer.
#pragma once
#include <regula/regularizers/handle.hpp>

namespace regula::regularizers {

/// l1 sum |w|. Throws coefficient_error for a strength that is not finite or negative.
class L1 : public regularizer {
public:
  explicit L1(double l1 = 0.01);
  static L1 from_config(const json& config);
};

/// l2 sum w^2, without 1/2.
class L2 : public regularizer {
public:
  explicit L2(double l2 = 0.01);
  static L2 from_config(const json& config);
};

/// l1 sum |w| + l2 sum w^2.
class L1L2 : public regularizer {
public:
  explicit L1L2(double l1 = 0.0, double l2 = 0.0);
  static L1L2 from_config(const json& config);
};

/// factor mean |cos(v, u)| over the pairs of rows, or columns, of a matrix. 0 for a single one, where Keras has NaN.
/// Throws shape_error, at the call, for a tensor that is not a matrix.
class OrthogonalRegularizer : public regularizer {
public:
  explicit OrthogonalRegularizer(double factor = 0.01, const std::string& mode = "rows");
  static OrthogonalRegularizer from_config(const json& config);
};

/// The base class of Keras, as a regularizer: 0 for every tensor, and no config.
class Regularizer : public regularizer {
public:
  Regularizer();
  static Regularizer from_config(const json& config);
};

/// The functions of the Keras page: like the classes, but l1_l2() is 0.01, 0.01.
L1 l1(double l1 = 0.01);
L2 l2(double l2 = 0.01);
L1L2 l1_l2(double l1 = 0.01, double l2 = 0.01);
OrthogonalRegularizer orthogonal_regularizer(double factor = 0.01, const std::string& mode = "rows");

/// The built-in regularizer of a class name of Keras, L1 or l1, with a config; none for other names.
regularizer builtin(std::string_view name, const json& config);

}  // namespace regula::regularizers

// SPDX-License-Identifier: MIT
/// The regularizers of Keras by their names there: L1, L2, L1L2, OrthogonalRegularizer, and the do-nothing Regularizer.
#pragma once
#include <regula/regularizers/handle.hpp>

namespace regula::regularizers {

/// A strength as Keras accepts it: finite and not negative. coefficient_error else.
inline double validated(const char* name, double value) {
  if (std::isfinite(value) && value >= 0.0) return value;
  throw coefficient_error("Invalid value for argument " + std::string{name} +
                          ": expected a non-negative float. Received: " + name + "=" + number_text(value));
}
/// A member of a config of Keras: missing or null stands for the default.
inline double validated(const char* name, const json& config, double otherwise) {
  const auto found = config.find(name);
  return found == config.end() || found->is_null() ? otherwise : validated(name, number_from(*found, name));
}

/// Refuses members that a config does not have.
inline void only_members(const char* of, const json& config, std::initializer_list<std::string_view> allowed) {
  if (!config.is_object()) throw config_error(std::string{of} + ": its config is an object, not " + shown(config));
  for (const auto& [name, value] : config.items())
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end())
      throw config_error(std::string{of} + " got an unexpected argument \"" + name +
                         "\"; known: " + fmt::format("{}", fmt::join(allowed, ", ")));
}

/// l1 sum |w|. Throws coefficient_error for a strength that is not finite or negative.
class L1 : public regularizer {
public:
  explicit L1(double l1 = 0.01) : regularizer(gallery::l1(validated("l1", l1))) {}
  static L1 from_config(const json& config) {
    only_members("L1", config, {"l1"});
    return L1(validated("l1", config, 0.01));
  }
};

/// l2 sum w^2, without 1/2.
class L2 : public regularizer {
public:
  explicit L2(double l2 = 0.01) : regularizer(gallery::l2(validated("l2", l2))) {}
  static L2 from_config(const json& config) {
    only_members("L2", config, {"l2"});
    return L2(validated("l2", config, 0.01));
  }
};

/// l1 sum |w| + l2 sum w^2.
class L1L2 : public regularizer {
public:
  explicit L1L2(double l1 = 0.0, double l2 = 0.0)
      : regularizer(gallery::l1_l2(validated("l1", l1), validated("l2", l2))) {}
  static L1L2 from_config(const json& config) {
    only_members("L1L2", config, {"l1", "l2"});
    return L1L2(validated("l1", config, 0.0), validated("l2", config, 0.0));
  }
};

/// factor mean |cos(v, u)| over the pairs of rows, or columns, of a matrix. 0 for a single one, where Keras has NaN.
/// Throws shape_error, at the call, for a tensor that is not a matrix.
class orthogonal_model final : public model {
public:
  orthogonal_model(double factor, const std::string& mode)
      : penalty_(gallery::orthogonal_columns(validated("factor", factor))), by_rows_(mode == "rows") {
    if (mode != "rows" && mode != "columns")
      throw config_error("Invalid value for argument `mode`. Expected one of {\"rows\", \"columns\"}. Received: mode=" +
                         mode);
  }
  std::unique_ptr<model> clone() const override { return std::make_unique<orthogonal_model>(*this); }
  double value(tensor_view<const float> w) const override { return penalty_(columns(w)); }
  double value(tensor_view<const double> w) const override { return penalty_(columns(w)); }
  double add_gradient(tensor_view<const float> w, tensor_view<float> g) const override {
    return penalty_.value_and_add_gradient(columns(w), columns(g));
  }
  double add_gradient(tensor_view<const double> w, tensor_view<double> g) const override {
    return penalty_.value_and_add_gradient(columns(w), columns(g));
  }
  double gradient(tensor_view<const float> w, tensor_view<float> g) const override {
    columns(w), columns(g);
    return model::gradient(w, g);
  }
  double gradient(tensor_view<const double> w, tensor_view<double> g) const override {
    columns(w), columns(g);
    return model::gradient(w, g);
  }
  json get_config() const override {
    json config{{"factor", penalty_.coefficient<"factor">()}};
    config["mode"] = by_rows_ ? "rows" : "columns";
    return config;
  }
  void set_config(const json& config) override {
    only_members("OrthogonalRegularizer", config, {"factor", "mode"});
    const auto mode = config.value("mode", json(by_rows_ ? "rows" : "columns"));
    *this = orthogonal_model(
        config.contains("factor") ? number_from(config["factor"], "factor") : penalty_.coefficient<"factor">(),
        mode.is_string() ? mode.get<std::string>() : shown(mode));
  }
  std::string text(text_style style) const override {
    if (!by_rows_) return to_string(penalty_, style);
    return to_string(gallery::orthogonal_rows(penalty_.coefficient<"factor">()), style);
  }
  std::type_index source() const override { return typeid(orthogonal_model); }
  bool is_object() const override { return true; }
  std::string_view builtin() const override { return "OrthogonalRegularizer"; }
  std::string class_name() const override { return "OrthogonalRegularizer"; }

private:
  /// Rows are the columns of the transpose.
  template <class S> tensor_view<S> columns(tensor_view<S> v) const {
    if (v.rank != 2)
      throw shape_error("Inputs to OrthogonalRegularizer must have rank 2. Received: inputs.shape=" +
                        shape_text({v.extents, v.extents + v.rank}));
    if (by_rows_) std::swap(v.extents[0], v.extents[1]), std::swap(v.strides[0], v.strides[1]);
    return v;
  }

  decltype(gallery::orthogonal_columns()) penalty_;
  bool by_rows_;
};

class OrthogonalRegularizer : public regularizer {
public:
  explicit OrthogonalRegularizer(double factor = 0.01, const std::string& mode = "rows")
      : regularizer(std::make_unique<orthogonal_model>(factor, mode)) {}
  static OrthogonalRegularizer from_config(const json& config) {
    OrthogonalRegularizer made;
    made.set_config(config);
    return made;
  }
};

/// The base class of Keras, as a regularizer: 0 for every tensor, and no config.
class zero_model final : public model {
public:
  std::unique_ptr<model> clone() const override { return std::make_unique<zero_model>(); }
  double value(tensor_view<const float>) const override { return 0.0; }
  double value(tensor_view<const double>) const override { return 0.0; }
  double add_gradient(tensor_view<const float>, tensor_view<float>) const override { return 0.0; }
  double add_gradient(tensor_view<const double>, tensor_view<double>) const override { return 0.0; }
  json get_config() const override { throw config_error("Regularizer does not implement get_config()"); }
  bool has_config_of(const model&) const override { return true; }
  void set_config(const json& config) override { only_members("Regularizer", config, {}); }
  std::string text(text_style) const override { return "0"; }
  std::type_index source() const override { return typeid(zero_model); }
  bool is_object() const override { return true; }
  std::string_view builtin() const override { return "Regularizer"; }
  std::string class_name() const override { return "Regularizer"; }
};

class Regularizer : public regularizer {
public:
  Regularizer() : regularizer(std::make_unique<zero_model>()) {}
  static Regularizer from_config(const json& config) {
    only_members("Regularizer", config, {});
    return {};
  }
};

/// The functions of the Keras page: like the classes, but l1_l2() is 0.01, 0.01.
inline L1 l1(double l1 = 0.01) { return L1(l1); }
inline L2 l2(double l2 = 0.01) { return L2(l2); }
inline L1L2 l1_l2(double l1 = 0.01, double l2 = 0.01) { return L1L2(l1, l2); }
inline OrthogonalRegularizer orthogonal_regularizer(double factor = 0.01, const std::string& mode = "rows") {
  return OrthogonalRegularizer(factor, mode);
}

}  // namespace regula::regularizers

// SPDX-License-Identifier: MIT
#include <regula/ndarray.hpp>
#include <regula/regularizers/builtin_models.hpp>
#include <regula/regularizers/formula_model.hpp>
#include <regula/regularizers/json.hpp>

namespace regula::regularizers {
namespace {

/// L1, L2 or L1L2.
template <class P, kernels<P> builtin_kernels::*Kernels> class norm_model final : public formula_model<P> {
public:
  norm_model(const P& p, std::string_view name) : formula_model<P>(p), name_(name) {}

  std::unique_ptr<model> clone() const override { return std::make_unique<norm_model>(*this); }
  double value(const policy& on, tensor_view<const float> w) const override {
    return here().of_floats.value(p(), on, w);
  }
  double value(const policy& on, tensor_view<const double> w) const override {
    return here().of_doubles.value(p(), on, w);
  }
  double add_gradient(const policy& on, tensor_view<const float> w, tensor_view<float> g) const override {
    return here().of_floats.add_gradient(p(), on, w, g);
  }
  double add_gradient(const policy& on, tensor_view<const double> w, tensor_view<double> g) const override {
    return here().of_doubles.add_gradient(p(), on, w, g);
  }
  double gradient(const policy& on, tensor_view<const float> w, tensor_view<float> g) const override {
    return here().of_floats.gradient(p(), on, w, g);
  }
  double gradient(const policy& on, tensor_view<const double> w, tensor_view<double> g) const override {
    return here().of_doubles.gradient(p(), on, w, g);
  }
  std::string_view builtin() const override { return name_; }

private:
  static const kernels<P>& here() { return kernels_here().*Kernels; }
  const P& p() const { return this->compiled(); }

  std::string_view name_;
};

}  // namespace

std::unique_ptr<model> model_of(const l1_penalty& p) {
  return std::make_unique<norm_model<l1_penalty, &builtin_kernels::l1>>(p, "L1");
}
std::unique_ptr<model> model_of(const l2_penalty& p) {
  return std::make_unique<norm_model<l2_penalty, &builtin_kernels::l2>>(p, "L2");
}
std::unique_ptr<model> model_of(const l1_l2_penalty& p) {
  return std::make_unique<norm_model<l1_l2_penalty, &builtin_kernels::l1_l2>>(p, "L1L2");
}

orthogonal_model::orthogonal_model(double factor, const std::string& mode)
    : penalty_(gallery::orthogonal_columns(validated("factor", factor))), by_rows_(mode == "rows") {
  if (mode != "rows" && mode != "columns")
    throw config_error("Invalid value for argument `mode`. Expected one of {\"rows\", \"columns\"}. Received: mode=" +
                       mode);
}

template <class S> tensor_view<S> orthogonal_model::columns(tensor_view<S> v) const {
  check({v.extents, v.extents + v.rank});
  if (by_rows_) std::swap(v.extents[0], v.extents[1]), std::swap(v.strides[0], v.strides[1]);
  return v;
}

void orthogonal_model::check(const shape& of) const {
  if (of.size() != 2)
    throw shape_error("Inputs to OrthogonalRegularizer must have rank 2. Received: inputs.shape=" + shape_text(of));
}

double orthogonal_model::value(const policy& on, tensor_view<const float> w) const {
  return kernels_here().cosine.of_floats.value(penalty_, on, columns(w));
}
double orthogonal_model::value(const policy& on, tensor_view<const double> w) const {
  return kernels_here().cosine.of_doubles.value(penalty_, on, columns(w));
}
double orthogonal_model::add_gradient(const policy& on, tensor_view<const float> w, tensor_view<float> g) const {
  return kernels_here().cosine.of_floats.add_gradient(penalty_, on, columns(w), columns(g));
}
double orthogonal_model::add_gradient(const policy& on, tensor_view<const double> w, tensor_view<double> g) const {
  return kernels_here().cosine.of_doubles.add_gradient(penalty_, on, columns(w), columns(g));
}
double orthogonal_model::gradient(const policy& on, tensor_view<const float> w, tensor_view<float> g) const {
  return kernels_here().cosine.of_floats.gradient(penalty_, on, columns(w), columns(g));
}
double orthogonal_model::gradient(const policy& on, tensor_view<const double> w, tensor_view<double> g) const {
  return kernels_here().cosine.of_doubles.gradient(penalty_, on, columns(w), columns(g));
}

void orthogonal_model::write_config(json& config) const {
  config["factor"] = penalty_.coefficient<"factor">();
  config["mode"] = by_rows_ ? "rows" : "columns";
}
void orthogonal_model::set_config(const json& config) {
  only_members("OrthogonalRegularizer", config, {"factor", "mode"});
  const auto mode = config.value("mode", json(by_rows_ ? "rows" : "columns"));
  *this = orthogonal_model(
      config.contains("factor") ? number_from(config["factor"], "factor") : penalty_.coefficient<"factor">(),
      mode.is_string() ? mode.get<std::string>() : shown(mode));
}
std::string orthogonal_model::text(text_style style) const {
  if (!by_rows_) return parsing::text_of(written(penalty_), style);
  const auto rows = gallery::orthogonal_rows(penalty_.coefficient<"factor">());
  return parsing::text_of(written(rows), style);
}

void zero_model::write_config(json&) const { throw config_error("Regularizer does not implement get_config()"); }

const builtin_kernels& kernels_here() {
#if REGULA_VARIANTS
  static const auto& best = __builtin_cpu_supports("x86-64-v4")   ? kernels_v4
                            : __builtin_cpu_supports("x86-64-v3") ? kernels_v3
                                                                  : kernels_plain;
  return best;
#else
  return kernels_plain;
#endif
}

}  // namespace regula::regularizers

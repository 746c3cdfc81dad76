// SPDX-License-Identifier: MIT
#include <regula/regularizers/handle.hpp>
#include <regula/regularizers/parsed_model.hpp>
#include <regula/regularizers/serialization.hpp>

namespace regula {
namespace {

template <class S>
double answer(const regularizers::model* model, const policy& on, const tensor_view<const S>& w,
              const tensor_view<S>& g, bool add) {
  check_gradient(w, g);
  if (model) return add ? model->add_gradient(on, w, g) : model->gradient(on, w, g);
  if (!add) fill_zero(g);
  return 0.0;
}

}  // namespace

regularizer::regularizer(const parsed_penalty& p) : model_(std::make_unique<regularizers::parsed_model>(p)) {}
regularizer::regularizer(const char* name) : regularizer(regularizers::get(name)) {}
regularizer::regularizer(const std::string& name) : regularizer(regularizers::get(name)) {}
regularizer::regularizer(const json& config) : regularizer(regularizers::get(config)) {}
regularizer::regularizer(const regularizer& other) : model_(other.model_ ? other.model_->clone() : nullptr) {}

double regularizer::ask(const policy& on, const tensor_view<const float>& w, const tensor_view<float>& g,
                        bool add) const {
  return answer(model(), on, w, g, add);
}
double regularizer::ask(const policy& on, const tensor_view<const double>& w, const tensor_view<double>& g,
                        bool add) const {
  return answer(model(), on, w, g, add);
}

json regularizer::get_config() const { return model_ ? model_->get_config() : json(); }
regularizer regularizer::with_config(const json& config) const {
  auto copy = *this;
  copy.set_config(config);
  return copy;
}
void regularizer::set_config(const json& config) {
  if (!config.is_object())
    throw config_error("a config is an object of names and values; this is " + regularizers::shown(config));
  if (!model_) throw config_error("there is no regularizer to configure");
  model_->set_config(config);
}
void regularizer::set(std::string_view name, double value) { set_config(json{{std::string{name}, value}}); }
double regularizer::coefficient(std::string_view name) const {
  const auto config = get_config();
  const auto found = config.find(std::string{name});
  if (found == config.end() || !found->is_number())
    throw coefficient_error("no coefficient \"" + std::string{name} + "\" in " + regularizers::shown(config));
  return found->get<double>();
}

bool regularizer::operator==(const regularizer& other) const {
  if (!model_ || !other.model_) return !model_ && !other.model_;
  constexpr text_style names{text_form::plain, shown::names};
  return model_->text(names) == other.model_->text(names) && model_->has_config_of(*other.model_);
}
std::string regularizer::text(text_style style) const { return model_ ? model_->text(style) : "0"; }
std::string to_string(const regularizer& r, text_style style) { return r.text(style); }

}  // namespace regula

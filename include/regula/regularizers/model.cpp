// SPDX-License-Identifier: MIT
#include <regula/parse.hpp>
#include <regula/parsing/described.hpp>
#include <regula/regularizers/json.hpp>
#include <regula/regularizers/model.hpp>

namespace regula::regularizers {

model::~model() = default;

double model::gradient(const policy& on, tensor_view<const float> w, tensor_view<float> g) const {
  fill_zero(g);
  return add_gradient(on, w, g);
}
double model::gradient(const policy& on, tensor_view<const double> w, tensor_view<double> g) const {
  fill_zero(g);
  return add_gradient(on, w, g);
}
void model::check(const shape&) const {}
parsing::description model::describe() const { return parsing::describe(parse(text({text_form::text, {}}))); }
void model::write_coefficients(json& config) const { write_config(config); }
json model::get_config() const {
  auto config = json::object();
  write_config(config);
  return config;
}
json model::coefficients() const {
  auto config = json::object();
  write_coefficients(config);
  return config;
}
bool model::has_config_of(const model& other) const { return get_config() == other.get_config(); }

}  // namespace regula::regularizers

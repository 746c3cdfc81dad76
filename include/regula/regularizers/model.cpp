// SPDX-License-Identifier: MIT
#include <regula/parse.hpp>
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
json model::coefficients() const { return get_config(); }
bool model::has_config_of(const model& other) const { return get_config() == other.get_config(); }

}  // namespace regula::regularizers

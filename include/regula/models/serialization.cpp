// SPDX-License-Identifier: MIT
#include <limits>
#include <regula/models/layer_order.hpp>
#include <regula/models/serialization.hpp>
#include <regula/regularizers/json.hpp>

namespace regula::models {

std::shared_ptr<graph> clone(const graph& g, const custom_objects& given) {
  custom_objects custom;
  custom.layers = given.layers;
  custom.regularizers = given.regularizers;
  custom.constraints = given.constraints;
  const auto from = layers_below(g);
  const auto known = [&](const regularizer& r) {
    if (!r) return;
    const auto name = r.model()->is_object() ? std::string{r.model()->class_name()} : regularizers::formula_of(r);
    custom.regularizers.insert_or_assign(name, r);
  };
  known(g.activity_regularizer);
  for (const auto* l : from) {
    known(l->activity_regularizer);
    for (const auto& w : l->weights()) {
      known(w.regularizer);
      if (w.constraint) custom.constraints.insert_or_assign(w.constraint.name(), w.constraint);
    }
  }
  read_limits limits{std::numeric_limits<std::ptrdiff_t>::max(), std::numeric_limits<std::size_t>::max(), false};
  auto made = from_json(to_json(g), custom, limits);
  const auto to = layers_below(*made);
  bool same = from.size() == to.size();
  for (std::size_t k = 0; same && k < from.size(); ++k) {
    same = from[k]->class_name() == to[k]->class_name() && from[k]->weights().size() == to[k]->weights().size();
    for (std::size_t j = 0; same && j < from[k]->weights().size(); ++j)
      same = from[k]->weights()[j].value.shape() == to[k]->weights()[j].value.shape();
  }
  if (!same) throw config_error("the layers of \"" + g.name() + "\" are not made again by their configs");
  for (std::size_t k = 0; k < from.size(); ++k) {
    to[k]->activity_regularizer = from[k]->activity_regularizer;
    for (std::size_t j = 0; j < from[k]->weights().size(); ++j) to[k]->weights()[j] = from[k]->weights()[j];
  }
  made->activity_regularizer = g.activity_regularizer;
  return made;
}

}  // namespace regula::models

// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>
#include <map>
#include <regula/error.hpp>
#include <regula/files/penalty_binder.hpp>
#include <regula/models/json_text.hpp>
#include <regula/regularizers/serialization.hpp>

namespace regula::files {

namespace {

/// Keras 1 writes {"name": "WeightRegularizer", "l1": 0.0, "l2": 0.01}, later versions of it "L1L2Regularizer".
json as_keras2(const json& from) {
  const auto& name = models::member(from, "name");
  const bool keras1 = models::member(from, "class_name").is_null() &&
                      (name == "WeightRegularizer" || name == "L1L2Regularizer" || name == "ActivityRegularizer");
  if (!keras1) return from;
  return {{"class_name", "L1L2"}, {"config", {{"l1", from.value("l1", 0.0)}, {"l2", from.value("l2", 0.0)}}}};
}

/// The regularizer, or why there is none.
regularizer known_regularizer(const json& from, const layers::custom_names& custom, std::string& problem) {
  try {
    return regularizers::deserialize(as_keras2(from), custom.regularizers);
  } catch (const error& e) {
    problem = e.what();
  } catch (const json::exception& e) {  // a member of another kind than it has to be
    problem = e.what();
  }
  return {};
}

/// The names that the weight of a role may have, the likeliest first.
std::vector<std::string> names_of_role(const std::string& role) {
  if (role == "kernel") return {"kernel", "W"};
  if (role == "recurrent") return {"recurrent_kernel", "U"};
  if (role == "depthwise") return {"depthwise_kernel", "kernel"};
  if (role == "bias") return {"bias", "b"};
  if (role == "alpha") return {"alpha", "alphas"};
  if (role == "embeddings") return {"embeddings", "W"};
  if (role == "W") return {"W", "kernel", "embeddings"};
  if (role == "U") return {"U", "recurrent_kernel"};
  if (role == "b") return {"b", "bias"};
  return {role, role + "_kernel", role + "_weight", role + "_weights"};
}

/// Keras 1 keeps the gates of a recurrent layer apart: W_i, W_f, W_c, W_o; W_z, W_r, W_h.
bool is_gate_of(const std::string& name, const std::string& role) {
  return role.size() == 1 && name.size() == 3 && name[0] == role[0] && name[1] == '_' &&
         std::string_view("ifcozrh").find(name[2]) != std::string_view::npos;
}

std::string role_name_of(const stored_weight& w) { return w.name.substr(w.name.rfind('/') + 1); }

/// "kernel" of "kernel_1", as names are that were taken.
std::string without_number(const std::string& name) {
  const auto at = name.find_last_not_of("0123456789");
  return at != name.npos && at > 0 && at + 1 < name.size() && name[at] == '_' ? name.substr(0, at) : name;
}

/// The weights of a layer that are a role's, by their positions.
std::vector<std::size_t> weights_of_role(const penalty_layer& l, const std::string& role) {
  std::vector<std::size_t> found;
  const auto search = [&](const auto& is_it) {
    if (!found.empty()) return;
    for (std::size_t k = 0; k < l.weights.size(); ++k)
      if (is_it(l.weights[k])) found.push_back(k);
  };
  if (role.empty() && l.weights.size() == 1) return {0};
  if (role.empty()) return {};
  for (const auto& name : names_of_role(role)) search([&](const auto& w) { return role_name_of(w) == name; });
  search([&](const auto& w) { return is_gate_of(role_name_of(w), role); });
  for (const auto& name : names_of_role(role))
    search([&](const auto& w) { return without_number(role_name_of(w)) == name; });
  return found;
}

/// Why the weights of this layer take no regularizer, whatever they are called; "" where they do.
std::string changed_weights(const penalty_layer& l) {
  const auto& config = *l.config;
  if (!models::member(config, "lora_rank").is_null())
    return "the layer has LoRA's matrices, and the file has only what they give together with the kernel";
  const auto& dtype = models::member(config, "dtype");
  const auto& kind = models::member(dtype, "class_name");
  if (kind.is_string() && kind.get_ref<const std::string&>().starts_with("Quantized"))
    return "the weights are quantized";
  return "";
}

}  // namespace

void penalty_binder::bind(const penalty_layer& l) {
  const auto open = [&](const penalty_role& r, std::string problem) {
    open_penalty made{l.path, l.class_name, r.key, l.trainable, {}, r.config, {}};
    made.regularizer = known_regularizer(r.config, custom_, made.problem);
    if (!problem.empty()) made.problem = std::move(problem);
    return made;
  };
  std::vector<std::vector<const penalty_role*>> of_weight(l.weights.size());
  const auto changed = changed_weights(l);
  for (const auto& role : l.roles) {
    const auto found = weights_of_role(l, role.role);
    std::string why = changed;
    if (why.empty() && found.empty() && !l.problem.empty()) why = l.problem;
    if (why.empty() && l.weights.empty()) why = "the file has no weights of this layer";
    if (why.empty() && found.empty()) why = "no weight of the layer has this name, and the order does not tell";
    const bool gates = !found.empty() && is_gate_of(role_name_of(l.weights[found[0]]), role.role);
    if (why.empty() && found.size() > 1 && !gates && !l.has_equal_parts())
      why = std::to_string(found.size()) + " weights of the layer have this name";
    if (!why.empty()) {
      table_.unbound.push_back(open(role, why));
      continue;
    }
    for (const auto k : found) of_weight[k].push_back(&role);
  }
  for (std::size_t k = 0; k < l.weights.size(); ++k) add(l, l.weights[k], of_weight[k]);
  for (const auto& a : l.activities) table_.activities.push_back(open(a, ""));
  for (const auto& inner : l.inside) bind(inner);
}

void penalty_binder::add(const penalty_layer& l, const stored_weight& w,
                         const std::vector<const penalty_role*>& roles) {
  weight_penalty made{.layer = l.path,
                      .class_name = l.class_name,
                      .name = w.name,
                      .shape = w.tensor->shape(),
                      .trainable = l.trainable};
  if (gradients_) made.gradient = ndarray(made.shape);
  if (roles.size() > 1) made.problem = "two regularizers claim it: " + roles[0]->key + " and " + roles[1]->key;
  if (!roles.empty()) made.config = roles[0]->config;
  if (roles.size() == 1) made.regularizer = known_regularizer(made.config, custom_, made.problem);
  if (made.problem.empty() && made.trainable && made.regularizer) {
    try {
      made.value =
          gradients_ ? made.regularizer.value_and_gradient(*w.tensor, made.gradient) : made.regularizer(*w.tensor);
    } catch (const error& e) {
      made.problem = e.what();
    }
  }
  if (!made.problem.empty() && made.trainable) made.value = std::numeric_limits<double>::quiet_NaN();
  table_.weights.push_back(std::move(made));
}

}  // namespace regula::files

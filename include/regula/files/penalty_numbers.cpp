// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <regula/files/penalty_weights.hpp>
#include <regula/layers/names.hpp>
#include <regula/layers/serialization.hpp>
#include <regula/models/json_text.hpp>
#include <set>

namespace regula::files {

namespace {

/// The weights of a layer in the order in which Keras makes them, as far as the config tells.
std::vector<std::string> weight_order(const json& config) {
  const auto has = [&](const std::string& role) {
    return config.is_object() && (config.contains(role + "_regularizer") || config.contains(role + "Regularizer"));
  };
  const auto is_off = [&](const char* key) { return models::member(config, key) == json(false); };
  std::vector<std::string> order;
  if (has("depthwise")) order.push_back(has("pointwise") ? "depthwise_kernel" : "kernel");
  if (has("pointwise")) order.push_back("pointwise_kernel");
  if (has("embeddings")) order.push_back("embeddings");
  if (has("kernel")) order.push_back("kernel");
  if (has("recurrent")) order.push_back("recurrent_kernel");
  if (has("gamma") && !is_off("scale")) order.push_back("gamma");
  if (has("beta") && !is_off("center")) order.push_back("beta");
  if (has("gamma") && has("beta") && config.contains("momentum"))
    order.insert(order.end(), {"moving_mean", "moving_variance"});
  if (has("alpha")) order.push_back("alpha");
  const bool einsum_without = config.is_object() && config.contains("bias_axes") && config["bias_axes"].is_null();
  if (has("bias") && !is_off("use_bias") && !einsum_without) order.push_back("bias");
  return order;
}

bool is_matrix_name(const std::string& name) { return name.ends_with("kernel") || name == "embeddings"; }

/// The datasets "0", "1", ... of a group, in this order, then the others.
std::vector<std::pair<std::string, const ndarray*>> in_number_order(const hdf5_group& vars) {
  std::vector<std::pair<std::string, const ndarray*>> all;
  for (const auto& [name, tensor] : vars.datasets) all.emplace_back(name, &tensor);
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first.size(), std::string_view{a.first}) < std::pair(b.first.size(), std::string_view{b.first});
  });
  return all;
}

class numbered_weight_giver {
public:
  void give(penalty_layer& l, const hdf5_group& group, const std::string& path) {
    std::set<std::string> taken;
    if (const auto vars = group.groups.find("vars"); vars != group.groups.end()) {
      name_vars(l, vars->second, path + "vars/", "", true);
      taken.insert("vars");
    }
    std::map<std::string, std::vector<penalty_layer*>> lists;
    for (auto& part : l.inside)
      if (part.in_list) lists[part.key].push_back(&part);
    for (const auto& [key, parts] : lists)
      if (const auto name = name_of_list(key, group, taken); !name.empty()) {
        taken.insert(name);
        give_list(parts, group.groups.at(name), path + name + "/");
      }
    const auto named = names_of_layers(group);
    for (auto& part : l.inside) {
      const auto name = part.in_list ? std::string{} : name_of_part(part, group, named, taken);
      if (name.empty()) continue;
      taken.insert(name);
      give(part, group.groups.at(name), path + name + "/");
    }
    for (const auto& [name, inner] : group.groups)
      if (!taken.contains(name)) own_part(l, inner, path + name + "/", name);
  }
  std::vector<stored_weight> nobody;

private:
  using group_names = std::map<std::string, std::string>;
  static constexpr std::size_t not_so = static_cast<std::size_t>(-1);

  /// The groups inside by the names of their layers, which newer files tell.
  static group_names names_of_layers(const hdf5_group& group) {
    group_names all;
    for (const auto& [name, inner] : group.groups)
      if (const auto vars = inner.groups.find("vars"); vars != inner.groups.end())
        if (const auto own = text_attribute(vars->second, "name"); !own.empty()) all.emplace(own, name);
    return all;
  }

  /// Of a list of layers: the member's name, with the underscore of Python's hidden ones, or Keras 2.12's.
  static std::string name_of_list(const std::string& key, const hdf5_group& group, const std::set<std::string>& taken) {
    for (const auto& name : {key, "_" + key, std::string(key == "layers" ? "_layer_checkpoint_dependencies" : key)})
      if (group.groups.contains(name) && !taken.contains(name)) return name;
    return "";
  }
  static std::string name_of_part(const penalty_layer& part, const hdf5_group& group, const group_names& named,
                                  const std::set<std::string>& taken) {
    for (const auto& name : {part.key, "_" + part.key})
      if (group.groups.contains(name) && !taken.contains(name)) return name;
    const auto found = named.find(part.name);
    return found == named.end() || taken.contains(found->second) ? "" : found->second;
  }

  /// dense, dense_1, ... : by the layer's own name where the file has it, otherwise by the order of those of a class.
  void give_list(const std::vector<penalty_layer*>& parts, const hdf5_group& group, const std::string& path) {
    std::set<std::string> taken;
    const auto named = names_of_layers(group);
    std::map<std::string, std::vector<penalty_layer*>> by_class;
    for (auto* part : parts) {
      const auto stem = layers::snake_case(part->class_name);
      const auto found = named.find(part->name);
      if (found == named.end() || number_behind(found->second, stem) == not_so || taken.contains(found->second)) {
        by_class[stem].push_back(part);
        continue;
      }
      taken.insert(found->second);
      give(*part, group.groups.at(found->second), path + found->second + "/");
    }
    std::map<std::string, std::map<std::size_t, std::string>> by_stem;
    for (const auto& [name, inner] : group.groups) {
      if (taken.contains(name) || !has_weights(inner)) continue;
      by_stem[name].emplace(0, name);
      if (const auto stem = name.substr(0, name.rfind('_')); number_behind(name, stem) != not_so)
        by_stem[stem].emplace(number_behind(name, stem), name);
    }
    for (const auto& [stem, of_class] : by_class) {
      const auto& numbers = by_stem[stem];
      if (numbers.size() != of_class.size()) {
        for (auto* part : of_class)
          if (!numbers.empty())
            part->problem = "the file has " + std::to_string(numbers.size()) + " groups " + path + stem +
                            ", the config " + std::to_string(of_class.size()) + " layers of this class";
        continue;
      }
      auto to = of_class.begin();
      for (const auto& [number, name] : numbers) {
        taken.insert(name);
        give(**to++, group.groups.at(name), path + name + "/");
      }
    }
    for (const auto& [name, inner] : group.groups)
      if (!taken.contains(name)) leave(inner, path + name + "/");
  }

  /// 0 for "dense", 3 for "dense_3".
  static std::size_t number_behind(const std::string& name, const std::string& stem) {
    if (name == stem) return 0;
    if (!name.starts_with(stem + "_")) return not_so;
    const auto digits = name.substr(stem.size() + 1);
    if (digits.empty() || digits.size() > 9 || digits.find_first_not_of("0123456789") != digits.npos) return not_so;
    return std::stoul(digits);
  }
  /// The state of an optimizer, and of the generators of random numbers that layers like Dropout have.
  static bool is_no_weight(const std::string& path) {
    const auto name = path.substr(path.rfind('/') + 1);
    return name.starts_with("seed_generator") || name == "optimizer";
  }
  static bool has_weights(const hdf5_group& group) {
    const auto full = [](const auto& inner) { return !is_no_weight(inner.first) && has_weights(inner.second); };
    return !group.datasets.empty() || std::any_of(group.groups.begin(), group.groups.end(), full);
  }

  /// What a layer has inside that its config does not say: the cell of an LSTM, the projections of an attention.
  void own_part(penalty_layer& l, const hdf5_group& group, const std::string& path, const std::string& name) {
    if (is_no_weight(name)) return;
    if (l.is_model) return leave(group, path);
    for (const auto& [inner_name, inner] : group.groups) {
      if (inner_name == "vars")
        name_vars(l, inner, path + "vars/", name + "/", name == "cell" || l.has_equal_parts());
      else
        own_part(l, inner, path + inner_name + "/", name + "/" + inner_name);
    }
    append(l.weights, group, path);
  }

  /// `told` says whether the config is that of these weights.
  void name_vars(penalty_layer& l, const hdf5_group& vars, const std::string& path, const std::string& within,
                 bool told) {
    const auto order = weight_order(*l.config);
    const auto all = in_number_order(vars);
    auto fits = told && order.size() <= all.size();
    for (std::size_t k = 0; fits && k < order.size(); ++k)
      fits = (all[k].first == std::to_string(k)) && (all[k].second->rank() >= 2 || !is_matrix_name(order[k]));
    const bool matrices = std::any_of(order.begin(), order.end(), is_matrix_name);
    for (std::size_t k = order.size(); fits && matrices && k < all.size(); ++k)  // which of the matrices is it?
      fits = layers::builtin_layers().contains(l.class_name) || all[k].second->rank() < 2;
    if (!fits && !all.empty())
      l.problem = !told ? "the config does not tell which weight of " + path + " it is"
                        : path + " has " + std::to_string(all.size()) + " tensors, which the config's " +
                              std::to_string(order.size()) + " do not fit by order and shape";
    for (std::size_t k = 0; k < all.size(); ++k)
      l.weights.push_back(
          {path + all[k].first, within + (fits && k < order.size() ? order[k] : all[k].first), all[k].second});
  }

  void leave(const hdf5_group& group, const std::string& path) {
    append(nobody, group, path);
    for (const auto& [name, inner] : group.groups)
      if (!is_no_weight(name)) leave(inner, path + name + "/");
  }
  static void append(std::vector<stored_weight>& to, const hdf5_group& group, const std::string& path) {
    for (const auto& [name, tensor] : group.datasets) to.push_back({path + name, path + name, &tensor});
  }
};

}  // namespace

std::vector<stored_weight> give_numbered_weights(penalty_layer& to, const hdf5_group& tree) {
  numbered_weight_giver giver;
  giver.give(to, tree, "");
  return std::move(giver.nobody);
}

}  // namespace regula::files

// SPDX-License-Identifier: MIT
#include <map>
#include <memory>
#include <regula/files/hdf5.hpp>
#include <regula/files/model_weights.hpp>
#include <regula/files/weights.hpp>
#include <regula/models/layer_order.hpp>
#include <set>

namespace regula::files {

namespace {

/// Where the weights of a layer are, below its path.
std::string vars_of(const layers::layer& l) { return l.cell_name().empty() ? "/vars" : "/cell/vars"; }

/// Calls visit(layer, path) for every layer below, each once, at the path where Keras keeps it.
template <class Visitor>
void visit_weight_groups(const layers::layer& of, const std::string& path, std::set<const layers::layer*>& seen,
                         const Visitor& visit) {
  std::vector<std::shared_ptr<layers::layer>> inside;
  if (const auto* model = dynamic_cast<const models::graph*>(&of))
    for (auto& u : models::layers_in_order(*model)) inside.push_back(std::move(u.used));
  else
    inside = of.sublayers();
  std::map<std::string, int> used;
  for (std::size_t nth = 0; nth < inside.size(); ++nth) {
    const auto& l = inside[nth];
    const auto stem = layers::snake_case(l->class_name()), own = of.place_of(nth);
    const int k = own.empty() ? used[stem]++ : 0;
    const auto at = path + "/" + (own.empty() ? "layers/" + stem + (k > 0 ? "_" + std::to_string(k) : "") : own);
    if (!seen.insert(l.get()).second) continue;
    visit(*l, at);
    visit_weight_groups(*l, at, seen, visit);
  }
}
template <class Visitor> void visit_weight_groups(const models::graph& model, const Visitor& visit) {
  std::set<const layers::layer*> seen;
  visit_weight_groups(model, "", seen, visit);
}

}  // namespace

hdf5_group weights_tree(const models::graph& model) {
  hdf5_group tree;
  tree.groups["vars"].attributes["name"] = model.name();
  visit_weight_groups(model, [&](layers::layer& l, const std::string& path) {
    make_group(tree, path + "/vars").attributes["name"] = l.name();
    auto& vars = make_group(tree, path + vars_of(l));
    if (!l.cell_name().empty()) vars.attributes["name"] = l.cell_name();
    for (std::size_t k = 0; k < l.weights().size(); ++k)
      if (l.weights()[k].built) vars.datasets[std::to_string(k)] = l.weights()[k].value;
  });
  return tree;
}

void assign_weights(models::graph& model, hdf5_group tree, const std::string& name) {
  weight_transfer transfer(name);
  tree.groups.erase("optimizer");
  visit_weight_groups(model, [&](layers::layer& l, const std::string& path) {
    make_group(tree, path).groups.erase("seed_generator");  // of Keras's dropout: another generator than ours
    auto& vars = make_group(tree, path + vars_of(l));
    for (std::size_t k = 0; k < l.weights().size(); ++k) {
      if (!l.weights()[k].built) continue;
      const auto number = std::to_string(k);
      const auto found = vars.datasets.find(number);
      transfer.add(l, l.weights()[k], found == vars.datasets.end() ? nullptr : &found->second,
                   path + vars_of(l) + "/" + number);
    }
  });
  transfer.nothing_left_in(tree, "/", model.built() ? "" : ", which is not built");
  transfer.commit();
}

std::string write_weights(const models::graph& model) { return write_hdf5(weights_tree(model)); }

void read_weights(models::graph& model, std::string_view bytes, const std::string& name) {
  assign_weights(model, read_hdf5(bytes, name), name);
}

}  // namespace regula::files

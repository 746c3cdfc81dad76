// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <regula/models/graph.hpp>

namespace regula::models {
namespace {

template <class T>
std::vector<T> gather(const std::vector<source>& from, const std::vector<T>& given,
                      const std::vector<std::vector<T>>& made) {
  std::vector<T> all;
  for (const auto& s : from)
    all.push_back(s.step < 0 ? given[s.output] : made[static_cast<std::size_t>(s.step)][s.output]);
  return all;
}

}  // namespace

graph::graph(std::vector<std::shared_ptr<layer>> chain, std::string name) : layer(std::move(name)), is_chain_(true) {
  if (this->name().empty()) name_for_now("sequential");
  for (auto& l : chain) append(std::move(l));
}

graph::graph(const symbolics& inputs, const symbolics& outputs, std::string name)
    : layer(std::move(name)), is_chain_(false) {
  if (this->name().empty()) name_for_now("model");
  std::vector<const layers::graph_node*> order;  // each after what it reads
  std::map<const layers::graph_node*, int> state;
  std::vector<std::shared_ptr<layers::graph_node>> open;
  for (const auto& out : outputs) open.push_back(out.node);
  std::reverse(open.begin(), open.end());
  const auto is_input = [&](const layers::graph_node* n) {
    return std::any_of(inputs.begin(), inputs.end(), [&](const symbolic& in) { return in.node.get() == n; });
  };
  while (!open.empty()) {
    const auto node = open.back();
    auto& seen = state[node.get()];
    if (seen == 0) {
      seen = 1;
      if (!is_input(node.get()))
        for (auto in = node->inputs.rbegin(); in != node->inputs.rend(); ++in)
          if (state[in->node.get()] == 0) open.push_back(in->node);
      continue;
    }
    open.pop_back();
    if (seen == 2) continue;
    seen = 2;
    order.push_back(node.get());
  }
  std::map<const layers::graph_node*, int> depth;
  for (auto n = order.rbegin(); n != order.rend(); ++n)
    if (!is_input(*n))
      for (const auto& in : (*n)->inputs) depth[in.node.get()] = std::max(depth[in.node.get()], depth[*n] + 1);
  std::map<const layers::graph_node*, std::size_t> met;
  for (std::size_t k = 0; k < order.size(); ++k) met[order[k]] = k;
  std::sort(order.begin(), order.end(),
            [&](auto* a, auto* b) { return depth[a] != depth[b] ? depth[a] > depth[b] : met[a] < met[b]; });

  inputs_.clear();
  std::map<const layers::graph_node*, std::ptrdiff_t> place;
  shapes given;
  for (const auto& in : inputs) {
    auto entrance = std::dynamic_pointer_cast<layers::input_layer>(in.node->made_by);
    if (!entrance) throw config_error("the inputs of a model are made by layers::Input");
    adopt(*entrance);
    inputs_.push_back(std::move(entrance));
    given.push_back(in.shape());
  }
  const auto at = [&](const symbolic& t) -> source {
    for (std::size_t k = 0; k < inputs.size(); ++k)
      if (inputs[k].node == t.node) return {-1, k};
    return {place.at(t.node.get()), t.output};
  };
  for (const auto* node : order) {
    if (is_input(node)) continue;
    if (node->inputs.empty())
      throw config_error("an output depends on the input \"" + node->made_by->name() +
                         "\", which is none of the model's");
    step s{node->made_by, {}, node->arguments};
    for (const auto& in : node->inputs) s.inputs.push_back(at(in));
    adopt(*s.made_by);
    place[node] = static_cast<std::ptrdiff_t>(steps_.size());
    steps_.push_back(std::move(s));
  }
  outputs_.clear();
  for (const auto& out : outputs) outputs_.push_back(at(out));
  rng nobody(0);
  build(given, nobody);
}

std::string graph::class_name() const { return is_chain_ ? "Sequential" : "Functional"; }

void graph::append(std::shared_ptr<layer> l) {
  if (!is_chain_) throw config_error("layers are added to a Sequential model only");
  if (built()) throw config_error("the model \"" + name() + "\" is built: layers are added before");
  if (auto entrance = std::dynamic_pointer_cast<layers::input_layer>(l)) {
    if (!steps_.empty() || inputs_[0]) throw config_error("an InputLayer stands at the front of a model");
    inputs_[0] = std::move(entrance);
    return;
  }
  adopt(*l);
  steps_.push_back({std::move(l), {{static_cast<std::ptrdiff_t>(steps_.size()) - 1, 0}}});
  outputs_ = {{static_cast<std::ptrdiff_t>(steps_.size()) - 1, 0}};
}

std::vector<std::shared_ptr<layer>> graph::sublayers() const {
  std::vector<std::shared_ptr<layer>> all;
  for (const auto& s : steps_)
    if (std::find(all.begin(), all.end(), s.made_by) == all.end()) all.push_back(s.made_by);
  return all;
}

shapes graph::output_shapes(const shapes& given) const {
  check(given);
  std::vector<shapes> made;
  for (const auto& s : steps_) made.push_back(s.made_by->output_shapes(gather<shape>(s.inputs, given, made)));
  return gather<shape>(outputs_, given, made);
}

tensors graph::forward(const tensors& given, record& r) {
  check(layers::shapes_of(given));
  std::vector<tensors> made;
  std::vector<layers::mask_list> masked;
  r.nested.clear();
  r.given.resize(given.size());
  for (const auto& s : steps_) {
    auto& inner = r.nested.emplace_back(s.made_by.get(), r.like()).second;
    inner.given = gather<layers::mask_ptr>(s.inputs, r.given, masked);
    made.push_back(s.made_by->run(gather<ndarray>(s.inputs, given, made), inner));
    masked.push_back(inner.made);
  }
  return gather<ndarray>(outputs_, given, made);
}

layers::mask_list graph::output_masks(const tensors&, const record& r) const {
  layers::mask_list all;
  for (const auto& s : outputs_)
    all.push_back(s.step < 0 ? r.given[s.output] : r.nested[static_cast<std::size_t>(s.step)].second.made[s.output]);
  return all;
}

tensors graph::backward(const tensors& slopes, record& r) {
  tensors to_inputs;
  for (const auto& x : r.inputs) to_inputs.emplace_back(x.shape());
  std::vector<tensors> to_made;
  for (const auto& [l, inner] : r.nested) {
    to_made.emplace_back();
    for (const auto& y : inner.outputs) to_made.back().emplace_back(y.shape());
  }
  const auto add = [&](const source& to, const ndarray& slope) {
    auto& sum = to.step < 0 ? to_inputs[to.output] : to_made[static_cast<std::size_t>(to.step)][to.output];
    sum.flat() += slope.flat();
  };
  for (std::size_t k = 0; k < outputs_.size(); ++k) add(outputs_[k], slopes[k]);
  for (std::size_t k = steps_.size(); k-- > 0;) {
    const auto back = steps_[k].made_by->run_back(std::move(to_made[k]), r.nested[k].second);
    for (std::size_t j = 0; j < back.size(); ++j) add(steps_[k].inputs[j], back[j]);
  }
  return to_inputs;
}

void graph::make_weights(const shapes& inputs, rng& draw) {
  check(inputs);
  std::vector<shapes> made;
  for (const auto& s : steps_) {
    const auto given = gather<shape>(s.inputs, inputs, made);
    s.made_by->build(given, draw);
    made.push_back(s.made_by->output_shapes(given));
  }
}

void graph::check(const shapes& given) const {
  if (given.size() != inputs_.size())
    throw shape_error("the model \"" + name() + "\" takes " + std::to_string(inputs_.size()) + " tensors; given are " +
                      std::to_string(given.size()));
  for (std::size_t k = 0; k < given.size(); ++k)
    if (inputs_[k]) inputs_[k]->output_shape(given[k]);
}

bool graph::has(const layer& l) const {
  return std::any_of(steps_.begin(), steps_.end(), [&](const step& s) { return s.made_by.get() == &l; });
}

void graph::adopt(layer& l) {
  if (has(l)) return;
  const auto taken = [&](const std::string& n) {
    return std::any_of(steps_.begin(), steps_.end(), [&](const step& s) { return s.made_by->name() == n; }) ||
           std::any_of(inputs_.begin(), inputs_.end(), [&](const auto& i) { return i && i->name() == n; });
  };
  if (l.is_unnamed()) {
    const auto stem = l.name().empty() ? layers::snake_case(l.class_name()) : l.name();
    auto name = stem;
    for (int k = 1; taken(name); ++k) name = stem + "_" + std::to_string(k);
    l.rename(name);
  } else if (taken(l.name())) {
    throw config_error("two layers of one model are called \"" + l.name() + "\"");
  }
}

}  // namespace regula::models

// SPDX-License-Identifier: MIT
#include <regula/layers/serialization.hpp>
#include <regula/models/functional_json.hpp>
#include <regula/models/json_text.hpp>
#include <set>

namespace regula::models {
namespace {

using reference = functional_reader::reference;

void no_arguments(const json& kwargs) {
  for (const auto& [key, value] : kwargs.items())
    if (!value.is_null()) throw config_error("the argument \"" + key.substr(0, 80) + "\" of a call is not built");
}

reference reference_of(const json& list, std::size_t most) {
  const auto whole = [](const json& n) { return n.is_number_integer() && n >= 0 && n <= 1000000; };
  if (!list.is_array() || list.size() < 3 || list.size() > most || !list[0].is_string() || !whole(list[1]) ||
      !whole(list[2]))
    throw config_error("what a layer reads is a list of a name and two numbers");
  if (list.size() == 4) no_arguments(list[3]);
  return {list[0].get<std::string>(), list[1].get<std::size_t>(), list[2].get<std::size_t>()};
}

void tensors_in(const json& list, std::vector<reference>& all) {
  for (const auto& t : list) {
    if (t.is_array())
      tensors_in(t, all);
    else if (text_member(t, "class_name") == "__keras_tensor__")
      all.push_back(reference_of(member(member(t, "config"), "keras_history"), 3));
    else
      throw config_error("what a layer reads is a tensor, not " + regularizers::shown(t));
  }
}

std::vector<reference> reads(const json& node, json& arguments) {
  std::vector<reference> all;
  arguments = json::object();
  const auto keep = [&](const json& given) {
    for (const auto& [key, value] : given.items()) arguments[key] = value;
  };
  if (node.is_array()) {
    for (const auto& r : node) {
      all.push_back(reference_of(r, 4));
      if (r.size() == 4) keep(r[3]);
    }
    return all;
  }
  no_arguments(member(node, "kwargs"));
  keep(member(node, "kwargs"));
  tensors_in(list_member(node, "args"), all);
  return all;
}

}  // namespace

functional_reader::~functional_reader() {
  for (auto& u : uses_)
    if (u.node) u.node->inputs.clear();
}

void functional_reader::add(std::shared_ptr<layer> made, const json& from, std::size_t parts) {
  const auto outer = text_member(from, "name");
  const auto name = outer.empty() ? made->name() : outer;
  if (made->is_unnamed()) made->rename(name);
  if (made->name() != name)
    throw config_error("a layer is called \"" + made->name() + "\" in its config and \"" + name + "\" outside");
  if (!index_.emplace(name, known_.size()).second)
    throw config_error("two layers are called " + regularizers::shown(name));
  known_.push_back({std::move(made), uses_.size(), 0, parts, false});
  auto& l = known_.back();
  within(regularizers::shown(name), [&] {
    const auto& nodes = list_member(from, "inbound_nodes");
    const bool enters = l.made->class_name() == "InputLayer";
    if (enters != nodes.empty()) throw config_error(enters ? "an input reads nothing" : "a layer that reads nothing");
    l.old = !enters && nodes[0].is_array();
    if (enters) uses_.push_back({known_.size() - 1, {}, json::object(), nullptr});
    for (const auto& n : nodes) {
      json arguments;
      auto read = reads(n, arguments);
      uses_.push_back({known_.size() - 1, std::move(read), std::move(arguments), nullptr});
    }
  });
  l.uses = uses_.size() - l.first;
}

void functional_reader::connect(const std::function<void(std::size_t)>& count) {
  std::vector<int> state(uses_.size(), 0);
  std::vector<std::size_t> open;
  for (std::size_t start = 0; start < uses_.size(); ++start) {
    if (state[start] == 0) open.push_back(start);
    while (!open.empty()) {
      const auto k = open.back();
      if (state[k]++ == 0) {
        const auto needs = [&](std::size_t other) {
          if (state[other] == 1)
            throw config_error("the layers \"" + name(k) + "\" and \"" + name(other) + "\" wait for each other");
          if (state[other] == 0) open.push_back(other);
        };
        for (const auto& r : uses_[k].reads) needs(use(r, offset(r)));
        if (k > known_[uses_[k].owner].first) needs(k - 1);  // uses are numbered as they were made
        continue;
      }
      open.pop_back();
      if (state[k] == 2) place(k, count);
    }
  }
}

std::shared_ptr<graph> functional_reader::finish(const json& config) {
  const auto inputs = ends(config, "input_layers"), outputs = ends(config, "output_layers");
  auto made = std::make_shared<graph>(inputs, outputs, text_member(config, "name"));
  std::set<const layer*> reached;
  for (const auto& s : made->steps()) reached.insert(s.made_by.get());
  for (const auto& in : made->inputs()) reached.insert(in.get());
  for (const auto& l : known_)
    if (!reached.contains(l.made.get()))
      throw config_error("the layer \"" + l.made->name() + "\" leads to no output, or is no input of the model");
  if (made->steps().size() + inputs.size() != uses_.size()) throw config_error("a use of a layer leads to no output");
  return made;
}

std::size_t functional_reader::offset(const reference& r) const {
  const auto& l = find(r);
  return l.old && dynamic_cast<const graph*>(l.made.get()) ? 1 : 0;
}

const functional_reader::known& functional_reader::find(const reference& r) const {
  const auto found = index_.find(r.layer);
  if (found == index_.end()) throw config_error("there is no layer " + regularizers::shown(r.layer));
  return known_[found->second];
}

std::size_t functional_reader::use(const reference& r, std::size_t from) const {
  const auto& l = find(r);
  if (r.use < from || r.use - from >= l.uses)
    throw config_error("the layer \"" + l.made->name() + "\" is used " + std::to_string(l.uses) +
                       " times; there is no use " + std::to_string(r.use));
  return l.first + r.use - from;
}

symbolic functional_reader::output(std::size_t k, const reference& r) const {
  const auto& node = uses_[k].node;
  if (r.output >= node->outputs.size())
    throw config_error("the layer \"" + name(k) + "\" has " + std::to_string(node->outputs.size()) +
                       " outputs; there is no output " + std::to_string(r.output));
  return {node, r.output};
}

void functional_reader::place(std::size_t k, const std::function<void(std::size_t)>& count) {
  auto& u = uses_[k];
  auto& l = known_[u.owner];
  const auto* inner = dynamic_cast<const graph*>(l.made.get());
  count(u.reads.size() + (inner ? l.parts + inner->outputs().size() : 1));
  within("\"" + l.made->name() + "\"", [&] {
    auto node = std::make_shared<layers::graph_node>();
    node->made_by = l.made;
    node->arguments = u.arguments;
    shapes given;
    for (const auto& r : u.reads) {
      node->inputs.push_back(output(use(r, offset(r)), r));
      given.push_back(node->inputs.back().shape());
    }
    u.node = std::move(node);
    if (const auto* enters = dynamic_cast<const layers::input_layer*>(l.made.get())) {
      u.node->outputs = {enters->batch_shape()};
      return;
    }
    build_(*l.made, given);
    u.node->outputs = l.made->output_shapes(given);
  });
}

symbolics functional_reader::ends(const json& config, const char* key) const {
  const auto& list = list_member(config, key);
  if (list.empty()) throw config_error(std::string{key} + " is empty");
  symbolics all;
  for (const auto& one : list[0].is_string() ? json::array({list}) : list) {
    const auto r = reference_of(one, 3);
    const auto from = find(r).made->class_name() == "Functional" ? 1 : offset(r);
    all.push_back(output(use(r, from), r));
  }
  return all;
}

}  // namespace regula::models

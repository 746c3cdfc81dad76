// SPDX-License-Identifier: MIT
#include <algorithm>
#include <functional>
#include <map>
#include <regula/models/layer_order.hpp>
#include <set>

namespace regula::models {
namespace {

/// The places of a model: its steps, then its inputs.
class places_in_order {
public:
  explicit places_in_order(const graph& g) : g_(g), count_(g.steps().size() + g.inputs().size()) {}

  /// By the longest way to an output, of all uses of a layer; then as a search from the outputs meets them.
  /// keras/src/ops/function.py, map_graph
  std::vector<layer_uses> layers() {
    search();
    std::vector<std::size_t> depth(count_, 0);
    std::map<const layer*, std::size_t> of_layer;
    for (auto p = finished_.rbegin(); p != finished_.rend(); ++p) {
      auto& its = of_layer[layer_at(*p).get()];
      depth[*p] = its = std::max(depth[*p], its);
      if (*p < g_.steps().size())
        for (const auto& from : g_.steps()[*p].inputs) depth[place(from)] = std::max(depth[place(from)], depth[*p] + 1);
    }
    for (std::size_t k = count_; k-- > 0;)
      if (of_layer.emplace(layer_at(k).get(), 0).second) met_.insert(met_.begin(), layer_at(k));
    std::map<std::size_t, std::vector<std::shared_ptr<layer>>, std::greater<>> by_depth;
    for (const auto& l : met_) by_depth[of_layer[l.get()]].push_back(l);
    std::map<const layer*, std::size_t> index;
    std::vector<layer_uses> all;
    for (const auto& [d, list] : by_depth)
      for (const auto& l : list) {
        index[l.get()] = all.size();
        all.push_back({l, {}});
      }
    for (std::size_t k = 0; k < g_.steps().size(); ++k) all[index[layer_at(k).get()]].steps.push_back(k);
    return all;
  }

private:
  std::size_t place(const source& s) const {
    return s.step < 0 ? g_.steps().size() + s.output : static_cast<std::size_t>(s.step);
  }
  std::shared_ptr<layer> layer_at(std::size_t k) const {
    if (k < g_.steps().size()) return g_.steps()[k].made_by;
    return g_.inputs()[k - g_.steps().size()];
  }
  /// Depth first from the outputs: layers as they are met, places as they are finished.
  void search() {
    std::vector<int> state(count_, 0);
    std::set<const layer*> seen;
    std::vector<std::size_t> open;
    for (const auto& out : g_.outputs()) {
      open.push_back(place(out));
      while (!open.empty()) {
        const auto k = open.back();
        if (state[k]++ == 0) {
          if (seen.insert(layer_at(k).get()).second) met_.push_back(layer_at(k));
          if (k >= g_.steps().size()) continue;
          const auto& from = g_.steps()[k].inputs;
          for (auto s = from.rbegin(); s != from.rend(); ++s)
            if (state[place(*s)] == 0) open.push_back(place(*s));
        } else {
          open.pop_back();
          if (state[k] == 2) finished_.push_back(k);
        }
      }
    }
  }

  const graph& g_;
  std::size_t count_;
  std::vector<std::size_t> finished_;
  std::vector<std::shared_ptr<layer>> met_;
};

}  // namespace

std::vector<layer_uses> layers_in_order(const graph& g) {
  if (!g.is_chain()) return places_in_order(g).layers();
  std::vector<layer_uses> all;
  for (std::size_t k = 0; k < g.steps().size(); ++k) {
    const auto& l = g.steps()[k].made_by;
    for (const auto& before : all)
      if (before.used == l)
        throw config_error("the Sequential model \"" + g.name() + "\" has the layer \"" + l->name() +
                           "\" twice: files hold each layer of a chain once");
    all.push_back({l, {k}});
  }
  return all;
}

std::vector<layer*> layers_below(const graph& g) {
  std::vector<layer*> all;
  std::set<const layer*> seen;
  std::vector<std::shared_ptr<layer>> open{g.sublayers()};
  for (std::size_t k = 0; k < open.size(); ++k) {
    if (!seen.insert(open[k].get()).second) continue;
    all.push_back(open[k].get());
    for (const auto& inner : open[k]->sublayers()) open.push_back(inner);
  }
  return all;
}

}  // namespace regula::models

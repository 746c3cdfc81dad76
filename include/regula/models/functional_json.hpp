// SPDX-License-Identifier: MIT
/// The layers of a Functional config and what each use of one reads, in the forms of Keras 3 and of Keras 2.
///
/// Keras 3   "inbound_nodes": [{"args": [{"class_name": "__keras_tensor__", "config": {"keras_history": ["a", 0, 0]}}]}]
/// Keras 2   "inbound_nodes": [[["a", 0, 0, {}], ["b", 0, 0, {}]]]
/// Each names a layer, one of its uses, and an output of that use.
#pragma once
#include <functional>
#include <map>
#include <regula/models/graph.hpp>
#include <regula/regularizers/json.hpp>

namespace regula::models {

class functional_reader {
public:
  /// An output of a use of a layer.
  struct reference {
    std::string layer;
    std::size_t use, output;
  };
  using builder = std::function<void(layer&, const shapes&)>;
  explicit functional_reader(builder build) : build_(std::move(build)) {}
  functional_reader(const functional_reader&) = delete;
  functional_reader& operator=(const functional_reader&) = delete;
  /// Uses are let go one by one: a chain of them would end each other, as deep as it is long.
  ~functional_reader();

  /// A layer, the JSON that says what it reads, and how many layers it has inside.
  void add(std::shared_ptr<layer> made, const json& from, std::size_t parts);
  /// Places every use after what it reads. `count` is told how many layers each has.
  void connect(const std::function<void(std::size_t)>& count);
  /// Throws config_error where a layer or a use of one leads to no output.
  std::shared_ptr<graph> finish(const json& config);

private:
  struct known {
    std::shared_ptr<layer> made;
    std::size_t first, uses, parts;
    bool old;  // in the form of Keras 2
  };
  struct one_use {
    std::size_t owner;
    std::vector<reference> reads;
    json arguments;
    std::shared_ptr<layers::graph_node> node;
  };

  /// Whether the uses of this layer are numbered from 1: models inside are in Keras 2.
  std::size_t offset(const reference& r) const;
  const known& find(const reference& r) const;
  std::size_t use(const reference& r, std::size_t from) const;
  const std::string& name(std::size_t k) const { return known_[uses_[k].owner].made->name(); }
  symbolic output(std::size_t k, const reference& r) const;
  void place(std::size_t k, const std::function<void(std::size_t)>& count);

  /// The inputs or outputs of the model: ["a", 0, 0] or a list of such. Keras 3 numbers Functional layers from 1 here.
  symbolics ends(const json& config, const char* key) const;

  builder build_;
  std::vector<known> known_;
  std::map<std::string, std::size_t> index_;
  std::vector<one_use> uses_;
};

}  // namespace regula::models

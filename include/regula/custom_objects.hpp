// SPDX-License-Identifier: MIT
/// One's own regularizers, layers and constraints by the names that configs and files have for them.
///
///   const custom_objects scope{{"Plain", Plain{}}, {"Scale", read_scale}, {"Halved", halved}};
///   auto m = files::load("model.keras");                      known on this thread until the scope ends
///   auto n = files::load("model.keras", {{"Plain", Plain{}}});  known in this call
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <regula/constraints/constraint.hpp>
#include <regula/regularizers/handle.hpp>
#include <variant>
#include <vector>

namespace regula {

namespace layers {
class config_reader;
class layer;
/// Reads the config of one class of layers, without the members that all layers have.
using layer_reader = std::function<std::shared_ptr<layer>(config_reader&)>;
using named_layers = std::map<std::string, layer_reader, std::less<>>;
}  // namespace layers

namespace regularizers {
/// Prototypes by name.
using named_regularizers = std::map<std::string, regularizer, std::less<>>;
}  // namespace regularizers

/// What a name stands for: whatever a regularizer is made of, a constraint, or a function that reads a layer.
class custom_object {
public:
  template <class T>
    requires std::constructible_from<regularizer, const T&> custom_object(const T& penalty)
        : meant_(regularizer(penalty)) {}
    custom_object(constraints::constraint rule) : meant_(std::move(rule)) {}
    template <class F>
      requires(!std::constructible_from<regularizer, const F&> && std::constructible_from<layers::layer_reader, F>)
    custom_object(F read) : meant_(layers::layer_reader(std::move(read))) {}

    const auto& meant() const { return meant_; }

  private:
    std::variant<regularizer, constraints::constraint, layers::layer_reader> meant_;
};

/// Names that are known while it lives, on the thread that made it; the innermost scope is asked first. Readers that take
/// one as an argument ask it after the scopes and the registered names.
class custom_objects {
public:
  custom_objects();
  custom_objects(std::initializer_list<std::pair<const std::string, custom_object>> entries);
  custom_objects(const custom_objects&) = delete;
  custom_objects& operator=(const custom_objects&) = delete;
  ~custom_objects();

  /// Replaces what had this name.
  void add(const std::string& name, const custom_object& meant);

  /// Those of this thread, the innermost last.
  static const std::vector<const custom_objects*>& scopes();

  layers::named_layers layers;
  regularizers::named_regularizers regularizers;
  constraints::named_constraints constraints;

private:
  std::shared_ptr<std::vector<const custom_objects*>> open_;  // of the thread that made it
};

}  // namespace regula

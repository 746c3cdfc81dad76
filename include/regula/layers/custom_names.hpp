// SPDX-License-Identifier: MIT
/// What a reader of models is told beside the file: one's own layers, regularizers and constraints by name.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <regula/constraints/constraint.hpp>
#include <regula/regularizers.hpp>

namespace regula::layers {

class config_reader;
class layer;

/// Reads the config of one class of layers, without the members that all layers have.
using layer_reader = std::function<std::shared_ptr<layer>(config_reader&)>;
using named_layers = std::map<std::string, layer_reader, std::less<>>;

struct custom_names {
  named_layers layers = {};
  regularizers::named_regularizers regularizers = {};
  constraints::named_constraints constraints = {};
};

}  // namespace regula::layers

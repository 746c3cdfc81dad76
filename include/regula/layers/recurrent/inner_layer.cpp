// SPDX-License-Identifier: MIT
#include <regula/layers/recurrent/inner_layer.hpp>
#include <regula/layers/serialization.hpp>

namespace regula::layers {
namespace {

void check_wrapper_depth(const json& of, int left) {
  if (left == 0) throw config_error("more than " + std::to_string(deepest_wrapper) + " layers inside each other");
  const auto config = of.is_object() ? of.find("config") : of.end();
  if (config == of.end() || !config->is_object()) return;
  for (const auto* key : {"layer", "backward_layer"})
    if (const auto inner = config->find(key); inner != config->end()) check_wrapper_depth(*inner, left - 1);
}

}  // namespace

std::shared_ptr<layer> inner_layer(config_reader& c, const char* key) {
  const auto& from = c.take(key);
  check_wrapper_depth(from, deepest_wrapper);
  auto made = deserialize(from, c.custom()).shared();
  if (made->name().empty()) made->name_after_class();
  return made;
}

}  // namespace regula::layers

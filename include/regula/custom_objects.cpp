// SPDX-License-Identifier: MIT
#include <regula/custom_objects.hpp>

namespace regula {
namespace {

/// Shared by the thread and the scopes that it made: a static one ends after the thread's own objects.
std::shared_ptr<std::vector<const custom_objects*>>& open_scopes() {
  thread_local auto open = std::make_shared<std::vector<const custom_objects*>>();
  return open;
}

}  // namespace

custom_objects::custom_objects() : open_(open_scopes()) { open_->push_back(this); }

custom_objects::custom_objects(std::initializer_list<std::pair<const std::string, custom_object>> entries)
    : custom_objects() {
  for (const auto& [name, meant] : entries) add(name, meant);
}

custom_objects::~custom_objects() { std::erase(*open_, this); }

void custom_objects::add(const std::string& name, const custom_object& meant) {
  regularizers.erase(name);
  constraints.erase(name);
  layers.erase(name);
  if (const auto* r = std::get_if<0>(&meant.meant())) regularizers.emplace(name, *r);
  if (const auto* c = std::get_if<1>(&meant.meant())) constraints.emplace(name, *c);
  if (const auto* l = std::get_if<2>(&meant.meant())) layers.emplace(name, *l);
}

const std::vector<const custom_objects*>& custom_objects::scopes() { return *open_scopes(); }

}  // namespace regula

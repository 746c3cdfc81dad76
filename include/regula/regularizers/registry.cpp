// SPDX-License-Identifier: MIT
#include <regula/regularizers/program_registry.hpp>

namespace regula::regularizers {
namespace {

/// All formulas that were parsed are of one type.
bool is_same(const model& a, const model& b) {
  constexpr text_style names{text_form::plain, shown::names};
  return a.source() == b.source() && (a.is_object() || a.text(names) == b.text(names));
}

}  // namespace

void register_prototype(const std::string& name, const regularizer& prototype) {
  registry::of_the_program().add(name, prototype);
}

registry& registry::of_the_program() {
  static registry all;
  return all;
}
void registry::add(const std::string& name, regularizer prototype) {
  const std::scoped_lock lock(mutex_);
  const auto found = prototypes_.find(name);
  if (found != prototypes_.end() && !is_same(*found->second.model(), *prototype.model()))
    throw config_error("\"" + name + "\" is registered already, for another regularizer: " + found->second.text());
  prototypes_.insert_or_assign(name, std::move(prototype));
}
std::optional<regularizer> registry::find(std::string_view name) const {
  const std::scoped_lock lock(mutex_);
  const auto found = prototypes_.find(name);
  return found == prototypes_.end() ? std::nullopt : std::optional(found->second);
}
std::optional<std::string> registry::name_of(const model& of) const {
  const std::scoped_lock lock(mutex_);
  for (const auto& [name, prototype] : prototypes_)
    if (is_same(*prototype.model(), of)) return name;
  return {};
}
named_regularizers registry::all() const {
  const std::scoped_lock lock(mutex_);
  return prototypes_;
}

std::optional<regularizer> find_custom(std::string_view name, const named_regularizers& given) {
  const auto& open = custom_objects::scopes();
  for (auto scope = open.rbegin(); scope != open.rend(); ++scope)
    if (const auto found = (*scope)->regularizers.find(name); found != (*scope)->regularizers.end())
      return found->second;
  if (auto found = registry::of_the_program().find(name)) return found;
  const auto found = given.find(name);
  return found == given.end() ? std::nullopt : std::optional(found->second);
}

named_regularizers known_custom(const named_regularizers& given) {
  auto all = given;
  for (const auto& [name, r] : registry::of_the_program().all()) all.insert_or_assign(name, r);
  for (const auto* scope : custom_objects::scopes())
    for (const auto& [name, r] : scope->regularizers) all.insert_or_assign(name, r);
  return all;
}

}  // namespace regula::regularizers

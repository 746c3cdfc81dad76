// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/error.hpp>
#include <regula/files/model_weights.hpp>

namespace regula::files {

void weight_transfer::refuse(const std::string& why) const { throw file_error(file_ + ": " + why); }

void weight_transfer::add(const layers::layer& owner, layers::weight& to, ndarray* from, const std::string& where) {
  const auto what = "the weight \"" + to.name + "\" of \"" + owner.name() + "\"";
  if (!from) refuse(where + " is missing, for " + what + " of shape " + shape_text(to.value.shape()));
  if (from->shape() != to.value.shape())
    refuse(where + " has shape " + shape_text(from->shape()) + "; " + what + " has shape " +
           shape_text(to.value.shape()));
  if (!taken_.insert(from).second) refuse(where + " is given to two weights");
  pairs_.emplace_back(&to, from);
}

void weight_transfer::nothing_left_in(const hdf5_group& tree, const std::string& path, const std::string& why) const {
  for (const auto& [name, tensor] : tree.datasets) {
    if (!taken_.contains(&tensor)) refuse(path + name + " belongs to no weight of the model" + why);
    if (tree.rounded.contains(name)) refuse(path + name + " has integers that float cannot hold");
  }
  for (const auto& [name, inner] : tree.groups) nothing_left_in(inner, path + name + "/", why);
}

void weight_transfer::commit() noexcept {
  for (const auto& [to, from] : pairs_) std::swap(to->value, *from);
}

hdf5_group& make_group(hdf5_group& from, std::string_view path) {
  auto* at = &from;
  std::size_t depth = 0;
  while (!path.empty()) {
    const auto slash = std::min(path.find('/'), path.size());
    if (slash > 0 && ++depth > 100) throw file_error("a path of more than 100 groups: too many / in a name");
    if (slash > 0) at = &at->groups[std::string(path.substr(0, slash))];
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return *at;
}

std::ptrdiff_t entries_in(const hdf5_group& tree) {
  std::ptrdiff_t n = 0;
  for (const auto& [name, tensor] : tree.datasets) n += tensor.size();
  for (const auto& [name, inner] : tree.groups) n += entries_in(inner);
  return n;
}

}  // namespace regula::files

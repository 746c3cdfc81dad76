// SPDX-License-Identifier: MIT
/// What readers of weights share: tensors of a file are matched with the weights of a model, and given to it when all
/// fit.
#pragma once
#include <regula/files/hdf5_tree.hpp>
#include <regula/models/layer_order.hpp>

namespace regula::files {

/// Tensors on their way into weights. The model is as it was until commit, which cannot fail.
class weight_transfer {
public:
  explicit weight_transfer(std::string file) : file_(std::move(file)) {}

  [[noreturn]] void refuse(const std::string& why) const { throw file_error(file_ + ": " + why); }

  /// `where` is the path inside the file; null where there is nothing.
  void add(const layers::layer& owner, layers::weight& to, ndarray* from, const std::string& where) {
    const auto what = "the weight \"" + to.name + "\" of \"" + owner.name() + "\"";
    if (!from) refuse(where + " is missing, for " + what + " of shape " + shape_text(to.value.shape()));
    if (from->shape() != to.value.shape())
      refuse(where + " has shape " + shape_text(from->shape()) + "; " + what + " has shape " +
             shape_text(to.value.shape()));
    if (!taken_.insert(from).second) refuse(where + " is given to two weights");
    pairs_.emplace_back(&to, from);
  }
  /// Refuses a tree with a tensor that no weight was given, or one of integers that are no weights.
  void nothing_left_in(const hdf5_group& tree, const std::string& path, const std::string& why) const {
    for (const auto& [name, tensor] : tree.datasets) {
      if (!taken_.contains(&tensor)) refuse(path + name + " belongs to no weight of the model" + why);
      if (tree.rounded.contains(name)) refuse(path + name + " has integers that float cannot hold");
    }
    for (const auto& [name, inner] : tree.groups) nothing_left_in(inner, path + name + "/", why);
  }
  void commit() noexcept {
    for (const auto& [to, from] : pairs_) std::swap(to->value, *from);
  }

private:
  std::string file_;
  std::vector<std::pair<layers::weight*, ndarray*>> pairs_;
  std::set<const ndarray*> taken_;
};

/// The group at this path of names, "a/b", made where there is none.
inline hdf5_group& make_group(hdf5_group& from, std::string_view path) {
  auto* at = &from;
  while (!path.empty()) {
    const auto slash = std::min(path.find('/'), path.size());
    if (slash > 0) at = &at->groups[std::string(path.substr(0, slash))];
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return *at;
}

/// The entries of all tensors together: no model with more weights is made for them.
inline std::ptrdiff_t entries_in(const hdf5_group& tree) {
  std::ptrdiff_t n = 0;
  for (const auto& [name, tensor] : tree.datasets) n += tensor.size();
  for (const auto& [name, inner] : tree.groups) n += entries_in(inner);
  return n;
}

/// A text attribute; "" where there is none.
inline std::string text_attribute(const hdf5_group& group, const std::string& name) {
  const auto found = group.attributes.find(name);
  const auto* text = found == group.attributes.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text ? *text : "";
}

}  // namespace regula::files

// SPDX-License-Identifier: MIT
/// What readers of weights share: tensors of a file are matched with the weights of a model, and given to it when all
/// fit.
#pragma once
#include <regula/files/hdf5_tree.hpp>
#include <regula/layers/layer.hpp>
#include <set>
#include <utility>

namespace regula::files {

/// Tensors on their way into weights. The model is as it was until commit, which cannot fail.
class weight_transfer {
public:
  explicit weight_transfer(std::string file) : file_(std::move(file)) {}

  [[noreturn]] void refuse(const std::string& why) const;
  /// `where` is the path inside the file; null where there is nothing.
  void add(const layers::layer& owner, layers::weight& to, ndarray* from, const std::string& where);
  /// Refuses a tree with a tensor that no weight was given, or one of integers that are no weights.
  void nothing_left_in(const hdf5_group& tree, const std::string& path, const std::string& why) const;
  void commit() noexcept;

private:
  std::string file_;
  std::vector<std::pair<layers::weight*, ndarray*>> pairs_;
  std::set<const ndarray*> taken_;
};

/// The group at this path of names, "a/b", made where there is none.
hdf5_group& make_group(hdf5_group& from, std::string_view path);

/// The entries of all tensors together: no model with more weights is made for them.
std::ptrdiff_t entries_in(const hdf5_group& tree);

}  // namespace regula::files

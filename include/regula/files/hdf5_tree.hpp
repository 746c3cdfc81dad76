// SPDX-License-Identifier: MIT
/// What an HDF5 file holds, as a value: groups of groups, tensors and attributes, each under its name.
///
///   hdf5_group file;
///   file.groups["layers"].groups["dense"].datasets["0"] = kernel;
///   file.attributes["model_config"] = json_text;
///   find_dataset(file, "layers/dense/0")          a pointer, null where there is none
#pragma once
#include <cstdint>
#include <map>
#include <regula/error.hpp>
#include <regula/ndarray.hpp>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace regula::files {

/// A text, a list of texts in its order, an integer, or a real number.
using hdf5_attribute = std::variant<std::string, std::vector<std::string>, std::int64_t, double>;

struct hdf5_group {
  std::map<std::string, hdf5_group> groups;
  std::map<std::string, ndarray> datasets;
  std::map<std::string, hdf5_attribute> attributes;
  /// The datasets of integers that float cannot hold, rounded to the nearest: seeds and counters, not weights.
  std::set<std::string> rounded;

  bool operator==(const hdf5_group&) const = default;
};

/// The most that a reader takes from a file.
struct hdf5_limits {
  std::size_t depth = 32;                          ///< groups inside groups
  std::size_t names = 100'000;                     ///< groups, datasets and attributes together
  std::uintmax_t bytes = std::uintmax_t{1} << 32;  ///< of entries and texts together, as they are in memory
  int seconds = 10;                                ///< of the HDF5 library, or without an answer of it
};

/// The group at this path of names, "layers/dense"; null where there is none. "" and "/" are the group itself.
inline const hdf5_group* find_group(const hdf5_group& from, std::string_view path) {
  const hdf5_group* at = &from;
  while (at && !path.empty()) {
    const auto slash = std::min(path.find('/'), path.size());
    if (slash > 0) {
      const auto next = at->groups.find(std::string(path.substr(0, slash)));
      at = next == at->groups.end() ? nullptr : &next->second;
    }
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return at;
}

/// The dataset at this path of names, "layers/dense/vars/0"; null where there is none.
inline const ndarray* find_dataset(const hdf5_group& from, std::string_view path) {
  const auto slash = path.rfind('/');
  const auto* group = slash == path.npos ? &from : find_group(from, path.substr(0, slash));
  if (!group) return nullptr;
  const auto found = group->datasets.find(std::string(slash == path.npos ? path : path.substr(slash + 1)));
  return found == group->datasets.end() ? nullptr : &found->second;
}

/// The texts of a list that Keras may have cut into pieces of 64512 bytes: NAME, or NAME0, NAME1, ... in a row.
/// Throws file_error where there is neither, or one is no list of texts.
inline std::vector<std::string> names_in(const hdf5_group& group, const std::string& name) {
  std::vector<std::string> all;
  const auto append = [&](const hdf5_attribute& piece) {
    const auto* texts = std::get_if<std::vector<std::string>>(&piece);
    if (!texts) throw file_error("the attribute \"" + name + "\" is no list of texts");
    all.insert(all.end(), texts->begin(), texts->end());
  };
  if (const auto whole = group.attributes.find(name); whole != group.attributes.end()) {
    append(whole->second);
    return all;
  }
  for (std::size_t k = 0;; ++k) {
    const auto piece = group.attributes.find(name + std::to_string(k));
    if (piece == group.attributes.end() && k == 0) throw file_error("there is no attribute \"" + name + "\"");
    if (piece == group.attributes.end()) return all;
    append(piece->second);
  }
}

}  // namespace regula::files

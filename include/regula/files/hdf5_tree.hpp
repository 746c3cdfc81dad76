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
const hdf5_group* find_group(const hdf5_group& from, std::string_view path);

/// The dataset at this path of names, "layers/dense/vars/0"; null where there is none.
const ndarray* find_dataset(const hdf5_group& from, std::string_view path);

/// The texts of a list that Keras may have cut into pieces of 64512 bytes: NAME, or NAME0, NAME1, ... in a row.
/// Throws file_error where there is neither, or one is no list of texts.
std::vector<std::string> names_in(const hdf5_group& group, const std::string& name);

/// A text attribute; "" where there is none.
std::string text_attribute(const hdf5_group& group, const std::string& name);

}  // namespace regula::files

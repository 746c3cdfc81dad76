// SPDX-License-Identifier: MIT
/// Files of arrays by the ends of their names: .npy, .npz, .safetensors, .csv (.tsv, .txt).
///
///   for (const auto& [name, a] : data::read_arrays("weights.npz")) ...
///   data::write_arrays("w.csv", {{"W", w}})
///
/// Both throw file_error.
#pragma once
#include <filesystem>
#include <map>
#include <regula/data/array.hpp>

namespace regula::data {

/// What a file of arrays holds. An array of a .npy file has the name of the file, a table the names of its columns.
struct array_file {
  named_arrays arrays = {};
  std::vector<std::string> columns = {};
  std::map<std::string, std::string> metadata = {};
};
array_file read_array_file(const std::filesystem::path& path);
/// Refuses several arrays for .npy and .csv. What a format cannot hold is left out: metadata, names of columns.
void write_array_file(const std::filesystem::path& path, const array_file& file);

named_arrays read_arrays(const std::filesystem::path& path);
void write_arrays(const std::filesystem::path& path, const named_arrays& arrays);

}  // namespace regula::data

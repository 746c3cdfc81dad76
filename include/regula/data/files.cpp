// SPDX-License-Identifier: MIT
#include <regula/data/csv.hpp>
#include <regula/data/files.hpp>
#include <regula/data/npy.hpp>
#include <regula/data/safetensors.hpp>
#include <regula/files/bytes.hpp>

namespace regula::data {
namespace {

enum class array_format { npy, npz, safetensors, csv };

array_format format_of(const std::filesystem::path& path) {
  const auto end = path.extension();
  if (end == ".npy") return array_format::npy;
  if (end == ".npz") return array_format::npz;
  if (end == ".safetensors") return array_format::safetensors;
  if (end == ".csv" || end == ".tsv" || end == ".txt") return array_format::csv;
  throw file_error(path.string() + ": its name ends in none of .npy, .npz, .safetensors, .csv");
}

constexpr auto most_bytes = std::uintmax_t{1} << 34;

}  // namespace

array_file read_array_file(const std::filesystem::path& path) {
  const auto format = format_of(path);
  const auto bytes = files::read_file(path, most_bytes);
  const auto name = path.string(), stem = path.stem().string();
  array_file file;
  switch (format) {
    case array_format::npy: file.arrays.emplace_back(stem, read_npy(bytes, name)); break;
    case array_format::npz: file.arrays = read_npz(bytes, name); break;
    case array_format::safetensors: {
      auto all = read_safetensors(bytes, name);
      file.arrays = std::move(all.arrays), file.metadata = std::move(all.metadata);
      break;
    }
    case array_format::csv: {
      auto all = read_csv(bytes, name);
      file.arrays.emplace_back(stem, std::move(all.cells));
      if (all.has_names) file.columns = std::move(all.names);
      break;
    }
  }
  return file;
}

void write_array_file(const std::filesystem::path& path, const array_file& file) {
  const auto format = format_of(path);
  const auto only = [&]() -> const array& {
    if (file.arrays.size() != 1)
      throw file_error(path.string() + ": it holds one array, not " + std::to_string(file.arrays.size()));
    return file.arrays.front().second;
  };
  const auto bytes = format == array_format::npy           ? write_npy(only())
                     : format == array_format::npz         ? write_npz(file.arrays)
                     : format == array_format::safetensors ? write_safetensors({file.arrays, file.metadata})
                                                           : write_csv(only(), file.columns);
  files::write_file(path, bytes);
}

named_arrays read_arrays(const std::filesystem::path& path) { return read_array_file(path).arrays; }
void write_arrays(const std::filesystem::path& path, const named_arrays& arrays) {
  write_array_file(path, {arrays, {}, {}});
}

}  // namespace regula::data

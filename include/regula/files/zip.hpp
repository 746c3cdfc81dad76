// SPDX-License-Identifier: MIT
/// Zip archives in memory, as .keras files are: bytes to entries by name, and back.
///
///   auto entries = files::read_zip(files::read_file("model.keras"), "model.keras");
///   entries.at("config.json")
///   files::write_zip({{"metadata.json", a}, {"config.json", b}, {"model.weights.h5", c}})
///
/// All throw file_error, which names the archive and the entry. Entries are stored or deflated.
#pragma once
#include <cstdint>
#include <map>
#include <regula/error.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace regula::files {

/// The most that a reader takes from an archive. An entry is also refused beyond 1032 bytes for one of its own in the
/// archive, more than deflate can give.
struct zip_limits {
  std::size_t entries = 10'000;
  std::uintmax_t bytes = std::uintmax_t{1} << 32;  ///< of all entries together
};

/// An entry to be written.
struct zip_entry {
  std::string name, bytes;
  bool deflated = false;  ///< Keras stores

  bool operator==(const zip_entry&) const = default;
};

/// The entries by name, folders left out. Refuses: more than the limits, a name twice, a path that leaves the folder,
/// encryption, other methods than stored and deflated, a wrong checksum or size, and whatever libzip finds
/// inconsistent.
std::map<std::string, std::string> read_zip(std::string_view bytes, const std::string& name,
                                            const zip_limits& limits = {});

/// The archive of these entries in their order: the same bytes for the same entries, dated 1980-01-01 as Keras does.
std::string write_zip(const std::vector<zip_entry>& entries);

}  // namespace regula::files

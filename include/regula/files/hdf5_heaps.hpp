// SPDX-License-Identifier: MIT
/// The texts of variable length that an HDF5 file holds, found in its bytes without the library.
///
/// The library (1.10.8) trusts the lengths and indices of these texts, and where they are wrong it may hand out what
/// lies in memory beside them. A text that is not one of these is none of the file's.
#pragma once
#include <cstdint>
#include <regula/error.hpp>
#include <string>
#include <string_view>
#include <unordered_set>

namespace regula::files {

/// The little-endian number of so many bytes.
inline std::uint64_t hdf5_field(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t k = size; k-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + k]);
  return value;
}

/// The objects of all global heaps, each up to its first NUL; they look at the bytes. A heap is "GCOL", version 1,
/// three zeros, its size in 8 bytes, and objects: index and references in 2 bytes each, four zeros, size in 8 bytes,
/// content up to a multiple of 8; index 0 is the rest [HDF5 File Format Specification 3.0, III.E]. Throws file_error
/// for one that does not fit the file, or whose objects do not fit it.
inline std::unordered_multiset<std::string_view> hdf5_heap_texts(std::string_view bytes, const std::string& where) {
  using namespace std::string_view_literals;
  constexpr std::size_t header = 16;
  std::unordered_multiset<std::string_view> texts;
  for (auto at = bytes.find("GCOL\1"sv); at != bytes.npos; at = bytes.find("GCOL\1"sv, at + 5)) {
    const auto refuse = [&] { throw file_error(where + ": a damaged heap of texts at byte " + std::to_string(at)); };
    const auto left = bytes.size() - at;
    const auto size = left < header ? 0 : hdf5_field(bytes, at + 8, 8);
    if (size < header || size > left) refuse();
    const auto heap = bytes.substr(at, static_cast<std::size_t>(size));
    for (auto object = header; heap.size() - object >= header && hdf5_field(heap, object, 2) != 0;) {
      const auto room = heap.size() - object - header, length = hdf5_field(heap, object + 8, 8);
      if (length > room || (length + 7) / 8 * 8 > room) refuse();
      const auto content = heap.substr(object + header, static_cast<std::size_t>(length));
      texts.insert(content.substr(0, content.find('\0')));
      object += header + (length + 7) / 8 * 8;
    }
  }
  return texts;
}

}  // namespace regula::files

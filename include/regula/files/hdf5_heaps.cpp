// SPDX-License-Identifier: MIT
#include <cstdint>
#include <regula/error.hpp>
#include <regula/files/hdf5_heaps.hpp>

namespace regula::files {

namespace {

/// The little-endian number of so many bytes.
std::uint64_t hdf5_field(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t k = size; k-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + k]);
  return value;
}

}  // namespace

std::unordered_multiset<std::string_view> hdf5_heap_texts(std::string_view bytes, const std::string& where) {
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

// SPDX-License-Identifier: MIT
/// Files written by hand, byte by byte: what the readers must not need our writers for.
#pragma once
#include <bit>
#include <cstdint>
#include <regula/error.hpp>
#include <string>
#include <vector>

namespace regula_test {

/// The bytes of a number, most significant first if asked for.
template <class T> std::string number_bytes(T x, bool big_endian = false) {
  std::uint64_t bits = 0;
  if constexpr (std::is_same_v<T, double>)
    bits = std::bit_cast<std::uint64_t>(x);
  else if constexpr (std::is_same_v<T, float>)
    bits = std::bit_cast<std::uint32_t>(x);
  else
    bits = static_cast<std::uint64_t>(x);
  std::string bytes;
  for (std::size_t k = 0; k < sizeof(T); ++k) bytes += static_cast<char>(bits >> (8 * k) & 255);
  return big_endian ? std::string(bytes.rbegin(), bytes.rend()) : bytes;
}

template <class T> std::string numbers_bytes(const std::vector<T>& all, bool big_endian = false) {
  std::string bytes;
  for (const T x : all) bytes += number_bytes(x, big_endian);
  return bytes;
}

inline std::string npy_bytes(const std::string& header, const std::string& content, char version = 1) {
  const auto size = version == 1 ? number_bytes(static_cast<std::uint16_t>(header.size()))
                                 : number_bytes(static_cast<std::uint32_t>(header.size()));
  return std::string("\x93NUMPY") + version + '\0' + size + header + content;
}
inline std::string npy_header(const std::string& descr, const std::string& shape, const std::string& order = "False") {
  return "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
}

inline std::string safetensors_bytes(const std::string& header, const std::string& content) {
  return number_bytes(static_cast<std::uint64_t>(header.size())) + header + content;
}

/// The message of the file_error that f ends with, or "no error".
template <class F> std::string refusal(F f) {
  try {
    f();
  } catch (const regula::file_error& e) {
    return e.what();
  }
  return "no error";
}

}  // namespace regula_test

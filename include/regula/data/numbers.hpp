// SPDX-License-Identifier: MIT
/// The kinds of numbers in files of arrays, and their bytes as entries.
#pragma once
#include <regula/data/array.hpp>
#include <string_view>

namespace regula::data {

/// A kind of number: 'f' floating point, 'b' bfloat16, 'i' signed, 'u' unsigned, '?' true or false.
struct number_kind {
  char letter = 'f';
  int bytes = 8;

  bool operator==(const number_kind&) const = default;
};

/// Whether entries_of takes it: f2, f4, f8, b2, i1, i2, i4, i8, u1, u2, u4, u8, ?1.
bool is_known(number_kind kind);

/// The array of these bytes, which are as many as the shape says: float entries from f2, b2 and f4, double from all others.
/// Throws file_error, which begins with `where`, for a whole number that no double is.
array entries_of(std::string_view bytes, number_kind kind, bool big_endian, extents shape, const std::string& where);

/// The entries of an array as f4 or f8, little-endian.
std::string bytes_of(const array& a);

}  // namespace regula::data

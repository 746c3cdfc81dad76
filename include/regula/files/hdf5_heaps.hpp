// SPDX-License-Identifier: MIT
/// The texts of variable length that an HDF5 file holds, found in its bytes without the library.
///
/// The library (1.10.8) trusts the lengths and indices of these texts, and where they are wrong it may hand out what
/// lies in memory beside them. A text that is not one of these is none of the file's.
#pragma once
#include <string>
#include <string_view>
#include <unordered_set>

namespace regula::files {

/// The objects of all global heaps, each up to its first NUL; they look at the bytes. A heap is "GCOL", version 1,
/// three zeros, its size in 8 bytes, and objects: index and references in 2 bytes each, four zeros, size in 8 bytes,
/// content up to a multiple of 8; index 0 is the rest [HDF5 File Format Specification 3.0, III.E]. Throws file_error
/// for one that does not fit the file, or whose objects do not fit it.
std::unordered_multiset<std::string_view> hdf5_heap_texts(std::string_view bytes, const std::string& where);

}  // namespace regula::files

// SPDX-License-Identifier: MIT
/// NumPy's files of arrays: .npy of one, .npz of several.
///
///   const auto w = data::read_npy(files::read_file("w.npy"), "w.npy");
///   data::write_npz({{"W", w}, {"W0", w0}})
///
/// Versions 1 to 3, both orders of axes and of bytes; float16 and float32 become float, float64, bool and whole numbers double.
/// All throw file_error, which names the file; nothing is allocated before the sizes agree.
#pragma once
#include <regula/data/array.hpp>
#include <string_view>

namespace regula::data {

array read_npy(std::string_view bytes, const std::string& name);
std::string write_npy(const array& a);

/// The arrays by the names of the entries, without .npy, sorted.
named_arrays read_npz(std::string_view bytes, const std::string& name);
/// Entries are stored, not deflated: the same bytes for the same arrays.
std::string write_npz(const named_arrays& arrays);

}  // namespace regula::data

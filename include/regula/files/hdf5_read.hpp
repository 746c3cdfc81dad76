// SPDX-License-Identifier: MIT
/// Walks an HDF5 file in memory and sends what it finds. In this process: read_hdf5 of hdf5.hpp is what guards against
/// a crash of the library.
///
/// Taken are groups, and contiguous or compact datasets of IEEE floats and integers of 1 to 8 bytes. All else is
/// refused by its path: soft and external links, an object that is linked twice (a cycle is one), chunks and filters,
/// virtual and external storage, committed types, entries that are not stored, texts that are not in a heap of the
/// file.
#pragma once
#include <regula/files/hdf5_records.hpp>

namespace regula::files {

/// Throws file_error; a part may be sent by then.
void walk_hdf5(std::string_view bytes, const std::string& name, const hdf5_limits& limits, hdf5_sender& sink);

}  // namespace regula::files

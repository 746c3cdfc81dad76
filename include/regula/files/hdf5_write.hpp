// SPDX-License-Identifier: MIT
/// Writes groups, tensors and attributes as the bytes of an HDF5 file: the same bytes for the same content.
///
/// Tensors are contiguous little-endian float32, texts UTF-8 of variable length, as h5py and Keras write them. The
/// format is the oldest, but for groups with a list of more than 4000 texts, whose header is of HDF5 1.8.
#pragma once
#include <regula/files/hdf5_tree.hpp>

namespace regula::files {

/// Throws file_error for a name that HDF5 cannot hold, by its path.
std::string write_hdf5(const hdf5_group& tree);

}  // namespace regula::files

// SPDX-License-Identifier: MIT
/// HDF5 files in memory: bytes to a tree of groups, tensors and attributes, and back.
///
///   const auto file = files::read_hdf5(files::read_file("model.h5"), "model.h5");
///   files::write_file("copy.h5", files::write_hdf5(file));
///
/// The HDF5 library (1.10.8) crashes, or never returns, on one in 150 files with a changed byte. Therefore it reads in
/// a child process that has no more memory than the file justifies, 10 s and more for a large file, and no leave to
/// open any file, and that sends the tree through a pipe: whatever becomes of it, read_hdf5 returns a tree or throws
/// file_error. About a millisecond. Against a file made to take over the reader it is no sandbox: the child is this
/// program, with its rights.
#pragma once
#include <regula/files/hdf5_tree.hpp>
#include <regula/files/hdf5_write.hpp>

namespace regula::files {

/// Throws file_error, which says where in the file, for what hdf5_read.hpp refuses; see there for what is read.
hdf5_group read_hdf5(std::string_view bytes, const std::string& name, hdf5_limits limits = {});

}  // namespace regula::files

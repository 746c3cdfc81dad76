// SPDX-License-Identifier: MIT
/// What a reader of HDF5 may still take, and which types of entries it takes.
#pragma once
#include <regula/files/hdf5_handles.hpp>
#include <regula/files/hdf5_tree.hpp>
#include <unordered_set>

namespace regula::files {

/// What of the limits and of the file is left.
class hdf5_budget {
public:
  hdf5_budget(const hdf5_limits& limits, std::size_t file_size, std::unordered_multiset<std::string_view> texts)
      : limits_(limits), file_size_(file_size), texts_(std::move(texts)) {}

  std::size_t file_size() const { return file_size_; }
  std::size_t names_left() const { return limits_.names - names_; }
  void one_name(const std::string& where);
  void depth(std::size_t levels, const std::string& where) const;
  void memory(std::uintmax_t bytes, const std::string& where);
  /// Objects do not overlap, so that together they store no more than the file has.
  void stored(std::uintmax_t bytes, const std::string& where);
  /// A text of variable length that the library read; for an empty one it gives a null pointer. Each is stored
  /// by itself, so that it is met once.
  void text(const std::string& read, const std::string& where);

private:
  hdf5_limits limits_;
  std::size_t file_size_;
  std::size_t names_ = 0;
  std::uintmax_t memory_ = 0, stored_ = 0;
  std::unordered_multiset<std::string_view> texts_;
};

/// Bytes of an entry; throws unless it is an IEEE float or an integer of 1 to 8 bytes, in either byte order.
std::size_t hdf5_entry_size(hid_t type, const std::string& where);

}  // namespace regula::files

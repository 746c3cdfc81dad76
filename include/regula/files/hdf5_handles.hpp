// SPDX-License-Identifier: MIT
/// The HDF5 library's identifiers as values that close themselves, its lock, and its complaints as text.
#pragma once
#include <hdf5.h>

#include <mutex>
#include <string>
#include <utility>

namespace regula::files {

/// One thread at a time: the library may be built without a lock of its own, and a process must not fork while
/// another of its threads is inside.
std::mutex& hdf5_lock();

/// The library looks for a file of this name even where all is in memory: one that cannot exist.
inline constexpr const char* hdf5_no_file = "/dev/null/memory";

/// Keeps the library from printing its complaints, as long as it lives.
class hdf5_silence {
public:
  hdf5_silence();
  hdf5_silence(const hdf5_silence&) = delete;
  hdf5_silence& operator=(const hdf5_silence&) = delete;
  ~hdf5_silence();

private:
  H5E_auto2_t printer_ = nullptr;
  void* argument_ = nullptr;
};

/// WHERE: WHAT (HDF5: ...)
[[noreturn]] void refuse_hdf5(const std::string& where, const std::string& what);

/// Throws where the library answered with a negative number, otherwise passes the answer on.
template <class T> T hdf5_answer(T answer, const std::string& where, const char* what) {
  if (answer < 0) refuse_hdf5(where, what);
  return answer;
}

template <herr_t (*Close)(hid_t)> class hdf5_handle {
public:
  /// Throws where the library could not make it.
  hdf5_handle(hid_t id, const std::string& where, const char* what) : id_(hdf5_answer(id, where, what)) {}
  hdf5_handle(hdf5_handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
  hdf5_handle& operator=(hdf5_handle&&) = delete;
  ~hdf5_handle() {
    if (id_ >= 0) Close(id_);
  }
  operator hid_t() const { return id_; }

private:
  hid_t id_;
};

using hdf5_file_handle = hdf5_handle<H5Fclose>;
using hdf5_object_handle = hdf5_handle<H5Oclose>;
using hdf5_dataset_handle = hdf5_handle<H5Dclose>;
using hdf5_group_handle = hdf5_handle<H5Gclose>;
using hdf5_attribute_handle = hdf5_handle<H5Aclose>;
using hdf5_type_handle = hdf5_handle<H5Tclose>;
using hdf5_space_handle = hdf5_handle<H5Sclose>;
using hdf5_list_handle = hdf5_handle<H5Pclose>;

}  // namespace regula::files

// SPDX-License-Identifier: MIT
#include <regula/error.hpp>
#include <regula/files/hdf5_handles.hpp>

namespace regula::files {

namespace {

/// The innermost complaint of the library, " (HDF5: ...)"; nothing where it has none.
std::string hdf5_complaint() {
  std::string text;
  const auto first = [](unsigned, const H5E_error2_t* e, void* into) -> herr_t {
    auto& out = *static_cast<std::string*>(into);
    if (out.empty() && e->desc) out = std::string(" (HDF5: ") + e->desc + ")";
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, first, &text);
  return text;
}

}  // namespace

std::mutex& hdf5_lock() {
  static std::mutex lock;
  return lock;
}

hdf5_silence::hdf5_silence() {
  H5Eget_auto2(H5E_DEFAULT, &printer_, &argument_);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

hdf5_silence::~hdf5_silence() { H5Eset_auto2(H5E_DEFAULT, printer_, argument_); }

[[noreturn]] void refuse_hdf5(const std::string& where, const std::string& what) {
  const auto complaint = hdf5_complaint();
  throw file_error(where + ": " + what + complaint);
}

}  // namespace regula::files

// SPDX-License-Identifier: MIT
#include <regula/error.hpp>
#include <regula/files/hdf5_budget.hpp>

namespace regula::files {

void hdf5_budget::one_name(const std::string& where) {
  if (names_++ == limits_.names)
    throw file_error(where + ": more than " + std::to_string(limits_.names) + " groups, datasets and attributes");
}

void hdf5_budget::depth(std::size_t levels, const std::string& where) const {
  if (levels > limits_.depth)
    throw file_error(where + ": groups nested more than " + std::to_string(limits_.depth) + " deep");
}

void hdf5_budget::memory(std::uintmax_t bytes, const std::string& where) {
  if (bytes > limits_.bytes - memory_)
    throw file_error(where + ": entries and texts of more than " + std::to_string(limits_.bytes) + " bytes");
  memory_ += bytes;
}

void hdf5_budget::stored(std::uintmax_t bytes, const std::string& where) {
  if (bytes > file_size_ - stored_) throw file_error(where + ": stores more than the file has");
  stored_ += bytes;
}

void hdf5_budget::text(const std::string& read, const std::string& where) {
  const auto found = texts_.find(read);
  if (found == texts_.end()) throw file_error(where + ": a text that is not in the file, or is another one's");
  texts_.erase(found);
  stored(read.size(), where);
  memory(read.size(), where);
}

std::size_t hdf5_entry_size(hid_t type, const std::string& where) {
  const hdf5_type_handle half(H5Tcopy(H5T_IEEE_F32LE), where, "no memory for a type");
  H5Tset_fields(half, 15, 10, 5, 0, 10);
  H5Tset_size(half, 2);
  H5Tset_ebias(half, 15);
  const hdf5_type_handle half_big(H5Tcopy(half), where, "no memory for a type");
  H5Tset_order(half_big, H5T_ORDER_BE);
  const auto is_one_of = [&](auto... known) { return ((H5Tequal(type, known) > 0) || ...); };
  if (!is_one_of(H5T_IEEE_F32LE, H5T_IEEE_F32BE, H5T_IEEE_F64LE, H5T_IEEE_F64BE, hid_t(half), hid_t(half_big),
                 H5T_STD_I8LE, H5T_STD_I16LE, H5T_STD_I32LE, H5T_STD_I64LE, H5T_STD_U8LE, H5T_STD_U16LE, H5T_STD_U32LE,
                 H5T_STD_U64LE, H5T_STD_I8BE, H5T_STD_I16BE, H5T_STD_I32BE, H5T_STD_I64BE, H5T_STD_U8BE, H5T_STD_U16BE,
                 H5T_STD_U32BE, H5T_STD_U64BE))
    throw file_error(where + ": its entries are neither IEEE floats of 16, 32 or 64 bits nor integers");
  return H5Tget_size(type);
}

}  // namespace regula::files

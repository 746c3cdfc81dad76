// SPDX-License-Identifier: MIT
#include <algorithm>
#include <iterator>
#include <regula/error.hpp>
#include <regula/files/hdf5_handles.hpp>
#include <regula/files/hdf5_write.hpp>

namespace regula::files {

namespace {

/// The creation of a group with these attributes: lists of 64 KiB, 16 bytes a text, fit only in a header of version 2,
/// which the library makes where the order of attributes is to be kept.
hdf5_list_handle hdf5_group_creation(hid_t kind, const hdf5_group& g, const std::string& where) {
  hdf5_list_handle creation(H5Pcreate(kind), where, "no memory");
  hdf5_answer(H5Pset_obj_track_times(creation, false), where, "no group without times");
  const bool long_list = std::ranges::any_of(g.attributes, [](const auto& a) {
    const auto* texts = std::get_if<std::vector<std::string>>(&a.second);
    return texts && texts->size() > 4000;
  });
  if (long_list) hdf5_answer(H5Pset_attr_creation_order(creation, H5P_CRT_ORDER_TRACKED), where, "no long list");
  return creation;
}

class hdf5_writer {
public:
  hdf5_writer()
      : utf8_names_(H5Pcreate(H5P_LINK_CREATE), "HDF5", "no memory"),
        utf8_attributes_(H5Pcreate(H5P_ATTRIBUTE_CREATE), "HDF5", "no memory"),
        dataset_(H5Pcreate(H5P_DATASET_CREATE), "HDF5", "no memory"),
        text_(H5Tcopy(H5T_C_S1), "HDF5", "no memory") {
    H5Pset_char_encoding(utf8_names_, H5T_CSET_UTF8);
    H5Pset_char_encoding(utf8_attributes_, H5T_CSET_UTF8);
    H5Pset_obj_track_times(dataset_, false);
    H5Tset_size(text_, H5T_VARIABLE);
    H5Tset_cset(text_, H5T_CSET_UTF8);
  }

  void group(hid_t into, const hdf5_group& g, const std::string& where) const {
    for (const auto& [name, value] : g.attributes) attribute(into, name, value, where + "@" + name);
    for (const auto& [name, tensor] : g.datasets) dataset(into, name, tensor, where + name);
    for (const auto& [name, inner] : g.groups) {
      const auto path = where + name;
      check_name(name, path);
      if (g.datasets.contains(name)) throw file_error(path + ": both a group and a dataset");
      const auto creation = hdf5_group_creation(H5P_GROUP_CREATE, inner, path);
      const hdf5_group_handle made(H5Gcreate2(into, name.c_str(), utf8_names_, creation, H5P_DEFAULT), path,
                                   "the group cannot be made");
      group(made, inner, path + "/");
    }
  }

private:
  static void check_name(const std::string& name, const std::string& where) {
    if (name.empty() || name == "." || name == ".." || name.find('/') != name.npos || name.find('\0') != name.npos)
      throw file_error(where + ": a name is not empty, \".\" or \"..\", and has no slash and no NUL");
  }

  void dataset(hid_t into, const std::string& name, const ndarray& tensor, const std::string& where) const {
    check_name(name, where);
    const std::vector<hsize_t> extents(tensor.shape().begin(), tensor.shape().end());
    const hdf5_space_handle space(extents.empty()
                                      ? H5Screate(H5S_SCALAR)
                                      : H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr),
                                  where, "no such shape");
    const hdf5_dataset_handle made(
        H5Dcreate2(into, name.c_str(), H5T_IEEE_F32LE, space, utf8_names_, dataset_, H5P_DEFAULT), where,
        "the dataset cannot be made");
    if (tensor.size() > 0)
      hdf5_answer(H5Dwrite(made, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, tensor.data()), where,
                  "the entries cannot be written");
  }

  void attribute(hid_t into, const std::string& name, const hdf5_attribute& value, const std::string& where) const {
    if (name.empty() || name.find('\0') != name.npos) throw file_error(where + ": a name is not empty and has no NUL");
    const auto put = [&](hid_t type, hid_t in_memory, const hsize_t* extent, const void* data) {
      const hdf5_space_handle space(extent ? H5Screate_simple(1, extent, nullptr) : H5Screate(H5S_SCALAR), where,
                                    "no such shape");
      const hdf5_attribute_handle made(H5Acreate2(into, name.c_str(), type, space, utf8_attributes_, H5P_DEFAULT),
                                       where, "the attribute cannot be made");
      if (data) hdf5_answer(H5Awrite(made, in_memory, data), where, "the attribute cannot be written");
    };
    const auto characters = [&](const std::string& text) {
      if (text.find('\0') != text.npos) throw file_error(where + ": a text has no NUL");
      return text.c_str();
    };
    if (const auto* text = std::get_if<std::string>(&value)) {
      const char* pointer = characters(*text);
      put(text_, text_, nullptr, &pointer);
    } else if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
      std::vector<const char*> pointers;
      std::ranges::transform(*texts, std::back_inserter(pointers), characters);
      const hsize_t extent = pointers.size();
      put(text_, text_, &extent, pointers.empty() ? nullptr : pointers.data());
    } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      put(H5T_STD_I64LE, H5T_NATIVE_INT64, nullptr, integer);
    } else {
      put(H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, nullptr, &std::get<double>(value));
    }
  }

  hdf5_list_handle utf8_names_, utf8_attributes_, dataset_;
  hdf5_type_handle text_;
};

}  // namespace

std::string write_hdf5(const hdf5_group& tree) {
  const std::lock_guard<std::mutex> one_at_a_time(hdf5_lock());
  const std::string name = "HDF5";
  const hdf5_silence silence;
  const hdf5_list_handle access(H5Pcreate(H5P_FILE_ACCESS), name, "no memory");
  hdf5_answer(H5Pset_fapl_core(access, 65536, false), name, "no memory");
  hdf5_answer(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG), name, "no memory");
  const auto creation = hdf5_group_creation(H5P_FILE_CREATE, tree, name);
  const hdf5_file_handle file(H5Fcreate(hdf5_no_file, H5F_ACC_TRUNC, creation, access), name, "no file in memory");
  {
    const hdf5_group_handle root(H5Gopen2(file, "/", H5P_DEFAULT), name, "no root");
    hdf5_writer().group(root, tree, "/");
  }
  hdf5_answer(H5Fflush(file, H5F_SCOPE_GLOBAL), name, "the file cannot be completed");
  std::string bytes(static_cast<std::size_t>(hdf5_answer(H5Fget_file_image(file, nullptr, 0), name, "no image")), '\0');
  hdf5_answer(H5Fget_file_image(file, bytes.data(), bytes.size()), name, "no image");
  return bytes;
}

}  // namespace regula::files

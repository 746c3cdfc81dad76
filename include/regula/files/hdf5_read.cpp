// SPDX-License-Identifier: MIT
#include <array>
#include <charconv>
#include <cmath>
#include <regula/error.hpp>
#include <regula/files/hdf5_attributes.hpp>
#include <regula/files/hdf5_heaps.hpp>
#include <regula/files/hdf5_read.hpp>

namespace regula::files {

namespace {

/// The bytes that the file stores of it; throws unless they lie in the file in one piece, as they are. Chunks are not
/// read: the library trusts their sizes, and gives what lies in memory behind one that inflates to less.
std::uintmax_t hdf5_stored(hid_t dataset, const hdf5_budget& budget, const std::string& where) {
  const hdf5_list_handle made(H5Dget_create_plist(dataset), where, "its storage cannot be read");
  const auto layout = H5Pget_layout(made);
  if (layout == H5D_CHUNKED)
    throw file_error(where + ": chunked or compressed; h5repack -l CONTI -f NONE makes it plain");
  if (layout != H5D_COMPACT && layout != H5D_CONTIGUOUS)
    throw file_error(where + ": only compact and contiguous storage is read");
  if (H5Pget_external_count(made) != 0) throw file_error(where + ": its entries are in another file");
  const std::uintmax_t stored = H5Dget_storage_size(dataset);
  const std::uintmax_t from = layout == H5D_CONTIGUOUS && stored > 0 ? H5Dget_offset(dataset) : 0;
  if (from > budget.file_size() || stored > budget.file_size() - from)
    throw file_error(where + ": its entries are beyond the end of the file");
  return stored;
}

/// The shortest text that stands for this number alone.
std::string hdf5_number_text(double number) {
  std::array<char, 32> text;
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

/// The entries as float. Doubles are rounded to the nearest, and refused where that is infinite; integers are rounded,
/// and rounded says whether any was changed.
ndarray hdf5_entries(hid_t dataset, hdf5_budget& budget, const std::string& where, bool& rounded) {
  const auto stored = hdf5_stored(dataset, budget, where);
  const hdf5_type_handle type(H5Dget_type(dataset), where, "its type cannot be read");
  const auto size = hdf5_entry_size(type, where);
  const hdf5_space_handle space(H5Dget_space(dataset), where, "its shape cannot be read");
  const auto extents = hdf5_shape(space, where);
  const auto count = static_cast<std::uintmax_t>(hdf5_count(extents, where));

  budget.stored(stored, where);
  if (count > stored / size)
    throw file_error(where + ": the shape " + shape_text(extents) + " needs " + std::to_string(count) + " entries of " +
                     std::to_string(size) + " bytes; stored are " + std::to_string(stored) + " bytes");
  budget.memory(count * sizeof(float), where);

  ndarray entries(extents);
  const auto read = [&](hid_t as, void* into) {
    if (count > 0)
      hdf5_answer(H5Dread(dataset, as, H5S_ALL, H5S_ALL, H5P_DEFAULT, into), where, "its entries cannot be read");
  };
  const auto converted = [&](auto zero, hid_t as, auto check) {
    std::vector<decltype(zero)> wide(count);
    read(as, wide.data());
    for (std::size_t i = 0; i < count; ++i) {
      entries.data()[i] = static_cast<float>(wide[i]);
      check(wide[i], entries.data()[i]);
    }
  };
  const auto integer = [&](auto from, float to) {
    rounded = rounded || static_cast<long double>(from) != static_cast<long double>(to);
  };
  if (H5Tget_class(type) == H5T_FLOAT && size <= sizeof(float))
    read(H5T_NATIVE_FLOAT, entries.data());
  else if (H5Tget_class(type) == H5T_FLOAT)
    converted(0.0, H5T_NATIVE_DOUBLE, [&](double from, float to) {
      if (std::isfinite(from) && !std::isfinite(to))
        throw file_error(where + ": the entry " + hdf5_number_text(from) + " is beyond the range of float");
    });
  else if (H5Tget_sign(type) == H5T_SGN_NONE)
    converted(std::uint64_t{}, H5T_NATIVE_UINT64, integer);
  else
    converted(std::int64_t{}, H5T_NATIVE_INT64, integer);
  return entries;
}

/// The names in a group. Throws unless all are hard links of plain names.
std::vector<std::string> hdf5_links(hid_t group, hdf5_budget& budget, const std::string& where) {
  struct listing {
    std::vector<std::string> names;
    std::size_t most;
    std::string refused;
  } found{{}, budget.names_left(), {}};
  const auto one = [](hid_t, const char* name, const H5L_info_t* about, void* into) -> herr_t {
    auto& list = *static_cast<listing*>(into);
    const std::string_view text(name);
    if (about->type != H5L_TYPE_HARD) list.refused = std::string(text) + ": only hard links are followed";
    if (text.empty() || text == "." || text == ".." || text.find('/') != text.npos) list.refused = "a name with a path";
    list.names.emplace_back(text);
    return list.refused.empty() && list.names.size() <= list.most ? 0 : 1;
  };
  hsize_t at = 0;
  hdf5_answer(H5Literate(group, H5_INDEX_NAME, H5_ITER_NATIVE, &at, one, &found), where, "its names cannot be listed");
  if (!found.refused.empty()) throw file_error(where + (where.ends_with('/') ? "" : "/") + found.refused);
  for (const auto& name : found.names) budget.one_name(where + (where.ends_with('/') ? "" : "/") + name);
  return std::move(found.names);
}

/// The address of the object in its file, of whatever structure this version of the library describes it with.
template <class Info>
haddr_t hdf5_address(herr_t (*ask)(hid_t, Info*, unsigned), hid_t object, const std::string& where) {
  Info about{};
  hdf5_answer(ask(object, &about, H5O_INFO_BASIC), where, "it cannot be examined");
  return about.addr;
}

class hdf5_walk {
public:
  hdf5_walk(hdf5_sender& sink, hdf5_budget budget) : sink_(sink), budget_(std::move(budget)) {}

  /// WHERE is "FILE: /path" and ends with a slash for the root.
  void group(hid_t id, const std::string& where, std::size_t depth = 1) {
    budget_.depth(depth, where);
    once(id, where);
    for (auto& name : hdf5_attribute_names(id, budget_, where)) {
      auto value = hdf5_attribute_value(id, name, budget_, where + " @" + name);
      sink_.attribute(std::move(name), std::move(value));
    }
    for (auto& name : hdf5_links(id, budget_, where)) {
      const auto inside = where + (where.ends_with('/') ? "" : "/") + name;
      const hdf5_object_handle object(H5Oopen(id, name.c_str(), H5P_DEFAULT), inside, "it cannot be opened");
      const auto kind = H5Iget_type(object);
      if (kind == H5I_GROUP) {
        sink_.enter(std::move(name));
        group(object, inside, depth + 1);
        sink_.leave();
      } else if (kind == H5I_DATASET) {
        once(object, inside);
        bool rounded = false;
        auto entries = hdf5_entries(object, budget_, inside, rounded);
        sink_.dataset(std::move(name), std::move(entries), rounded);
      } else {
        throw file_error(inside + ": neither a group nor a dataset");
      }
    }
  }

private:
  void once(hid_t object, const std::string& where) {
    if (!seen_.insert(hdf5_address(&H5Oget_info2, object, where)).second)
      throw file_error(where + ": linked more than once");
  }

  hdf5_sender& sink_;
  hdf5_budget budget_;
  std::set<haddr_t> seen_;
};

}  // namespace

void walk_hdf5(std::string_view bytes, const std::string& name, const hdf5_limits& limits, hdf5_sender& sink) {
  const hdf5_silence silence;
  H5PLset_loading_state(0);
  const auto open = [&] {
    const hdf5_list_handle access(H5Pcreate(H5P_FILE_ACCESS), name, "no memory");
    hdf5_answer(H5Pset_fapl_core(access, 65536, false), name, "no memory");
    hdf5_answer(H5Pset_file_image(access, const_cast<char*>(bytes.data()), bytes.size()), name, "no memory");
    hdf5_answer(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG), name, "no memory");
    return H5Fopen(hdf5_no_file, H5F_ACC_RDONLY, access);
  };
  if (bytes.empty()) throw file_error(name + ": no HDF5 file: it is empty");
  const hdf5_file_handle file(open(), name, "no HDF5 file, or a damaged one");
  const hdf5_group_handle root(H5Gopen2(file, "/", H5P_DEFAULT), name, "its root cannot be opened");
  hdf5_walk(sink, hdf5_budget(limits, bytes.size(), hdf5_heap_texts(bytes, name))).group(root, name + ": /");
}

}  // namespace regula::files

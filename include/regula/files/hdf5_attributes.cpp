// SPDX-License-Identifier: MIT
#include <limits>
#include <regula/error.hpp>
#include <regula/files/hdf5_attributes.hpp>

namespace regula::files {

namespace {

/// A text of a field of fixed length: up to the first NUL, or without the spaces that fill it.
std::string hdf5_unpadded(std::string_view field, H5T_str_t padding) {
  if (padding == H5T_STR_SPACEPAD) return std::string(field.substr(0, field.find_last_not_of(' ') + 1));
  if (padding == H5T_STR_NULLPAD) return std::string(field.substr(0, field.find_last_not_of('\0') + 1));
  return std::string(field.substr(0, field.find('\0')));
}

std::vector<std::string> hdf5_fixed_texts(hid_t attribute, hid_t type, std::size_t count, hdf5_budget& budget,
                                          const std::string& where) {
  const auto length = H5Tget_size(type);
  if (length == 0 || count > budget.file_size() / length) throw file_error(where + ": more text than the file has");
  std::string fields(count * length, '\0');
  if (count > 0) hdf5_answer(H5Aread(attribute, type, fields.data()), where, "its text cannot be read");
  budget.stored(fields.size(), where);
  budget.memory(fields.size(), where);
  std::vector<std::string> texts;
  for (std::size_t k = 0; k < count; ++k)
    texts.push_back(hdf5_unpadded(std::string_view(fields).substr(k * length, length), H5Tget_strpad(type)));
  return texts;
}

std::vector<std::string> hdf5_variable_texts(hid_t attribute, hid_t type, hid_t space, std::size_t count,
                                             hdf5_budget& budget, const std::string& where) {
  constexpr std::size_t reference =
      16;  // of a length, an address and an index: the least that a text takes in the file
  if (count > budget.file_size() / reference) throw file_error(where + ": more texts than the file has");
  const hdf5_type_handle memory(H5Tcopy(H5T_C_S1), where, "no memory for a type");
  H5Tset_size(memory, H5T_VARIABLE);
  H5Tset_cset(memory, H5Tget_cset(type));
  std::vector<char*> pointers(count, nullptr);
  if (count > 0) hdf5_answer(H5Aread(attribute, memory, pointers.data()), where, "its text cannot be read");
  const auto reclaim = [&] { H5Dvlen_reclaim(memory, space, H5P_DEFAULT, pointers.data()); };
  std::vector<std::string> texts;
  try {
    for (const char* p : pointers) {
      texts.emplace_back(p ? p : "");
      if (p) budget.text(texts.back(), where);
    }
  } catch (...) {
    reclaim();
    throw;
  }
  if (count > 0) reclaim();
  return texts;
}

hdf5_attribute hdf5_number(hid_t attribute, hid_t type, const std::string& where) {
  const auto read = [&](auto value, hid_t as) {
    hdf5_answer(H5Aread(attribute, as, &value), where, "its number cannot be read");
    return value;
  };
  if (H5Tget_class(type) == H5T_FLOAT) return read(0.0, H5T_NATIVE_DOUBLE);
  if (H5Tget_sign(type) != H5T_SGN_NONE) return read(std::int64_t{}, H5T_NATIVE_INT64);
  const auto value = read(std::uint64_t{}, H5T_NATIVE_UINT64);
  if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    throw file_error(where + ": " + std::to_string(value) + " is beyond the range of a 64-bit integer");
  return static_cast<std::int64_t>(value);
}

}  // namespace

shape hdf5_shape(hid_t space, const std::string& where) {
  const auto kind = H5Sget_simple_extent_type(space);
  if (kind == H5S_SCALAR) return {};
  const int rank = H5Sget_simple_extent_ndims(space);
  if (kind != H5S_SIMPLE || rank < 0) throw file_error(where + ": it has no shape");
  if (rank > 6) throw file_error(where + ": " + std::to_string(rank) + " axes; a tensor has at most 6");
  std::vector<hsize_t> extents(static_cast<std::size_t>(rank));
  hdf5_answer(H5Sget_simple_extent_dims(space, extents.data(), nullptr), where, "its shape cannot be read");
  shape s;
  for (const auto e : extents) {
    if (e > static_cast<hsize_t>(std::numeric_limits<std::ptrdiff_t>::max()))
      throw file_error(where + ": an extent of " + std::to_string(e) + " is more than memory");
    s.push_back(static_cast<std::ptrdiff_t>(e));
  }
  return s;
}

std::size_t hdf5_count(const shape& s, const std::string& where) {
  try {
    return static_cast<std::size_t>(entry_count(s));
  } catch (const shape_error& e) {
    throw file_error(where + ": " + e.what());
  }
}

std::vector<std::string> hdf5_attribute_names(hid_t object, hdf5_budget& budget, const std::string& where) {
  struct listing {
    std::vector<std::string> names;
    std::size_t most;
  } found{{}, budget.names_left()};
  const auto one = [](hid_t, const char* name, const H5A_info_t*, void* into) -> herr_t {
    auto& list = *static_cast<listing*>(into);
    list.names.emplace_back(name);
    return list.names.size() <= list.most ? 0 : 1;
  };
  hsize_t at = 0;
  hdf5_answer(H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_NATIVE, &at, one, &found), where,
              "its attributes cannot be listed");
  for (const auto& name : found.names) budget.one_name(where + " @" + name);
  return std::move(found.names);
}

hdf5_attribute hdf5_attribute_value(hid_t object, const std::string& name, hdf5_budget& budget,
                                    const std::string& where) {
  const hdf5_attribute_handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), where, "it cannot be opened");
  const hdf5_type_handle type(H5Aget_type(attribute), where, "its type cannot be read");
  const hdf5_space_handle space(H5Aget_space(attribute), where, "its shape cannot be read");
  const auto extents = hdf5_shape(space, where);
  const auto count = hdf5_count(extents, where);
  const auto kind = H5Tget_class(type);
  if (extents.size() > 1)
    throw file_error(where + ": a table of shape " + shape_text(extents) + "; a list has one axis");
  if (kind != H5T_STRING) {
    hdf5_entry_size(type, where);
    if (extents.empty()) return hdf5_number(attribute, type, where);
    if (count == 0) return std::vector<std::string>{};
    throw file_error(where + ": a list of numbers; only lists of texts are read");
  }
  auto texts = hdf5_answer(H5Tis_variable_str(type), where, "its type cannot be read") > 0
                   ? hdf5_variable_texts(attribute, type, space, count, budget, where)
                   : hdf5_fixed_texts(attribute, type, count, budget, where);
  if (extents.empty()) return std::move(texts.front());
  return texts;
}

}  // namespace regula::files

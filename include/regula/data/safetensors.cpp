// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <regula/data/numbers.hpp>
#include <regula/data/safetensors.hpp>
#include <regula/regularizers/json.hpp>
#include <set>
#include <tuple>

namespace regula::data {
namespace {

struct kind_name {
  const char* name;
  number_kind kind;
};
constexpr std::array<kind_name, 13> kinds{{{"F64", {'f', 8}},
                                           {"F32", {'f', 4}},
                                           {"F16", {'f', 2}},
                                           {"BF16", {'b', 2}},
                                           {"I64", {'i', 8}},
                                           {"I32", {'i', 4}},
                                           {"I16", {'i', 2}},
                                           {"I8", {'i', 1}},
                                           {"U64", {'u', 8}},
                                           {"U32", {'u', 4}},
                                           {"U16", {'u', 2}},
                                           {"U8", {'u', 1}},
                                           {"BOOL", {'?', 1}}}};

struct tensor_entry {
  std::string name;
  number_kind kind;
  extents shape;
  std::uint64_t begin = 0, end = 0;
};

/// A list of whole numbers that are not negative.
std::vector<std::uint64_t> whole_numbers(const json& list, const std::string& where, const char* what) {
  std::vector<std::uint64_t> all;
  if (list.is_array())
    for (const auto& n : list) {
      if (!n.is_number_unsigned()) break;
      all.push_back(n.get<std::uint64_t>());
    }
  if (!list.is_array() || all.size() != list.size())
    throw file_error(where + ": " + what + " is a list of whole numbers, not " + regularizers::shown(list));
  return all;
}

tensor_entry entry_of(const std::string& name, const json& about, const std::string& where) {
  if (!about.is_object() || about.size() != 3 || !about.contains("dtype") || !about.contains("shape") ||
      !about.contains("data_offsets"))
    throw file_error(where + ": a tensor has dtype, shape and data_offsets, not " + regularizers::shown(about));
  tensor_entry e;
  e.name = name;
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return about["dtype"] == k.name; });
  if (found == kinds.end())
    throw file_error(where + ": entries of the type " + regularizers::shown(about["dtype"]) +
                     "; F64, F32, F16, BF16, I8 to I64, U8 to U64 and BOOL are read");
  e.kind = found->kind;
  for (const auto n : whole_numbers(about["shape"], where, "shape")) {
    if (!std::in_range<std::ptrdiff_t>(n)) throw file_error(where + ": an axis of " + std::to_string(n) + " entries");
    e.shape.push_back(static_cast<std::ptrdiff_t>(n));
  }
  const auto offsets = whole_numbers(about["data_offsets"], where, "data_offsets");
  if (offsets.size() != 2 || offsets[0] > offsets[1])
    throw file_error(where + ": data_offsets are the first byte and the one after the last");
  e.begin = offsets[0], e.end = offsets[1];
  return e;
}

json header_of(std::string_view text, const std::string& name) {
  try {
    auto header = parse_json(text);
    if (!header.is_object()) throw file_error(name + ": the header is no JSON object");
    return header;
  } catch (const config_error& e) {
    throw file_error(name + ": the header: " + e.what());
  }
}

}  // namespace

safetensors read_safetensors(std::string_view bytes, const std::string& name) {
  std::uint64_t length = 0;
  if (bytes.size() < 8) throw file_error(name + ": no safetensors file: it has fewer than 8 bytes");
  for (std::size_t k = 8; k-- > 0;) length = length << 8 | static_cast<unsigned char>(bytes[k]);
  if (length > 100'000'000 || length > bytes.size() - 8)
    throw file_error(name + ": no safetensors file, or it ends within its header of " + std::to_string(length) +
                     " bytes");
  const auto header = header_of(bytes.substr(8, static_cast<std::size_t>(length)), name);
  const auto content = bytes.substr(8 + static_cast<std::size_t>(length));

  safetensors file;
  std::vector<tensor_entry> entries;
  for (const auto& [key, about] : header.items()) {
    if (key != "__metadata__") {
      entries.push_back(entry_of(key, about, name + ": " + key));
      continue;
    }
    if (!about.is_object()) throw file_error(name + ": __metadata__ is an object of texts");
    for (const auto& [word, text] : about.items()) {
      if (!text.is_string()) throw file_error(name + ": __metadata__ is an object of texts: " + word + " is none");
      file.metadata[word] = text.get<std::string>();
    }
  }
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
  });
  std::uint64_t at = 0;
  std::set<std::string> names;
  for (auto& e : entries) {
    const auto where = name + ": " + e.name;
    if (!names.insert(e.name).second) throw file_error(where + ": there are two of this name");
    if (e.begin != at || e.end > content.size())
      throw file_error(where + ": its bytes do not follow those before it, or are beyond the end of the file");
    const auto part = content.substr(static_cast<std::size_t>(e.begin), static_cast<std::size_t>(e.end - e.begin));
    const auto size = static_cast<std::size_t>(e.kind.bytes);
    const auto count = entry_count(e.shape, part.size() / size, where);
    if (count * size != part.size())
      throw file_error(where + ": its shape has " + std::to_string(count * size) + " bytes, data_offsets say " +
                       std::to_string(part.size()));
    file.arrays.emplace_back(e.name, entries_of(part, e.kind, false, std::move(e.shape), where));
    at = e.end;
  }
  if (at != content.size())
    throw file_error(name + ": " + std::to_string(content.size() - at) + " bytes belong to no tensor");
  return file;
}

std::string write_safetensors(const safetensors& file) {
  json header = json::object();
  if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
  std::string content;
  for (const auto& [name, a] : file.arrays) {
    if (name == "__metadata__" || header.contains(name))
      throw file_error("safetensors: there are two of the name " + name + ", or it is reserved");
    const auto bytes = bytes_of(a);
    header[name] = {{"dtype", a.is_double() ? "F64" : "F32"},
                    {"shape", a.shape},
                    {"data_offsets", {content.size(), content.size() + bytes.size()}}};
    content += bytes;
  }
  auto text = header.dump(-1, ' ', false, json::error_handler_t::replace);
  text.append((8 - text.size() % 8) % 8, ' ');  // the tensors begin at a multiple of 8
  std::string length(8, '\0');
  for (std::size_t k = 0; k < 8; ++k) length[k] = static_cast<char>(text.size() >> (8 * k) & 255);
  return length + text + content;
}

}  // namespace regula::data

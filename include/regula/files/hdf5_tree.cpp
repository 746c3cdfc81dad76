// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/files/hdf5_tree.hpp>

namespace regula::files {

const hdf5_group* find_group(const hdf5_group& from, std::string_view path) {
  const hdf5_group* at = &from;
  while (at && !path.empty()) {
    const auto slash = std::min(path.find('/'), path.size());
    if (slash > 0) {
      const auto next = at->groups.find(std::string(path.substr(0, slash)));
      at = next == at->groups.end() ? nullptr : &next->second;
    }
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return at;
}

const ndarray* find_dataset(const hdf5_group& from, std::string_view path) {
  const auto slash = path.rfind('/');
  const auto* group = slash == path.npos ? &from : find_group(from, path.substr(0, slash));
  if (!group) return nullptr;
  const auto found = group->datasets.find(std::string(slash == path.npos ? path : path.substr(slash + 1)));
  return found == group->datasets.end() ? nullptr : &found->second;
}

std::vector<std::string> names_in(const hdf5_group& group, const std::string& name) {
  std::vector<std::string> all;
  const auto append = [&](const hdf5_attribute& piece) {
    const auto* texts = std::get_if<std::vector<std::string>>(&piece);
    if (!texts) throw file_error("the attribute \"" + name + "\" is no list of texts");
    all.insert(all.end(), texts->begin(), texts->end());
  };
  if (const auto whole = group.attributes.find(name); whole != group.attributes.end()) {
    append(whole->second);
    return all;
  }
  for (std::size_t k = 0;; ++k) {
    const auto piece = group.attributes.find(name + std::to_string(k));
    if (piece == group.attributes.end() && k == 0) throw file_error("there is no attribute \"" + name + "\"");
    if (piece == group.attributes.end()) return all;
    append(piece->second);
  }
}

std::string text_attribute(const hdf5_group& group, const std::string& name) {
  const auto found = group.attributes.find(name);
  const auto* text = found == group.attributes.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text ? *text : "";
}

}  // namespace regula::files

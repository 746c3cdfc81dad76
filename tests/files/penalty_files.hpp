// SPDX-License-Identifier: MIT
/// Small files of the forms that are published, and plain loops for what their penalties are.
#pragma once
#include <cmath>
#include <regula/files.hpp>
#include <regula/files/model_weights.hpp>
#include <regula/json.hpp>
#include <tests/files/folder.hpp>
#include <tests/models/saved.hpp>

namespace penalty_files {

using namespace regula;
using namespace saved;
using files::hdf5_group;

/// Entries that no two weights share, of both signs, one of them 0.
inline ndarray entries(shape s, int seed) {
  ndarray w(std::move(s));
  for (std::ptrdiff_t k = 0; k < w.size(); ++k)
    w.values()[static_cast<std::size_t>(k)] = 0.0625F * static_cast<float>((k * 7 + seed * 3) % 19 - 9);
  return w;
}
inline double l1l2(const ndarray& w, long double l1, long double l2) {
  long double sum = 0;
  for (const float x : w.values()) sum += l1 * std::fabs(static_cast<long double>(x)) + l2 * x * x;
  return static_cast<double>(sum);
}
inline json l1(double by) { return {{"class_name", "L1"}, {"config", {{"l1", by}}}}; }
inline json l2(double by) { return {{"class_name", "L1L2"}, {"config", {{"l1", 0.0}, {"l2", by}}}}; }
inline json layer(const char* kind, json config) { return {{"class_name", kind}, {"config", std::move(config)}}; }
inline json chain(json layers) { return layer("Sequential", {{"name", "m"}, {"layers", std::move(layers)}}); }

/// A group of a legacy file.
struct legacy_layer {
  std::string name;
  std::vector<std::pair<std::string, ndarray>> weights;
};
inline hdf5_group legacy(const std::vector<legacy_layer>& layers) {
  hdf5_group tree;
  std::vector<std::string> names;
  for (const auto& l : layers) {
    names.push_back(l.name);
    std::vector<std::string> weights;
    for (const auto& [name, w] : l.weights) {
      weights.push_back(name);
      const auto slash = name.rfind('/');
      auto& group = slash == name.npos ? files::make_group(tree, l.name)
                                       : files::make_group(tree, l.name + "/" + name.substr(0, slash));
      group.datasets[name.substr(slash + 1)] = w;
    }
    files::make_group(tree, l.name).attributes["weight_names"] = weights;
  }
  tree.attributes["layer_names"] = names;
  return tree;
}
inline void put_legacy(const std::filesystem::path& to, const json& config, const std::vector<legacy_layer>& layers) {
  hdf5_group file;
  file.attributes["model_config"] = config.dump();
  file.groups["model_weights"] = legacy(layers);
  files::write_file(to, files::write_hdf5(file));
}
/// A .keras archive with these tensors by their paths.
inline void put_keras(const std::filesystem::path& to, const json& config,
                      const std::vector<std::pair<std::string, ndarray>>& tensors,
                      const std::map<std::string, std::string>& names = {}) {
  hdf5_group tree;
  for (const auto& [path, w] : tensors) {
    const auto slash = path.rfind('/');
    files::make_group(tree, path.substr(0, slash)).datasets[path.substr(slash + 1)] = w;
  }
  for (const auto& [path, name] : names) files::make_group(tree, path).attributes["name"] = name;
  files::write_file(to, files::write_zip({{"metadata.json", "{}"},
                                          {"config.json", config.dump()},
                                          {"model.weights.h5", files::write_hdf5(tree)}}));
}

inline const files::weight_penalty& row(const files::penalty_table& t, const std::string& layer,
                                        const std::string& name) {
  for (const auto& w : t.weights)
    if (w.layer == layer && w.name == name) return w;
  FAIL("no row " << layer << "/" << name);
  return t.weights.front();
}
inline auto near(double x) { return Catch::Matchers::WithinRel(x, 1e-6); }

}  // namespace penalty_files

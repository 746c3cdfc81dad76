// SPDX-License-Identifier: MIT
/// Penalties to JSON and back.
#pragma once
#include <map>
#include <regula/json_fwd.hpp>
#include <regula/ndarray.hpp>
#include <regula/parsing/described.hpp>

namespace regula {

/// Extents of tensors by name; -1 for one that is not known.
using known_shapes = std::map<std::string, shape, std::less<>>;

/// A penalty, and what is known of its tensors.
struct described_penalty {
  parsed_penalty penalty;
  known_shapes shapes;
};

/// The version of the format that is written; it and older ones are read.
inline constexpr int penalty_json_version = 1;
/// The key of the JSON of a penalty among the metadata of a file of tensors, as safetensors has them.
inline constexpr std::string_view penalty_metadata_key = "regula.penalty";

/// A compiled penalty as it is written down.
template <class F> parsing::description describe(const penalty<F>& p) { return parsing::describe(written(p)); }

namespace described {
/// Throws argument_error for a shape of a tensor that there is not, shape_error for one that the formula refuses.
std::string json_text(const parsing::description& d, const known_shapes& shapes);
described_penalty read(const json& from, const user_atoms& atoms);
}  // namespace described

/// In the canonical form: without blanks, members sorted, numbers as short as they come back, as RFC 8785 has it.
inline std::string to_json(const parsed_penalty& p, const known_shapes& shapes = {}) {
  return described::json_text(parsing::describe(p), shapes);
}
template <class F> std::string to_json(const penalty<F>& p, const known_shapes& shapes = {}) {
  return described::json_text(describe(p), shapes);
}
inline std::string to_json(const described_penalty& d) { return to_json(d.penalty, d.shapes); }

/// Throws config_error for what is no JSON of a penalty, the parser's words in it, and for a newer version;
/// coefficient_error and shape_error for values and shapes that the formula refuses. User atoms are known by their names.
described_penalty described_from_json(std::string_view text, const user_atoms& atoms = {});
template <std::same_as<json> J> described_penalty described_from_json(const J& from, const user_atoms& atoms = {}) {
  return described::read(from, atoms);
}
inline parsed_penalty penalty_from_json(std::string_view text, const user_atoms& atoms = {}) {
  return described_from_json(text, atoms).penalty;
}
template <std::same_as<json> J> parsed_penalty penalty_from_json(const J& from, const user_atoms& atoms = {}) {
  return described::read(from, atoms).penalty;
}

}  // namespace regula

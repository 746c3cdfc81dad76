// SPDX-License-Identifier: MIT
/// Files of tensors as Hugging Face's safetensors: a JSON header and bytes.
///
///   const auto file = data::read_safetensors(bytes, "model.safetensors");
///   data::write_safetensors({{{"W", w}}, {{"format", "pt"}}})
///
/// F16, BF16 and F32 become float, F64, BOOL and whole numbers double. Both throw file_error. As the format says, the tensors
/// fill the bytes without gaps or overlaps, and the header has at most 100 MB.
#pragma once
#include <map>
#include <regula/data/array.hpp>
#include <string_view>

namespace regula::data {

struct safetensors {
  named_arrays arrays = {};  ///< in the order of their bytes
  std::map<std::string, std::string> metadata = {};

  bool operator==(const safetensors&) const = default;
};

safetensors read_safetensors(std::string_view bytes, const std::string& name);
std::string write_safetensors(const safetensors& file);

}  // namespace regula::data

// SPDX-License-Identifier: MIT
/// What C is written for when it is compiled at run time, and the words that it begins with.
#pragma once
#include <dsl/emit/vector_series.hpp>
#include <dsl/emit/vector_words.hpp>
#include <string>

namespace regula::dsl {

/// What a target's vectors are; fuses: as regula::fuses.
struct vector_target {
  bool doubles = false, mask_registers = false, fuses = false;
  int bytes = 16;
};
inline std::string vector_prelude(const vector_target& t) {
  const auto define = [](const char* name, int x) {
    return std::string{"#define "} + name + " " + std::to_string(x) + "\n";
  };
  auto text = define("WIDE", t.doubles) + define("BYTES", t.bytes) + define("REGISTERS", t.mask_registers) +
              define("FUSES", t.fuses);
  return text.append(vector_types).append(vector_simple_words).append(vector_series);
}

}  // namespace regula::dsl

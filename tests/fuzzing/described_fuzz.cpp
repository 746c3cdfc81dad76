// SPDX-License-Identifier: MIT
/// Any text is the JSON of a penalty or an error; what was read is written in one way.
#include <cstdlib>
#include <regula/json.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace regula;
  try {
    const auto once = to_json(described_from_json(std::string_view{reinterpret_cast<const char*>(data), size}));
    if (to_json(described_from_json(once)) != once) std::abort();
  } catch (const error&) {
  }
  return 0;
}

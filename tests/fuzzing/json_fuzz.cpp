// SPDX-License-Identifier: MIT
/// Any text is a model or an error; what a model writes is read again and written the same.
#include <cstdlib>
#include <regula/models/serialization.hpp>

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  using namespace regula;
  regularizers::register_serializable<"Custom", "smooth">([](auto W) { return 0.25 * sum(sqrt(1.0 + square(W))); });
  regularizers::register_serializable<"Custom", "l1">([](auto W) { return 0.01 * sum(abs(W)); });
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace regula;
  constexpr models::read_limits limits{.entries = 4096, .parts = 200};
  try {
    const auto j = models::read_json({reinterpret_cast<const char*>(data), size}, "input");
    const auto text = models::to_json(*models::from_json(j, {}, limits)).dump();
    if (models::to_json(*models::from_json(models::read_json(text, "again"), {}, limits)).dump() != text) std::abort();
  } catch (const error&) {
  }
  return 0;
}

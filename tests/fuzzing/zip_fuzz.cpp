// SPDX-License-Identifier: MIT
/// Any bytes are entries or a file_error; entries that were read are written and read back the same.
#include <cstdlib>
#include <regula/files/zip.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace regula::files;
  constexpr zip_limits limits{.entries = 100, .bytes = 1 << 26};
  try {
    const auto entries = read_zip({reinterpret_cast<const char*>(data), size}, "input", limits);
    std::vector<zip_entry> list;
    for (const auto& [name, bytes] : entries) list.push_back({name, bytes, list.size() % 2 == 1});
    if (read_zip(write_zip(list), "again", limits) != entries) std::abort();
  } catch (const regula::file_error&) {
  }
  return 0;
}

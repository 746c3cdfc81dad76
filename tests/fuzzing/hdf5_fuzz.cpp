// SPDX-License-Identifier: MIT
/// Any bytes are a tree or a file_error; a tree that was read is written and read back the same.
#include <cstdlib>
#include <regula/files/hdf5.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace regula::files;
  constexpr hdf5_limits limits{.bytes = 1 << 26, .seconds = 1};
  try {
    const auto tree = read_hdf5({reinterpret_cast<const char*>(data), size}, "input", limits);
    const auto bytes = write_hdf5(tree);
    if (write_hdf5(read_hdf5(bytes, "again", limits)) != bytes) std::abort();
  } catch (const regula::file_error&) {
  }
  return 0;
}

// SPDX-License-Identifier: MIT
/// Any model.json with any file of weights is a model or an error; a model that was read is written and read back with
/// the same bits. The text ends at the first NUL, the entries come after it.
#include <cstdlib>
#include <regula/files/tfjs.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace regula;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto end = std::min(input.find('\0'), size);
  const auto reader = [](std::string_view entries) {
    return [entries](const std::string&) { return std::string(entries); };
  };
  try {
    const auto model = files::read_tfjs(input.substr(0, end), "input", reader(input.substr(std::min(end + 1, size))));
    const auto [text, weights] = files::write_tfjs(*model, "weights.bin");
    const auto again = files::write_tfjs(*files::read_tfjs(text, "again", reader(weights)), "weights.bin");
    if (again.model_json != text || again.weights != weights) std::abort();
  } catch (const error&) {
  }
  return 0;
}

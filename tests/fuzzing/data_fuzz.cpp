// SPDX-License-Identifier: MIT
/// Any bytes are arrays or a file_error; what was read is written and read back the same. The first byte chooses the format.
#include <cstdlib>
#include <cstring>
#include <regula/data/csv.hpp>
#include <regula/data/npy.hpp>
#include <regula/data/safetensors.hpp>

namespace {

namespace data = regula::data;

/// Equal, or both NaN.
bool same(const data::array& a, const data::array& b) {
  if (a.shape != b.shape || a.is_double() != b.is_double() || a.size() != b.size()) return false;
  for (std::size_t k = 0; k < a.size(); ++k)
    if (a.at(k) != b.at(k) && (a.at(k) == a.at(k) || b.at(k) == b.at(k))) return false;
  return true;
}
bool same(const data::named_arrays& a, const data::named_arrays& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t k = 0; k < a.size(); ++k)
    if (a[k].first != b[k].first || !same(a[k].second, b[k].second)) return false;
  return true;
}
void demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view content{reinterpret_cast<const char*>(bytes) + 1, size - 1};
  try {
    switch (bytes[0]) {
      case 'n': {
        const auto a = data::read_npy(content, "input");
        demand(same(data::read_npy(data::write_npy(a), "again"), a));
        break;
      }
      case 'z': {
        const auto all = data::read_npz(content, "input");
        if (!all.empty()) demand(same(data::read_npz(data::write_npz(all), "again"), all));
        break;
      }
      case 's': {
        const auto file = data::read_safetensors(content, "input");
        const auto again = data::read_safetensors(data::write_safetensors(file), "again");
        demand(same(again.arrays, file.arrays) && again.metadata == file.metadata);
        break;
      }
      case 'c': {
        const auto t = data::read_csv(content, "input");
        if (t.rows() == 0) break;
        const auto again =
            data::read_csv(data::write_csv(t.cells, t.has_names ? t.names : std::vector<std::string>{}), "again");
        demand(same(again.cells, t.cells) && again.names == t.names);
        break;
      }
      default: break;
    }
  } catch (const regula::file_error&) {
  }
  return 0;
}

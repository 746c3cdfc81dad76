// SPDX-License-Identifier: MIT
/// The axes that a reduction gathers, as words around its operand and as indices below it.
#pragma once
#include <algorithm>
#include <bit>
#include <dsl/reading/atom_texts.hpp>

namespace regula::dsl {

inline std::string axis_list(unsigned mask) {
  std::string list;
  for (int k = 0; k < max_axes; ++k)
    if ((mask >> k) & 1u) list += (list.empty() ? "" : ", ") + std::to_string(k);
  return list;
}
/// "rowwise", "axes<0, 1>", "each<3>": what goes before "(x)"; empty for mask 0, all axes.
inline std::string axes_word(unsigned mask) {
  if (mask == 0) return {};
  if (mask == 0b10) return "rowwise";
  if (mask == 0b01) return "colwise";
  return std::popcount(mask) > 3 && mask != all_axes ? "each<" + axis_list(all_axes & ~mask) + ">"
                                                     : "axes<" + axis_list(mask) + ">";
}
/// "i,:" of the rows: a letter for an index that stays, a colon for one that is gathered. Of a tensor of unknown rank
/// the last axes are left out.
inline std::string index_list(unsigned mask) {
  const unsigned kept = all_axes & ~mask;
  const bool open_end = ((mask >> (max_axes - 1)) & 1u) == 0;
  int last = 2;
  for (int k = 0; k < max_axes; ++k)
    if (((open_end ? mask : kept) >> k) & 1u) last = std::max(last, k + 1);
  if (open_end) last = std::max(last, std::countr_zero(kept) + 1);
  if ((mask & ((1u << last) - 1)) == 0) ++last;
  std::string list;
  for (int k = 0; k < last; ++k) list += (k == 0 ? "" : ",") + (((mask >> k) & 1u) ? ":" : index_letter(k));
  return list;
}

/// One factor of a number of entries: the sizes of tensor t along the axes of the mask.
struct extent_part {
  int tensor;
  unsigned axes;  // 0: all
};
/// The number of entries of a shape in the sizes of tensors. Empty where no tensor has such an axis.
inline std::vector<extent_part> extent_parts(const formula_view& f, int domain) {
  if (domain < f.tensor_count || domain >= f.shape_count) return {{domain, 0}};
  const auto s = f.table[domain];
  const auto mask = s.present();
  for (int t = 0; t < f.tensor_count; ++t) {
    if (f.table[t] == s) return {{t, 0}};
    if (f.table[t].without(~mask) == s) return {{t, mask}};
  }
  std::vector<extent_part> parts;
  for (const auto e : s.axes)
    for (int at = 0; e != unit_extent && at < f.tensor_count * max_axes; ++at)
      if (f.table[at / max_axes].axes[at % max_axes] == e) {
        parts.push_back({at / max_axes, 1u << (at % max_axes)});
        break;
      }
  return parts;
}

}  // namespace regula::dsl

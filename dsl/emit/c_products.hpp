// SPDX-License-Identifier: MIT
/// Matrix products as plain loops.
#pragma once
#include <dsl/emit/c_places.hpp>

namespace regula::dsl {

inline bool is_product_in_c(int what) { return what == atom_id::matmul || what == atom_index<gram_atom>; }

/// The operation's result goes to its temporary, or straight to output `step.output`.
inline std::string c_product(c_function& f, const matrix_step& step) {
  const node& n = f.p[step.node];
  const bool gram = n.what != atom_id::matmul;
  const auto a = n.operands[0], b = gram ? n.operands[0] : n.operands[1];
  const auto rows = gram ? f.p.shape_at(f.p[a].domain).axes[1] : f.p.shape_at(f.p[a].domain).axes[0];
  const auto inner = gram ? f.p.shape_at(f.p[a].domain).axes[0] : f.p.shape_at(f.p[a].domain).axes[1];
  const auto cols = f.p.shape_at(f.p[b].domain).axes[1];
  const c_places places(f, {});
  /// An entry of x, of whose chain of views only transposes change where it is.
  const auto entry = [&](int x, const std::string& row, const std::string& col) {
    bool turned = false;
    int base = x;
    for (; f.p.is_view(base); base = f.p[base].operands[0]) turned = turned != (f.p[base].what == atom_id::transpose);
    std::string index;
    for (int k = 0; k < 2; ++k)
      if (const auto by = places.stride(base, k); !by.empty())
        index += (index.empty() ? "" : " + ") + ((k == 0) != turned ? row : col) + " * " + by;
    return places.memory(base) + "[" + (index.empty() ? "0" : index) + "]";
  };
  std::string to;
  if (step.output >= 0) {
    const auto g = std::to_string(f.p.outputs[step.output].index);
    to = "g" + g + "[i * h" + g + "[0] + j * h" + g + "[1]]";
  } else {
    to = places.memory(step.node) + "[i + j * " + f.extent(rows) + "]";
  }
  return "  for (ptrdiff_t j = 0; j < " + f.extent(cols) + "; ++j)\n    for (ptrdiff_t i = 0; i < " + f.extent(rows) +
         "; ++i) {\n      double sum = 0;\n      for (ptrdiff_t k = 0; k < " + f.extent(inner) +
         "; ++k) sum += (double)" + (gram ? entry(a, "k", "i") : entry(a, "i", "k")) + " * (double)" +
         entry(b, "k", "j") + ";\n      " + to + " = (" + std::string{f.type()} + ")sum;\n    }\n";
}

}  // namespace regula::dsl

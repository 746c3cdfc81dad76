// SPDX-License-Identifier: MIT
/// Where the entries of a standalone function's tensors, temporaries and rims are, seen from a loop over all axes.
#pragma once
#include <dsl/atoms/pattern.hpp>
#include <dsl/emit/c_scalars.hpp>

namespace regula::dsl {

class c_places {
public:
  /// over: the shape that the loops go over, with a variable i0, i1... for each of its axes.
  c_places(c_function& f, const shape& over) : f_(f), over_(over) {}

  /// Opens the loops, the last axis outermost; `close` ends them.
  std::string open() const {
    std::string text;
    for (int k = max_axes; k-- > 0;)
      if (over_.axes[k] != unit_extent)
        text += "  for (ptrdiff_t i" + number(k) + " = 0; i" + number(k) + " < " + f_.extent(over_.axes[k]) + "; ++i" +
                number(k) + ") {\n";
    return text.empty() ? "  {\n" : text;
  }
  std::string close() const {
    std::string text;
    for (int k = 0; k < max_axes; ++k)
      if (over_.axes[k] != unit_extent) text += "  }";
    return (text.empty() ? "  }" : text) + "\n";
  }

  /// An entry that is loaded from memory, through a chain of views.
  std::string loaded(int node) const {
    int axes[max_axes], reach[max_axes] = {};
    for (int k = 0; k < max_axes; ++k) axes[k] = k;
    follow(node, axes, reach);
    std::string index;
    const int base = f_.p.base(node);
    for (int k = 0; k < max_axes; ++k) add(index, stride(base, axes[k]), position(k, reach[k]));
    return memory(base) + "[" + (index.empty() ? "0" : index) + "]";
  }
  /// Where an output's or a temporary's entry is stored.
  std::string output(const dsl::output& o) const {
    std::string index;
    for (int k = 0; k < max_axes; ++k)
      if (f_.p.shape_at(o.domain).axes[k] != unit_extent)
        add(index, "h" + number(o.index) + "[" + number(k) + "]", position(k, 0));
    return "g" + number(o.index) + "[" + (index.empty() ? "0" : index) + "]";
  }
  std::string temporary(int node) const {
    std::string index;
    for (int k = 0; k < max_axes; ++k) add(index, stride(node, k), position(k, 0));
    return memory(node) + "[" + (index.empty() ? "0" : index) + "]";
  }
  /// A node's place on the rim of panels that keep the axes `apart`.
  std::string on_rim(int apart) const {
    std::string index, step;
    for (int k = 0; k < max_axes; ++k) {
      if (((apart >> k) & 1) == 0 || over_.axes[k] == unit_extent) continue;
      add(index, step.empty() ? "1" : step, position(k, 0));
      step += (step.empty() ? "" : " * ") + f_.extent(over_.axes[k]);
    }
    return index.empty() ? "0" : index;
  }
  /// Whether the entry is in a pattern, as 1 or 0.
  std::string in_pattern(const pattern& p) const {
    const auto at = [&](int k) { return over_.axes[k] == unit_extent ? std::string{"0"} : "i" + number(k); };
    std::string text;
    const auto also = [&](const std::string& test) { text += (text.empty() ? "" : " && ") + test; };
    if (p.kind == pattern::slab) {
      also(number(p.low) + " <= " + at(p.axis));
      also(at(p.axis) + " < " +
           (p.from_end ? f_.extent(over_.axes[p.axis]) + " - (" + number(p.high) + ")" : number(p.high)));
    } else {
      if (p.low > -pattern::endless) also(number(p.low) + " <= " + at(1) + " - " + at(0));
      if (p.high < pattern::endless) also(at(1) + " - " + at(0) + " <= " + number(p.high));
    }
    return "(" + (text.empty() ? "1" : text) + (p.outside ? ") ? 0 : 1" : ") ? 1 : 0");
  }
  std::string memory(int base) const {
    return f_.p[base].what == tensor_node ? "w" + number(f_.p[base].slot()) : "t" + number(base);
  }
  /// The step along an axis of what lies in memory; empty where it has no such axis.
  std::string stride(int base, int axis) const {
    const node& n = f_.p[base];
    const auto s = f_.p.shape_at(n.domain);
    if (s.axes[axis] == unit_extent) return {};
    if (n.what == tensor_node) return "strides" + number(n.slot()) + "[" + number(axis) + "]";
    std::string text;
    for (int k = 0; k < axis; ++k)
      if (s.axes[k] != unit_extent) text += (text.empty() ? "" : " * ") + f_.extent(s.axes[k]);
    return text.empty() ? "1" : text;
  }

private:
  static std::string number(int i) { return std::to_string(i); }
  static void add(std::string& index, const std::string& stride, const std::string& position) {
    if (stride.empty() || position.empty()) return;
    index += (index.empty() ? "" : " + ") + position + (stride == "1" ? "" : " * " + stride);
  }
  void follow(int i, int* axes, int* reach) const {
    if (!f_.p.is_view(i)) return;
    const node& n = f_.p[i];
    follow(n.operands[0], axes, reach);
    if (n.what == atom_id::transpose) {
      std::swap(axes[0], axes[1]);
      std::swap(reach[0], reach[1]);
    } else {
      const auto by = offset::from_bits(n.bits);
      reach[by.axis] += by.steps;
    }
  }
  /// Along an axis of the loops; empty where there is none. Beyond the ends any entry will do.
  std::string position(int k, int reach) const {
    if (over_.axes[k] == unit_extent) return {};
    const auto i = "i" + number(k);
    return reach == 0 ? i : "within(" + i + " + (" + number(reach) + "), " + f_.extent(over_.axes[k]) + ")";
  }

  c_function& f_;
  const shape over_;
};

}  // namespace regula::dsl

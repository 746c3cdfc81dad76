// SPDX-License-Identifier: MIT
/// A program as one C99 function that depends on the C library alone. Plain loops in the order of the plan: right before
/// fast.
#pragma once
#include <dsl/emit/c_products.hpp>
#include <dsl/emit/c_sweeps.hpp>

namespace regula::dsl {

class standalone_c {
public:
  /// text: what the comment above the function says, of letters that cannot end it.
  standalone_c(c_function f, std::string name, std::string comment, int tensors)
      : f_(std::move(f)), name_(std::move(name)), comment_(std::move(comment)), tensors_(tensors) {}

  /// The atom that has no C, or -1.
  int refused() const {
    for (int j = 0; j < f_.plan.sizes.operations; ++j)
      if (const int what = f_.p[f_.plan.operations[j].node].what; !is_product_in_c(what)) return what;
    for (int i = 0; i < f_.p.size; ++i)
      if (const int what = f_.p[i].what; what >= 0 && f_.p.meets(i, role::entries) && f_.atoms[what] == nullptr)
        return what;
    return -1;
  }
  std::string text() {
    const auto body = phases();
    std::string text = "/* " + comment_ + "\n */\n#include <float.h>\n#include <math.h>\n#include <stddef.h>\n";
    if (!buffers_.empty()) text += "#include <stdlib.h>\n";
    text += "\n";
    for (const auto s : f_.used) add_word(text, s, f_.doubles);
    for (const auto s : f_.used_of_doubles)
      if (!f_.doubles || !f_.used.contains(s)) add_word(text, s, true);
    if (body.find("within(") != std::string::npos)
      text += "static ptrdiff_t within(ptrdiff_t i, ptrdiff_t n) { return i < 0 ? 0 : i >= n ? n - 1 : i; }\n";
    return text + "\n" + result_type() + " " + name_ + "(" + parameters() + ") {\n" + beginning() + body + end() +
           "}\n";
  }

private:
  static std::string number(int i) { return std::to_string(i); }
  static void add_word(std::string& text, traced_step s, bool doubles) {
    if (const auto word = c_word_of(s); !word.text.empty()) text += c_spelling(word.text, doubles) + "\n";
  }
  int value_output() const {
    for (int o = 0; o < f_.p.output_count; ++o)
      if (f_.p.outputs[o].kind == output_kind::value) return o;
    return -1;
  }
  std::string result_type() const { return value_output() < 0 ? (buffers_.empty() ? "void" : "int") : "double"; }
  bool has_gradient(int t) const {
    for (int o = 0; o < f_.p.output_count; ++o)
      if (f_.p.outputs[o].kind == output_kind::tensor && f_.p.outputs[o].index == t) return true;
    return false;
  }
  std::string parameters() const {
    std::string text;
    const std::string type{f_.type()};
    for (int t = 0; t < tensors_; ++t) {
      const auto i = number(t);
      text += "const " + type + "* w" + i + ", ";
      text +=
          f_.flat ? "size_t n" + i + ", " : "const ptrdiff_t* extents" + i + ", const ptrdiff_t* strides" + i + ", ";
      if (has_gradient(t)) text += type + "* g" + i + ", " + (f_.flat ? "" : "const ptrdiff_t* h" + i + ", ");
    }
    return text + "const double* coefficients";
  }
  /// Extents, scalars and memory, all that may be needed.
  std::string beginning() const {
    std::string text;
    for (const auto e : f_.extents) {
      const auto t = number((e - 1) / max_axes), k = number((e - 1) % max_axes);
      text += "  const ptrdiff_t n" + t + "_" + k + " = extents" + t + "[" + k + "];\n";
    }
    text += sizes_;
    std::string scalars;
    for (int i = 0; i < f_.p.size; ++i)
      if (f_.p[i].scalar()) scalars += (scalars.empty() ? "  double s" : ", s") + number(i);
    if (!scalars.empty()) text += scalars + ";\n";
    for (const auto& b : buffers_)
      text += "  " + b.type + "* " + b.name + " = (" + b.type + "*)malloc(((size_t)(" + b.size + ") + 1) * sizeof(" +
              b.type + "));\n";
    for (int t = 0; t < tensors_; ++t) {
      const auto i = number(t);
      text += "  (void)w" + i + ", " + (f_.flat ? "(void)n" + i : "(void)extents" + i + ", (void)strides" + i);
      if (has_gradient(t)) text += ", (void)g" + i + (f_.flat ? "" : ", (void)h" + i);
      text += ";\n";
    }
    text += "  (void)coefficients;\n";
    if (buffers_.empty()) return text;
    text += "  if (";
    for (const auto& b : buffers_) text += (&b == buffers_.data() ? "!" : " || !") + b.name;
    return text + ") goto end;\n" + "  enough = 1;\n";
  }
  std::string end() const {
    const int o = value_output();
    const auto value = o < 0 ? std::string{} : "s" + number(f_.p.outputs[o].node);
    if (buffers_.empty()) return o < 0 ? "" : "  return " + value + ";\n";
    std::string text = "end:\n";
    for (const auto& b : buffers_) text += "  free(" + b.name + ");\n";
    return text + (o < 0 ? "  return enough;\n" : "  return enough ? " + value + " : (double)NAN;\n");
  }

  std::string phases() {
    std::string text;
    for (int t = 0; t < f_.plan.sizes.temporaries; ++t) {
      const int i = f_.plan.temporaries[t];
      add_buffer("t" + number(i), std::string{f_.type()}, product_of(f_.p.shape_at(f_.p[i].domain)));
    }
    for (int g = 0; g < f_.plan.sizes.groups; ++g) add_rims(g);
    for (int p = 0; p < f_.plan.sizes.phases; ++p) {
      const auto& now = f_.plan.phases[p];
      for (int j = 0; j < now.operations.count; ++j)
        text += c_product(f_, f_.plan.operations[now.operations.first + j]);
      for (int j = 0; j < now.scalars.count; ++j) text += f_.scalar(f_.plan.nodes[now.scalars.first + j]);
      for (int j = 0; j < now.groups.count; ++j) {
        const auto& group = f_.plan.groups[now.groups.first + j];
        for (int k = 0; k < group.sweeps.count; ++k) text += c_sweep(f_, group.sweeps.first + k).text();
      }
    }
    return text;
  }
  std::string product_of(const shape& s) {
    std::string text;
    for (const auto e : s.axes)
      if (e != unit_extent) text += (text.empty() ? "" : " * ") + f_.extent(e);
    return text.empty() ? "1" : text;
  }
  void add_rims(int g) {
    const auto& group = f_.plan.groups[g];
    if (group.rims.count == 0) return;
    const auto size = "size_" + number(g);
    const auto rim = f_.p.shape_at(group.domain).without(all_axes & ~static_cast<unsigned>(group.apart));
    sizes_ += "  const ptrdiff_t " + size + " = " + product_of(rim) + ";\n";
    for (int r = 0; r < group.rims.count; ++r) {
      const int i = f_.plan.nodes[group.rims.first + r];
      add_buffer("r" + number(i), std::string{f_.type()}, size);
      if (f_.p.is_reduction(i)) add_buffer("d" + number(i), "double", size);
    }
  }
  struct buffer {
    std::string name, type, size;
  };
  void add_buffer(const std::string& name, const std::string& type, const std::string& size) {
    for (const auto& b : buffers_)
      if (b.name == name) return;
    if (buffers_.empty()) sizes_ += "  int enough = 0;\n";
    buffers_.push_back({name, type, size});
  }

  c_function f_;
  std::string name_, comment_, sizes_;
  int tensors_;
  std::vector<buffer> buffers_;
};

}  // namespace regula::dsl

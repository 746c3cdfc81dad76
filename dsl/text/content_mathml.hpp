// SPDX-License-Identifier: MIT
/// A formula in Content MathML. The elements of arithmetic work entry by entry; what MathML has no element for is a symbol of
/// the library's own dictionary, <csymbol cd="regula">, with the name that {} prints. Its arguments come first, then
/// its settings, then the axes it gathers.
#pragma once
#include <dsl/reading/computed.hpp>
#include <dsl/text/mathml.hpp>
#include <dsl/text/plain.hpp>

namespace regula::dsl {

/// A word of the numbers (reading/noted.hpp) and its element.
struct content_row {
  std::string_view word, element;
};
inline constexpr content_row content_elements[] = {
    {"+", "plus"},    {"-", "minus"},     {"*", "times"}, {"/", "divide"}, {"negate", "minus"},
    {"abs", "abs"},   {"exp", "exp"},     {"log", "ln"},  {"sin", "sin"},  {"cos", "cos"},
    {"tanh", "tanh"}, {"atan", "arctan"}, {"max", "max"}, {"min", "min"},  {"sqrt", "root"},
};

class content_writer {
public:
  content_writer(const formula_view& formula, shown coefficients) : f_(formula), shown_(coefficients) {}

  std::string text(int i) const {
    const node& n = f_.seen(i);
    if (n.what == constant_node) return number(n.number());
    if (n.what == tensor_node) return xml_element("ci type=\"matrix\"", xml_escaped(f_.tensors[n.bits]));
    if (n.what == extent_node) return extent(n.slot());
    if (n.what == coefficient_node)
      return shown_ == shown::values && !std::isnan(f_.values[n.slot()])
                 ? number(f_.values[n.slot()])
                 : xml_element("ci", xml_escaped(f_.coefficients[n.slot()].view()));
    const auto& a = f_.atom(n.what);
    std::string operands;
    for (const int x : n.operands)
      if (x >= 0) operands += text(x);
    if (n.what == atom_id::square) return apply("<power/>", operands + "<cn>2</cn>");
    if (n.what == atom_id::inverse) return apply("<divide/>", "<cn>1</cn>" + operands);
    if (n.what == atom_id::transpose) return apply("<transpose/>", operands);
    if (n.what == atom_id::pow) return apply("<power/>", operands + exponent(n.bits));
    if (n.what == atom_id::identity && n.domain >= 0 && n.domain < f_.shape_count)
      return apply(symbol("identity"), side(f_.table[n.domain].axes[0]));
    if (const auto computed = computed_of(f_, n.what); computed != nullptr) {
      const auto steps = computed();
      if (steps.size() == static_cast<std::size_t>(a.facts.arity) + 1)
        for (const auto& row : content_elements)
          if (row.word == steps.back().word) return apply("<" + std::string{row.element} + "/>", operands);
    }
    return called(call_name(a, n), operands + axes(a.facts.reduces ? static_cast<unsigned>(n.bits) : 0u));
  }

private:
  static std::string apply(const std::string& what, const std::string& operands) {
    return operands.empty() ? what : xml_element("apply", what + operands);
  }
  static std::string symbol(std::string_view name) { return xml_element("csymbol cd=\"regula\"", xml_escaped(name)); }
  static std::string number(double v) {
    if (std::isnan(v)) return "<notanumber/>";
    if (std::isinf(v)) return v > 0 ? "<infinity/>" : "<apply><minus/><infinity/></apply>";
    const auto text = number_text(v);
    const auto e = text.find('e');
    if (e == std::string::npos) return xml_element("cn", text);
    return xml_element("cn type=\"e-notation\"",
                       text.substr(0, e) + "<sep/>" + std::to_string(std::stoi(text.substr(e + 1))));
  }
  static std::string exponent(std::uint64_t bits) {
    const auto r = rational::from_bits(bits);
    if (r.q == 1) return xml_element("cn type=\"integer\"", std::to_string(r.p));
    return xml_element("cn type=\"rational\"", std::to_string(r.p) + "<sep/>" + std::to_string(r.q));
  }
  static std::string axes(unsigned mask) {
    std::string list;
    for (int k = 0; k < max_axes; ++k)
      if ((mask >> k) & 1u) list += xml_element("cn type=\"integer\"", std::to_string(k));
    return list.empty() ? list : xml_element("set", list);
  }
  /// "slice<2, 0, 4>" of x: the symbol slice of x, 2, 0 and 4. "upper<1>(lower<-2>": one of the other.
  static std::string called(std::string_view name, const std::string& operands) {
    if (const auto open = name.find('('); open != std::string_view::npos)
      return called(name.substr(0, open), called(name.substr(open + 1), operands));
    const auto from = name.find('<');
    std::string settings;
    for (auto at = from; at != std::string_view::npos && at + 1 < name.size();) {
      const auto end = name.find_first_of(",>", at + 1);
      auto digits = name.substr(at + 1, end - at - 1);
      while (digits.starts_with(' ')) digits.remove_prefix(1);
      settings += xml_element("cn type=\"integer\"", std::string{digits});
      at = end;
    }
    return apply(symbol(name.substr(0, from)), operands + settings);
  }
  std::string size(int tensor, unsigned mask) const {
    return called("size", xml_element("ci type=\"matrix\"", xml_escaped(f_.tensors[tensor])) + axes(mask));
  }
  std::string extent(int domain) const {
    const auto parts = extent_parts(f_, domain);
    std::string factors;
    for (const auto part : parts) factors += size(part.tensor, part.axes);
    return parts.size() == 1 ? factors : parts.empty() ? "<cn>1</cn>" : apply("<times/>", factors);
  }
  /// The length of an axis.
  std::string side(std::int16_t length) const {
    for (int at = 0; at < f_.tensor_count * max_axes; ++at)
      if (length != unit_extent && f_.table[at / max_axes].axes[at % max_axes] == length)
        return size(at / max_axes, 1u << (at % max_axes));
    return "<cn>1</cn>";
  }

  const formula_view& f_;
  shown shown_;
};

inline std::string content_mathml_text(const formula_view& f, shown coefficients) {
  return mathml(content_writer{f, coefficients}.text(f.size - 1));
}

}  // namespace regula::dsl

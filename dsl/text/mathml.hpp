// SPDX-License-Identifier: MIT
/// A formula in Presentation MathML: its LaTeX, translated. An atom states its LaTeX and no more.
#pragma once
#include <dsl/text/latex.hpp>

namespace regula::dsl {

inline std::string xml_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}
inline std::string xml_element(const std::string& tag, const std::string& inside) {
  const auto end = tag.substr(0, tag.find(' '));
  return inside.empty() ? "<" + tag + "/>" : "<" + tag + ">" + inside + "</" + end + ">";
}

/// A LaTeX command that is one character, and its element.
struct latex_character {
  std::string_view command, element, text;
};
inline constexpr latex_character latex_characters[] = {
    {"sum", "mo", "&#x2211;"},    {"infty", "mi", "&#x221E;"},   {"top", "mi", "&#x22A4;"},
    {"cdot", "mo", "&#x22C5;"},   {"odot", "mo", "&#x2299;"},    {"nabla", "mi", "&#x2207;"},
    {"neq", "mo", "&#x2260;"},    {"leq", "mo", "&#x2264;"},     {"geq", "mo", "&#x2265;"},
    {"neg", "mo", "&#xAC;"},      {"in", "mo", "&#x2208;"},      {"ni", "mo", "&#x220B;"},
    {"lvert", "mo", "|"},         {"rvert", "mo", "|"},          {"lVert", "mo", "&#x2016;"},
    {"rVert", "mo", "&#x2016;"},  {"langle", "mo", "&#x27E8;"},  {"rangle", "mo", "&#x27E9;"},
    {"lfloor", "mo", "&#x230A;"}, {"rfloor", "mo", "&#x230B;"},  {"lceil", "mo", "&#x2308;"},
    {"rceil", "mo", "&#x2309;"},  {"to", "mo", "&#x2192;"},      {"times", "mo", "&#xD7;"},
    {"pm", "mo", "&#xB1;"},       {"partial", "mi", "&#x2202;"},
};

/// Reads what latex_writer and the templates of atoms write; a command that it does not know is a name.
class latex_reader {
public:
  explicit latex_reader(std::string_view latex) : rest_(latex) {}

  std::string row() {
    std::string out;
    for (skip_spaces(); !rest_.empty() && rest_[0] != '}' && !at_right(); skip_spaces()) out += scripted();
    return out;
  }
  /// All of it; a bracket that nothing opened is skipped.
  std::string all() {
    auto out = row();
    while (!rest_.empty()) {
      rest_.remove_prefix(1);
      out += row();
    }
    return out;
  }

private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
  bool at_right() const { return rest_.starts_with("\\right") && (rest_.size() == 6 || !is_letter(rest_[6])); }
  void skip_spaces() {
    while (!rest_.empty() && rest_[0] == ' ') rest_.remove_prefix(1);
  }

  /// An atom and what stands below and above it.
  std::string scripted() {
    const bool sum = rest_.starts_with("\\sum");
    auto base = atom();
    std::string below, above;
    while (!rest_.empty() && (rest_[0] == '_' || rest_[0] == '^' || rest_[0] == '\'')) {
      const char mark = rest_[0];
      rest_.remove_prefix(1);
      if (mark == '\'')
        above += xml_element("mo", "&#x2032;");
      else
        (mark == '_' ? below : above) += argument();
    }
    if (below.empty() && above.empty()) return base;
    if (base.empty()) base = "<mrow/>";
    const std::string tag = sum ? (above.empty()   ? "munder"
                                   : below.empty() ? "mover"
                                                   : "munderover")
                                : (above.empty()   ? "msub"
                                   : below.empty() ? "msup"
                                                   : "msubsup");
    return xml_element(tag, base + in_row(below) + in_row(above));
  }
  static std::string in_row(const std::string& x) { return x.empty() ? x : xml_element("mrow", x); }

  /// "{...}" or a single character or command.
  std::string argument() {
    skip_spaces();
    if (rest_.empty()) return {};
    if (rest_[0] != '{') return atom();
    rest_.remove_prefix(1);
    auto inside = row();
    if (!rest_.empty()) rest_.remove_prefix(1);
    return inside;
  }
  /// "{...}" as it stands there, without its backslashes.
  std::string word() {
    std::string out;
    if (rest_.empty() || rest_[0] != '{') return out;
    rest_.remove_prefix(1);
    for (; !rest_.empty() && rest_[0] != '}'; rest_.remove_prefix(1))
      if (rest_[0] != '\\') out += rest_[0];
    if (!rest_.empty()) rest_.remove_prefix(1);
    return out;
  }

  std::string atom() {
    skip_spaces();
    if (rest_.empty()) return {};
    const char c = rest_[0];
    if (c == '{') return xml_element("mrow", argument());
    if (c == '\\') return command();
    if (is_digit(c)) {
      std::size_t n = 1;
      while (n < rest_.size() && (is_digit(rest_[n]) || (rest_[n] == '.' && n + 1 < rest_.size()))) ++n;
      const auto number = rest_.substr(0, n);
      rest_.remove_prefix(n);
      return xml_element("mn", std::string{number});
    }
    rest_.remove_prefix(1);
    return xml_element(is_letter(c) ? "mi" : "mo", c == '-' ? "&#x2212;" : xml_escaped({&c, 1}));
  }
  std::string command() {
    std::size_t n = 1;
    while (n < rest_.size() && is_letter(rest_[n])) ++n;
    if (n == 1) n = std::min<std::size_t>(2, rest_.size());
    const auto name = rest_.substr(1, n - 1);
    rest_.remove_prefix(n);
    if (name == ",") return "<mspace width=\"0.167em\"/>";
    if (name == "left") return fenced();
    if (name == "frac") {
      const auto over = argument();
      return xml_element("mfrac", xml_element("mrow", over) + xml_element("mrow", argument()));
    }
    if (name == "sqrt") return xml_element("msqrt", argument());
    if (name == "overline") return xml_element("mover", in_row(argument()) + "<mo>&#xAF;</mo>");
    if (name == "tilde") return xml_element("mover", in_row(argument()) + "<mo>~</mo>");
    if (name == "operatorname" || name == "mathrm")
      return xml_element("mi mathvariant=\"normal\"", xml_escaped(word()));
    if (name == "mathbf") return xml_element("mn mathvariant=\"bold\"", xml_escaped(word()));
    for (const auto& known : latex_characters)
      if (known.command == name) return xml_element(std::string{known.element}, std::string{known.text});
    if (const int greek = greek_letter(name); greek != 0) return xml_element("mi", "&#" + std::to_string(greek) + ";");
    const bool letters = !name.empty() && is_letter(name[0]);
    return name.empty() ? std::string{} : xml_element(letters ? "mi" : "mo", xml_escaped(name));
  }
  /// "\left( ... \right)".
  std::string fenced() {
    const auto open = atom(), inside = row();
    if (at_right()) rest_.remove_prefix(6);
    return xml_element("mrow", open + inside + atom());
  }
  static int greek_letter(std::string_view name) {
    static constexpr std::string_view letters[] = {"alpha",   "beta", "gamma", "delta",  "epsilon", "zeta", "eta",
                                                   "theta",   "iota", "kappa", "lambda", "mu",      "nu",   "xi",
                                                   "omicron", "pi",   "rho",   "",       "sigma",   "tau",  "upsilon",
                                                   "phi",     "chi",  "psi",   "omega"};
    for (int i = 0; i < 25; ++i) {
      const auto small = letters[i];
      if (small.empty()) continue;
      if (name == small) return 0x3B1 + i;
      if (name[0] == small[0] - 32 && name.substr(1) == small.substr(1)) return 0x391 + i;
    }
    return 0;
  }

  std::string_view rest_;
};

inline std::string mathml(const std::string& inside) {
  return "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\">" + inside + "</math>";
}
inline std::string mathml_text(const formula_view& f, shown coefficients) {
  const auto latex = latex_text(f, coefficients);
  return mathml(xml_element("mrow", latex_reader{latex}.all()));
}

}  // namespace regula::dsl

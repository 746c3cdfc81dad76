// SPDX-License-Identifier: MIT
/// A formula as a module of Python source, for NumPy, PyTorch, JAX, Keras and SymPy.
#pragma once
#include <dsl/text/array_helpers.hpp>
#include <dsl/text/array_program.hpp>
#include <dsl/text/plain.hpp>

namespace regula::dsl {

class python_writer {
public:
  python_writer(const formula_view& formula, const array_dialect& dialect)
      : f_(formula), d_(dialect), program_(formula, dialect), uses_(program_.steps.size()) {
    for (const auto& s : program_.steps)
      for (const int x : s.operands)
        if (x >= 0) ++uses_[static_cast<std::size_t>(x)];
  }

  std::string text() {
    const auto function = defined();
    std::string out = "\"\"\"" + documented(plain_text(f_, shown::names)) + "\"\"\"\n" + std::string{d_.imports};
    std::string code;
    for (const auto& helper : helpers_) code += "\n\n" + helper;
    code += "\n\n" + function;
    if (code.find("math.") == std::string::npos) out.erase(out.find("import math\n\n"), 13);
    out += code;
    if (&d_ == &keras_dialect && program_.tensors.size() == 1 && is_penalty()) out += "\n\n" + regularizer();
    return out;
  }

private:
  using names = std::vector<std::string>;

  bool is_penalty() const { return program_.root_is_scalar && !f_.is_derivative; }

  std::string defined() {
    std::string body;
    if (d_.by_tensors)
      for (const auto& c : program_.coefficients)
        if (!c.empty()) body += "    " + c + " = " + word("number") + "(" + c + ")\n";
    if (d_.symbolic)
      for (const auto& t : program_.tensors) body += "    " + t + " = np.array(" + t + ", dtype=object)\n";
    texts_.resize(program_.steps.size());
    int temporaries = 0;
    for (std::size_t i = 0; i < program_.steps.size(); ++i) {
      const auto& s = program_.steps[i];
      texts_[i] = filled(s);
      if (s.is_leaf || uses_[i] < 2) continue;
      const auto name = "t" + std::to_string(++temporaries);
      body += "    " + name + " = " + texts_[i] + "\n";
      texts_[i] = name;
    }
    auto result = texts_[static_cast<std::size_t>(program_.root)];
    if (d_.by_tensors && program_.steps[static_cast<std::size_t>(program_.root)].is_number)
      result = word("number") + "(" + result + ")";
    if (d_.symbolic && program_.root_is_scalar) result = "sp.sympify(np.asarray(" + result + ").item())";
    const auto name = is_penalty() ? "penalty" : "derivative";
    return "def " + std::string{name} + "(" + parameters() + "):\n    \"\"\"" +
           documented(plain_text(f_, shown::values)) + "\"\"\"\n" + body + "    return " + result + "\n";
  }
  std::string parameters() const {
    std::string list;
    for (const auto& t : program_.tensors) list += (list.empty() ? "" : ", ") + t;
    const auto keywords = coefficients("", true);
    return keywords.empty() ? list : list + (list.empty() ? "*, " : ", *, ") + keywords;
  }
  /// "l1=0.01, l2=0.02", or "l1=self.l1, l2=self.l2". One without a value has to be given: "l1".
  std::string coefficients(const std::string& from, bool values) const {
    std::string list;
    for (std::size_t slot = 0; slot < program_.coefficients.size(); ++slot) {
      const auto& c = program_.coefficients[slot];
      if (c.empty()) continue;
      (list += list.empty() ? "" : ", ") += c;
      if (!values)
        (list += "=") += from + c;
      else if (!std::isnan(f_.values[slot]))
        (list += "=") += python_number(f_.values[slot]);
    }
    return list;
  }
  /// Inside a string that three quotes end.
  static std::string documented(const std::string& text) {
    std::string out;
    for (const char c : text) {
      if (c == '\\' || c == '"') out += '\\';
      out += c == '\n' ? ' ' : c;
    }
    return out;
  }

  std::string regularizer() const {
    std::string stored, config;
    for (const auto& c : program_.coefficients) {
      if (c.empty()) continue;
      stored += "        self." + c + " = " + c + "\n";
      config += (config.empty() ? "\"" : ", \"") + c + "\": self." + c;
    }
    const auto keywords = coefficients("", true), handed = coefficients("self.", false);
    const auto& w = program_.tensors[0];
    return "@keras.saving.register_keras_serializable(package=\"regula\")\n"
           "class Penalty(keras.regularizers.Regularizer):\n    def __init__(self" +
           (keywords.empty() ? "" : ", *, " + keywords) + "):\n" + (stored.empty() ? "        pass\n" : stored) +
           "\n    def __call__(self, " + w + "):\n        return penalty(" + w + (handed.empty() ? "" : ", " + handed) +
           ")\n\n    def get_config(self):\n        return {" + config + "}\n";
  }

  /// The word's name; what it needs is written above.
  std::string word(std::string_view of) {
    auto name = name_of(d_, of);
    if (name.starts_with('_') && std::find(known_.begin(), known_.end(), name) == known_.end()) {
      known_.push_back(name);
      auto source = in_words(helper_source(d_, name));
      helpers_.push_back(std::move(source));
    }
    return name;
  }
  std::string in_words(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
      const auto end = text[at] == '{' && text.substr(at, 2) != "{#" ? text.find('}', at) : std::string_view::npos;
      if (end == std::string_view::npos) {
        out += text[at];
        continue;
      }
      out += word(text.substr(at + 1, end - at - 1));
      at = end;
    }
    return out;
  }

  /// How tightly a template or a text holds together.
  static level level_of(std::string_view t) {
    level least = t.starts_with('-') ? level::unary : level::primary;
    int depth = 0;
    for (std::size_t i = 0; i < t.size(); ++i) {
      if (t[i] == '(' || t[i] == '[') ++depth;
      if (t[i] == ')' || t[i] == ']') --depth;
      if (depth > 0 || t[i] != ' ' || i + 2 >= t.size()) continue;
      const char c = t[i + 1];
      const bool doubled = t[i + 2] == '*' || t[i + 2] == '=';
      const auto here = c == '*' && doubled                            ? level::power
                        : c == '*' || c == '/' || c == '@'             ? level::product
                        : c == '+' || c == '-'                         ? level::sum
                        : c == '<' || c == '>' || c == '=' || c == '!' ? level::none
                                                                       : level::primary;
      least = std::min(least, here);
    }
    return least;
  }
  std::string filled(const array_step& s) {
    const auto form = in_words(s.form);
    const auto own = level_of(form);
    std::string out;
    for (std::size_t at = 0; at < form.size(); ++at) {
      if (form.compare(at, 2, "{#") != 0) {
        out += form[at];
        continue;
      }
      const int x = s.operands[form[at + 2] - '1'];
      const auto& text = texts_[static_cast<std::size_t>(x)];
      const char before = at == 0 ? ' ' : form[at - 1], after = at + 4 < form.size() ? form[at + 4] : ' ';
      const bool list = at > 1 && before == ' ' && form[at - 2] == ',';
      const bool held = (before == '(' || list) && (after == ')' || after == ',');
      const bool function = held && form[0] != '(';
      auto needed = at == 0 ? own : own == level::sum ? level::product : level::power;
      if (own == level::none) needed = level::sum;
      if (own >= level::unary) needed = own == level::unary ? level::power : level::primary;
      const bool brackets = !held && (level_of(text) < needed || (at > 0 && text.starts_with('-')));
      const bool wrapped = function && d_.by_tensors && program_.steps[static_cast<std::size_t>(x)].is_number;
      if (wrapped) out += word("number");
      out += brackets || wrapped ? "(" + text + ")" : text;
      at += 3;
    }
    return out;
  }

  const formula_view& f_;
  const array_dialect& d_;
  array_program program_;
  std::vector<int> uses_;
  std::vector<std::string> texts_;
  names known_, helpers_;
};

inline std::string python_text(const formula_view& f, const array_dialect& dialect) {
  return python_writer{f, dialect}.text();
}

}  // namespace regula::dsl

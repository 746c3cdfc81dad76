// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <regula/tool/commands.hpp>

namespace regula::tool {

answer print(const print_options& o) {
  const auto p = penalty_of(o);
  std::string words;
  for (const auto& word : o.words) words += (words.empty() ? "" : " ") + word;
  if (!o.gradient.empty() && !o.hessian.empty()) throw usage_error("choose one of --gradient and --hessian");
  if (o.plan && (!words.empty() || !o.gradient.empty() || !o.hessian.empty()))
    throw usage_error("--plan prints the plan of value and gradient, and goes with nothing else");
  answer a;
  try {
    a.text = o.plan                ? p.plan_text()
             : !o.gradient.empty() ? p.gradient_formula(o.gradient).text(words)
             : !o.hessian.empty()  ? p.hessian_formula(o.hessian).text(words)
                                   : p.text(words);
  } catch (const fmt::format_error& e) {
    throw usage_error(std::string(e.what()) + "; here as --latex --names");
  }
  if (a.text.empty() || a.text.back() != '\n') a.text += '\n';
  a.data["formula"] = p.text("text");
  a.data["text"] = a.text.substr(0, a.text.size() - 1);
  return a;
}

}  // namespace regula::tool

// SPDX-License-Identifier: MIT
/// The place of a problem: the line of the text around it, and carets below.
#pragma once
#include <dsl/grammar/short_text.hpp>

namespace regula::dsl {

struct quotation {
  short_text line, carets;
};

/// At most `width` characters of the line with the place; "..." where it goes on. A character that is not printable ASCII
/// is shown as one question mark.
constexpr quotation quotation_of(std::string_view text, int where, int length, int width = 72) {
  const int size = static_cast<int>(text.size());
  const auto at = [&](int i) { return text[static_cast<std::size_t>(i)]; };
  int from = where, to = where;
  while (from > 0 && at(from - 1) != '\n') --from;
  while (to < size && at(to) != '\n') ++to;
  const int first = from, last = to;
  if (to - from > width) {
    from = where - from <= width / 2 ? from : where - width / 2;
    to = from + width < to ? from + width : to;
    if (to == last && to - width > first && to - width < from) from = to - width;
  }
  quotation q;
  const auto pad = [&](std::string_view both) {
    q.line.add(both);
    for (std::size_t i = 0; i < both.size(); ++i) q.carets.add(" ");
  };
  if (from > first) pad("...");
  bool marked = false;
  for (int i = from; i < to; ++i) {
    const auto c = static_cast<unsigned char>(at(i));
    if ((c & 0xc0u) == 0x80u && i > from) continue;
    const char shown = c == '\t' || c == '\r' ? ' ' : c < ' ' || c > '~' ? '?' : at(i);
    q.line.add({&shown, 1});
    const bool mark = i == where || (i > where && i < where + length);
    marked = marked || mark;
    if (mark || i < where) q.carets.add(mark ? "^" : " ");
  }
  if (to < last) q.line.add("...");
  if (!marked) q.carets.add("^");
  return q;
}

}  // namespace regula::dsl

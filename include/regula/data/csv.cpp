// SPDX-License-Identifier: MIT
#include <algorithm>
#include <charconv>
#include <optional>
#include <regula/data/csv.hpp>

namespace regula::data {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t");
  return first == std::string_view::npos ? "" : text.substr(first, last - first + 1);
}

/// The line at the beginning of text, which loses it.
std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// Of what is outside of quotes, the first of these that is there.
char separator_of(std::string_view line) {
  std::string outside;
  bool inside = false;
  for (const char c : line)
    if (c == '"')
      inside = !inside;
    else if (!inside)
      outside += c;
  for (const char c : {'\t', ';'})
    if (outside.find(c) != std::string::npos) return c;
  return ',';
}

struct line_of_cells {
  std::string_view text;
  char separator;
  std::string where;

  /// Calls f(cell) for each, quotes taken off.
  template <class F> void each(F f) const {
    for (std::size_t at = 0; at <= text.size();) {
      const auto first = text.find_first_not_of(' ', at);
      if (first != std::string_view::npos && text[first] == '"') {
        at = quoted(first, f);
      } else {
        const auto end = std::min(text.find(separator, at), text.size());
        f(std::string{trimmed(text.substr(at, end - at))}, false);
        at = end + 1;
      }
    }
  }

private:
  template <class F> std::size_t quoted(std::size_t first, F& f) const {
    std::string cell;
    for (std::size_t at = first + 1; at < text.size(); ++at) {
      if (text[at] != '"') {
        cell += text[at];
      } else if (at + 1 < text.size() && text[at + 1] == '"') {
        cell += text[at++];
      } else {
        const auto end = std::min(text.find(separator, at), text.size());
        if (!trimmed(text.substr(at + 1, end - at - 1)).empty())
          throw file_error(where + ": text after a closing quote");
        f(std::move(cell), true);
        return end + 1;
      }
    }
    throw file_error(where + ": a quote without an end; cells of several lines are not read");
  }
};

std::optional<double> number(std::string_view cell) {
  if (cell.starts_with('+') && !cell.starts_with("+-")) cell.remove_prefix(1);
  double x = 0;
  const auto read = std::from_chars(cell.data(), cell.data() + cell.size(), x);
  if (cell.empty() || read.ec != std::errc{} || read.ptr != cell.data() + cell.size()) return std::nullopt;
  return x;
}

std::string shown(const std::string& cell) {
  std::string text = "\"";
  for (const char c : std::string_view{cell}.substr(0, 40)) text += c < ' ' && c >= 0 ? '?' : c;
  return text + (cell.size() > 40 ? "...\"" : "\"");
}

void append_row(table& t, std::vector<double>& cells, const line_of_cells& line) {
  std::size_t column = 0;
  line.each([&](const std::string& cell, bool) {
    const auto x = number(cell);
    const auto name = column < t.names.size() ? " (" + t.names[column] + ")" : "";
    ++column;
    if (!x)
      throw file_error(line.where + ", column " + std::to_string(column) + name + ": " + shown(cell) + " is no number");
    cells.push_back(*x);
  });
  if (column != t.names.size())
    throw file_error(line.where + ": " + std::to_string(column) + " cells, and " + std::to_string(t.names.size()) +
                     " in the first line");
}

}  // namespace

std::size_t table::column(std::string_view name) const {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) {
    if (std::find(found + 1, names.end(), name) != names.end())
      throw argument_error("there are two columns " + std::string{name} + ": give the number of one");
    return static_cast<std::size_t>(found - names.begin());
  }
  std::ptrdiff_t n = 0;
  const auto count = static_cast<std::ptrdiff_t>(names.size());
  const auto read = std::from_chars(name.data(), name.data() + name.size(), n);
  if (read.ec == std::errc{} && read.ptr == name.data() + name.size() && n != 0 && n >= -count && n <= count)
    return static_cast<std::size_t>(n > 0 ? n - 1 : count + n);
  std::string known;
  for (std::size_t k = 0; k < std::min<std::size_t>(names.size(), 12); ++k) known += (k > 0 ? ", " : "") + names[k];
  throw argument_error("there is no column " + std::string{name} + " among the " + std::to_string(count) + ": " +
                       known + (names.size() > 12 ? ", ..." : ""));
}

table read_csv(std::string_view text, const std::string& name, std::size_t skipped) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  for (std::size_t k = 0; k < skipped; ++k) take_line(text);
  table t;
  std::vector<double> cells;
  char separator = ',';
  std::size_t rows = 0;
  for (std::size_t at = skipped + 1; !text.empty(); ++at) {
    const auto line = take_line(text);
    if (trimmed(line).empty()) continue;
    if (t.names.empty()) separator = separator_of(line);
    const line_of_cells row{line, separator, name + ": line " + std::to_string(at)};
    if (t.names.empty()) {
      bool is_data = true;
      row.each([&](std::string cell, bool was_quoted) {
        is_data = is_data && !was_quoted && number(cell);
        t.names.push_back(std::move(cell));
      });
      t.has_names = !is_data;
      if (t.has_names) continue;
      for (std::size_t k = 0; k < t.names.size(); ++k) t.names[k] = "c" + std::to_string(k + 1);
    }
    append_row(t, cells, row);
    ++rows;
  }
  if (t.names.empty()) throw file_error(name + ": there is no line with numbers");
  t.cells = {{static_cast<std::ptrdiff_t>(rows), static_cast<std::ptrdiff_t>(t.names.size())}, std::move(cells)};
  return t;
}

std::string write_csv(const array& a, const std::vector<std::string>& names) {
  if (a.shape.size() > 2)
    throw file_error("csv: a table has two axes; the array has " + std::to_string(a.shape.size()));
  std::string text;
  for (const auto& name : names) {
    if (name.find_first_of("\r\n") != std::string::npos) throw file_error("csv: a name of two lines: " + shown(name));
    const bool plain = !name.empty() && trimmed(name) == name && number(name) == std::nullopt &&
                       name.find_first_of("\",;\t") == std::string::npos && !name.starts_with(byte_order_mark);
    auto quoted = name;
    for (std::size_t at = 0; (at = quoted.find('"', at)) != std::string::npos; at += 2) quoted.insert(at, 1, '"');
    text += (&name == &names.front() ? "" : ",") + (plain ? name : '"' + quoted + '"');
  }
  if (!names.empty()) text += '\n';
  const auto columns = a.shape.size() == 2 ? static_cast<std::size_t>(a.shape[1]) : 1;
  std::visit(
      [&](const auto& entries) {
        for (std::size_t k = 0; k < entries.size(); ++k) {
          char digits[64];
          const auto end = std::to_chars(digits, digits + sizeof digits, entries[k]);
          text.append(digits, end.ptr);
          text += k % columns + 1 == columns ? '\n' : ',';
        }
      },
      a.entries);
  return text;
}

}  // namespace regula::data

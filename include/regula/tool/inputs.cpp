// SPDX-License-Identifier: MIT
#include <algorithm>
#include <charconv>
#include <iostream>
#include <iterator>
#include <random>
#include <regula/data/files.hpp>
#include <regula/tool/answer.hpp>
#include <regula/tool/inputs.hpp>

namespace regula::tool {
namespace {

constexpr std::ptrdiff_t most_entries = std::ptrdiff_t{1} << 28;  // of what comes from no file

std::optional<double> number(std::string_view text) {
  double x = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), x);
  if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  return x;
}

/// The matrix or vector of "[1, 2; 3, 4]".
data::array written_out(const std::string& name, const std::string& text) {
  std::vector<double> entries;
  std::ptrdiff_t rows = 1, columns = 0, at_column = 0;
  std::string cell;
  const auto refuse = [&] {
    throw usage_error("--" + name + " " + text + ": entries are written as [1, -2, 0.5], rows with ; between them");
  };
  if (text.back() != ']') refuse();
  const auto finish = [&] {
    const auto x = number(cell);
    if (!x) refuse();
    entries.push_back(*x), ++at_column, cell.clear();
  };
  for (const char c : text.substr(1, text.size() - 2)) {
    if (c == ' ') continue;
    if (c != ',' && c != ';') {
      cell += c;
      continue;
    }
    finish();
    if (c == ',') continue;
    if (columns != 0 && at_column != columns) refuse();
    columns = at_column, at_column = 0, ++rows;
  }
  finish();
  if (rows > 1 && at_column != columns) refuse();
  return {rows > 1 ? data::extents{rows, columns} : data::extents{at_column}, std::move(entries)};
}

/// Of a file, the array behind the last colon or the only one.
data::array from_file(const std::string& name, const std::string& where) {
  auto path = where;
  std::string wanted;
  const auto colon = where.rfind(':');
  if (colon != std::string::npos && !std::filesystem::exists(where))
    path = where.substr(0, colon), wanted = where.substr(colon + 1);
  auto arrays = data::read_arrays(path);
  std::string known;
  for (auto& [key, a] : arrays) {
    if (key == wanted || (wanted.empty() && (arrays.size() == 1 || key == name))) return std::move(a);
    known += (known.empty() ? "" : ", ") + key;
  }
  throw usage_error(path + ": " +
                    (wanted.empty()
                         ? "several arrays, none of the name " + name + ": choose one, as in " + path + ":NAME"
                         : "no array " + wanted) +
                    "; it has " + (known.empty() ? "none" : known));
}

data::array filled(const data::extents& shape, double x) {
  return {shape, std::vector<double>(data::entry_count(shape, most_entries, "--shape"), x)};
}

}  // namespace

std::optional<std::pair<std::string, std::string>> split_at_equals(const std::string& text) {
  const auto at = text.find('=');
  if (at == std::string::npos || at == 0) return std::nullopt;
  return std::pair{text.substr(0, at), text.substr(at + 1)};
}

std::string standard_input() {
  std::string text;
  std::vector<char> piece(1 << 16);
  while (std::cin.read(piece.data(), static_cast<std::streamsize>(piece.size())) || std::cin.gcount() > 0) {
    text.append(piece.data(), static_cast<std::size_t>(std::cin.gcount()));
    if (text.size() > (std::size_t{1} << 30)) throw usage_error("standard input has more than 1 GiB");
  }
  return text;
}

parsed_penalty penalty_of(const formula_options& o) {
  auto text = o.formula == "-" ? standard_input() : o.formula;
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  auto p = parse(text);
  for (const auto& each : o.settings) {
    const auto parts = split_at_equals(each);
    const auto x = parts ? number(parts->second) : std::nullopt;
    if (!x) throw usage_error("--set " + each + ": a coefficient is set as in --set l1=0.1");
    p.set(parts->first, *x);
  }
  return p;
}

data::extents shape_of(const std::string& text) {
  data::extents shape;
  const char *at = text.data(), *end = at + text.size();
  for (;;) {
    std::ptrdiff_t n = 0;
    const auto read = std::from_chars(at, end, n);
    if (read.ec != std::errc{} || n < 1 || (read.ptr != end && *read.ptr != 'x'))
      throw usage_error("--shape " + text + ": a shape is written as 1024 or 3x4, extents from 1");
    shape.push_back(n);
    if (read.ptr == end) break;
    at = read.ptr + 1;
  }
  std::ptrdiff_t room = most_entries;
  for (const auto n : shape) room /= n;
  if (room < 1) throw usage_error("--shape " + text + ": at most " + std::to_string(most_entries) + " entries");
  return shape;
}

inputs::inputs(const parsed_penalty& p, const formula_options& o, bool random) : names_(p.tensor_names()) {
  std::vector<std::optional<data::array>> given(names_.size());
  std::vector<std::optional<double>> constant(names_.size());
  std::vector<std::optional<data::extents>> shapes(names_.size());
  for (const auto& each : o.shapes) {
    const auto parts = split_at_equals(each);
    if (parts)
      shapes[index_of(parts->first)] = shape_of(parts->second);
    else
      for (auto& s : shapes)
        if (!s) s = shape_of(each);
  }
  for (const auto& each : o.tensors) {
    const auto parts = split_at_equals(each);
    if (!parts || parts->second.empty()) throw usage_error("--tensor " + each + ": a tensor is given as in --W w.npy");
    const auto t = index_of(parts->first);
    const auto& [name, text] = *parts;
    if (given[t] || constant[t]) throw usage_error("--" + name + " is given twice");
    if (text.front() == '[')
      given[t] = written_out(name, text);
    else if (const auto x = number(text))
      constant[t] = x;
    else
      given[t] = from_file(name, text);
  }
  std::mt19937 engine(o.seed);
  std::normal_distribution<double> normal;
  for (std::size_t t = 0; t < names_.size(); ++t) {
    if (!given[t] && !constant[t] && (!random || !shapes[t]))
      throw usage_error("tensor " + names_[t] + " of the formula is missing: give it as in --" + names_[t] + " " +
                        (random ? "w.npy, or a shape as in --shape 3x4" : "w.npy"));
    if (!given[t]) {
      given[t] = filled(shapes[t].value_or(data::extents{1}), constant[t].value_or(0));
      if (!constant[t])
        for (auto& x : std::get<0>(given[t]->entries)) x = normal(engine);
    }
    arrays_.push_back(std::move(*given[t]));
  }
  doubles_ = o.as_doubles;
  for (std::size_t t = 0; t < names_.size(); ++t) doubles_ = doubles_ || (arrays_[t].is_double() && !constant[t]);
  doubles_ = doubles_ || std::all_of(constant.begin(), constant.end(), [](const auto& c) { return c.has_value(); });
  if (!doubles_) make_float();
  for (auto& a : arrays_)
    if (doubles_ && !a.is_double()) a = a.as_doubles();
}

std::size_t inputs::index_of(const std::string& name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found != names_.end()) return static_cast<std::size_t>(found - names_.begin());
  std::string known;
  for (const auto& n : names_) known += (known.empty() ? "" : ", ") + n;
  throw usage_error("the formula has no tensor " + name + "; it has " + known);
}

void inputs::make_float() {
  for (auto& a : arrays_) {
    std::vector<float> rounded(a.size());
    for (std::size_t k = 0; k < rounded.size(); ++k) rounded[k] = static_cast<float>(a.at(k));
    a.entries = std::move(rounded);
  }
  doubles_ = false;
}

std::size_t inputs::bytes() const {
  std::size_t n = 0;
  for (const auto& a : arrays_) n += a.size() * (doubles_ ? sizeof(double) : sizeof(float));
  return n;
}

template <class F> auto inputs::with_arguments(std::vector<std::optional<data::array>>* buffers, F f) const {
  std::vector<tensor_argument> all;
  const auto add = [&]<class S>(std::type_identity<S>) {
    for (std::size_t t = 0; t < arrays_.size(); ++t) {
      const auto w = arrays_[t].view<S>();
      if (buffers != nullptr && (*buffers)[t])
        all.emplace_back(names_[t], w, (*buffers)[t]->template view<S>());
      else
        all.emplace_back(names_[t], w);
    }
  };
  if (doubles_)
    add(std::type_identity<double>{});
  else
    add(std::type_identity<float>{});
  return f(tensor_arguments(all));
}

double inputs::value(const parsed_penalty& p) const {
  return with_arguments(nullptr, [&](tensor_arguments all) { return p.value(all); });
}
double inputs::value_and_gradient(const parsed_penalty& p, std::vector<std::optional<data::array>>& buffers) const {
  return with_arguments(&buffers, [&](tensor_arguments all) { return p.value_and_gradient(all); });
}
named_numbers inputs::coefficient_gradient(const parsed_penalty& p) const {
  return with_arguments(nullptr, [&](tensor_arguments all) { return p.coefficient_gradient(all); });
}

}  // namespace regula::tool

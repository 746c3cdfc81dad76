// SPDX-License-Identifier: MIT
#include <charconv>
#include <regula/data/npy.hpp>
#include <regula/data/numbers.hpp>
#include <regula/files/zip.hpp>

namespace regula::data {
namespace {

constexpr std::string_view magic = "\x93NUMPY";

/// What the header of a .npy file says: a dictionary of Python.
struct npy_header {
  std::string_view descr;
  bool first_axis_fastest = false;
  extents shape;
};

class header_reader {
public:
  header_reader(std::string_view text, const std::string& where) : text_(text), where_(where) {}

  npy_header read() {
    npy_header h;
    bool has_descr = false, has_order = false, has_shape = false;
    expect('{');
    while (!take('}')) {
      const auto key = quoted();
      expect(':');
      if (key == "descr" && !has_descr)
        h.descr = quoted(), has_descr = true;
      else if (key == "fortran_order" && !has_order)
        h.first_axis_fastest = truth(), has_order = true;
      else if (key == "shape" && !has_shape)
        h.shape = tuple(), has_shape = true;
      else
        refuse("has the key '" + std::string{key.substr(0, 40)} +
               "' where descr, fortran_order and shape come once each");
      if (!take(',')) {
        expect('}');
        break;
      }
    }
    skip_spaces();
    if (at_ != text_.size()) refuse("goes on after its dictionary");
    if (!has_descr || !has_order || !has_shape) refuse("lacks one of descr, fortran_order and shape");
    return h;
  }

private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw file_error(where_ + ": the header of the .npy file " + what);
  }
  void skip_spaces() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) ++at_;
  }
  bool take(char c) {
    skip_spaces();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!take(c)) refuse("has no '" + std::string(1, c) + "' at its byte " + std::to_string(at_));
  }
  std::string_view quoted() {
    skip_spaces();
    const char quote = at_ < text_.size() ? text_[at_] : '\0';
    if (quote == '[') refuse("tells of records: only arrays of plain numbers are read");
    if (quote != '\'' && quote != '"') refuse("has no text at its byte " + std::to_string(at_));
    const auto end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) refuse("has a text without an end");
    const auto inside = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return inside;
  }
  bool truth() {
    skip_spaces();
    for (const std::string_view word : {"True", "False"})
      if (text_.substr(at_).starts_with(word)) {
        at_ += word.size();
        return word == "True";
      }
    refuse("has a fortran_order that is neither True nor False");
  }
  extents tuple() {
    extents all;
    expect('(');
    while (!take(')')) {
      skip_spaces();
      std::ptrdiff_t n = 0;
      const auto read = std::from_chars(text_.data() + at_, text_.data() + text_.size(), n);
      if (read.ec != std::errc{}) refuse("has a shape that is no list of whole numbers of 64 bits");
      at_ = static_cast<std::size_t>(read.ptr - text_.data());
      take('L');  // Python 2
      all.push_back(n);
      if (!take(',')) {
        expect(')');
        break;
      }
    }
    return all;
  }

  std::string_view text_;
  const std::string& where_;
  std::size_t at_ = 0;
};

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t n = 0;
  for (std::size_t k = bytes.size(); k-- > 0;) n = n << 8 | static_cast<unsigned char>(bytes[k]);
  return n;
}

}  // namespace

array read_npy(std::string_view bytes, const std::string& name) {
  if (!bytes.starts_with(magic) || bytes.size() < 10)
    throw file_error(name + ": no .npy file: it does not begin with \\x93NUMPY");
  const int version = bytes[6];
  if (version < 1 || version > 3)
    throw file_error(name + ": version " + std::to_string(version) + " of .npy files; 1, 2 and 3 are read");
  const std::size_t begin = version == 1 ? 10 : 12;
  if (bytes.size() < begin || little_endian(bytes.substr(8, begin - 8)) > bytes.size() - begin)
    throw file_error(name + ": it ends within its header");
  const auto length = static_cast<std::size_t>(little_endian(bytes.substr(8, begin - 8)));
  auto h = header_reader(bytes.substr(begin, length), name).read();
  const auto content = bytes.substr(begin + length);

  const std::string kind_text{h.descr.substr(0, 40)};
  const char order = h.descr.empty() ? ' ' : h.descr[0];
  number_kind kind{h.descr.size() > 1 ? h.descr[1] : ' ', h.descr.size() == 3 ? h.descr[2] - '0' : 0};
  if (kind.letter == 'b') kind.letter = '?';  // b1 is NumPy's bool
  if (kind.letter == 'O') throw file_error(name + ": Python objects are not read: only numbers");
  if ((order != '<' && order != '>' && order != '|' && order != '=') || !is_known(kind) ||
      (kind.bytes > 1 && order == '|'))
    throw file_error(name + ": entries of the type '" + kind_text +
                     "'; f2, f4, f8, i1 to i8, u1 to u8 and b1 are read");
  const auto size = static_cast<std::size_t>(kind.bytes);
  const auto count = entry_count(h.shape, content.size() / size, name);
  if (content.size() != count * size)
    throw file_error(name + ": its shape has " + std::to_string(count * size) + " bytes, the file " +
                     std::to_string(content.size()));
  const bool turned = h.first_axis_fastest;
  auto a = entries_of(content, kind, order == '>', std::move(h.shape), name);
  return turned ? from_first_axis_fastest(std::move(a)) : a;
}

std::string write_npy(const array& a) {
  std::string shape;
  for (std::size_t k = 0; k < a.shape.size(); ++k) shape += (k > 0 ? ", " : "") + std::to_string(a.shape[k]);
  if (a.shape.size() == 1) shape += ",";
  std::string header = std::string("{'descr': '") + (a.is_double() ? "<f8" : "<f4") +
                       "', 'fortran_order': False, 'shape': (" + shape + "), }";
  header.append(63 - (header.size() + 10) % 64, ' ');
  header += '\n';
  std::string bytes{magic};
  bytes += {'\1', '\0', static_cast<char>(header.size() & 255), static_cast<char>(header.size() >> 8)};
  return bytes + header + bytes_of(a);
}

named_arrays read_npz(std::string_view bytes, const std::string& name) {
  named_arrays arrays;
  for (const auto& [entry, content] : files::read_zip(bytes, name)) {
    if (!entry.ends_with(".npy")) throw file_error(name + ": " + entry + ": entries of a .npz file end in .npy");
    arrays.emplace_back(entry.substr(0, entry.size() - 4), read_npy(content, name + ": " + entry));
  }
  return arrays;
}

std::string write_npz(const named_arrays& arrays) {
  std::vector<files::zip_entry> entries;
  for (const auto& [name, a] : arrays) entries.push_back({name + ".npy", write_npy(a)});
  return files::write_zip(entries);
}

}  // namespace regula::data

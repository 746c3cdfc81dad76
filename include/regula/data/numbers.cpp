// SPDX-License-Identifier: MIT
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <regula/data/numbers.hpp>

namespace regula::data {
namespace {

/// The number in the first bytes, in the order of this machine.
template <class T> T number_at(const char* bytes, bool reversed) {
  char own[sizeof(T)];
  std::memcpy(own, bytes, sizeof own);
  if (reversed) std::reverse(own, own + sizeof own);
  return std::bit_cast<T>(own);
}

float half(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31, fraction = bits & 1023;
  const double size = exponent == 31  ? (fraction == 0 ? std::numeric_limits<double>::infinity()
                                                       : std::numeric_limits<double>::quiet_NaN())
                      : exponent == 0 ? std::ldexp(fraction, -24)
                                      : std::ldexp(1024 + fraction, exponent - 25);
  return static_cast<float>((bits >> 15) != 0 ? -size : size);
}
float brain(std::uint16_t bits) { return std::bit_cast<float>(std::uint32_t{bits} << 16); }

template <class T> double exactly(T whole, const std::string& where) {
  const auto number = static_cast<double>(whole);
  if constexpr (sizeof(T) == 8) {
    constexpr auto most = std::uint64_t{1} << 53;
    const auto size =
        whole < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(whole) : static_cast<std::uint64_t>(whole);
    if (size > most)
      throw file_error(where + ": the whole number " + std::to_string(whole) +
                       " is beyond 2^53, and may be no double: convert the entries to floating point first");
  }
  return number;
}

struct source_bytes {
  std::string_view bytes;
  bool reversed;
  const std::string& where;

  /// Entries of type S, each `made` from a number of type T in the file.
  template <class S, class T, class F> std::vector<S> each(F made) const {
    std::vector<S> entries(bytes.size() / sizeof(T));
    for (std::size_t k = 0; k < entries.size(); ++k)
      entries[k] = made(number_at<T>(bytes.data() + k * sizeof(T), reversed));
    return entries;
  }
  template <class T> std::vector<T> same() const {
    return each<T, T>([](T x) { return x; });
  }
  template <class T> std::vector<double> whole() const {
    return each<double, T>([this](T x) { return exactly(x, where); });
  }
};

}  // namespace

bool is_known(number_kind kind) {
  const std::string_view sizes = kind.letter == 'f'                         ? "\2\4\10"
                                 : kind.letter == 'b'                       ? "\2"
                                 : kind.letter == 'i' || kind.letter == 'u' ? "\1\2\4\10"
                                 : kind.letter == '?'                       ? "\1"
                                                                            : "";
  return sizes.find(static_cast<char>(kind.bytes)) != std::string_view::npos;
}

array entries_of(std::string_view bytes, number_kind kind, bool big_endian, extents shape, const std::string& where) {
  const source_bytes from{bytes, big_endian == (std::endian::native == std::endian::little), where};
  array a{std::move(shape), {}};
  const bool is_signed = kind.letter == 'i';
  if (kind.letter == 'f' && kind.bytes == 8)
    a.entries = from.same<double>();
  else if (kind.letter == 'f' && kind.bytes == 4)
    a.entries = from.same<float>();
  else if (kind.letter == 'f')
    a.entries = from.each<float, std::uint16_t>(half);
  else if (kind.letter == 'b')
    a.entries = from.each<float, std::uint16_t>(brain);
  else if (kind.letter == '?')
    a.entries = from.each<double, std::uint8_t>([](std::uint8_t x) { return x != 0 ? 1.0 : 0.0; });
  else if (kind.bytes == 1)
    a.entries = is_signed ? from.whole<std::int8_t>() : from.whole<std::uint8_t>();
  else if (kind.bytes == 2)
    a.entries = is_signed ? from.whole<std::int16_t>() : from.whole<std::uint16_t>();
  else if (kind.bytes == 4)
    a.entries = is_signed ? from.whole<std::int32_t>() : from.whole<std::uint32_t>();
  else
    a.entries = is_signed ? from.whole<std::int64_t>() : from.whole<std::uint64_t>();
  return a;
}

std::string bytes_of(const array& a) {
  return std::visit(
      [](const auto& entries) {
        using T = typename std::remove_cvref_t<decltype(entries)>::value_type;
        std::string bytes(entries.size() * sizeof(T), '\0');
        for (std::size_t k = 0; k < entries.size(); ++k) {
          char own[sizeof(T)];
          std::memcpy(own, &entries[k], sizeof own);
          if (std::endian::native == std::endian::big) std::reverse(own, own + sizeof own);
          std::copy(own, own + sizeof own, bytes.begin() + static_cast<std::ptrdiff_t>(k * sizeof own));
        }
        return bytes;
      },
      a.entries);
}

}  // namespace regula::data

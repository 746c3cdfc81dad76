// SPDX-License-Identifier: MIT
/// A tree of HDF5 as a stream of records in a pipe. Both ends are on this machine; the reader trusts nothing.
///
/// A record is a tag, then its fields: a text is its length as 8 bytes and its bytes. '(' name and ')' enclose a group,
/// 'd' name rank extents rounded entries, 's' 'l' 'i' 'f' name value (attributes), '!' message (an error), '.' the end.
#pragma once
#include <poll.h>

#include <array>
#include <bit>
#include <cstring>
#include <regula/files/bytes.hpp>
#include <regula/files/hdf5_tree.hpp>

namespace regula::files {

/// A sink of walk_hdf5.
class hdf5_sender {
public:
  explicit hdf5_sender(int to) : to_(to) {}

  void enter(std::string_view name) { tagged('(', name); }
  void leave() { number(')'); }
  void error(std::string_view message) { tagged('!', message), flush(); }
  void end() { number('.'), flush(); }
  void attribute(std::string_view name, const hdf5_attribute& value) {
    if (const auto* one = std::get_if<std::string>(&value)) tagged('s', name), text(*one);
    if (const auto* integer = std::get_if<std::int64_t>(&value)) tagged('i', name), number(*integer);
    if (const auto* real = std::get_if<double>(&value)) tagged('f', name), number(*real);
    if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
      tagged('l', name), number(list->size());
      for (const auto& each : *list) text(each);
    }
  }
  void dataset(std::string_view name, const ndarray& entries, bool rounded) {
    tagged('d', name), number(entries.rank());
    for (const auto e : entries.shape()) number(e);
    number(rounded), raw(entries.data(), static_cast<std::size_t>(entries.size()) * sizeof(float));
  }

private:
  void tagged(char tag, std::string_view name) { number(tag), text(name); }
  void text(std::string_view t) { number(t.size()), raw(t.data(), t.size()); }
  template <class T> void number(T value) { raw(&value, sizeof(T)); }
  void raw(const void* data, std::size_t size) {
    waiting_.append(static_cast<const char*>(data), size < 65536 ? size : 0);
    if (waiting_.size() >= 65536 || size >= 65536) flush();
    if (size >= 65536) send({static_cast<const char*>(data), size});
  }
  void flush() { send(waiting_), waiting_.clear(); }
  void send(std::string_view bytes) {
    if (!write_all(to_, bytes)) throw file_error("the pipe is closed");
  }

  int to_;
  std::string waiting_;
};

/// Thrown where the stream stops, stalls or is no stream of records.
struct hdf5_silent {
  const char* what;
};

class hdf5_receiver {
public:
  /// MOST bytes of texts and entries are believed.
  hdf5_receiver(int from, const hdf5_limits& limits, std::uintmax_t most) : from_(from), limits_(limits), left_(most) {}

  /// Throws hdf5_silent, or file_error with the message of the other end.
  hdf5_group tree() {
    hdf5_group root;
    std::vector<hdf5_group*> at{&root};
    for (std::size_t names = 0;; ++names) {
      const char tag = number<char>();
      if (tag == '.' && at.size() == 1) return root;
      if (tag == '!') throw file_error(text());
      if (tag == ')' && at.size() > 1) {
        at.pop_back();
        continue;
      }
      if (names > 2 * limits_.names || at.size() > limits_.depth) break;
      auto name = text();
      auto& here = *at.back();
      if (tag == '(')
        at.push_back(&here.groups[name]);
      else if (tag == 'd')
        dataset(here, name);
      else
        here.attributes.insert_or_assign(name, attribute(tag));
    }
    throw hdf5_silent{"it answered nonsense"};
  }

private:
  hdf5_attribute attribute(char tag) {
    if (tag == 's') return text();
    if (tag == 'i') return number<std::int64_t>();
    if (tag == 'f') return number<double>();
    if (tag != 'l') throw hdf5_silent{"it answered nonsense"};
    std::vector<std::string> list;
    for (auto n = number<std::size_t>(); n > 0; --n) list.push_back(text());
    return list;
  }
  void dataset(hdf5_group& into, const std::string& name) {
    shape extents(afford(number<std::size_t>(), 6, 0));
    for (auto& e : extents) e = number<std::ptrdiff_t>();
    const bool rounded = number<bool>();
    try {
      afford(static_cast<std::size_t>(entry_count(extents)), left_ / sizeof(float), sizeof(float));
    } catch (const shape_error&) {
      throw hdf5_silent{"it answered nonsense"};
    }
    ndarray entries(std::move(extents));
    raw(entries.data(), static_cast<std::size_t>(entries.size()) * sizeof(float));
    into.datasets.insert_or_assign(name, std::move(entries));
    if (rounded) into.rounded.insert(name);
  }

  std::size_t afford(std::size_t count, std::uintmax_t most, std::size_t each) {
    if (count > most) throw hdf5_silent{"it answered nonsense"};
    left_ -= count * each;
    return count;
  }
  std::string text() {
    std::string t(afford(number<std::size_t>(), left_, 1), '\0');
    raw(t.data(), t.size());
    return t;
  }
  template <class T> T number() {
    std::array<char, sizeof(T)> bytes;
    raw(bytes.data(), sizeof(T));
    if constexpr (std::is_same_v<T, bool>)
      return bytes[0] != 0;
    else
      return std::bit_cast<T>(bytes);
  }
  /// Through a buffer, but a large field straight to its place.
  void raw(void* into, std::size_t size) {
    auto* to = static_cast<char*>(into);
    while (size > 0) {
      if (buffer_.empty() && size >= room_.size()) {
        const auto got = some(to, size);
        to += got, size -= got;
        continue;
      }
      if (buffer_.empty()) buffer_ = {room_.data(), some(room_.data(), room_.size())};
      const auto part = std::min(size, buffer_.size());
      std::memcpy(to, buffer_.data(), part);
      buffer_.remove_prefix(part), to += part, size -= part;
    }
  }
  std::size_t some(char* into, std::size_t size) {
    for (;;) {
      pollfd wait{from_, POLLIN, 0};
      const int ready = ::poll(&wait, 1, limits_.seconds * 1000);
      if (ready == 0) throw hdf5_silent{"it did not answer in time"};
      const auto got = ready < 0 ? -1 : ::read(from_, into, size);
      if (got > 0) return static_cast<std::size_t>(got);
      if (got == 0 || errno != EINTR) throw hdf5_silent{"it stopped"};
    }
  }

  int from_;
  hdf5_limits limits_;
  std::uintmax_t left_;
  std::vector<char> room_ = std::vector<char>(65536);
  std::string_view buffer_;
};

}  // namespace regula::files

// SPDX-License-Identifier: MIT
/// A tree of HDF5 as a stream of records in a pipe. Both ends are on this machine; the reader trusts nothing.
///
/// A record is a tag, then its fields: a text is its length as 8 bytes and its bytes. '(' name and ')' enclose a group,
/// 'd' name rank extents rounded entries, 's' 'l' 'i' 'f' name value (attributes), '!' message (an error), '.' the end.
#pragma once
#include <regula/files/hdf5_tree.hpp>

namespace regula::files {

/// What walk_hdf5 finds, as records.
class hdf5_sender {
public:
  explicit hdf5_sender(int to) : to_(to) {}

  void enter(std::string_view name) { tagged('(', name); }
  void leave() { number(')'); }
  void error(std::string_view message) { tagged('!', message), flush(); }
  void end() { number('.'), flush(); }
  void attribute(std::string_view name, const hdf5_attribute& value);
  void dataset(std::string_view name, const ndarray& entries, bool rounded);

private:
  void tagged(char tag, std::string_view name) { number(tag), text(name); }
  void text(std::string_view t) { number(t.size()), raw(t.data(), t.size()); }
  template <class T> void number(T value) { raw(&value, sizeof(T)); }
  void raw(const void* data, std::size_t size);
  void flush() { send(waiting_), waiting_.clear(); }
  void send(std::string_view bytes);

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
  hdf5_group tree();

private:
  hdf5_attribute attribute(char tag);
  void dataset(hdf5_group& into, const std::string& name);
  std::size_t afford(std::size_t count, std::uintmax_t most, std::size_t each);
  std::string text();
  template <class T> T number();
  void raw(void* into, std::size_t size);
  std::size_t some(char* into, std::size_t size);

  int from_;
  hdf5_limits limits_;
  std::uintmax_t left_;
  std::vector<char> room_ = std::vector<char>(65536);
  std::string_view buffer_;
};

}  // namespace regula::files

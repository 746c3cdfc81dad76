// SPDX-License-Identifier: MIT
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <regula/error.hpp>
#include <regula/files/descriptor.hpp>
#include <regula/files/hdf5_records.hpp>

namespace regula::files {

void hdf5_sender::attribute(std::string_view name, const hdf5_attribute& value) {
  if (const auto* one = std::get_if<std::string>(&value)) tagged('s', name), text(*one);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) tagged('i', name), number(*integer);
  if (const auto* real = std::get_if<double>(&value)) tagged('f', name), number(*real);
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
    tagged('l', name), number(list->size());
    for (const auto& each : *list) text(each);
  }
}

void hdf5_sender::dataset(std::string_view name, const ndarray& entries, bool rounded) {
  tagged('d', name), number(entries.rank());
  for (const auto e : entries.shape()) number(e);
  number(rounded), raw(entries.data(), static_cast<std::size_t>(entries.size()) * sizeof(float));
}

void hdf5_sender::raw(const void* data, std::size_t size) {
  waiting_.append(static_cast<const char*>(data), size < 65536 ? size : 0);
  if (waiting_.size() >= 65536 || size >= 65536) flush();
  if (size >= 65536) send({static_cast<const char*>(data), size});
}

void hdf5_sender::send(std::string_view bytes) {
  if (!write_all(to_, bytes)) throw file_error("the pipe is closed");
}

template <class T> T hdf5_receiver::number() {
  std::array<char, sizeof(T)> bytes;
  raw(bytes.data(), sizeof(T));
  if constexpr (std::is_same_v<T, bool>)
    return bytes[0] != 0;
  else
    return std::bit_cast<T>(bytes);
}

hdf5_group hdf5_receiver::tree() {
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

hdf5_attribute hdf5_receiver::attribute(char tag) {
  if (tag == 's') return text();
  if (tag == 'i') return number<std::int64_t>();
  if (tag == 'f') return number<double>();
  if (tag != 'l') throw hdf5_silent{"it answered nonsense"};
  std::vector<std::string> list;
  for (auto n = number<std::size_t>(); n > 0; --n) list.push_back(text());
  return list;
}

void hdf5_receiver::dataset(hdf5_group& into, const std::string& name) {
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

std::size_t hdf5_receiver::afford(std::size_t count, std::uintmax_t most, std::size_t each) {
  if (count > most) throw hdf5_silent{"it answered nonsense"};
  left_ -= count * each;
  return count;
}

std::string hdf5_receiver::text() {
  std::string t(afford(number<std::size_t>(), left_, 1), '\0');
  raw(t.data(), t.size());
  return t;
}

// Through a buffer, but a large field straight to its place.
void hdf5_receiver::raw(void* into, std::size_t size) {
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

std::size_t hdf5_receiver::some(char* into, std::size_t size) {
  for (;;) {
    pollfd wait{from_, POLLIN, 0};
    const int ready = ::poll(&wait, 1, limits_.seconds * 1000);
    if (ready == 0) throw hdf5_silent{"it did not answer in time"};
    const auto got = ready < 0 ? -1 : ::read(from_, into, size);
    if (got > 0) return static_cast<std::size_t>(got);
    if (got == 0 || errno != EINTR) throw hdf5_silent{"it stopped"};
  }
}

}  // namespace regula::files

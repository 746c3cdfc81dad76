// SPDX-License-Identifier: MIT
#include <zip.h>

#include <algorithm>
#include <memory>
#include <regula/files/zip.hpp>

namespace regula::files {

namespace {

using zip_source_handle = std::unique_ptr<zip_source_t, decltype([](zip_source_t* s) { zip_source_free(s); })>;
using zip_archive_handle = std::unique_ptr<zip_t, decltype([](zip_t* a) { zip_discard(a); })>;
using zip_file_handle = std::unique_ptr<zip_file_t, decltype([](zip_file_t* f) { zip_fclose(f); })>;

/// libzip's description of what went wrong, as it goes.
class zip_complaint {
public:
  zip_complaint() { zip_error_init(&error_); }
  zip_complaint(const zip_complaint&) = delete;
  zip_complaint& operator=(const zip_complaint&) = delete;
  ~zip_complaint() { zip_error_fini(&error_); }
  zip_error_t* get() { return &error_; }
  std::string text() { return zip_error_strerror(&error_); }

private:
  zip_error_t error_;
};

/// Why this name cannot be that of an entry: empty, absolute, "." or ".." inside, NUL or a backslash; null where it
/// can.
const char* zip_name_fault(std::string_view name) {
  if (name.empty()) return "an empty name";
  if (name.size() > 65535) return "a name of more than 65535 bytes";
  if (name.front() == '/') return "an absolute path";
  if (name.find('\\') != name.npos) return "a backslash in the name";
  if (name.find('\0') != name.npos) return "a NUL in the name";
  for (std::size_t at = 0; at <= name.size();) {
    const auto end = std::min(name.find('/', at), name.size());
    const auto part = name.substr(at, end - at);
    if (part == "." || part == ".." || (part.empty() && end != name.size()))
      return "an empty, \".\" or \"..\" part in the path";
    at = end + 1;
  }
  return nullptr;
}

/// The archive, which keeps looking at the bytes.
zip_archive_handle open_zip(std::string_view bytes, const std::string& where) {
  if (bytes.empty()) throw file_error(where + ": no zip archive: it is empty");
  zip_complaint complaint;
  zip_source_handle source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, complaint.get()));
  if (!source) throw file_error(where + ": " + complaint.text());
  zip_archive_handle archive(zip_open_from_source(source.get(), ZIP_RDONLY | ZIP_CHECKCONS, complaint.get()));
  if (!archive) throw file_error(where + ": no zip archive, or a damaged one: " + complaint.text());
  source.release();  // now the archive's
  return archive;
}

/// The content of an entry of this many bytes, as its header says; it grows while it inflates.
std::string zip_content(zip_t* archive, std::uint64_t index, std::uint64_t size, const std::string& where) {
  const zip_file_handle file(zip_fopen_index(archive, index, 0));
  if (!file) throw file_error(where + ": cannot be opened: " + zip_strerror(archive));
  std::string content;
  std::vector<char> piece(65536);
  for (;;) {
    const auto got = zip_fread(file.get(), piece.data(), piece.size());
    if (got < 0) throw file_error(where + ": cannot be read: " + zip_file_strerror(file.get()));
    if (content.size() + static_cast<std::size_t>(got) > size || (got == 0 && content.size() != size))
      throw file_error(where + ": its size is not the " + std::to_string(size) + " bytes that the archive says");
    if (got == 0) return content;  // the checksum has been compared by now
    content.append(piece.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

std::map<std::string, std::string> read_zip(std::string_view bytes, const std::string& name, const zip_limits& limits) {
  const auto archive = open_zip(bytes, name);
  const auto count = static_cast<std::uint64_t>(zip_get_num_entries(archive.get(), 0));
  if (count > limits.entries)
    throw file_error(name + ": " + std::to_string(count) + " entries; at most " + std::to_string(limits.entries) +
                     " are read");

  constexpr std::uint64_t needed =
      ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
  std::map<std::string, std::string> entries;
  std::uintmax_t total = 0, packed = 0;
  for (std::uint64_t k = 0; k < count; ++k) {
    zip_stat_t about;
    if (zip_stat_index(archive.get(), k, 0, &about) != 0 || (about.valid & needed) != needed)
      throw file_error(name + ": entry " + std::to_string(k) + " cannot be examined: " + zip_strerror(archive.get()));
    const std::string entry = about.name, where = name + ": " + entry;
    if (const auto* fault = zip_name_fault(entry)) throw file_error(where + ": " + fault);
    if (about.encryption_method != ZIP_EM_NONE) throw file_error(where + ": encrypted");
    if (about.comp_method != ZIP_CM_STORE && about.comp_method != ZIP_CM_DEFLATE)
      throw file_error(where + ": method " + std::to_string(about.comp_method) + "; only stored and deflated are read");
    const std::uint64_t most_for_one = about.comp_method == ZIP_CM_STORE ? 1 : 1032;
    if (about.comp_size > bytes.size() - packed || about.size / most_for_one > about.comp_size)
      throw file_error(where + ": its " + std::to_string(about.size) + " bytes are more than the archive can hold");
    if (about.size > limits.bytes - total)
      throw file_error(where + ": more than " + std::to_string(limits.bytes) + " bytes with the entries before it");
    total += about.size, packed += about.comp_size;
    auto content = zip_content(archive.get(), k, about.size, where);
    if (entry.ends_with('/') && content.empty()) continue;
    if (!entries.emplace(entry, std::move(content)).second) throw file_error(where + ": there are two of this name");
  }
  return entries;
}

std::string write_zip(const std::vector<zip_entry>& entries) {
  zip_complaint complaint;
  zip_source_handle target(zip_source_buffer_create(nullptr, 0, 0, complaint.get()));
  if (!target) throw file_error("zip: " + complaint.text());
  zip_source_keep(target.get());  // the archive takes one reference, the bytes are read through the other
  zip_archive_handle archive(zip_open_from_source(target.get(), ZIP_TRUNCATE, complaint.get()));
  if (!archive) {
    zip_source_free(target.get());
    throw file_error("zip: " + complaint.text());
  }
  constexpr zip_uint16_t midnight = 0, first_of_january_1980 = (1 << 5) | 1;
  for (const auto& [name, bytes, deflated] : entries) {
    const auto refuse = [&](const std::string& why) { throw file_error("zip: " + name + ": " + why); };
    if (const auto* fault = zip_name_fault(name)) refuse(fault);
    if (name.ends_with('/')) refuse("the name of a folder");
    if (zip_name_locate(archive.get(), name.c_str(), 0) >= 0) refuse("there are two of this name");
    zip_source_handle content(zip_source_buffer(archive.get(), bytes.data(), bytes.size(), 0));
    if (!content) refuse(zip_strerror(archive.get()));
    const auto index = zip_file_add(archive.get(), name.c_str(), content.get(), ZIP_FL_ENC_UTF_8);
    if (index < 0) refuse(zip_strerror(archive.get()));
    content.release();  // now the archive's
    const auto at = static_cast<zip_uint64_t>(index);
    if (zip_set_file_compression(archive.get(), at, deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0) != 0 ||
        zip_file_set_dostime(archive.get(), at, midnight, first_of_january_1980, 0) != 0)
      refuse(zip_strerror(archive.get()));
  }
  if (zip_close(archive.get()) != 0) throw file_error(std::string("zip: ") + zip_strerror(archive.get()));
  archive.release();

  zip_stat_t about;
  if (entries.empty() || zip_source_stat(target.get(), &about) != 0 || zip_source_open(target.get()) != 0)
    throw file_error(entries.empty() ? "zip: an archive has at least one entry"
                                     : "zip: the archive cannot be read back");
  std::string bytes(about.size, '\0');
  const auto got = zip_source_read(target.get(), bytes.data(), bytes.size());
  zip_source_close(target.get());
  if (got != static_cast<zip_int64_t>(bytes.size())) throw file_error("zip: the archive cannot be read back");
  return bytes;
}

}  // namespace regula::files

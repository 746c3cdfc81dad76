// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <random>
#include <regula/files/bytes.hpp>
#include <regula/files/descriptor.hpp>
#include <system_error>

namespace regula::files {

namespace {

/// Up to size bytes, fewer only at the end of the file; -1, with errno, where reading fails.
std::ptrdiff_t read_some(int from, char* into, std::size_t size) {
  std::size_t filled = 0;
  while (filled < size) {
    const auto got = ::read(from, into + filled, size - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return static_cast<std::ptrdiff_t>(filled);
}

/// Throws "FILE cannot be WHAT: No such file or directory", the reason being that of errno.
[[noreturn]] void refuse_file(const std::filesystem::path& path, const std::string& what, int reason = errno) {
  throw file_error(path.string() + " cannot be " + what + ": " + std::generic_category().message(reason));
}

/// A file of its own name in this folder, removed unless it is kept.
class temporary_file {
public:
  temporary_file(const std::filesystem::path& folder, ::mode_t mode) {
    std::random_device entropy;
    for (int attempt = 0; attempt < 100 && !file_; ++attempt) {
      path_ = folder / (".regula-" + std::to_string(::getpid()) + "-" + std::to_string(entropy()));
      file_ = descriptor(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
      if (!file_ && errno != EEXIST) refuse_file(path_, "created");
    }
    if (!file_) refuse_file(path_, "created", EEXIST);
  }
  temporary_file(const temporary_file&) = delete;
  temporary_file& operator=(const temporary_file&) = delete;
  ~temporary_file() {
    if (!kept_) ::unlink(path_.c_str());
  }

  descriptor& file() { return file_; }
  /// From now on it has this name, which it takes from the file that had it.
  bool keep_as(const std::filesystem::path& name) { return kept_ = ::rename(path_.c_str(), name.c_str()) == 0; }

private:
  std::filesystem::path path_;
  descriptor file_;
  bool kept_ = false;
};

}  // namespace

std::string read_file(const std::filesystem::path& path, std::uintmax_t most) {
  const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) refuse_file(path, "opened");
  struct stat about {};
  if (::fstat(file.number(), &about) != 0) refuse_file(path, "examined");
  if (S_ISDIR(about.st_mode)) refuse_file(path, "read", EISDIR);
  if (!S_ISREG(about.st_mode)) throw file_error(path.string() + " is not a regular file");
  const auto too_large = [&](std::uintmax_t size) {
    if (size > most)
      throw file_error(path.string() + " has " + std::to_string(size) + " bytes or more; at most " +
                       std::to_string(most) + " are read");
  };
  too_large(static_cast<std::uintmax_t>(about.st_size));
  std::string bytes;
  auto expected = static_cast<std::size_t>(about.st_size) + 1;  // one more, to meet the end
  for (std::size_t filled = 0;; expected = bytes.size() + 65536) {
    bytes.resize(expected);
    const auto got = read_some(file.number(), bytes.data() + filled, bytes.size() - filled);
    if (got < 0) refuse_file(path, "read");
    filled += static_cast<std::size_t>(got);
    too_large(filled);
    if (filled == bytes.size()) continue;
    bytes.resize(filled);
    return bytes;
  }
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::error_code wrong;
  auto name = path;
  if (std::filesystem::is_symlink(path, wrong)) {
    name = std::filesystem::canonical(path, wrong);
    if (wrong) refuse_file(path, "written", wrong.value());
  }
  if (!name.has_filename()) refuse_file(path, "written", path.empty() ? ENOENT : EISDIR);

  struct stat old {};
  const bool replaces = ::stat(name.c_str(), &old) == 0;
  if (!replaces && errno != ENOENT) refuse_file(path, "written");
  if (replaces && S_ISDIR(old.st_mode)) refuse_file(path, "written", EISDIR);
  if (replaces && !S_ISREG(old.st_mode)) throw file_error(path.string() + " is not a regular file");
  if (replaces && ::access(name.c_str(), W_OK) != 0) refuse_file(path, "written");

  const auto folder = name.has_parent_path() ? name.parent_path() : std::filesystem::path(".");
  const descriptor place(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!place) refuse_file(path, "written");
  temporary_file fresh(folder, replaces ? 0600 : 0666);
  const int to = fresh.file().number();
  if (replaces && ::fchmod(to, old.st_mode & 0777) != 0) refuse_file(path, "written");
  if (!write_all(to, bytes) || ::fsync(to) != 0 || !fresh.file().close()) refuse_file(path, "written");
  if (!fresh.keep_as(name)) refuse_file(path, "written");
  if (::fsync(place.number()) != 0 && errno != EINVAL && errno != ENOTSUP)
    refuse_file(path, "made sure of on the disk, but has its new content");
}

}  // namespace regula::files

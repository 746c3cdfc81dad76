// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <dsl/meta/error.hpp>
#include <dsl/meta/message.hpp>
#include <regula/parsing/private_folder.hpp>

namespace regula::parsing {
namespace {

[[noreturn]] void refuse(std::string_view path, std::string_view why) {
  throw file_error(dsl::message({"the cache of compiled penalties cannot be used: ", path, " ", why}));
}
std::string error_text() { return std::strerror(errno); }

std::string cache_home() {
  const char* const set = std::getenv("XDG_CACHE_HOME");
  if (set != nullptr && set[0] == '/') return set;
  const char* const home = std::getenv("HOME");
  if (home == nullptr || home[0] != '/') refuse("~/.cache", "is unknown: neither XDG_CACHE_HOME nor HOME is set");
  return std::string{home} + "/.cache";
}
/// Of a folder in which ours is: others may write there only if they cannot rename what is not theirs.
void check_parent(const std::string& path) {
  struct stat s {};
  if (stat(path.c_str(), &s) != 0) refuse(path, "cannot be looked at: " + error_text());
  if (!S_ISDIR(s.st_mode)) refuse(path, "is no folder");
  if (s.st_uid != geteuid() && s.st_uid != 0) refuse(path, "belongs to someone else");
  if ((s.st_mode & (S_IWGRP | S_IWOTH)) != 0 && (s.st_mode & S_ISVTX) == 0) refuse(path, "may be written by others");
}

}  // namespace

private_folder::private_folder() {
  if (getuid() != geteuid() || getgid() != getegid()) refuse("it", "is not read with the rights of another user");
  const auto home = cache_home();
  if (mkdir(home.c_str(), S_IRWXU) != 0 && errno != EEXIST) refuse(home, "cannot be made: " + error_text());
  check_parent(home);
  path_ = home + "/regula";
  if (mkdir(path_.c_str(), S_IRWXU) != 0 && errno != EEXIST) refuse(path_, "cannot be made: " + error_text());
  folder_ = open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder_ < 0) refuse(path_, errno == ELOOP || errno == ENOTDIR ? "is no folder, or a link" : error_text());
  struct stat s {};
  const bool known = fstat(folder_, &s) == 0;
  const char* const why = !known                                   ? "cannot be looked at"
                          : s.st_uid != geteuid()                  ? "belongs to someone else"
                          : (s.st_mode & (S_IWGRP | S_IWOTH)) != 0 ? "may be written by others"
                          : (s.st_mode & S_IRWXU) != S_IRWXU       ? "may not be written"
                                                                   : nullptr;
  if (why == nullptr) return;
  close(folder_);
  refuse(path_, why);
}
private_folder::~private_folder() {
  if (folder_ >= 0) close(folder_);
}

bool private_folder::has(const std::string& name) const {
  struct stat s {};
  if (fstatat(folder_, name.c_str(), &s, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return false;
    refuse(path(name), "cannot be looked at: " + error_text());
  }
  if (!S_ISREG(s.st_mode)) refuse(path(name), "is no plain file");
  if (s.st_uid != geteuid()) refuse(path(name), "belongs to someone else");
  if ((s.st_mode & (S_IWGRP | S_IWOTH)) != 0) refuse(path(name), "may be written by others");
  return true;
}
void private_folder::write(const std::string& name, const std::string& text) const {
  const int file =
      openat(folder_, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) refuse(path(name), "cannot be made: " + error_text());
  std::size_t done = 0;
  while (done < text.size()) {
    const auto n = ::write(file, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    done += static_cast<std::size_t>(n);
  }
  const std::string why = error_text();
  if (close(file) == 0 && done == text.size()) return;
  remove(name);
  refuse(path(name), "cannot be written: " + why);
}
void private_folder::rename(const std::string& from, const std::string& to) const {
  if (renameat(folder_, from.c_str(), folder_, to.c_str()) != 0)
    refuse(path(to), "cannot be put in its place: " + error_text());
}
void private_folder::remove(const std::string& name) const noexcept { unlinkat(folder_, name.c_str(), 0); }

}  // namespace regula::parsing

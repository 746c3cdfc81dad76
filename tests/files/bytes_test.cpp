// SPDX-License-Identifier: MIT
#include <sys/resource.h>
#include <sys/stat.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <iterator>
#include <regula/files/bytes.hpp>
#include <tests/catch.hpp>
#include <tests/files/folder.hpp>
#include <thread>

namespace {

using Catch::Matchers::ContainsSubstring;
using namespace regula::files;
namespace fs = std::filesystem;

std::string plainly_read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_CASE("bytes come back as they were written") {
  const test_folder folder;
  for (const std::size_t size : {0, 1, 65535, 65536, 65537, 1000000}) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 7 + i / 251);
    write_file(folder / "f", bytes);
    CHECK(plainly_read(folder / "f") == bytes);
    CHECK(read_file(folder / "f") == bytes);
    CHECK(read_file(folder / "f", size) == bytes);
    if (size > 0) CHECK_THAT(refusal([&] { read_file(folder / "f", size - 1); }), ContainsSubstring("at most"));
  }
  CHECK(folder.files() == 1);
}

TEST_CASE("what is no file is not read") {
  const test_folder folder;
  CHECK_THAT(refusal([&] { read_file(folder / "none"); }), ContainsSubstring("none cannot be opened: No such file"));
  CHECK_THAT(refusal([&] { read_file(folder.path()); }), ContainsSubstring("cannot be read: Is a directory"));
  CHECK_THAT(refusal([&] { read_file("/dev/zero"); }), ContainsSubstring("/dev/zero is not a regular file"));
  CHECK_THAT(refusal([&] { read_file(""); }), ContainsSubstring("No such file"));
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK_THAT(refusal([&] { read_file(folder / "pipe"); }), ContainsSubstring("not a regular file"));
  CHECK(read_file("/proc/self/cmdline").size() > 0);  // its size is said to be 0
  CHECK_THAT(refusal([] { read_file("/proc/self/cmdline", 1); }), ContainsSubstring("at most 1"));
}

TEST_CASE("what is no file is not replaced") {
  const test_folder folder;
  fs::create_directory(folder / "inner");
  CHECK_THAT(refusal([&] { write_file(folder / "inner", "x"); }), ContainsSubstring("Is a directory"));
  CHECK_THAT(refusal([&] { write_file(folder / "inner/", "x"); }), ContainsSubstring("Is a directory"));
  CHECK_THAT(refusal([&] { write_file(folder / "none/f", "x"); }), ContainsSubstring("No such file"));
  CHECK_THAT(refusal([] { write_file("", "x"); }), ContainsSubstring("No such file"));
  CHECK_THAT(refusal([] { write_file("/dev/null", "x"); }), ContainsSubstring("not a regular file"));
  write_file(folder / "file", "x");
  CHECK_THAT(refusal([&] { write_file(folder / "file/f", "x"); }), ContainsSubstring("Not a directory"));
  fs::create_symlink("nowhere", folder / "dangling");
  CHECK_THAT(refusal([&] { write_file(folder / "dangling", "x"); }), ContainsSubstring("No such file"));
  CHECK(folder.files() == 3);
}

TEST_CASE("no permission, no change") {
  if (::geteuid() == 0) return;  // root may do everything
  const test_folder folder;
  write_file(folder / "f", "old");
  fs::permissions(folder / "f", fs::perms::owner_read);
  CHECK_THAT(refusal([&] { write_file(folder / "f", "new"); }), ContainsSubstring("Permission denied"));
  fs::permissions(folder / "f", fs::perms::owner_write);
  CHECK_THAT(refusal([&] { read_file(folder / "f"); }), ContainsSubstring("Permission denied"));
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  CHECK_THAT(refusal([&] { write_file(folder / "g", "new"); }), ContainsSubstring("Permission denied"));
  CHECK_THAT(refusal([&] { write_file(folder / "f", "new"); }), ContainsSubstring("Permission denied"));
  fs::permissions(folder.path(), fs::perms::owner_all);
  fs::permissions(folder / "f", fs::perms::owner_all);
  CHECK(read_file(folder / "f") == "old");
  CHECK(folder.files() == 1);
}

TEST_CASE("a write that fails midway leaves the old file and nothing else") {
  const test_folder folder;
  write_file(folder / "f", "old");
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{1000, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  const auto said = refusal([&] { write_file(folder / "f", std::string(5000, 'x')); });
  const auto said_new = refusal([&] { write_file(folder / "g", std::string(5000, 'x')); });
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  CHECK_THAT(said, ContainsSubstring("File too large"));
  CHECK_THAT(said_new, ContainsSubstring("File too large"));
  CHECK(read_file(folder / "f") == "old");
  CHECK(folder.files() == 1);
}

TEST_CASE("permissions are those of the replaced file, or those of new files") {
  const test_folder folder;
  const auto mask = ::umask(027);
  write_file(folder / "new", "x");
  ::umask(mask);
  CHECK((fs::status(folder / "new").permissions() & fs::perms::all) == static_cast<fs::perms>(0640));
  fs::permissions(folder / "new", static_cast<fs::perms>(0604));
  write_file(folder / "new", "y");
  CHECK((fs::status(folder / "new").permissions() & fs::perms::all) == static_cast<fs::perms>(0604));
}

TEST_CASE("behind a link the file is replaced, not the link") {
  const test_folder folder;
  write_file(folder / "file", "old");
  fs::create_symlink("file", folder / "link");
  write_file(folder / "link", "new");
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(read_file(folder / "file") == "new");
}

TEST_CASE("a reader meets a whole file") {
  const test_folder folder;
  write_file(folder / "f", std::string(200000, 'a'));
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int k = 0; k < 20; ++k) write_file(folder / "f", std::string(200000, k % 2 ? 'a' : 'b'));
    done = true;
  });
  bool whole = true;
  while (!done) {
    const auto bytes = read_file(folder / "f");
    whole = whole && bytes == std::string(200000, bytes.at(0));
  }
  writer.join();
  CHECK(whole);
}

}  // namespace

// SPDX-License-Identifier: MIT
/// Caches that others may write, files that are not ours, no compiler, and many at once.
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <csignal>
#include <regula/parse.hpp>
#include <tests/catch.hpp>
#include <tests/emit/cache.hpp>
#include <thread>
#include <vector>

namespace {

namespace fs = std::filesystem;
using emit_test::fresh_cache, emit_test::variable;

constexpr const char* formula = "0.01 * sum(abs(W)) + 0.02 * sum(square(W))";

/// Stays at the first tier with this in its reason, and computes.
void stays(const std::string& reason) {
  const auto p = regula::parse(formula);
  const auto report = p.compile();
  INFO(report.reason);
  CHECK(report.tier == 1);
  CHECK(report.reason.find(reason) != std::string::npos);
  CHECK_THROWS_AS(p.compile({.must_compile = true}), regula::file_error);
  const std::vector<float> w = {1.0F, -2.0F};
  std::vector<float> g(2);
  CHECK(p.value_and_gradient(w, g) == Approx(0.13));
}
int files_in(const fs::path& folder) {
  int n = 0;
  for ([[maybe_unused]] const auto& each : fs::directory_iterator(folder)) ++n;
  return n;
}
void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }
void set_mode(const fs::path& file, mode_t mode) { REQUIRE(chmod(file.c_str(), mode) == 0); }

/// Whether a child process compiles, or stays with `reason`.
pid_t start_child(const char* reason) {
  const pid_t child = fork();
  if (child == 0) {
    const auto report = regula::parse(formula).compile();
    const bool good = reason == nullptr ? report.tier == 2 : report.reason.find(reason) != std::string::npos;
    _exit(good ? 0 : 1);
  }
  return child;
}
bool succeeded(pid_t child) {
  int status = 1;
  return waitpid(child, &status, 0) == child && status == 0;
}

}  // namespace

TEST_CASE("code is compiled once and found again", "[emit]") {
  const fresh_cache cache;
  const auto first = regula::parse(formula).compile();
  REQUIRE(first.tier == 2);
  CHECK_FALSE(first.was_cached);
  CHECK(first.seconds > 0.0);
  struct stat s {};
  REQUIRE(stat(cache.path().c_str(), &s) == 0);
  CHECK((s.st_mode & 0777) == 0700);
  CHECK(files_in(cache.path()) == 1);
  const auto second = regula::parse(formula).compile();
  CHECK((second.tier == 2 && second.was_cached && second.path == first.path));
  // Names and numbers of coefficients are not in the source.
  CHECK(regula::parse("x = 3; y = 4; x * sum(abs(Kernel)) + y * sum(square(Kernel))").compile().path == first.path);
  CHECK(regula::parse("0.01 * sum(abs(W))").compile().path != first.path);
  CHECK(regula::parse(formula).compile({.doubles = true}).path != first.path);
  // What is damaged is compiled anew.
  fs::remove(first.path);
  write(first.path, "no code");
  const auto third = regula::parse(formula).compile();
  CHECK((third.tier == 2 && !third.was_cached && third.path == first.path));
}

TEST_CASE("a cache that others may write is not used", "[emit]") {
  const fresh_cache cache;
  fs::create_directory(cache.path());
  set_mode(cache.path(), 0777);
  stays("may be written by others");
  CHECK(files_in(cache.path()) == 0);
  set_mode(cache.path(), 0500);
  stays("may not be written");
  fs::remove(cache.path());
  const emit_test::folder elsewhere;
  fs::create_directory_symlink(elsewhere.path(), cache.path());
  stays("is no folder, or a link");
  CHECK(files_in(elsewhere.path()) == 0);
  fs::remove(cache.path());
  write(cache.path(), "a file");
  stays("is no folder, or a link");
  fs::remove(cache.path());
  set_mode(cache.path().parent_path(), 0777);
  stays("may be written by others");
  set_mode(cache.path().parent_path(), 0700);
  if (geteuid() == 0) {
    fs::create_directory(cache.path());
    REQUIRE(chown(cache.path().c_str(), 12345, 12345) == 0);
    stays("belongs to someone else");
  }
}

TEST_CASE("a file that is not ours is not loaded", "[emit]") {
  const fresh_cache cache;
  const auto report = regula::parse(formula).compile();
  REQUIRE(report.tier == 2);
  const fs::path file = report.path, real = file.string() + ".real";
  set_mode(file, 0777);
  stays("may be written by others");
  set_mode(file, 0700);
  fs::rename(file, real);
  fs::create_symlink(real, file);
  stays("is no plain file");
  fs::remove(file);
  fs::create_directory(file);
  stays("is no plain file");
  fs::remove(file);
  if (geteuid() == 0) {
    fs::copy_file(real, file);
    REQUIRE(chown(file.c_str(), 12345, 12345) == 0);
    stays("belongs to someone else");
  }
}

TEST_CASE("no place for a cache", "[emit]") {
  {
    const variable home("XDG_CACHE_HOME", "/proc/nowhere");
    stays("cannot be made");
  }
  const variable relative("XDG_CACHE_HOME", "somewhere");
  const emit_test::folder folder;
  {
    const variable home("HOME", folder.path().string());
    CHECK(regula::parse(formula).compile().path.find(folder.path().string() + "/.cache/regula/") == 0);
  }
  const variable home("HOME", "");
  stays("neither XDG_CACHE_HOME nor HOME");
}

TEST_CASE("no compiler, or one that fails", "[emit]") {
  const fresh_cache cache;
  const emit_test::folder folder;
  {
    const variable path("PATH", folder.path().string());
    const variable cc("CC", "");
    stays("PATH has no cc, gcc or clang");
    const variable relative("PATH", "bin::.");
    stays("PATH has no cc, gcc or clang");
  }
  const auto script = folder.path() / "cc";
  const variable cc("CC", script.string());
  stays("there is no C compiler: CC is");
  write(script,
        "#!/bin/sh\n[ \"$1\" = --version ] && echo 1 && exit 0\necho 'f.c:1: error: no room left' >&2\nexit 1\n");
  set_mode(script, 0700);
  stays("f.c:1: error: no room left");
  write(script, "#!/bin/sh\nexit 1\n");
  stays("does not answer");
  write(script, "#!/bin/sh\n[ \"$1\" = --version ] && echo 2\nexit 0\n");
  stays("cannot be loaded");
  for (const auto& each : fs::directory_iterator(cache.path())) CHECK(each.path().extension() == ".so");
  const variable words("CC", "  cc   -DREGULA_WORD=1 ");
  CHECK(regula::parse(formula).compile().tier == 2);
}

TEST_CASE("a full disk", "[emit]") {
  const fresh_cache cache;
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit little{100, 100};
    setrlimit(RLIMIT_FSIZE, &little);
    const auto report = regula::parse(formula).compile();
    _exit(report.tier == 1 && report.reason.find("cannot be written") != std::string::npos ? 0 : 1);
  }
  CHECK(succeeded(child));
  CHECK(files_in(cache.path()) == 0);
}

TEST_CASE("many at once", "[emit]") {
  const fresh_cache cache;
  const pid_t a = start_child(nullptr), b = start_child(nullptr);
  CHECK(succeeded(a));
  CHECK(succeeded(b));
  CHECK(files_in(cache.path()) == 1);
  fs::remove_all(cache.path());
  const auto shared = regula::parse(formula);
  const std::vector<float> w(5000, -2.0F);
  std::vector<double> found(4);
  std::vector<int> tiers(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      const auto own = t % 2 == 0 ? shared : regula::parse(formula);
      std::vector<float> g(w.size());
      own.value_and_gradient(w, g);
      tiers[t] = own.compile().tier;
      for (int k = 0; k < 100; ++k) found[t] = own.value_and_gradient(w, g);
    });
  for (auto& t : threads) t.join();
  for (std::size_t t = 0; t < 4; ++t) CHECK((tiers[t] == 2 && found[t] == Approx(500.0)));
  CHECK(files_in(cache.path()) == 1);
}

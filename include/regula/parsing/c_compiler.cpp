// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <spawn.h>
#include <sys/auxv.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <dsl/meta/error.hpp>
#include <dsl/meta/message.hpp>
#include <regula/parsing/c_compiler.hpp>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

extern "C" char** environ;

namespace regula::parsing {
namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}
/// The program of this name in PATH, of which relative folders do not count; empty where there is none.
std::string in_path(const std::string& name) {
  if (name.find('/') != std::string::npos) return access(name.c_str(), X_OK) == 0 ? name : "";
  const char* const set = std::getenv("PATH");
  std::string_view path = set == nullptr ? "/usr/bin:/bin" : set;
  while (!path.empty()) {
    const auto end = std::min(path.find(':'), path.size());
    const auto file = std::string{path.substr(0, end)} + "/" + name;
    if (file[0] == '/' && access(file.c_str(), X_OK) == 0) return file;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return {};
}

struct finished {
  int status;
  std::string output;
};
/// Runs a program with nothing to read; what it prints is kept up to a limit.
finished run_program(const std::vector<std::string>& command) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw file_error(dsl::message({"no pipe for ", command[0]}));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int failed = posix_spawn(&child, command[0].c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  finished result{-1, {}};
  char text[4096];
  for (ssize_t n = 0; failed == 0 && ((n = read(ends[0], text, sizeof text)) > 0 || (n < 0 && errno == EINTR));)
    if (n > 0 && result.output.size() < 64 * 1024) result.output.append(text, static_cast<std::size_t>(n));
  close(ends[0]);
  if (failed != 0) throw file_error(dsl::message({command[0], " cannot be started: ", std::strerror(failed)}));
  while (waitpid(child, &result.status, 0) < 0)
    if (errno != EINTR) throw file_error(dsl::message({command[0], " cannot be waited for"}));
  return result;
}
std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }
std::string first_error(const std::string& text) {
  const auto at = text.find("error");
  if (at == std::string::npos) return first_line(text);
  const auto begin = text.rfind('\n', at);
  return first_line(text.substr(begin == std::string::npos ? 0 : begin + 1));
}

}  // namespace

c_compiler c_compiler::find() {
  const char* const set = std::getenv("CC");
  c_compiler found;
  if (auto words = words_of(set == nullptr ? "" : set); !words.empty()) {
    words[0] = in_path(words[0]);
    if (words[0].empty()) throw file_error(dsl::message({"there is no C compiler: CC is ", set}));
    found.command = std::move(words);
  } else {
    for (const char* name : {"cc", "gcc", "clang"})
      if (auto file = in_path(name); found.command.empty() && !file.empty()) found.command = {std::move(file)};
    if (found.command.empty()) throw file_error("there is no C compiler: PATH has no cc, gcc or clang");
  }
  auto ask = found.command;
  ask.push_back("--version");
  const auto answer = run_program(ask);
  if (answer.status != 0) throw file_error(dsl::message({"the C compiler ", found.command[0], " does not answer"}));
  found.version = first_line(answer.output);
  return found;
}
void c_compiler::run(const std::vector<std::string>& arguments) const {
  auto all = command;
  all.insert(all.end(), arguments.begin(), arguments.end());
  const auto result = run_program(all);
  if (result.status != 0)
    throw file_error(dsl::message({"the C compiler ", command[0], " failed: ", first_error(result.output)}));
}

std::string processor_text() {
  std::string text;
  const auto add = [&](unsigned long word) { (text += std::to_string(word)) += ' '; };
#if defined(__x86_64__)
  for (const unsigned leaf : {0u, 1u, 7u, 0x80000001u}) {
    unsigned a = 0, b = 0, c = 0, d = 0;
    __get_cpuid_count(leaf, 0, &a, &b, &c, &d);
    if (leaf == 1) b = 0;  // which core this is
    add(a), add(b), add(c), add(d);
  }
#else
  utsname system{};
  if (uname(&system) == 0) text = system.machine;
  text += ' ';
  add(getauxval(AT_HWCAP)), add(getauxval(AT_HWCAP2));
#endif
  return text;
}

}  // namespace regula::parsing

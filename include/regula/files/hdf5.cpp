// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <hdf5.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <mutex>
#include <regula/error.hpp>
#include <regula/files/descriptor.hpp>
#include <regula/files/hdf5.hpp>
#include <regula/files/hdf5_handles.hpp>
#include <regula/files/hdf5_read.hpp>
#include <system_error>

namespace regula::files {

namespace {

/// A child process, ended and collected with this object.
class child_process {
public:
  explicit child_process(::pid_t id) : id_(id) {}
  child_process(const child_process&) = delete;
  child_process& operator=(const child_process&) = delete;
  ~child_process() {
    if (id_ > 0) ::kill(id_, SIGKILL);
    outcome();
  }
  /// Waits. The signal that ended it; 0 for none, or where it cannot be known.
  int outcome() {
    int status = 0;
    while (id_ > 0 && ::waitpid(id_, &status, 0) < 0)
      if (errno != EINTR) status = 0, id_ = -1;
    id_ = -1;
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  }

private:
  ::pid_t id_;
};

/// Bytes of entries and texts that a file of this size can hold: a float for an integer of one byte.
std::uintmax_t justified(const hdf5_limits& limits, std::size_t file_size) {
  return std::min<std::uintmax_t>(limits.bytes, 4 * std::uintmax_t{file_size});
}

/// Takes from this process what a reader does not need: signal handlers, output but for this descriptor, new files,
/// time and memory.
void confine(int output, const hdf5_limits& limits, std::size_t file_size) {
  for (const int s : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGINT, SIGTERM, SIGPIPE, SIGXCPU, SIGALRM})
    std::signal(s, SIG_DFL);
  const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int standard : {0, 1, 2})
    if (standard != output) ::dup2(nowhere, standard);

  const auto at_most = [](auto what, std::uintmax_t n, std::uintmax_t grace = 0) {
    const rlimit limit{static_cast<rlim_t>(n), static_cast<rlim_t>(n + grace)};
    ::setrlimit(what, &limit);
  };
  std::uintmax_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const auto mapped = pages * static_cast<std::uintmax_t>(::sysconf(_SC_PAGESIZE));
  constexpr std::uintmax_t spare = 256 << 20, only_a_sanitizer_maps = std::uintmax_t{1} << 43;
  at_most(RLIMIT_CPU, static_cast<std::uintmax_t>(limits.seconds), 1);  // SIGXCPU first, SIGKILL a second later
  at_most(RLIMIT_CORE, 0);
  at_most(RLIMIT_FSIZE, 0);
  if (mapped > only_a_sanitizer_maps) return;  // it also opens pipes, to look at memory
  if (mapped > 0) at_most(RLIMIT_AS, mapped + 4 * (file_size + justified(limits, file_size)) + spare);
  at_most(RLIMIT_NOFILE, 0);
}

/// The body of the child process: does not return.
[[noreturn]] void send_hdf5(int to, std::string_view bytes, const std::string& name, const hdf5_limits& limits) {
  try {
    confine(to, limits, bytes.size());
    hdf5_sender pipe(to);
    try {
      walk_hdf5(bytes, name, limits, pipe);
      pipe.end();
    } catch (const file_error& e) {
      pipe.error(e.what());
    } catch (const std::bad_alloc&) {
      pipe.error(name + ": reading needs more memory than the file justifies");
    }
  } catch (...) {  // the pipe is closed, or there is no memory for a message
  }
  ::_exit(0);
}

}  // namespace

hdf5_group read_hdf5(std::string_view bytes, const std::string& name, hdf5_limits limits) {
  limits.seconds += static_cast<int>(justified(limits, bytes.size()) >> 26);  // 64 MiB a second
  const auto refuse = [&](const char* what) {
    throw file_error(name + ": " + what + std::generic_category().message(errno));
  };
  std::unique_lock<std::mutex> nobody_else_inside(hdf5_lock());
  H5open();
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) refuse("no pipe to read HDF5 through: ");
  const descriptor from(ends[0]);
  descriptor to(ends[1]);
  const auto id = ::fork();
  if (id == 0) send_hdf5(to.number(), bytes, name, limits);
  if (id < 0) refuse("no process to read HDF5 in: ");
  to.close();
  child_process child(id);
  nobody_else_inside.unlock();
  try {
    const auto most = justified(limits, bytes.size()) + bytes.size() + name.size() + 4096;
    return hdf5_receiver(from.number(), limits, most).tree();
  } catch (const hdf5_silent& silent) {
    ::kill(id, SIGKILL);
    const int signal = child.outcome();
    if (signal == SIGXCPU) throw file_error(name + ": the HDF5 library could not read it: it took too long");
    throw file_error(name + ": the HDF5 library could not read it: " + silent.what +
                     (signal > 0 && signal != SIGKILL ? " with signal " + std::to_string(signal) : ""));
  }
}

}  // namespace regula::files

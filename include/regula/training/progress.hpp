// SPDX-License-Identifier: MIT
/// What training shows while it runs: a bar on a terminal, a line for each epoch elsewhere.
///
///   Epoch 2/10  180/750 [=======>......................]  0:03 left  loss 0.5123 = data_loss 0.4100 + penalty 0.1023
///   Epoch 2/10  0:04  loss 0.4870 = data_loss 0.3902 + penalty 0.0968  accuracy 0.8712  val_loss 0.5010 = ...
#pragma once
#include <fmt/format.h>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <ostream>
#include <regula/training/history.hpp>
#if __has_include(<unistd.h>) && __has_include(<sys/ioctl.h>)
#include <sys/ioctl.h>
#include <unistd.h>
#endif

namespace regula::training {

/// Where lines go. On a terminal the last one is redrawn, never longer than `columns`.
struct sink {
  std::function<void(std::string_view)> write;
  bool terminal = false;
  std::size_t columns = 80;

  /// A terminal where isatty says so. The file stays open and owned by the caller.
  static sink of(std::FILE* file) {
    sink s{[file](std::string_view text) {
      std::fwrite(text.data(), 1, text.size(), file);
      std::fflush(file);
    }};
#if __has_include(<unistd.h>) && __has_include(<sys/ioctl.h>)
    s.terminal = isatty(fileno(file)) == 1;
    winsize size{};
    if (s.terminal && ioctl(fileno(file), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) s.columns = size.ws_col;
#endif
    return s;
  }
  /// Never a terminal. The stream outlives the sink.
  static sink of(std::ostream& stream) {
    return {[&stream](std::string_view text) { stream << text << std::flush; }};
  }
};

/// 0:07, 12:34, 1:02:03; "?" for what is not a time.
inline std::string duration_text(double seconds) {
  if (!(seconds >= 0 && seconds < 1e9)) return "?";
  const auto s = std::llround(seconds);
  if (s < 3600) return fmt::format("{}:{:02}", s / 60, s % 60);
  return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

/// Four digits after the point, or after the first digit for numbers below 0.001 or from 1e6 up.
inline std::string value_text(double v) {
  const double size = std::abs(v);
  if (!std::isfinite(v)) return number_text(v);
  return size == 0 || (size >= 1e-3 && size < 1e6) ? fmt::format("{:.4f}", v) : fmt::format("{:.4e}", v);
}

/// "loss 0.5123 = data_loss 0.4100 + penalty 0.1023  accuracy 0.8712"
inline std::string logs_text(const logs& values) {
  std::string text;
  for (const auto& [name, value] : values) {
    const bool of_loss = name.ends_with("data_loss"), of_penalty = name.ends_with("penalty");
    if (!text.empty()) text += of_loss ? " = " : of_penalty ? " + " : "  ";
    text += name + " " + value_text(value);
  }
  return text;
}

/// Where training is. Epochs from 0; `batch` are done of `batches`, after `seconds` of this epoch.
struct progress_state {
  int epoch = 0, epochs = 1;
  std::ptrdiff_t batch = 0, batches = 1;
  double seconds = 0;
};

inline std::string epoch_text(const progress_state& s) {
  const auto all = std::to_string(s.epochs);
  return fmt::format("Epoch {:>{}}/{}", s.epoch + 1, all.size(), all);
}

/// The line of an epoch in progress, the first `columns` characters of it. Time left: seconds a batch so far, times the
/// batches to come.
inline std::string progress_text(const progress_state& s, const logs& values, std::size_t columns = 80) {
  constexpr std::ptrdiff_t width = 30;
  const auto all = std::to_string(s.batches);
  const auto done = s.batches > 0 ? width * std::min(s.batch, s.batches) / s.batches : width;
  const auto filled = static_cast<std::size_t>(std::max<std::ptrdiff_t>(done, 0));
  auto bar = std::string(filled, '=');
  if (filled < width) bar += '>';
  bar.resize(width, '.');
  const double left = s.batch > 0 ? s.seconds / static_cast<double>(s.batch) * static_cast<double>(s.batches - s.batch)
                                  : std::numeric_limits<double>::quiet_NaN();
  auto line = fmt::format("{}  {:>{}}/{} [{}]  {} left  {}", epoch_text(s), s.batch, all.size(), all, bar,
                          duration_text(left), logs_text(values));
  if (line.size() > columns) line.resize(columns);
  return line;
}

/// The line of a finished epoch, whole.
inline std::string epoch_end_text(const progress_state& s, const logs& values) {
  return fmt::format("{}  {}  {}", epoch_text(s), duration_text(s.seconds), logs_text(values));
}

/// Draws. Verbosity 0: nothing. 1: a bar where the sink is a terminal, redrawn at most ten times a second, and a line
/// at the end of each epoch. 2: the lines alone.
class progress {
public:
  using clock = std::chrono::steady_clock;

  progress(sink to, int verbosity) : to_(std::move(to)), verbosity_(verbosity) {}
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;
  /// Leaves the cursor on a line of its own, also where training ends by an exception.
  ~progress() {
    if (!drawn_) return;
    try {
      to_.write("\n");
    } catch (...) {
    }
  }

  void begin_epoch(int epoch, int epochs, std::ptrdiff_t batches, clock::time_point now = clock::now()) {
    state_ = {epoch, epochs, 0, batches, 0};
    began_ = due_ = now;
  }
  void end_batch(const logs& values, clock::time_point now = clock::now()) {
    ++state_.batch;
    if (verbosity_ != 1 || !to_.terminal || now < due_) return;
    due_ = now + std::chrono::milliseconds(100);
    state_.seconds = since(now);
    draw(progress_text(state_, values, to_.columns - std::min<std::size_t>(to_.columns, 1)));
  }
  void end_epoch(const logs& values, clock::time_point now = clock::now()) {
    if (verbosity_ == 0) return;
    state_.seconds = since(now);
    draw(epoch_end_text(state_, values));
    to_.write("\n");
    drawn_ = false;
  }

private:
  double since(clock::time_point now) const { return std::chrono::duration<double>(now - began_).count(); }
  void draw(const std::string& line) {
    constexpr auto clear_to_end = "\x1b[K";
    to_.write(to_.terminal && verbosity_ == 1 ? "\r" + line + clear_to_end : line);
    drawn_ = true;
  }

  sink to_;
  int verbosity_;
  progress_state state_;
  clock::time_point began_{}, due_{};
  bool drawn_ = false;
};

}  // namespace regula::training

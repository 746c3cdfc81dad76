// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <limits>
#include <ostream>
#include <regula/training/progress.hpp>
#if __has_include(<unistd.h>) && __has_include(<sys/ioctl.h>)
#include <sys/ioctl.h>
#include <unistd.h>
#endif

namespace regula::training {
namespace {

/// "loss 0.5123 = data_loss 0.4100 + penalty 0.1023  accuracy 0.8712"
std::string logs_text(const logs& values) {
  std::string text;
  for (const auto& [name, value] : values) {
    const bool of_loss = name.ends_with("data_loss"), of_penalty = name.ends_with("penalty");
    if (!text.empty()) text += of_loss ? " = " : of_penalty ? " + " : "  ";
    text += name + " " + value_text(value);
  }
  return text;
}

std::string epoch_text(const progress_state& s) {
  const auto all = std::to_string(s.epochs);
  return fmt::format("Epoch {:>{}}/{}", s.epoch + 1, all.size(), all);
}

}  // namespace

sink sink::of(std::FILE* file) {
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

sink sink::of(std::ostream& stream) {
  return {[&stream](std::string_view text) { stream << text << std::flush; }};
}

std::string duration_text(double seconds) {
  if (!(seconds >= 0 && seconds < 1e9)) return "?";
  const auto s = std::llround(seconds);
  if (s < 3600) return fmt::format("{}:{:02}", s / 60, s % 60);
  return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

std::string value_text(double v) {
  const double size = std::abs(v);
  if (!std::isfinite(v)) return number_text(v);
  return size == 0 || (size >= 1e-3 && size < 1e6) ? fmt::format("{:.4f}", v) : fmt::format("{:.4e}", v);
}

std::string progress_text(const progress_state& s, const logs& values, std::size_t columns) {
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

std::string epoch_end_text(const progress_state& s, const logs& values) {
  return fmt::format("{}  {}  {}", epoch_text(s), duration_text(s.seconds), logs_text(values));
}

progress::~progress() {
  if (!drawn_) return;
  try {
    to_.write("\n");
  } catch (...) {
  }
}

void progress::begin_epoch(int epoch, int epochs, std::ptrdiff_t batches, clock::time_point now) {
  state_ = {epoch, epochs, 0, batches, 0};
  began_ = due_ = now;
}

void progress::end_batch(const logs& values, clock::time_point now) {
  ++state_.batch;
  if (verbosity_ != 1 || !to_.terminal || now < due_) return;
  due_ = now + std::chrono::milliseconds(100);
  state_.seconds = since(now);
  draw(progress_text(state_, values, to_.columns - std::min<std::size_t>(to_.columns, 1)));
}

void progress::end_epoch(const logs& values, clock::time_point now) {
  if (verbosity_ == 0) return;
  state_.seconds = since(now);
  draw(epoch_end_text(state_, values));
  to_.write("\n");
  drawn_ = false;
}

double progress::since(clock::time_point now) const { return std::chrono::duration<double>(now - began_).count(); }

void progress::draw(const std::string& line) {
  constexpr auto clear_to_end = "\x1b[K";
  to_.write(to_.terminal && verbosity_ == 1 ? "\r" + line + clear_to_end : line);
  drawn_ = true;
}

}  // namespace regula::training

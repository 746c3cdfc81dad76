// SPDX-License-Identifier: MIT
/// What training shows while it runs: a bar on a terminal, a line for each epoch elsewhere.
///
///   Epoch 2/10  180/750 [=======>......................]  0:03 left  loss 0.5123 = data_loss 0.4100 + penalty 0.1023
///   Epoch 2/10  0:04  loss 0.4870 = data_loss 0.3902 + penalty 0.0968  accuracy 0.8712  val_loss 0.5010 = ...
#pragma once
#include <chrono>
#include <cstdio>
#include <functional>
#include <iosfwd>
#include <regula/training/history.hpp>

namespace regula::training {

/// Where lines go. On a terminal the last one is redrawn, never longer than `columns`.
struct sink {
  std::function<void(std::string_view)> write;
  bool terminal = false;
  std::size_t columns = 80;

  /// A terminal where isatty says so. The file stays open and owned by the caller.
  static sink of(std::FILE* file);
  /// Never a terminal. The stream outlives the sink.
  static sink of(std::ostream& stream);
};

/// 0:07, 12:34, 1:02:03; "?" for what is not a time.
std::string duration_text(double seconds);

/// Four digits after the point, or after the first digit for numbers below 0.001 or from 1e6 up.
std::string value_text(double v);

/// Where training is. Epochs from 0; `batch` are done of `batches`, after `seconds` of this epoch.
struct progress_state {
  int epoch = 0, epochs = 1;
  std::ptrdiff_t batch = 0, batches = 1;
  double seconds = 0;
};

/// The line of an epoch in progress, the first `columns` characters of it. Time left: seconds a batch so far, times the
/// batches to come.
std::string progress_text(const progress_state& s, const logs& values, std::size_t columns = 80);

/// The line of a finished epoch, whole.
std::string epoch_end_text(const progress_state& s, const logs& values);

/// Draws. Verbosity 0: nothing. 1: a bar where the sink is a terminal, redrawn at most ten times a second, and a line
/// at the end of each epoch. 2: the lines alone.
class progress {
public:
  using clock = std::chrono::steady_clock;

  progress(sink to, int verbosity) : to_(std::move(to)), verbosity_(verbosity) {}
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;
  /// Leaves the cursor on a line of its own, also where training ends by an exception.
  ~progress();

  void begin_epoch(int epoch, int epochs, std::ptrdiff_t batches, clock::time_point now = clock::now());
  void end_batch(const logs& values, clock::time_point now = clock::now());
  void end_epoch(const logs& values, clock::time_point now = clock::now());

private:
  double since(clock::time_point now) const;
  void draw(const std::string& line);

  sink to_;
  int verbosity_;
  progress_state state_;
  clock::time_point began_{}, due_{};
  bool drawn_ = false;
};

}  // namespace regula::training
